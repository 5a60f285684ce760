//! Authenticator apps: a second step of logging in on the pages that an account's owner has chosen.
//!
//! An account has one or none. It begins as a proposal, which changes nothing, and is in force once
//! it is confirmed. Which one was judged is told by its sealed secret, as which password was judged
//! is told by its hash: sealing the same secret again gives other bytes.

use async_trait::async_trait;
use gst::Gstin;
use jiff::{SignedDuration, Timestamp};

use crate::accounts::AccountId;
use crate::messages::NewMessage;
use crate::{StoreError, StoreResult};

/// Proposals older than this are forgotten when the next one is made.
pub(crate) const PROPOSAL_KEPT: SignedDuration = SignedDuration::from_hours(24);

/// The longest block: five codes a day do not find one of a million within years.
pub const BLOCK_S_MAX: u32 = 86_400;

/// An authenticator, or the proposal of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authenticator {
    /// The secret under the data key.
    pub sealed: Vec<u8>,
    /// When it was proposed.
    pub proposed_at: Timestamp,
    /// Since when it is in force; `None` for a proposal.
    pub confirmed_at: Option<Timestamp>,
    /// The latest time step of which a code was used.
    pub last_step: i64,
    /// Recovery codes that have not been used.
    pub recovery_codes: u32,
    /// Codes tried since one was right.
    pub tries: u32,
    /// No code is looked at before this moment.
    pub blocked_until: Option<Timestamp>,
}

/// A secret to be shown to an app.
#[derive(Clone, Debug)]
pub struct ProposedAuthenticator {
    /// Whose.
    pub account: AccountId,
    /// The session that asks.
    pub session: [u8; 32],
    /// The secret under the data key.
    pub sealed: Vec<u8>,
    /// Now.
    pub at: Timestamp,
}

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// It is there, in place of any before it.
    Made,
    /// One is in force already.
    InForce,
    /// The account is gone or frozen, or its session has ended.
    Overtaken,
}

/// A proposal that its owner's app gave the right code of.
#[derive(Clone, Debug)]
pub struct ConfirmedAuthenticator {
    /// Whose.
    pub account: AccountId,
    /// The session that confirms it, which goes on.
    pub session: [u8; 32],
    /// The proposal that was judged.
    pub sealed: Vec<u8>,
    /// The time step of the code.
    pub step: i64,
    /// Now.
    pub at: Timestamp,
    /// SHA-256 of the recovery codes.
    pub recovery_codes: Vec<[u8; 32]>,
    /// Notices that go out if, and only if, it is confirmed.
    pub notices: Vec<NewMessage>,
}

/// What became of confirming one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// It is in force.
    Confirmed {
        /// Other browser sessions that ended.
        sessions_closed: u64,
    },
    /// The proposal was replaced or confirmed meanwhile, the account is gone or frozen, or its
    /// session has ended.
    Overtaken,
}

/// A right code, which its use uses up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RightCode {
    /// The app's, of a time step.
    OfStep(i64),
    /// A recovery code: its SHA-256.
    Recovery([u8; 32]),
}

impl RightCode {
    /// Whether it is a recovery code.
    pub fn is_recovery(self) -> bool {
        matches!(self, Self::Recovery(_))
    }
}

/// Somebody who is logged in has given a right code, to change what is in force.
#[derive(Clone, Debug)]
pub struct AuthenticatorChange {
    /// Whose.
    pub account: AccountId,
    /// The session that asks.
    pub session: [u8; 32],
    /// The authenticator that was judged.
    pub sealed: Vec<u8>,
    /// The code.
    pub code: RightCode,
    /// Notices that go out if, and only if, it is changed.
    pub notices: Vec<NewMessage>,
}

/// A login that waits for a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingLogin {
    /// Whose.
    pub account: AccountId,
    /// The taxpayer.
    pub gstin: Gstin,
    /// When the password was right.
    pub started_at: Timestamp,
    /// Codes tried in it.
    pub tries: u32,
    /// What is in force.
    pub authenticator: Authenticator,
}

/// How many codes may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeTries {
    /// Tries in one login.
    pub of_login: u32,
    /// Tries in a row, in whatever logins and changes, that block the account's codes.
    pub in_a_row: u32,
    /// How long the first block lasts. Each that follows without a right code in between lasts
    /// twice as long as the one before, [`BLOCK_S_MAX`] at most.
    pub block_s: u32,
}

