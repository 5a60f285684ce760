//! Rates of GST in per cent: which there are, and since when.

use jiff::civil::{Date, date};

use super::overlay;
use crate::Decimal;

/// A rate and the days on which an invoice may carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// CGST and SGST together, or IGST, in hundredths of a per cent: 25 is 0.25 %.
    pub hundredths: u32,
    /// The first day.
    pub since: Date,
    /// The last day, for a rate that has ended.
    pub until: Option<Date>,
    /// Where that is written.
    pub source: &'static str,
}

impl Rate {
    /// In per cent.
    pub fn percent(&self) -> Decimal {
        Decimal::new(i64::from(self.hundredths), 2).normalize()
    }

    /// Whether an invoice of this day may carry it.
    pub fn holds_on(&self, day: Date) -> bool {
        self.since <= day && self.until.is_none_or(|last| day <= last)
    }
}

/// The first day of GST.
const BEGINNING: Date = date(2017, 7, 1);

/// Rates in the published list of the registration portals, which gives no dates.
const PUBLISHED: &str = "rate list of the e-invoice portals";

/// All rates, in ascending order. The list of rates stayed as long as it was when 12 % and 28 %
/// lost most of their goods on 22 September 2025: notes and special rates still use them, so no
/// rate has a last day.
pub const ALL: &[Rate] = &[
    rate(0, BEGINNING, PUBLISHED),
    rate(10, BEGINNING, PUBLISHED),
    rate(25, BEGINNING, PUBLISHED),
    rate(50, BEGINNING, PUBLISHED),
    rate(100, BEGINNING, PUBLISHED),
    rate(150, BEGINNING, PUBLISHED),
    rate(300, BEGINNING, PUBLISHED),
    rate(500, BEGINNING, PUBLISHED),
    rate(600, BEGINNING, PUBLISHED),
    rate(750, BEGINNING, PUBLISHED),
    rate(1200, BEGINNING, PUBLISHED),
    rate(1800, BEGINNING, PUBLISHED),
    rate(2800, BEGINNING, PUBLISHED),
    rate(
        4000,
        date(2025, 9, 22),
        "Notification 9/2025 – Central Tax (Rate); portal advisories of September 2025",
    ),
];

const fn rate(hundredths: u32, since: Date, source: &'static str) -> Rate {
    Rate {
        hundredths,
        since,
        until: None,
        source,
    }
}

/// Whether an invoice of this day may carry this rate, in per cent.
pub fn is_known(percent: Decimal, on: Date) -> bool {
    overlay::says_of_rate(percent, on).unwrap_or_else(|| {
        let mut rates = ALL.iter();
        rates.any(|rate| rate.percent() == percent && rate.holds_on(on))
    })
}

/// The rates of the table that an invoice of this day may carry, in per cent, ascending.
pub fn on(day: Date) -> impl Iterator<Item = Decimal> {
    ALL.iter()
        .filter(move |rate| rate.holds_on(day))
        .map(Rate::percent)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn percent(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn rows_are_in_order() {
        assert!(ALL.is_sorted_by(|one, next| one.hundredths < next.hundredths));
    }

    #[test]
    fn forty_per_cent_on_both_sides_of_its_day() {
        assert!(!is_known(percent("40"), date(2025, 9, 21)));
        assert!(is_known(percent("40"), date(2025, 9, 22)));
        assert_eq!(on(date(2025, 9, 21)).count(), ALL.len() - 1);
        assert_eq!(on(date(2025, 9, 22)).count(), ALL.len());
    }

    #[test]
    fn the_way_a_rate_is_written_does_not_matter() {
        let day = date(2025, 12, 1);
        for known in [
            "0", "0.000", "0.1", "0.25", "7.5", "7.500", "18", "18.00", "28",
        ] {
            assert!(is_known(percent(known), day), "{known}");
        }
        for other in [
            "-18", "0.01", "0.15", "2", "9", "14", "18.01", "18.001", "100",
        ] {
            assert!(!is_known(percent(other), day), "{other}");
        }
    }

    #[test]
    fn before_gst_there_is_none() {
        assert_eq!(on(date(2017, 6, 30)).count(), 0);
        assert!(is_known(percent("18"), date(2017, 7, 1)));
    }

    #[test]
    fn an_ended_rate_holds_to_its_last_day() {
        let ended = Rate {
            until: Some(date(2020, 3, 31)),
            ..ALL[0]
        };
        assert!(ended.holds_on(date(2020, 3, 31)));
        assert!(!ended.holds_on(date(2020, 4, 1)));
    }
}
