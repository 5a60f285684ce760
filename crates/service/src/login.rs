//! Logging in on the pages.

use gst::Gstin;
use seal::token;
use store::sessions::Session;

use crate::clock::earlier;
use crate::fault::Failure;
use crate::irp::Irp;

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

/// The login was refused: the name is nobody's, the password is wrong, or the account is blocked.
/// Which of them is not told, and the answer looks and takes the same. The figures are for the
/// page's one sentence: after so many wrong tries in a row an account is blocked for so long.
///
/// Names that nobody has are not blocked: as a block shows in no answer, blocking them would hide
/// nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginRefused {
    /// Wrong tries in a row that block an account.
    pub tries_max: u32,
    /// How long it is blocked.
    pub block_s: u32,
}

impl Irp {
    /// Logs in with User Id, in any letter case, and password.
    pub async fn log_in(
        &self,
        user_name: &str,
        password: &str,
    ) -> Result<LoggedIn, Failure<LoginRefused>> {
        let floor = self.refusal_floor();
        let account = self.check_password(user_name.trim(), password).await?;
        let Some(account) = account else {
            floor.wait().await;
            return Err(self.login_refused());
        };
        let session_token = token::new_session(self.randomness());
        let now = self.now();
        let session = Session {
            token_digest: token::sha256(&session_token),
            account: account.id,
            created_at: now,
            seen_at: now,
        };
        let stale_before = earlier(now, self.settings().session.absolute_s);
        self.stored(self.store().open_session(session, stale_before).await)?;
        if !self.password_still_counts(&account).await? {
            self.log_out(&session_token).await?;
            floor.wait().await;
            return Err(self.login_refused());
        }
        tracing::info!(target: "audit", account = account.id.0, "logged in");
        Ok(LoggedIn {
            session_token,
            user_name: account.user_name,
            gstin: account.gstin,
        })
    }

    fn login_refused(&self) -> Failure<LoginRefused> {
        let login = &self.settings().login;
        Failure::Refused(LoginRefused {
            tries_max: login.tries_max,
            block_s: login.block_s,
        })
    }
}
