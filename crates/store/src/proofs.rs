//! Proofs that somebody holds the mobile registered for a GSTIN: one-time passwords.
//!
//! A proof goes `started → sent (any number of times) → proved → used`. The browser holds a
//! random token; the store knows its SHA-256. Codes are stored as keyed digests only.

use async_trait::async_trait;
use gst::Gstin;
use jiff::{SignedDuration, Timestamp};

use crate::messages::NewMessage;
use crate::{StoreError, StoreResult};

/// Proofs older than this are forgotten when the next one starts; a page left open for longer
/// starts again.
pub(crate) const PROOF_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What a proof is for; a proof for one purpose is worth nothing for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Registration ▸ Portal Login.
    Register,
    /// Registration ▸ e-Invoice Enablement.
    Enable,
    /// Login ▸ Forgot User Id or password.
    Recover,
    /// Login, after the right password.
    LogIn,
}

/// How far a proof has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProofState {
    /// Nothing was sent yet.
    Started,
    /// A code was sent and not yet proved (it may have expired or used up its tries).
    Sent {
        /// When the latest code was sent.
        sent_at: Timestamp,
        /// When it stops being good.
        expires_at: Timestamp,
        /// Wrong codes tried against it.
        tries: u32,
    },
    /// The right code was given.
    Proved {
        /// When.
        at: Timestamp,
    },
    /// It has served.
    Used,
}

impl ProofState {
    /// Reads the state off a row: when the latest code was sent and expires, its tries, when the
    /// proof was proved and when it was used.
    pub(crate) fn read(
        sent: Option<(Timestamp, Timestamp)>,
        tries: u32,
        proved_at: Option<Timestamp>,
        used_at: Option<Timestamp>,
    ) -> Self {
        match (sent, proved_at, used_at) {
            (_, _, Some(_)) => Self::Used,
            (_, Some(at), None) => Self::Proved { at },
            (Some((sent_at, expires_at)), None, None) => Self::Sent {
                sent_at,
                expires_at,
                tries,
            },
            (None, None, None) => Self::Started,
        }
    }
}

/// A proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// SHA-256 of the browser's token.
    pub token_digest: [u8; 32],
    /// What it is for.
    pub purpose: Purpose,
    /// The taxpayer.
    pub gstin: Gstin,
    /// When it was started.
    pub started_at: Timestamp,
    /// How far it has come.
    pub state: ProofState,
}

/// A code about to be sent.
#[derive(Clone, Debug)]
pub struct CodeToSend {
    /// Keyed digest of the code.
    pub digest: [u8; 32],
    /// Now.
    pub at: Timestamp,
    /// When it stops being good.
    pub expires_at: Timestamp,
    /// The message that carries it, queued in the same commit.
    pub messages: Vec<NewMessage>,
}

/// How often codes may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SendLimits {
    /// Least seconds between two sends for one GSTIN.
    pub gap_s: u32,
    /// Most sends for one GSTIN within the window, whatever the browser and the purpose, but that
    /// those for logins are counted apart: who knows a password causes them.
    pub sends_max: u32,
    /// The window, in seconds.
    pub window_s: u32,
}

impl SendLimits {
    /// The window.
    pub(crate) fn window(self) -> SignedDuration {
        SignedDuration::from_secs(self.window_s.into())
    }

    /// Judges a send at `at`, by the `last` one of the GSTIN and by the one that has to leave the
    /// window first: the `sends_max`-th newest. `None` when it may go out.
    ///
    /// The window is judged before the gap: when both forbid, its end is the later one.
    pub(crate) fn refuse(
        self,
        at: Timestamp,
        last: Option<Timestamp>,
        filling: Option<Timestamp>,
    ) -> StoreResult<Option<SendOutcome>> {
        let after = |moment: Timestamp, wait: SignedDuration| {
            moment
                .checked_add(wait)
                .map_err(|_| StoreError::Corrupt("a moment beyond the calendar".into()))
        };
        if self.sends_max == 0 {
            let retry_at = after(at, self.window())?;
            return Ok(Some(SendOutcome::TooMany { retry_at }));
        }
        if let Some(filling) = filling {
            let retry_at = after(filling, self.window())?;
            if at < retry_at {
                return Ok(Some(SendOutcome::TooMany { retry_at }));
            }
        }
        if let Some(last) = last {
            let retry_at = after(last, SignedDuration::from_secs(self.gap_s.into()))?;
            if at < retry_at {
                return Ok(Some(SendOutcome::TooSoon { retry_at }));
            }
        }
        Ok(None)
    }
}

/// What became of a send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendOutcome {
    /// The code is stored and its message queued; earlier codes of this proof are void.
    Sent,
    /// The gap has not passed.
    TooSoon {
        /// When it will have.
        retry_at: Timestamp,
    },
    /// The window is full.
    TooMany {
        /// When the oldest send leaves the window.
        retry_at: Timestamp,
    },
    /// No such proof, or it is proved or used.
    NotOpen,
}

/// A try that was counted: compare, then call [`Proofs::proved`] if it is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedTry {
    /// Keyed digest of the right code.
    pub digest: [u8; 32],
    /// Tries left after this one.
    pub tries_left: u32,
}

/// Proofs of possession of a mobile.
#[async_trait]
pub trait Proofs: Send + Sync + 'static {
    /// Starts a proof.
    async fn start_proof(&self, proof: Proof) -> StoreResult<()>;

    /// A proof.
    async fn proof(&self, token_digest: &[u8; 32]) -> StoreResult<Option<Proof>>;

    /// Stores a code in place of any earlier one and queues its message, within the limits.
    async fn send_code(
        &self,
        token_digest: &[u8; 32],
        code: CodeToSend,
        limits: SendLimits,
    ) -> StoreResult<SendOutcome>;

    /// Counts a try before anything is compared, so that parallel guesses cannot outrun the
    /// count. `None` when there is no live code: none sent, expired, tries used up, proved.
    async fn count_try(
        &self,
        token_digest: &[u8; 32],
        now: Timestamp,
        tries_max: u32,
    ) -> StoreResult<Option<CountedTry>>;

    /// Marks the proof proved, if `code_digest` is still its live code. A code proves once:
    /// `false` for all callers but one.
    async fn proved(
        &self,
        token_digest: &[u8; 32],
        code_digest: &[u8; 32],
        at: Timestamp,
    ) -> StoreResult<bool>;
}
