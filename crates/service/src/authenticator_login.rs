//! The second step of a login by an authenticator app.

use gst::Gstin;
use jiff::Timestamp;
use seal::token;
use store::accounts::Account;
use store::authenticators::{Authenticator, RightCode, WaitingLogin};
use store::sessions::OpenedBy;

use crate::authenticator_changes::TriedCode;
use crate::clock::later;
use crate::fault::{Failure, Trouble};
use crate::flow::{FlowToken, TOKEN_BYTES_MAX};
use crate::irp::Irp;
use crate::login::{LoggedIn, LoginRefused, LoginStep};

/// The password was right, and a code of the account's app is needed. There is no session yet.
#[derive(Clone, Debug)]
pub struct AuthenticatorNeeded {
    pub(crate) token: FlowToken,
    pub(crate) gstin: Gstin,
    pub(crate) tries_left: u32,
}

impl AuthenticatorNeeded {
    /// The browser's token.
    pub fn token(&self) -> &str {
        &self.token.0
    }

    /// The taxpayer.
    pub fn gstin(&self) -> Gstin {
        self.gstin
    }

    /// Codes that may still be tried in this login; never zero.
    pub fn tries_left(&self) -> u32 {
        self.tries_left
    }
}

/// The code did not lead into the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthenticatorLoginRefused {
    /// The code is wrong, or was used before: every code is good once.
    Wrong {
        /// Tries that are left in this login; with none the login begins again.
        tries_left: u32,
    },
    /// Too many wrong codes in a row, in this login and others: no code of this account is looked
    /// at before this moment.
    Blocked {
        /// The moment.
        until: Timestamp,
    },
    /// The account is frozen.
    Frozen {
        /// Since when.
        since: Timestamp,
    },
    /// There is no such login, it has taken too long, its tries are used up, or the password or
    /// the authenticator was replaced meanwhile: the login begins again.
    Overtaken,
}

impl Irp {
    /// The login that this token belongs to, if it waits for an authenticator's code.
    pub async fn authenticator_stage(
        &self,
        token: &str,
    ) -> Result<Option<AuthenticatorNeeded>, Trouble> {
        let found = self.waiting_login(token).await?;
        let needed = found.map(|waiting| self.needed(token.to_owned(), &waiting));
        Ok(needed.filter(|needed| needed.tries_left > 0))
    }

    /// Ends a login by a code of the app, or by a recovery code, which is good once. A try is
    /// counted before anything is compared.
    pub async fn complete_login_by_authenticator(
        &self,
        token: &str,
        code: &str,
    ) -> Result<LoggedIn, Failure<AuthenticatorLoginRefused>> {
        let floor = self.refusal_floor();
        self.audit_mark()?;
        let overtaken = || Failure::Refused(AuthenticatorLoginRefused::Overtaken);
        let waiting = self.waiting_login(token).await?.ok_or_else(overtaken)?;
        let proof = token::sha256(token);
        let refused = match self.try_code(waiting.account, Some(proof), code).await? {
            TriedCode::Right { app, code } => {
                let account = self.store().account_by_gstin(&waiting.gstin).await;
                let account = self.stored(account)?.ok_or_else(overtaken)?;
                return self.enter_by_code(&account, proof, *app, code).await;
            }
            TriedCode::Wrong { tries_left } => AuthenticatorLoginRefused::Wrong { tries_left },
            TriedCode::Blocked { until } => AuthenticatorLoginRefused::Blocked { until },
            TriedCode::NotWaiting => AuthenticatorLoginRefused::Overtaken,
        };
        floor.wait().await;
        Err(Failure::Refused(refused))
    }

    /// After the right password: to a code of the account's app.
    pub(crate) async fn ask_for_authenticator(
        &self,
        account: &Account,
        app: &Authenticator,
    ) -> Result<LoginStep, Failure<LoginRefused>> {
        let token = self.start_login(account).await?;
        let id = account.id.0;
        tracing::info!(
            target: "audit",
            account = id,
            "password right, a code of the authenticator is needed"
        );
        let waiting = WaitingLogin {
            account: account.id,
            gstin: account.gstin,
            started_at: self.now(),
            tries: 0,
            authenticator: app.clone(),
        };
        Ok(LoginStep::AuthenticatorNeeded(
            self.needed(token.0, &waiting),
        ))
    }

    async fn enter_by_code(
        &self,
        account: &Account,
        proof: [u8; 32],
        app: Authenticator,
        code: RightCode,
    ) -> Result<LoggedIn, Failure<AuthenticatorLoginRefused>> {
        let by = OpenedBy::Authenticator {
            proof,
            sealed: app.sealed,
            code,
        };
        let entered = self
            .enter(account, by)
            .await
            .map_err(|failure| match failure {
                Failure::Refused(LoginRefused::Frozen { since }) => {
                    Failure::Refused(AuthenticatorLoginRefused::Frozen { since })
                }
                Failure::Refused(_) => Failure::Refused(AuthenticatorLoginRefused::Overtaken),
                Failure::Trouble(trouble) => Failure::Trouble(trouble),
            })?;
        if code.is_recovery() {
            let left = app.recovery_codes.saturating_sub(1);
            tracing::info!(target: "audit", account = account.id.0, left, "recovery code used");
        }
        Ok(entered)
    }

    async fn waiting_login(&self, token: &str) -> Result<Option<WaitingLogin>, Trouble> {
        if token.len() > TOKEN_BYTES_MAX {
            return Ok(None);
        }
        let found = self.store().waiting_login(&token::sha256(token)).await;
        let life_s = self.settings().otp.flow_life_s;
        Ok(self
            .stored(found)?
            .filter(|waiting| self.now() < later(waiting.started_at, life_s)))
    }

    fn needed(&self, token: String, waiting: &WaitingLogin) -> AuthenticatorNeeded {
        AuthenticatorNeeded {
            token: FlowToken(token),
            gstin: waiting.gstin,
            tries_left: self
                .code_tries()
                .left(Some(waiting.tries), waiting.authenticator.tries),
        }
    }
}
