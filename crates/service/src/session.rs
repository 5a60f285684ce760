//! Browser sessions: who is behind a cookie, and logging out.

use jiff::Timestamp;
use seal::token;
use store::sessions::Session;

use crate::actor::Actor;
use crate::clock::later;
use crate::fault::Trouble;
use crate::irp::Irp;

/// Longest token that is looked up.
const TOKEN_BYTES_MAX: usize = 64;

/// Somebody who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub actor: Actor,
    /// When they logged in.
    pub created_at: Timestamp,
    /// When they had logged in before that.
    pub last_login_at: Option<Timestamp>,
    /// When the session ends if it is not used.
    pub idle_until: Timestamp,
    /// When it ends in any case.
    pub absolute_until: Timestamp,
    /// SHA-256 of its token.
    pub(crate) token_digest: [u8; 32],
}

impl Irp {
    /// Who is behind a session token, if it is still good; that counts as a use of the session.
    pub async fn session(&self, token: &str) -> Result<Option<SignedIn>, Trouble> {
        if token.len() > TOKEN_BYTES_MAX {
            return Ok(None);
        }
        let digest = token::sha256(token);
        let Some((session, account)) = self.stored(self.store().session(&digest).await)? else {
            return Ok(None);
        };
        let limits = &self.settings().session;
        let now = self.now();
        let absolute_until = later(session.created_at, limits.absolute_s);
        if !self.session_lives(&session) || account.frozen.is_some() {
            self.stored(self.store().close_session(&digest).await)?;
            return Ok(None);
        }
        let mut seen_at = session.seen_at;
        if later(seen_at, limits.touch_gap_s) <= now {
            self.stored(self.store().touch_session(&digest, now).await)?;
            seen_at = now;
        }
        Ok(Some(SignedIn {
            actor: Actor::on_pages(&account),
            created_at: session.created_at,
            last_login_at: account.last_login_at,
            idle_until: later(seen_at, limits.idle_s),
            absolute_until,
            token_digest: digest,
        }))
    }

    /// Whether a session has been used lately and is not too old.
    pub(crate) fn session_lives(&self, session: &Session) -> bool {
        let limits = &self.settings().session;
        let now = self.now();
        now < later(session.seen_at, limits.idle_s)
            && now < later(session.created_at, limits.absolute_s)
    }

    /// Ends one session. Nothing happens when there is none.
    pub async fn log_out(&self, token: &str) -> Result<(), Trouble> {
        let digest = token::sha256(token);
        let account = self.stored(self.store().session(&digest).await)?;
        self.stored(self.store().close_session(&digest).await)?;
        if let Some((_, account)) = account {
            tracing::info!(target: "audit", account = account.id.0, "logged out");
        }
        Ok(())
    }

    /// Ends all sessions of a user, this one too, and tells how many there were.
    pub async fn log_out_everywhere(&self, signed_in: &SignedIn) -> Result<u64, Trouble> {
        let account = signed_in.actor.account;
        let closed = self.stored(self.store().close_all_sessions(account).await)?;
        tracing::info!(target: "audit", account = account.0, closed, "logged out everywhere");
        Ok(closed)
    }
}
