//! Checks of secrets that take the same work whoever asks.

use std::time::Duration;

use jiff::Timestamp;
use seal::password;
use store::accounts::Account;
use store::api_access::ApiClient;
use tokio::time::Instant;

use crate::clock::later;
use crate::counts::PasswordCheck;
use crate::fault::{Trouble, Unavailable};
use crate::irp::Irp;

/// How long a request waits for its turn at the password check.
const TURN_WAIT: Duration = Duration::from_secs(10);

/// When to try again after that.
const TURN_RETRY_S: u32 = 10;

/// Longest User Id that is looked up; what is longer is nobody's.
const USER_NAME_BYTES_MAX: usize = 64;

/// The earliest moment at which a refusal may be answered.
pub(crate) struct Floor(Instant);

impl Floor {
    /// So long from now.
    pub(crate) fn after(duration: Duration) -> Self {
        Self(Instant::now() + duration)
    }

    /// Waits until a refusal taken for any reason would be answered too.
    pub(crate) async fn wait(self) {
        tokio::time::sleep_until(self.0).await;
    }
}

/// What came of checking a password.
pub(crate) enum PasswordVerdict {
    /// It is the account's, and the account is open.
    Right(Account),
    /// It is the account's, and the account is frozen.
    Frozen {
        /// Since when.
        since: Timestamp,
    },
    /// Anything else.
    Wrong,
}

impl Irp {
    /// Starts the time that a refusal takes. Writing down a wrong password costs a commit that a
    /// name which nobody has does not cost; the floor hides that.
    pub(crate) fn refusal_floor(&self) -> Floor {
        let floor = u64::from(self.settings().login.refusal_floor_ms);
        Floor::after(Duration::from_millis(floor))
    }

    /// The account that User Id and password belong to. That it is frozen is told only to who
    /// knows the password; for anybody else the work and the answer are those of a wrong one.
    ///
    /// Every wrong password in a row counts, also those of the API, and at the limit the account
    /// is blocked: then no password is right. The whole check runs under one of few permits, so
    /// guesses sent in parallel cannot outrun the count by more than those.
    pub(crate) async fn check_password(
        &self,
        user_name: &str,
        given: &str,
    ) -> Result<PasswordVerdict, Trouble> {
        self.password_verdict(None, user_name, given).await
    }

    /// The same for who comes with an API client. An account of another PAN than the client's is
    /// nobody's there: whatever the password, the work and the answer are those for a name that
    /// nobody has, and nothing is counted. So a client neither tries others' passwords nor blocks
    /// their accounts.
    pub(crate) async fn check_password_through(
        &self,
        client: &ApiClient,
        user_name: &str,
        given: &str,
    ) -> Result<PasswordVerdict, Trouble> {
        self.password_verdict(Some(client), user_name, given).await
    }

    async fn password_verdict(
        &self,
        client: Option<&ApiClient>,
        user_name: &str,
        given: &str,
    ) -> Result<PasswordVerdict, Trouble> {
        self.audit_mark()?;
        let _turn = self.password_turn().await?;
        let found = if user_name.len() <= USER_NAME_BYTES_MAX {
            self.stored(self.store().account_by_user_name(user_name).await)?
        } else {
            None
        };
        let stranger = client.filter(|client| {
            let is_of_another = |account: &Account| account.gstin.pan() != client.owner.pan();
            found.as_ref().is_some_and(is_of_another)
        });
        let account = found.as_ref().filter(|_| stranger.is_none());
        let now = self.now();
        let blocked = account
            .and_then(|account| account.blocked_until)
            .is_some_and(|until| now < until);
        let hash = account
            .filter(|_| !blocked)
            .map(|account| account.password_hash.clone());
        let given = given.to_owned();
        let right = self
            .off_thread(move || match hash {
                Some(hash) => password::verify(&hash, &given),
                None => password::verify_against_nothing(&given),
            })
            .await?;
        note_refusal(found.as_ref(), stranger, blocked, right);
        let Some(account) = found.filter(|_| stranger.is_none() && !blocked) else {
            return Ok(PasswordVerdict::Wrong);
        };
        if right {
            return Ok(match &account.frozen {
                Some(frozen) => PasswordVerdict::Frozen { since: frozen.at },
                None => PasswordVerdict::Right(account),
            });
        }
        self.count_wrong(&account, now).await?;
        Ok(PasswordVerdict::Wrong)
    }

    /// Counts a wrong password, and blocks the account at the limit.
    async fn count_wrong(&self, account: &Account, now: Timestamp) -> Result<(), Trouble> {
        let login = &self.settings().login;
        let block_until = later(now, login.block_s);
        let blocked = self
            .store()
            .login_failed(account.id, login.tries_max, block_until)
            .await;
        if self.stored(blocked)?.is_some() {
            tracing::warn!(
                target: "audit",
                account = account.id.0,
                "account blocked after wrong passwords"
            );
        }
        Ok(())
    }

    /// Whether a password is the one that was hashed. For somebody who has proved who they are:
    /// nothing is counted.
    pub(crate) async fn is_password_of(
        &self,
        account: &Account,
        password: &str,
    ) -> Result<bool, Trouble> {
        let _turn = self.password_turn().await?;
        let (hash, password) = (account.password_hash.clone(), password.to_owned());
        self.off_thread(move || password::verify(&hash, &password))
            .await
    }

    /// The Argon2id hash of a new password.
    pub(crate) async fn hash_password(&self, password: &str) -> Result<String, Trouble> {
        let _turn = self.password_turn().await?;
        let password = password.to_owned();
        let randomness = self.randomness().clone();
        self.off_thread(move || password::hash(&password, &randomness))
            .await
    }

    /// A turn at the passwords, counted from the moment that somebody waits for it.
    async fn password_turn(
        &self,
    ) -> Result<(PasswordCheck<'_>, tokio::sync::SemaphorePermit<'_>), Trouble> {
        let counted = self.counters().password_check();
        match tokio::time::timeout(TURN_WAIT, self.password_permits().acquire()).await {
            Ok(Ok(permit)) => Ok((counted, permit)),
            Ok(Err(closed)) => Err(self.internal(&closed)),
            Err(_elapsed) => Err(Trouble::Unavailable(Unavailable {
                what: "password check",
                retry_after_s: TURN_RETRY_S,
            })),
        }
    }

    /// Runs what keeps a core busy for tens of milliseconds away from the threads that serve.
    pub(crate) async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Trouble> {
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| self.internal(&error))
    }
}

/// Writes down why a login is refused, if it is. A name that nobody has is not written down: it may
/// be a password in the wrong field.
fn note_refusal(
    account: Option<&Account>,
    stranger: Option<&ApiClient>,
    blocked: bool,
    right: bool,
) {
    let Some(account) = account else {
        tracing::info!(target: "audit", "login refused: no such User Id");
        return;
    };
    let id = account.id.0;
    if let Some(client) = stranger {
        let client_id = client.client_id.as_str();
        tracing::info!(
            target: "audit",
            account = id,
            client_id,
            "login refused: API client of another PAN"
        );
    } else if blocked {
        tracing::info!(target: "audit", account = id, "login refused: blocked");
    } else if !right {
        tracing::info!(target: "audit", account = id, "wrong password");
    } else if account.frozen.is_some() {
        tracing::info!(target: "audit", account = id, "login refused: frozen");
    }
}
