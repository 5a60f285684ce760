//! How much a network may do of what costs something, counted for all processes together.
//!
//! A counter is one moment: when the network will have all of its allowance again (the generic
//! cell rate algorithm). Each taking moves it on by the time in which one is regained, unless it
//! would then lie further ahead than the whole allowance takes.

use std::net::IpAddr;
use std::num::NonZeroU32;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};

use crate::StoreResult;

/// How far the clocks of two processes may be apart. A counter that lies further ahead than the
/// allowance and this can explain is a mistake of a clock, and nobody is shut out for it.
pub(crate) const CLOCKS_APART_MAX: SignedDuration = SignedDuration::from_secs(60);

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AllowanceKind {
    /// GSTIN look-ups: each registration begins with one.
    LookUps,
    /// Logins on the pages.
    Logins,
    /// Documents that are checked without a login.
    Checks,
    /// Pieces of feedback.
    Feedback,
    /// Authentications of the API.
    Authentications,
}

impl AllowanceKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::LookUps,
        Self::Logins,
        Self::Checks,
        Self::Feedback,
        Self::Authentications,
    ];

    /// Its number in the table `allowances`.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::LookUps => 1,
            Self::Logins => 2,
            Self::Checks => 3,
            Self::Feedback => 4,
            Self::Authentications => 5,
        }
    }

    /// The word in figures.
    pub fn word(self) -> &'static str {
        match self {
            Self::LookUps => "look_ups",
            Self::Logins => "logins",
            Self::Checks => "checks",
            Self::Feedback => "feedback",
            Self::Authentications => "authentications",
        }
    }
}

/// An allowance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllowanceRate {
    /// So many at once.
    pub burst: NonZeroU32,
    /// In this time one is regained; less than a millisecond counts as one.
    pub period: SignedDuration,
}

impl AllowanceRate {
    /// What an engine judges by.
    pub(crate) fn bounds(self, now: Timestamp) -> Bounds {
        let period = i64::try_from(self.period.as_millis()).unwrap_or(i64::MAX);
        let period = period.max(1);
        let now = now.as_millisecond();
        let whole = period.saturating_mul(i64::from(self.burst.get()));
        let empty = now.saturating_add(whole);
        Bounds {
            now,
            period,
            last: empty.saturating_sub(period),
            empty,
            impossible: empty
                .saturating_add(i64::try_from(CLOCKS_APART_MAX.as_millis()).unwrap_or_default()),
        }
    }
}

/// Milliseconds that a taking is judged by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) now: i64,
    /// In which one is regained.
    pub(crate) period: i64,
    /// A counter at this or before it has one left.
    pub(crate) last: i64,
    /// Where a counter stands that has none left.
    pub(crate) empty: i64,
    /// No counter can stand beyond this.
    pub(crate) impossible: i64,
}

impl Bounds {
    /// When there is one again, for a counter that has none; `None` when it is gone meanwhile.
    pub(crate) fn refused(self, full_at: Option<i64>) -> Taking {
        let whole = self.last.saturating_sub(self.now);
        let again_at = full_at.map_or(self.now, |full_at| full_at.saturating_sub(whole));
        let again_at = again_at.clamp(self.now, self.now.saturating_add(self.period));
        Taking::Refused {
            again_at: Timestamp::from_millisecond(again_at).unwrap_or(Timestamp::MAX),
        }
    }
}

/// What became of a taking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// There was one left, and it is taken.
    Taken,
    /// There was none.
    Refused {
        /// When there is one again.
        again_at: Timestamp,
    },
}

/// Allowances that all processes share.
#[async_trait]
pub trait Allowances: Send + Sync {
    /// Takes one of a network's allowance. Of any number of callers, in any number of processes,
    /// exactly as many are given one as there are.
    async fn take_allowance(
        &self,
        kind: AllowanceKind,
        network: IpAddr,
        now: Timestamp,
        rate: AllowanceRate,
    ) -> StoreResult<Taking>;

    /// Forgets networks that have all of an allowance again, `limit` at most, and tells how many
    /// those were.
    async fn forget_full_allowances(&self, now: Timestamp, limit: u32) -> StoreResult<u32>;
}
