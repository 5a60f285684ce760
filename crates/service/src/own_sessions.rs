//! Where a user is logged in, and ending that.

use jiff::Timestamp;
use store::sessions::Session;

use crate::fault::Trouble;
use crate::irp::Irp;
use crate::session::SignedIn;

/// Most sessions that are listed; somebody with more ends all of them.
const SESSIONS_MAX: u32 = 100;

/// Bytes of the keyed digest that names a session: enough that none of a hundred meet.
const ID_BYTES: usize = 8;

/// Keeps the names of sessions apart from whatever else is digested under the key.
const ID_CONTEXT: &[u8] = b"the name of a session";

/// A living session of a user, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// Names it in a form. Neither its token nor anything that the store knows it by.
    pub id: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

impl Irp {
    /// The living sessions of a user, the latest used first.
    pub async fn own_sessions(&self, signed_in: &SignedIn) -> Result<Vec<OwnSession>, Trouble> {
        let sessions = self.living_sessions(signed_in).await?;
        Ok(sessions
            .iter()
            .map(|session| OwnSession {
                id: self.session_id(session),
                created_at: session.created_at,
                seen_at: session.seen_at,
                is_this: session.token_digest == signed_in.token_digest,
            })
            .collect())
    }

    /// Ends one session of a user. `false` if there is none of that name (any more).
    pub async fn end_session(&self, signed_in: &SignedIn, id: &str) -> Result<bool, Trouble> {
        let sessions = self.living_sessions(signed_in).await?;
        let Some(session) = sessions
            .iter()
            .find(|session| self.session_id(session) == id)
        else {
            return Ok(false);
        };
        self.stored(self.store().close_session(&session.token_digest).await)?;
        let account = signed_in.actor.account.0;
        tracing::info!(target: "audit", account, "session ended by its user");
        Ok(true)
    }

    /// Ends all sessions of a user but this one, and tells how many.
    pub async fn end_other_sessions(&self, signed_in: &SignedIn) -> Result<u64, Trouble> {
        let account = signed_in.actor.account;
        let closed = self
            .store()
            .close_other_sessions(account, &signed_in.token_digest)
            .await;
        let closed = self.stored(closed)?;
        tracing::info!(target: "audit", account = account.0, closed, "other sessions ended");
        Ok(closed)
    }

    async fn living_sessions(&self, signed_in: &SignedIn) -> Result<Vec<Session>, Trouble> {
        let account = signed_in.actor.account;
        let sessions = self.store().sessions_of(account, SESSIONS_MAX).await;
        let mut sessions = self.stored(sessions)?;
        sessions.retain(|session| self.session_lives(session));
        Ok(sessions)
    }

    fn session_id(&self, session: &Session) -> String {
        let digest = self
            .keys()
            .otp
            .digest(&hex::encode(session.token_digest), ID_CONTEXT);
        hex::encode(&digest[..ID_BYTES])
    }
}
