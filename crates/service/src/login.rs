//! Logging in on the pages: User Id and password, and then a one-time password if it is asked for.

use gst::Gstin;
use jiff::Timestamp;
use seal::token;
use store::accounts::{Account, AccountId};
use store::proofs::{Proof, ProofState, Purpose};
use store::sessions::{OpenedBy, Session, SessionOpening};

use crate::authenticator_login::AuthenticatorNeeded;
use crate::clock::earlier;
use crate::constant_work::PasswordVerdict;
use crate::fault::{Failure, Trouble};
use crate::flow::{Flow, FlowToken, MobileProved, Started};
use crate::irp::Irp;
use crate::settings::SecondFactor;

/// Somebody has logged in.
#[derive(Clone, PartialEq, Eq)]
pub struct LoggedIn {
    /// What the cookie holds. A secret.
    pub session_token: String,
    /// The User Id, in its owner's letter case.
    pub user_name: String,
    /// The taxpayer.
    pub gstin: Gstin,
}

impl std::fmt::Debug for LoggedIn {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("LoggedIn")
            .field("gstin", &self.gstin)
            .finish_non_exhaustive()
    }
}

/// How far the right password leads.
#[derive(Debug)]
pub enum LoginStep {
    /// Into the portal.
    LoggedIn(LoggedIn),
    /// To a one-time password, which is to be sent. There is no session yet: what the browser
    /// holds until then is the token of this flow.
    CodeNeeded(Box<Started>),
    /// To a code of the account's authenticator app. There is no session yet either.
    AuthenticatorNeeded(AuthenticatorNeeded),
}

/// Why a login was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginRefused {
    /// The name is nobody's, the password is wrong, or the account is blocked. Which of them is
    /// not told, and the answer looks and takes the same. The figures are for the page's one
    /// sentence: after so many wrong tries in a row an account is blocked for so long.
    ///
    /// Names that nobody has are not blocked: as a block shows in no answer, blocking them would
    /// hide nothing.
    Wrong {
        /// Wrong tries in a row that block an account.
        tries_max: u32,
        /// How long it is blocked.
        block_s: u32,
    },
    /// The password is right, and the account is frozen.
    Frozen {
        /// Since when.
        since: Timestamp,
    },
    /// What was proved does not count any more: the login begins again.
    Overtaken,
}

impl Irp {
    /// Logs in with User Id, in any letter case, and password.
    pub async fn log_in(
        &self,
        user_name: &str,
        password: &str,
    ) -> Result<LoginStep, Failure<LoginRefused>> {
        let floor = self.refusal_floor();
        let account = match self.check_password(user_name.trim(), password).await? {
            PasswordVerdict::Right(account) => account,
            PasswordVerdict::Frozen { since } => return Err(frozen(since)),
            PasswordVerdict::Wrong => {
                floor.wait().await;
                return Err(self.login_refused());
            }
        };
        let step = if let Some(app) = self.authenticator_in_force(account.id).await? {
            self.ask_for_authenticator(&account, &app).await
        } else {
            match self.settings().login.second_factor {
                SecondFactor::Off => {
                    let by = OpenedBy::Password(account.password_hash.clone());
                    self.enter(&account, by).await.map(LoginStep::LoggedIn)
                }
                SecondFactor::OneTimePassword => self.ask_for_code(&account).await,
            }
        };
        match step {
            // The password was replaced, or an app was set up, while it was judged.
            Err(Failure::Refused(LoginRefused::Overtaken)) => {
                floor.wait().await;
                Err(self.login_refused())
            }
            step => step,
        }
    }

    /// Ends a login by the proof of the mobile that the right password led to.
    pub async fn complete_login(
        &self,
        proved: MobileProved,
    ) -> Result<LoggedIn, Failure<LoginRefused>> {
        let flow = proved.flow;
        let overtaken = || Failure::Refused(LoginRefused::Overtaken);
        if flow.purpose != Purpose::LogIn {
            return Err(overtaken());
        }
        let account = self.stored(self.store().account_by_gstin(&flow.gstin()).await)?;
        let account = account.ok_or_else(overtaken)?;
        self.enter(&account, OpenedBy::Proof(flow.digest())).await
    }

