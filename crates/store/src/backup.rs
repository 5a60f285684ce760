//! What a backup holds, and what has to be done to a register that was restored from one.
//!
//! A restored register is behind the one that was lost: numbers that it takes for free may have
//! been given out, codes that it takes for good have been used. So it skips numbers and drops what
//! was under way before anybody serves from it. Of the messages that waited those are sent which
//! whoever restores says are still worth it; the store cannot read them.

use std::collections::{BTreeMap, BTreeSet};

use gst::ist;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::eway_bills::BillSeries;
use crate::line::AckSeries;
use crate::messages::NewMessage;
use crate::{StoreError, StoreResult};

/// Tables whose rows are counted, the same in every engine.
pub(crate) const COUNTED: [&str; 9] = [
    "invoices",
    "cancellations",
    "eway_bills",
    "eway_bill_cancellations",
    "accounts",
    "api_clients",
    "taxpayers",
    "messages",
    "feedback",
];

/// Acknowledgement numbers that a restored register skips at the least.
pub const ACK_NUMBERS_SKIPPED_MIN: u64 = 1_000_000_000;
/// And for every second since its last document, should that be more.
pub const ACK_NUMBERS_SKIPPED_A_SECOND: u64 = 2_000;
/// E-way bill numbers that a restored register skips at the least.
pub const BILL_NUMBERS_SKIPPED_MIN: u64 = 100_000_000;
/// And for every second since its last document, should that be more.
pub const BILL_NUMBERS_SKIPPED_A_SECOND: u64 = 200;
/// Numbers of messages and of accounts that a restored register skips: gateways know a message by
/// its number, the audit log an account.
pub const ROW_NUMBERS_SKIPPED: i64 = 1_000_000;
/// Why a message that waited in a backup is not sent.
pub(crate) const GIVEN_UP: &str = "restored from a backup: void, or too old";

/// Whether a message that waited in a backup is to be sent after all.
pub type KeepsMessage<'a> = dyn Fn(&NewMessage) -> bool + Send + Sync + 'a;

/// What a database holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holding {
    /// Rows by table.
    pub rows: BTreeMap<String, u64>,
    /// Where the series of acknowledgement numbers stand.
    pub acknowledgements: Vec<AckSeriesEnd>,
    /// Where the series of e-way bill numbers stand.
    pub eway_bills: Vec<BillSeriesEnd>,
    /// When the last document was acknowledged.
    pub latest_acked_at: Option<Timestamp>,
}

/// Where a series of acknowledgement numbers stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AckSeriesEnd {
    /// The IRP's digit.
    pub irp: u8,
    /// The node's digit.
    pub node: u8,
    /// The calendar year.
    pub year: i16,
    /// The first number that nobody has reserved.
    pub next: u64,
    /// The highest number of a document.
    pub highest: Option<u64>,
}

/// Where a series of e-way bill numbers stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillSeriesEnd {
    /// The IRP's digit.
    pub irp: u8,
    /// The node's digit.
    pub node: u8,
    /// The first number that nobody has reserved.
    pub next: u64,
    /// The highest number of a bill.
    pub highest: Option<u64>,
}

impl AckSeriesEnd {
    pub(crate) fn series(&self) -> AckSeries {
        AckSeries {
            irp: self.irp,
            node: self.node,
            year: self.year,
        }
    }
}

impl BillSeriesEnd {
    pub(crate) fn series(&self) -> BillSeries {
        BillSeries {
            irp: self.irp,
            node: self.node,
        }
    }
}

/// What was written to a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUp {
    /// The schema's version.
    pub schema_version: i32,
    /// What is in it.
    pub holding: Holding,
}

/// Who restores, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restoring {
    /// The installation's own digit of the IRP; its series skips even if the backup has none.
    pub irp: u8,
    /// Its node's digit.
    pub node: u8,
    /// Now.
    pub at: Timestamp,
}

/// What was done to a restored register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finished {
    /// Where the series of acknowledgement numbers go on.
    pub acknowledgements: Vec<AckSeriesEnd>,
    /// Where the series of e-way bill numbers go on.
    pub eway_bills: Vec<BillSeriesEnd>,
    /// Messages that waited and are not sent.
    pub messages_given_up: u64,
    /// Messages that wait on, and are sent.
    pub messages_kept: u64,
    /// Browser sessions that ended.
    pub sessions: u64,
    /// API tokens that ended.
    pub api_tokens: u64,
    /// Proofs of a mobile that were under way.
    pub proofs: u64,
}

