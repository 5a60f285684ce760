//! Turnovers from which the law asks for something, each as a row with the day it began.

use jiff::civil::{Date, date};

use crate::Decimal;

/// Rupees in a crore.
const CRORE: i64 = 10_000_000;

/// A turnover that counts from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The first day.
    pub since: Date,
    /// Aggregate annual turnover in crore rupees.
    pub crore: i64,
    /// Where that is written.
    pub source: &'static str,
}

/// Above this turnover, in any year since 2017-18, a supplier has to make e-invoices.
pub const E_INVOICE: &[Row] = &[
    row(
        date(2020, 10, 1),
        500,
        "Notifications 13/2020 and 61/2020 – Central Tax",
    ),
    row(date(2021, 1, 1), 100, "Notification 88/2020 – Central Tax"),
    row(date(2021, 4, 1), 50, "Notification 05/2021 – Central Tax"),
    row(date(2022, 4, 1), 20, "Notification 01/2022 – Central Tax"),
    row(date(2022, 10, 1), 10, "Notification 17/2022 – Central Tax"),
    row(date(2023, 8, 1), 5, "Notification 10/2023 – Central Tax"),
];

/// From this turnover on, documents have to be reported within [`REPORTING_LIMIT_DAYS`].
pub const REPORTING_LIMIT: &[Row] = &[
    row(date(2023, 11, 1), 100, "GSTN advisory of September 2023"),
    row(date(2025, 4, 1), 10, "GSTN advisory of 5 November 2024"),
];

/// Above this turnover HSN codes have [`LONG_HSN_DIGITS`] digits at least; otherwise four will do.
pub const LONG_HSN: &[Row] = &[row(
    date(2023, 12, 15),
    5,
    "Notification 78/2020 – Central Tax; NIC advisory of December 2023",
)];

/// Digits of an HSN code of a supplier above [`LONG_HSN`].
pub const LONG_HSN_DIGITS: usize = 6;

/// Days from a document's date within which it has to be reported.
pub const REPORTING_LIMIT_DAYS: i32 = 30;

const fn row(since: Date, crore: i64, source: &'static str) -> Row {
    Row {
        since,
        crore,
        source,
    }
}

/// The turnover in rupees above which e-invoices are mandatory on a day; `None` before the law.
pub fn e_invoice_above(on: Date) -> Option<Decimal> {
    in_force(E_INVOICE, on)
}

/// The turnover in rupees from which the reporting limit applies on a day, that turnover
/// included; `None` before there was a limit.
pub fn reporting_limit_from(on: Date) -> Option<Decimal> {
    in_force(REPORTING_LIMIT, on)
}

/// The turnover in rupees above which HSN codes have [`LONG_HSN_DIGITS`] digits on a day; `None`
/// before portals asked for them.
pub fn long_hsn_above(on: Date) -> Option<Decimal> {
    in_force(LONG_HSN, on)
}

fn in_force(rows: &[Row], on: Date) -> Option<Decimal> {
    rows.iter()
        .rev()
        .find(|row| row.since <= on)
        .map(|row| Decimal::from(row.crore * CRORE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crore(number: i64) -> Decimal {
        Decimal::from(number * CRORE)
    }

    #[test]
    fn rows_are_in_order_of_their_days() {
        for rows in [E_INVOICE, REPORTING_LIMIT, LONG_HSN] {
            assert!(rows.is_sorted_by_key(|row| row.since));
        }
    }

    #[test]
    fn e_invoice_threshold_on_both_sides_of_a_day() {
        assert_eq!(e_invoice_above(date(2020, 9, 30)), None);
        assert_eq!(e_invoice_above(date(2020, 10, 1)), Some(crore(500)));
        assert_eq!(e_invoice_above(date(2023, 7, 31)), Some(crore(10)));
        assert_eq!(e_invoice_above(date(2023, 8, 1)), Some(crore(5)));
        assert_eq!(e_invoice_above(date(2026, 1, 1)), Some(crore(5)));
    }

    #[test]
    fn long_hsn_codes_on_both_sides_of_the_day() {
        assert_eq!(long_hsn_above(date(2023, 12, 14)), None);
        assert_eq!(long_hsn_above(date(2023, 12, 15)), Some(crore(5)));
    }

    #[test]
    fn reporting_limit_on_both_sides_of_a_day() {
        assert_eq!(reporting_limit_from(date(2023, 10, 31)), None);
        assert_eq!(reporting_limit_from(date(2025, 3, 31)), Some(crore(100)));
        assert_eq!(reporting_limit_from(date(2025, 4, 1)), Some(crore(10)));
    }
}