    /// Opens a session. The store judges, in the commit that opens it, whether the account is
    /// frozen and whether what was judged before still counts.
    pub(crate) async fn enter(
        &self,
        account: &Account,
        by: OpenedBy,
    ) -> Result<LoggedIn, Failure<LoginRefused>> {
        self.audit_mark()?;
        let session_token = token::new_session(self.randomness());
        let now = self.now();
        let session = Session {
            token_digest: token::sha256(&session_token),
            account: account.id,
            created_at: now,
            seen_at: now,
        };
        let second_factor = by.second_factor();
        let stale_before = earlier(now, self.settings().session.absolute_s);
        let opening = self.store().open_session(session, by, stale_before).await;
        match self.stored(opening)? {
            SessionOpening::Opened => {}
            SessionOpening::Frozen => return Err(frozen(self.audit_frozen(account.id))),
            SessionOpening::Void => return Err(Failure::Refused(LoginRefused::Overtaken)),
        }
        self.stored(self.store().login_succeeded(account.id, now).await)?;
        tracing::info!(target: "audit", account = account.id.0, second_factor, "logged in");
        Ok(LoggedIn {
            session_token,
            user_name: account.user_name.clone(),
            gstin: account.gstin,
        })
    }

    /// The account was frozen a moment ago: so that is when.
    fn audit_frozen(&self, account: AccountId) -> Timestamp {
        tracing::info!(target: "audit", account = account.0, "login refused: frozen");
        self.now()
    }

    async fn ask_for_code(&self, account: &Account) -> Result<LoginStep, Failure<LoginRefused>> {
        let Some(known) = self.taxpayer_for(&account.gstin).await? else {
            // An account's taxpayer was known when it was made, and copies are kept.
            return Err(self
                .internal(&"the taxpayer of an account is unknown")
                .into());
        };
        let token = self.start_login(account).await?;
        let id = account.id.0;
        tracing::info!(target: "audit", account = id, "password right, a code is needed");
        let flow = Flow {
            token,
            purpose: Purpose::LogIn,
            known,
        };
        Ok(LoginStep::CodeNeeded(Box::new(Started { flow })))
    }

    /// Begins what stands between the right password and a session.
    pub(crate) async fn start_login(
        &self,
        account: &Account,
    ) -> Result<FlowToken, Failure<LoginRefused>> {
        let token = FlowToken(token::new_session(self.randomness()));
        let proof = Proof {
            token_digest: token::sha256(&token.0),
            purpose: Purpose::LogIn,
            gstin: account.gstin,
            started_at: self.now(),
            state: ProofState::Started,
        };
        self.stored(self.store().start_proof(proof).await)?;
        // A new password forgets the proofs that were begun before it; this one may be younger.
        if !self.password_still_counts(account).await? {
            return Err(Failure::Refused(LoginRefused::Overtaken));
        }
        Ok(token)
    }

    /// Whether an account whose password was judged right still has that password. Judging takes
    /// a while, and the password may have been replaced meanwhile.
    async fn password_still_counts(&self, account: &Account) -> Result<bool, Trouble> {
        let now = self.store().account_by_gstin(&account.gstin).await;
        let now = self.stored(now)?;
        Ok(now.is_some_and(|now| now.password_hash == account.password_hash))
    }

    fn login_refused(&self) -> Failure<LoginRefused> {
        let login = &self.settings().login;
        Failure::Refused(LoginRefused::Wrong {
            tries_max: login.tries_max,
            block_s: login.block_s,
        })
    }
}

fn frozen(since: Timestamp) -> Failure<LoginRefused> {
    Failure::Refused(LoginRefused::Frozen { since })
}
