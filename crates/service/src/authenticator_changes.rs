//! Removing an authenticator, and new recovery codes; and judging a code, which logins do too.

use seal::{Totp, recovery_code};
use store::accounts::AccountId;
use store::authenticators::{
    Authenticator, AuthenticatorChange, CodeTries, CountedCode, RightCode,
};

use crate::authenticator::{AuthenticatorRefused, RecoveryCodes, typed};
use crate::fault::{Failure, Trouble};
use crate::irp::Irp;
use crate::messages::MessageKind;
use crate::session::SignedIn;

impl Irp {
    /// Ends the second step: logins are what they were before. Asks the password and a code of the
    /// app, or a recovery code. Its owner is told by a message.
    pub async fn remove_authenticator(
        &self,
        signed_in: &SignedIn,
        password: &str,
        code: &str,
    ) -> Result<(), Failure<AuthenticatorRefused>> {
        let actor = &signed_in.actor;
        let known = self.taxpayer_for(&actor.gstin).await?;
        let change = AuthenticatorChange {
            notices: self.account_notices(
                MessageKind::AuthenticatorOff,
                &actor.user_name,
                known.as_ref(),
            )?,
            ..self.judged_change(signed_in, password, code).await?
        };
        let recovery_code = change.code.is_recovery();
        if !self.stored(self.store().remove_authenticator(change).await)? {
            return Err(Failure::Refused(AuthenticatorRefused::Overtaken));
        }
        let account = actor.account.0;
        tracing::info!(target: "audit", account, recovery_code, "authenticator removed");
        Ok(())
    }

    /// Makes new recovery codes; the ones before are void. Asks the same as removing.
    pub async fn renew_recovery_codes(
        &self,
        signed_in: &SignedIn,
        password: &str,
        code: &str,
    ) -> Result<RecoveryCodes, Failure<AuthenticatorRefused>> {
        let change = self.judged_change(signed_in, password, code).await?;
        let recovery_code = change.code.is_recovery();
        let (codes, digests) = self.new_recovery_codes();
        let renewed = self.store().renew_recovery_codes(change, digests).await;
        if !self.stored(renewed)? {
            return Err(Failure::Refused(AuthenticatorRefused::Overtaken));
        }
        let account = signed_in.actor.account.0;
        tracing::info!(target: "audit", account, recovery_code, "new recovery codes");
        Ok(codes)
    }

    /// A change by somebody who has just given the password and a right code. The code is not
    /// looked at before the password is right, and is used up by the commit of the change.
    async fn judged_change(
        &self,
        signed_in: &SignedIn,
        password: &str,
        code: &str,
    ) -> Result<AuthenticatorChange, Failure<AuthenticatorRefused>> {
        self.judge_password(signed_in, password).await?;
        let floor = self.refusal_floor();
        let account = signed_in.actor.account;
        let refused = match self.try_code(account, None, code).await? {
            TriedCode::Right { app, code } => {
                return Ok(AuthenticatorChange {
                    account,
                    session: signed_in.token_digest,
                    sealed: app.sealed,
                    code,
                    notices: Vec::new(),
                });
            }
            TriedCode::Wrong { tries_left } => AuthenticatorRefused::CodeWrong {
                tries_left: Some(tries_left),
            },
            TriedCode::Blocked { until } => AuthenticatorRefused::Blocked { until },
            TriedCode::NotWaiting => AuthenticatorRefused::Off,
        };
        floor.wait().await;
        Err(Failure::Refused(refused))
    }

    /// Counts a try and then compares. `login` is the digest of the login that the code is for.
    pub(crate) async fn try_code(
        &self,
        account: AccountId,
        login: Option<[u8; 32]>,
        code: &str,
    ) -> Result<TriedCode, Trouble> {
        let (tries, now) = (self.code_tries(), self.now());
        let counted = self.store().count_code(account, login, now, tries).await;
        let (app, tries_left) = match self.stored(counted)? {
            CountedCode::Counted {
                authenticator,
                tries_left,
            } => (authenticator, tries_left),
            CountedCode::Blocked { until } => {
                let account = account.0;
                tracing::info!(target: "audit", account, "authenticator refused: blocked");
                return Ok(TriedCode::Blocked { until });
            }
            CountedCode::NotWaiting => return Ok(TriedCode::NotWaiting),
        };
        if let Some(code) = self.right_code(account, &app, code).await? {
            return Ok(TriedCode::Right { app, code });
        }
        let account = account.0;
        tracing::info!(target: "audit", account, "authenticator refused: wrong code");
        if let Some(until) = app.blocked_until {
            tracing::warn!(
                target: "audit",
                account,
                %until,
                "authenticator blocked after wrong codes"
            );
        }
        Ok(TriedCode::Wrong { tries_left })
    }

    /// In one login as many as of a one-time password, and in a row as many as of a password.
    pub(crate) fn code_tries(&self) -> CodeTries {
        let settings = self.settings();
        CodeTries {
            of_login: settings.otp.tries_max,
            in_a_row: settings.login.tries_max,
            block_s: settings.login.block_s,
        }
    }

    async fn right_code(
        &self,
        account: AccountId,
        app: &Authenticator,
        code: &str,
    ) -> Result<Option<RightCode>, Trouble> {
        let code = typed(code);
        if let Some(digest) = recovery_code::digest(&code) {
            let found = self.store().is_recovery_code(account, &digest).await;
            return Ok(self.stored(found)?.then_some(RightCode::Recovery(digest)));
        }
        let secret = self.secret(account, app)?;
        let step = secret.step_of(&code, Totp::step(self.now()), app.last_step);
        Ok(step.map(RightCode::OfStep))
    }
}

/// What came of a code.
pub(crate) enum TriedCode {
    /// It is right; whatever commits what it is for uses it up.
    Right {
        /// What it was compared with.
        app: Box<Authenticator>,
        /// The code.
        code: RightCode,
    },
    /// It is wrong, or was used before.
    Wrong {
        /// Tries that are left.
        tries_left: u32,
    },
    /// No code is looked at.
    Blocked {
        /// Until when.
        until: jiff::Timestamp,
    },
    /// Nobody waits for one.
    NotWaiting,
}