/// Where the series of a restored register go on.
///
/// Every series of a year in which something may have been given out after the backup skips, also
/// one that the backup does not know: of a year that has begun since.
pub(crate) fn skipped(
    held: &Holding,
    restoring: Restoring,
) -> StoreResult<(Vec<AckSeriesEnd>, Vec<BillSeriesEnd>)> {
    let latest = held.latest_acked_at.unwrap_or(restoring.at);
    let seconds = restoring.at.duration_since(latest).as_secs();
    let seconds = u64::try_from(seconds).unwrap_or(0);
    let by = |least: u64, a_second: u64| least.max(seconds.saturating_mul(a_second));
    let first_year = ist::date(latest.min(restoring.at)).year();
    let this_year = ist::date(restoring.at).year();

    let own = (restoring.irp, restoring.node);
    let nodes = held.acknowledgements.iter().map(|one| (one.irp, one.node));
    let nodes: BTreeSet<(u8, u8)> = nodes.chain([own]).collect();
    let mut acknowledgements = BTreeMap::new();
    for (irp, node) in nodes {
        for year in first_year..=this_year {
            let series = AckSeries { irp, node, year };
            let fresh = AckSeriesEnd {
                irp,
                node,
                year,
                next: series.first(),
                highest: None,
            };
            acknowledgements.insert((irp, node, year), fresh);
        }
    }
    let later = held.acknowledgements.iter();
    for known in later.filter(|known| known.year >= first_year) {
        acknowledgements.insert((known.irp, known.node, known.year), *known);
    }
    let skip = by(ACK_NUMBERS_SKIPPED_MIN, ACK_NUMBERS_SKIPPED_A_SECOND);
    let acknowledgements = acknowledgements.into_values().map(|mut one| {
        one.next = beyond((one.next, one.highest), skip, one.series().end())?;
        Ok(one)
    });

    let mut bills: BTreeMap<(u8, u8), BillSeriesEnd> = BTreeMap::new();
    let (irp, node) = own;
    let fresh = BillSeriesEnd {
        irp,
        node,
        next: BillSeries { irp, node }.first(),
        highest: None,
    };
    for one in [fresh].iter().chain(&held.eway_bills) {
        bills.insert((one.irp, one.node), *one);
    }
    let skip = by(BILL_NUMBERS_SKIPPED_MIN, BILL_NUMBERS_SKIPPED_A_SECOND);
    let bills = bills.into_values().map(|mut one| {
        one.next = beyond((one.next, one.highest), skip, one.series().end())?;
        Ok(one)
    });
    Ok((
        acknowledgements.collect::<StoreResult<_>>()?,
        bills.collect::<StoreResult<_>>()?,
    ))
}

fn beyond((next, highest): (u64, Option<u64>), skip: u64, end: u64) -> StoreResult<u64> {
    let next = next.max(highest.map_or(0, |highest| highest + 1));
    let beyond = next.saturating_add(skip);
    if beyond < end {
        return Ok(beyond);
    }
    Err(StoreError::Unavailable(format!(
        "the series of number {next} has no room for the {skip} numbers that have to be skipped; \
         give the installation another issuer.node_digit"
    )))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    const OWN: AckSeries = AckSeries {
        irp: 9,
        node: 1,
        year: 2026,
    };

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn held(latest: Option<Timestamp>, next: u64) -> Holding {
        Holding {
            acknowledgements: vec![AckSeriesEnd {
                irp: 9,
                node: 1,
                year: 2026,
                next,
                highest: None,
            }],
            latest_acked_at: latest,
            ..Holding::default()
        }
    }

    fn restoring(at: Timestamp) -> Restoring {
        Restoring {
            irp: 9,
            node: 1,
            at,
        }
    }

    #[test]
    fn a_series_skips_by_the_least_or_by_the_time_that_passed() {
        let latest = moment("2026-06-01T00:00:00Z");
        let next = OWN.first() + 5_000;
        let held = held(Some(latest), next);
        for (seconds, skip) in [
            (0, ACK_NUMBERS_SKIPPED_MIN),
            (500_000, ACK_NUMBERS_SKIPPED_MIN),
            (500_001, 500_001 * ACK_NUMBERS_SKIPPED_A_SECOND),
        ] {
            let at = latest + SignedDuration::from_secs(seconds);
            let (series, bills) = skipped(&held, restoring(at)).unwrap();
            assert_eq!((series.len(), series[0].next), (1, next + skip));
            assert_eq!(bills[0].next, 910_000_000_001 + skip / 10);
        }
        // A clock that is behind the register.
        let (series, _) = skipped(&held, restoring(moment("2026-05-01T00:00:00Z"))).unwrap();
        assert_eq!(series[0].next, next + ACK_NUMBERS_SKIPPED_MIN);
    }

    #[test]
    fn a_year_that_began_after_the_backup_skips_too() {
        // 23:30 on 31 December in India.
        let held = held(Some(moment("2026-12-31T18:00:00Z")), OWN.first());
        let (series, _) = skipped(&held, restoring(moment("2026-12-31T18:30:00Z"))).unwrap();
        let years: Vec<_> = series.iter().map(|one| (one.year, one.next)).collect();
        let next = AckSeries { year: 2027, ..OWN };
        assert_eq!(
            years,
            [
                (2026, OWN.first() + ACK_NUMBERS_SKIPPED_MIN),
                (2027, next.first() + ACK_NUMBERS_SKIPPED_MIN)
            ]
        );
    }

    #[test]
    fn other_nodes_skip_and_a_register_ahead_of_its_counter_goes_before_it() {
        let mut held = held(Some(moment("2026-06-01T00:00:00Z")), OWN.first());
        held.acknowledgements[0].node = 7;
        held.acknowledgements[0].highest = Some(OWN.first() + 6 * 10_000_000_000_000 + 9);
        let (series, _) = skipped(&held, restoring(moment("2026-06-01T00:00:01Z"))).unwrap();
        let nodes: Vec<_> = series.iter().map(|one| one.node).collect();
        assert_eq!(nodes, [1, 7]);
        assert_eq!(
            series[1].next,
            OWN.first() + 60_000_000_000_000 + 10 + ACK_NUMBERS_SKIPPED_MIN
        );
    }

    #[test]
    fn a_series_without_room_is_refused() {
        let latest = moment("2026-06-01T00:00:00Z");
        let room = ACK_NUMBERS_SKIPPED_MIN + 1;
        let fits = held(Some(latest), OWN.end() - room);
        assert!(skipped(&fits, restoring(latest)).is_ok());
        let full = held(Some(latest), OWN.end() - room + 1);
        let refused = skipped(&full, restoring(latest)).unwrap_err().to_string();
        assert!(refused.contains("node_digit"), "{refused}");
    }
}