impl CodeTries {
    /// Whether the `tries`-th try in a row starts a block, and until when.
    pub(crate) fn block(self, tries: u32, at: Timestamp) -> StoreResult<Option<Timestamp>> {
        let in_a_row = self.in_a_row.max(1);
        if !tries.is_multiple_of(in_a_row) {
            return Ok(None);
        }
        let doublings = (tries / in_a_row).saturating_sub(1);
        let block_s = 1_u32
            .checked_shl(doublings)
            .and_then(|times| self.block_s.checked_mul(times))
            .map_or(BLOCK_S_MAX, |block_s| block_s.min(BLOCK_S_MAX));
        at.checked_add(SignedDuration::from_secs(block_s.into()))
            .map(Some)
            .map_err(|_| StoreError::Corrupt("a moment beyond the calendar".into()))
    }

    /// Tries that are left after `of_login` in a login and `in_a_row` in all, once no block is under
    /// way: after each a full row begins.
    pub fn left(self, of_login: Option<u32>, in_a_row: u32) -> u32 {
        let row = self.in_a_row.max(1);
        let of_account = row - in_a_row % row;
        of_login.map_or(of_account, |used| {
            self.of_login.saturating_sub(used).min(of_account)
        })
    }
}

/// What became of counting a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountedCode {
    /// It is counted: compare, and then do what the code is for.
    Counted {
        /// What to compare with.
        authenticator: Box<Authenticator>,
        /// Tries left after this one.
        tries_left: u32,
    },
    /// No code is looked at.
    Blocked {
        /// Until when.
        until: Timestamp,
    },
    /// The account has no authenticator, or the login does not wait for a code: it is none of the
    /// account's, was used or proved otherwise, or has used up its tries.
    NotWaiting,
}

/// Authenticator apps.
#[async_trait]
pub trait Authenticators: Send + Sync + 'static {
    /// An account's authenticator or proposal.
    async fn authenticator(&self, account: AccountId) -> StoreResult<Option<Authenticator>>;

    /// Stores a proposal in place of any before it.
    async fn propose_authenticator(&self, new: ProposedAuthenticator) -> StoreResult<Proposal>;

    /// Puts a proposal in force if it is still the one that was judged, stores its recovery codes,
    /// ends the account's other sessions and queues the notices, all or nothing.
    async fn confirm_authenticator(
        &self,
        confirmed: ConfirmedAuthenticator,
    ) -> StoreResult<Confirmation>;

    /// Removes an authenticator and its recovery codes if it is still the one that was judged and
    /// the code was not used since, and queues the notices, all or nothing. `false`: nothing was
    /// done.
    async fn remove_authenticator(&self, change: AuthenticatorChange) -> StoreResult<bool>;

    /// Puts new recovery codes in place of the old ones, judged likewise. `false`: nothing was
    /// done.
    async fn renew_recovery_codes(
        &self,
        change: AuthenticatorChange,
        recovery_codes: Vec<[u8; 32]>,
    ) -> StoreResult<bool>;

    /// Whether an account has this recovery code, and it was not used.
    async fn is_recovery_code(&self, account: AccountId, digest: &[u8; 32]) -> StoreResult<bool>;

    /// The login that a proof stands for, if it waits for an authenticator's code.
    async fn waiting_login(&self, proof: &[u8; 32]) -> StoreResult<Option<WaitingLogin>>;

    /// Counts a try before anything is compared, for the account and for the login if it is made
    /// in one. Parallel guesses cannot outrun the count. The try that reaches the limit starts the
    /// block, which the use of a right code ends.
    async fn count_code(
        &self,
        account: AccountId,
        login: Option<[u8; 32]>,
        at: Timestamp,
        tries: CodeTries,
    ) -> StoreResult<CountedCode>;
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;

    const TRIES: CodeTries = CodeTries {
        of_login: 3,
        in_a_row: 5,
        block_s: 900,
    };

    #[test]
    fn blocks_double_up_to_a_day() {
        let at = Timestamp::UNIX_EPOCH;
        let blocked = |tries| TRIES.block(tries, at).unwrap().map(Timestamp::as_second);
        for tries in [1, 4, 6, 9, 11] {
            assert_eq!(blocked(tries), None, "{tries}");
        }
        let blocks = [5, 10, 15, 30, 35, 40, 5 * 32, 5 * 33, 5 * 1_000].map(blocked);
        let day = Some(86_400);
        let expected = [
            Some(900),
            Some(1_800),
            Some(3_600),
            Some(28_800),
            Some(57_600),
            day,
            day,
            day,
            day,
        ];
        assert_eq!(blocks, expected);
    }

    #[test]
    fn what_is_left_is_the_lesser_of_login_and_account() {
        let left = [
            (Some(1), 1, 2),
            (Some(3), 3, 0),
            (Some(1), 4, 1),
            (Some(0), 5, 3),
            (Some(1), 6, 2),
            (None, 0, 5),
            (None, 1, 4),
            (None, 10, 5),
        ];
        for (of_login, in_a_row, expected) in left {
            assert_eq!(TRIES.left(of_login, in_a_row), expected, "{of_login:?}");
        }
    }
}
