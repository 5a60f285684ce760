//! Limits of e-way bills: rule 138 of the CGST Rules and what the e-way bill system adds, each
//! with the day it began.

use std::ops::RangeInclusive;

use jiff::civil::{Date, date};

/// A number that counts from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The first day.
    pub since: Date,
    /// The number; its unit is in the table's name.
    pub number: u32,
    /// Where that is written.
    pub source: &'static str,
}

/// Kilometres for each of which, or part of which, an e-way bill is valid one day more.
pub const KM_A_DAY: &[Row] = &[
    row(
        date(2018, 4, 1),
        100,
        "CGST Rules 2017, rule 138(10); Notification 12/2018 – Central Tax",
    ),
    row(
        date(2021, 1, 1),
        200,
        "CGST Rules 2017, rule 138(10); Notification 94/2020 – Central Tax",
    ),
];

/// The same for over-dimensional cargo and for goods that go by ship on a part of the way.
pub const SLOW_KM_A_DAY: &[Row] = &[row(
    date(2018, 4, 1),
    20,
    "CGST Rules 2017, rule 138(10); Notifications 12/2018 and 31/2019 – Central Tax",
)];

/// How old the document of a new e-way bill may be, in days.
pub const DOCUMENT_AGE_DAYS: &[Row] = &[row(
    date(2025, 1, 1),
    180,
    "GSTN advisory of 17 December 2024",
)];

/// The longest way, as the schema has it.
pub const DISTANCE_KM_MAX: u32 = 4_000;

/// The longest way between two places of one PIN code.
pub const SAME_PIN_KM_MAX: u32 = 100;

/// The shortest way that may be given, in per cent of the distance computed from the PIN codes:
/// the straight line (80 of [`crate::masters::ROAD_PERCENT`]'s 125) less NIC's tenth.
pub const DISTANCE_LEAST_PERCENT: u32 = 72;

/// The longest way that may be given, in per cent of the distance computed from the PIN codes:
/// twice the straight line, as roads around Bangladesh are, and NIC's tenth.
pub const DISTANCE_MOST_PERCENT: u32 = 176;

/// What may be given on top of both, because a place may lie at the edge of its PIN code and the
/// distance is computed from the middle.
pub const DISTANCE_SLACK_KM: u32 = 20;

const fn row(since: Date, number: u32, source: &'static str) -> Row {
    Row {
        since,
        number,
        source,
    }
}

/// For how many days an e-way bill made on a day is valid: one for each full stretch of
/// [`KM_A_DAY`] (or [`SLOW_KM_A_DAY`]) and one for what is left, at least one.
pub fn validity_days(distance_km: u32, is_slow: bool, made_on: Date) -> u32 {
    let rows = if is_slow { SLOW_KM_A_DAY } else { KM_A_DAY };
    // Before the law there were no bills; the first row stands for those days.
    let km_a_day = in_force(rows, made_on).unwrap_or(rows[0].number);
    distance_km.div_ceil(km_a_day).max(1)
}

/// How many days old a document may be on the day of its e-way bill; `None` before the limit.
pub fn document_age_days_max(on: Date) -> Option<u32> {
    in_force(DOCUMENT_AGE_DAYS, on)
}

/// The distances that may be given when the distance computed from the two PIN codes is this.
///
/// NIC lets the given distance differ by a tenth from the one in its table of roads. Here the
/// distance is an estimate, so the tenth is laid around all that a road can be: from
/// [`DISTANCE_LEAST_PERCENT`] to [`DISTANCE_MOST_PERCENT`], with [`DISTANCE_SLACK_KM`] at both
/// ends, and within [`DISTANCE_KM_MAX`].
pub fn distances(computed_km: u32) -> RangeInclusive<u32> {
    let least = (computed_km * DISTANCE_LEAST_PERCENT / 100).saturating_sub(DISTANCE_SLACK_KM);
    let most = (computed_km * DISTANCE_MOST_PERCENT).div_ceil(100) + DISTANCE_SLACK_KM;
    least.max(1)..=most.min(DISTANCE_KM_MAX)
}

fn in_force(rows: &[Row], on: Date) -> Option<u32> {
    let row = rows.iter().rev().find(|row| row.since <= on);
    row.map(|row| row.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Date = date(2026, 6, 1);

    #[test]
    fn rows_are_in_order_of_their_days() {
        for rows in [KM_A_DAY, SLOW_KM_A_DAY, DOCUMENT_AGE_DAYS] {
            assert!(rows.is_sorted_by_key(|row| row.since));
        }
    }

    #[test]
    fn a_day_more_begins_with_the_next_kilometre() {
        let days = |km| validity_days(km, false, DAY);
        assert_eq!([0, 1, 200, 201, 400, 401].map(days), [1, 1, 1, 2, 2, 3]);
        assert_eq!(days(DISTANCE_KM_MAX), 20);
        let days = |km| validity_days(km, true, DAY);
        assert_eq!([1, 20, 21, 40, 41].map(days), [1, 1, 2, 2, 3]);
    }

    #[test]
    fn kilometres_of_a_day_on_both_sides_of_the_change() {
        assert_eq!(validity_days(200, false, date(2020, 12, 31)), 2);
        assert_eq!(validity_days(200, false, date(2021, 1, 1)), 1);
    }

    #[test]
    fn age_on_both_sides_of_the_day() {
        assert_eq!(document_age_days_max(date(2024, 12, 31)), None);
        assert_eq!(document_age_days_max(date(2025, 1, 1)), Some(180));
    }

    #[test]
    fn distances_are_rounded_outwards_and_end_at_the_longest_way() {
        assert_eq!(distances(100), 52..=196);
        assert_eq!(distances(145), 84..=276);
        assert_eq!(distances(1), 1..=22);
        assert_eq!(distances(3_900), 2_788..=DISTANCE_KM_MAX);
    }
}
