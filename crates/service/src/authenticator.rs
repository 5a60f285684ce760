//! An authenticator app as the second step of logging in on the pages: setting it up, and how it
//! stands.
//!
//! Setting up takes two steps. A *proposal* is a new secret that the app is shown; nothing is in
//! force until the app has given a code of it. From then on every login on the pages asks for a
//! code, whatever the operator's `login.second_factor` says. Recovery codes stand in for a lost
//! phone. [`crate::authenticator_changes`] changes what is in force, and
//! [`crate::authenticator_login`] logs in by it.

use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use seal::totp::{CODE_DIGITS, STEP_S};
use seal::{Totp, recovery_code};
use store::accounts::AccountId;
use store::authenticators::{
    Authenticator, Confirmation, ConfirmedAuthenticator, Proposal, ProposedAuthenticator,
};

use crate::clock::later;
use crate::constant_work::PasswordVerdict;
use crate::fault::{Failure, Trouble};
use crate::irp::Irp;
use crate::messages::MessageKind;
use crate::session::SignedIn;

/// Longest text that is looked at as a code.
const CODE_CHARS_MAX: usize = 64;

/// What an `otpauth` address cannot hold as it is.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Recovery codes that are made at a time.
pub const RECOVERY_CODES: usize = 10;

/// What an app is to be shown. Nothing of it is in force yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Proposed {
    /// The secret for typing: base32, 32 characters without spaces.
    pub secret_base32: String,
    /// The same for a QR code: `otpauth://totp/…`.
    pub uri: String,
}

impl std::fmt::Debug for Proposed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Proposed(…)")
    }
}

/// Whether logins of an account ask for an app's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthenticatorState {
    /// They do not.
    Off,
    /// They do.
    On {
        /// Since when.
        since: Timestamp,
        /// Recovery codes that have not been used.
        recovery_codes_left: u32,
    },
}

/// Recovery codes, shown once: what is stored does not give them back.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCodes(pub Vec<String>);

impl std::fmt::Debug for RecoveryCodes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "RecoveryCodes({} of them)", self.0.len())
    }
}

/// Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthenticatorRefused {
    /// The password is not the account's. It counts as a wrong login.
    PasswordWrong {
        /// Wrong tries in a row that block an account.
        tries_max: u32,
        /// How long it is blocked.
        block_s: u32,
    },
    /// The code is wrong, or was used before: every code is good once.
    CodeWrong {
        /// Tries that are left before codes are refused for a while; `None` for the code that
        /// confirms a proposal, as whoever tries that was shown the secret.
        tries_left: Option<u32>,
    },
    /// Too many wrong codes in a row: no code is looked at before this moment.
    Blocked {
        /// The moment.
        until: Timestamp,
    },
    /// There is an authenticator: it is removed before another is set up.
    AlreadyOn,
    /// There is no proposal, or it is too old: setting up begins again.
    NoProposal,
    /// There is no authenticator.
    Off,
    /// The session has ended, or what was judged was replaced meanwhile: look again.
    Overtaken,
}

/// What the secret of an account's app is sealed with.
pub(crate) fn secret_context(account: AccountId) -> String {
    format!("authenticator of account {}", account.0)
}

impl Irp {
    /// Whether logins of this user's account ask for an app's code.
    pub async fn authenticator(&self, signed_in: &SignedIn) -> Result<AuthenticatorState, Trouble> {
        let app = self.authenticator_in_force(signed_in.actor.account).await?;
        let state = app.and_then(|app| {
            app.confirmed_at.map(|since| AuthenticatorState::On {
                since,
                recovery_codes_left: app.recovery_codes,
            })
        });
        Ok(state.unwrap_or(AuthenticatorState::Off))
    }

    /// Makes a secret for an app, in place of any that was proposed before. Asks the password, as
    /// whoever finds an open session shall not lock its owner out.
    pub async fn propose_authenticator(
        &self,
        signed_in: &SignedIn,
        password: &str,
    ) -> Result<Proposed, Failure<AuthenticatorRefused>> {
        self.judge_password(signed_in, password).await?;
        let (actor, secret) = (&signed_in.actor, Totp::random(self.randomness()));
        let new = ProposedAuthenticator {
            account: actor.account,
            session: signed_in.token_digest,
            sealed: self.seal_data(secret.as_bytes(), secret_context(actor.account).as_bytes()),
            at: self.now(),
        };
        match self.stored(self.store().propose_authenticator(new).await)? {
            Proposal::Made => Ok(self.shown(&secret, &actor.user_name)),
            Proposal::InForce => Err(Failure::Refused(AuthenticatorRefused::AlreadyOn)),
            Proposal::Overtaken => Err(Failure::Refused(AuthenticatorRefused::Overtaken)),
        }
    }

    /// What was proposed and is not yet confirmed, to be shown again after a wrong code or a
    /// reload. `None` when there is nothing, or it is too old.
    pub async fn proposed_authenticator(
        &self,
        signed_in: &SignedIn,
    ) -> Result<Option<Proposed>, Trouble> {
        let actor = &signed_in.actor;
        let found = self.store().authenticator(actor.account).await;
        let Some(proposal) = self.stored(found)?.filter(|one| self.is_open(one)) else {
            return Ok(None);
        };
        let secret = self.secret(actor.account, &proposal)?;
        Ok(Some(self.shown(&secret, &actor.user_name)))
    }

