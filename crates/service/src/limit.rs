//! How much of what costs something one address may do: a flood of guesses, of look-ups, of work.
//!
//! Two nets, one behind the other. The first is this process's own memory, so that a flood costs
//! no database work. What passes it takes from the allowance that all processes share, so that
//! nobody gains by asking several of them. When the database does not answer, the first net alone
//! counts: letting everybody through would open the gates to whoever can slow the database down,
//! and refusing everybody would lock out all users for its failure. So for as long as that lasts
//! an address has at most as many allowances as there are processes.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use store::StoreError;
use store::allowances::{AllowanceKind, AllowanceRate, Taking};

use crate::counts::Counters;
use crate::fault::Trouble;
use crate::irp::Irp;
use crate::local_limit::LocalLimit;

/// How long the shared allowance is waited for: a slow database must not make every door slow.
const SHARED_WAIT_MAX: Duration = Duration::from_secs(1);

/// Networks that are forgotten by one statement.
const FORGOTTEN_AT_ONCE: u32 = 1_000;
/// Statements of one tidying; what is left is for the next one.
const TIDYING_STATEMENTS_MAX: u32 = 100;

/// How much of something one address may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// So many at once.
    pub count: NonZeroU32,
    /// Regained evenly over so many seconds.
    pub window_s: NonZeroU32,
}

impl Allowance {
    /// An allowance; zeros count as one, so that nothing is switched off by accident.
    pub fn new(count: u32, window_s: u32) -> Self {
        let at_least_one = |value| NonZeroU32::new(value).unwrap_or(NonZeroU32::MIN);
        Self {
            count: at_least_one(count),
            window_s: at_least_one(window_s),
        }
    }

    fn rate(self) -> AllowanceRate {
        let window_ms = i64::from(self.window_s.get()) * 1_000;
        AllowanceRate {
            burst: self.count,
            period: SignedDuration::from_millis(window_ms / i64::from(self.count.get())),
        }
    }
}

/// What one address may do, counted here and for all processes.
pub struct Limit {
    irp: Irp,
    local: LocalLimit,
    kind: AllowanceKind,
    rate: AllowanceRate,
}

impl Limit {
    /// Nobody has used anything of this process's share yet.
    pub fn new(kind: AllowanceKind, allowance: Allowance, irp: &Irp) -> Self {
        Self {
            local: LocalLimit::new(allowance, irp.clock()),
            irp: irp.clone(),
            kind,
            rate: allowance.rate(),
        }
    }

    /// Takes one of an address's allowance.
    ///
    /// # Errors
    /// The whole seconds until there is one again.
    pub async fn take(&self, address: IpAddr) -> Result<(), u64> {
        let taken = match self.local.take(address) {
            Ok(network) => self.take_shared(network).await,
            Err(retry_after_s) => Err(retry_after_s),
        };
        if taken.is_err() {
            self.irp.counters().allowance_refused(self.kind);
        }
        taken
    }

    async fn take_shared(&self, network: IpAddr) -> Result<(), u64> {
        let (irp, now) = (&self.irp, self.irp.now());
        let taking = irp
            .store()
            .take_allowance(self.kind, network, now, self.rate);
        let failure = match tokio::time::timeout(SHARED_WAIT_MAX, taking).await {
            Ok(Ok(taking)) => {
                irp.shared_allowances().answered();
                return match taking {
                    Taking::Taken => Ok(()),
                    Taking::Refused { again_at } => Err(seconds_until(again_at, now)),
                };
            }
            Ok(Err(failure)) => failure,
            Err(_elapsed) => StoreError::Unavailable("it does not answer in time".to_owned()),
        };
        Counters::count(&irp.counters().allowance_failures);
        irp.shared_allowances().failed(&failure);
        Ok(())
    }
}

fn seconds_until(again_at: Timestamp, now: Timestamp) -> u64 {
    let wait = again_at.duration_since(now);
    u64::try_from(wait.as_secs()).unwrap_or(0) + 1
}

/// Whether the shared allowances can be had, told once when that changes and not with each request.
#[derive(Debug, Default)]
pub(crate) struct SharedAllowances {
    away: AtomicBool,
}

impl SharedAllowances {
    fn failed(&self, failure: &StoreError) {
        if !self.away.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                %failure,
                "allowances cannot be counted for all processes; each counts its own"
            );
        }
    }

    fn answered(&self) {
        if self.away.load(Ordering::Relaxed) && self.away.swap(false, Ordering::Relaxed) {
            tracing::info!("allowances are counted for all processes again");
        }
    }
}

impl Irp {
    /// Forgets the networks that have all of their allowances again, in batches and not without
    /// end, and tells how many those were.
    pub async fn forget_full_allowances(&self) -> Result<u32, Trouble> {
        let (now, mut forgotten) = (self.now(), 0);
        for _ in 0..TIDYING_STATEMENTS_MAX {
            let batch = self.store().forget_full_allowances(now, FORGOTTEN_AT_ONCE);
            let count = self.stored(batch.await)?;
            forgotten += count;
            if count < FORGOTTEN_AT_ONCE {
                break;
            }
        }
        Ok(forgotten)
    }
}