    /// Puts the proposal in force by the first code of it, and makes recovery codes. All other
    /// sessions of the account end, and its owner is told by a message.
    pub async fn confirm_authenticator(
        &self,
        signed_in: &SignedIn,
        code: &str,
    ) -> Result<RecoveryCodes, Failure<AuthenticatorRefused>> {
        self.audit_mark()?;
        let actor = &signed_in.actor;
        let refused = |why| Err(Failure::Refused(why));
        let found = self.store().authenticator(actor.account).await;
        let proposal = match self.stored(found)? {
            Some(app) if app.confirmed_at.is_some() => {
                return refused(AuthenticatorRefused::AlreadyOn);
            }
            Some(proposal) if self.is_open(&proposal) => proposal,
            _ => return refused(AuthenticatorRefused::NoProposal),
        };
        let secret = self.secret(actor.account, &proposal)?;
        let now = self.now();
        let Some(step) = secret.step_of(&typed(code), Totp::step(now), proposal.last_step) else {
            let account = actor.account.0;
            tracing::info!(target: "audit", account, "authenticator not confirmed: wrong code");
            return refused(AuthenticatorRefused::CodeWrong { tries_left: None });
        };
        let (codes, digests) = self.new_recovery_codes();
        let known = self.taxpayer_for(&actor.gstin).await?;
        let confirmed = ConfirmedAuthenticator {
            account: actor.account,
            session: signed_in.token_digest,
            sealed: proposal.sealed,
            step,
            at: now,
            recovery_codes: digests,
            notices: self.account_notices(
                MessageKind::AuthenticatorOn,
                &actor.user_name,
                known.as_ref(),
            )?,
        };
        match self.stored(self.store().confirm_authenticator(confirmed).await)? {
            Confirmation::Confirmed { sessions_closed } => {
                let account = actor.account.0;
                tracing::info!(target: "audit", account, sessions_closed, "authenticator set up");
                Ok(codes)
            }
            Confirmation::Overtaken => refused(AuthenticatorRefused::Overtaken),
        }
    }

    /// The account's authenticator if one is in force.
    pub(crate) async fn authenticator_in_force(
        &self,
        account: AccountId,
    ) -> Result<Option<Authenticator>, Trouble> {
        let found = self.stored(self.store().authenticator(account).await)?;
        Ok(found.filter(|app| app.confirmed_at.is_some()))
    }

    /// The secret of an account's app.
    pub(crate) fn secret(&self, account: AccountId, app: &Authenticator) -> Result<Totp, Trouble> {
        let opened = self
            .keys()
            .data
            .open(&app.sealed, secret_context(account).as_bytes());
        let bytes = opened.map_err(|fault| self.internal(&fault))?;
        Totp::from_bytes(&bytes)
            .ok_or_else(|| self.internal(&"the secret of an authenticator is damaged"))
    }

    /// Recovery codes, and what is stored of them.
    pub(crate) fn new_recovery_codes(&self) -> (RecoveryCodes, Vec<[u8; 32]>) {
        let new = || recovery_code::new(self.randomness());
        let codes: Vec<String> = std::iter::repeat_with(new).take(RECOVERY_CODES).collect();
        let digests = codes.iter().filter_map(|code| recovery_code::digest(code));
        let digests = digests.collect();
        (RecoveryCodes(codes), digests)
    }

    /// Refuses whoever does not know the password of the account that is signed in.
    pub(crate) async fn judge_password(
        &self,
        signed_in: &SignedIn,
        password: &str,
    ) -> Result<(), Failure<AuthenticatorRefused>> {
        let floor = self.refusal_floor();
        let actor = &signed_in.actor;
        match self.check_password(&actor.user_name, password).await? {
            PasswordVerdict::Right(account) if account.id == actor.account => Ok(()),
            PasswordVerdict::Wrong => {
                floor.wait().await;
                let login = &self.settings().login;
                Err(Failure::Refused(AuthenticatorRefused::PasswordWrong {
                    tries_max: login.tries_max,
                    block_s: login.block_s,
                }))
            }
            _ => Err(Failure::Refused(AuthenticatorRefused::Overtaken)),
        }
    }

    fn is_open(&self, proposal: &Authenticator) -> bool {
        let ends_at = later(proposal.proposed_at, self.settings().otp.flow_life_s);
        proposal.confirmed_at.is_none() && self.now() < ends_at
    }

    fn shown(&self, secret: &Totp, user_name: &str) -> Proposed {
        let brand = self.settings().brand.as_str();
        let secret_base32 = secret.to_base32();
        let uri = format!(
            "otpauth://totp/{issuer}:{user}?secret={secret_base32}&issuer={issuer}\
             &algorithm=SHA1&digits={CODE_DIGITS}&period={STEP_S}",
            issuer = utf8_percent_encode(brand, ESCAPED),
            user = utf8_percent_encode(user_name, ESCAPED),
        );
        Proposed { secret_base32, uri }
    }
}

/// A code without the spaces that people and apps put into it.
pub(crate) fn typed(code: &str) -> String {
    code.chars()
        .take(CODE_CHARS_MAX)
        .filter(|character| !character.is_whitespace())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_once_does_not_print() {
        let proposed = Proposed {
            secret_base32: "GEZDGNBV".to_owned(),
            uri: "otpauth://totp/x?secret=GEZDGNBV".to_owned(),
        };
        assert_eq!(format!("{proposed:?}"), "Proposed(…)");
        let codes = RecoveryCodes(vec!["ABCD".to_owned()]);
        assert_eq!(format!("{codes:?}"), "RecoveryCodes(1 of them)");
    }

    #[test]
    fn spaces_do_not_count_and_texts_end() {
        assert_eq!(typed(" 123 456\n"), "123456");
        assert_eq!(typed(&"1".repeat(99)).len(), CODE_CHARS_MAX);
    }
}
