//! Rows that an operator lays over the tables, so that a new code needs no new program.
//!
//! The file is plain text, one row a line, fields with commas between them and none inside:
//!
//! ```text
//! # table,code,since,until,…
//! hsn,24049250,2026-04-01,
//! hsn,24049200,,2026-03-31
//! uqc,MLN,2026-04-01,,Millions,दस लाख
//! rate,9,2026-04-01,
//! pin,560999,,,29,12.9811,77.5942,Bengaluru Urban
//! ```
//!
//! `since` and `until` are the first and the last day of documents that may carry the code; left
//! empty, there is no first or last. What the file says of a code takes the place of all that the
//! tables say of it, so that a row with `until` ends a code; two rows of one code are two periods.
//! A line that begins with `#` says nothing.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use jiff::civil::Date;

use super::names::Names;
use super::overlay_row::{self, Place};
use crate::Decimal;

/// The longest file that is read.
pub const OVERLAY_BYTES_MAX: usize = 4 * 1024 * 1024;

/// What the tables of the whole program have laid over them. Like the tables, it is the same for
/// everybody and does not change while the program runs.
static INSTALLED: OnceLock<Overlay> = OnceLock::new();

/// Tables that rows can be laid over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Master {
    /// Goods and services.
    Hsn,
    /// Units.
    Uqc,
    /// Rates, in per cent.
    Rate,
    /// PIN codes; their rows have no days.
    Pin,
    /// Countries.
    Country,
    /// Currencies.
    Currency,
}

/// Rows to be laid over the tables.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    rows: BTreeMap<Master, BTreeMap<Box<str>, Entry>>,
}

/// What the file says of one code.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) periods: Vec<Period>,
    pub(super) names: Option<Names>,
    pub(super) place: Option<Place>,
}

/// The days of documents that may carry a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first, if there is one.
    pub since: Option<Date>,
    /// The last, if there is one.
    pub until: Option<Date>,
}

/// A line that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverlayFault {
    /// Counted from one; zero for the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub what: &'static str,
}

impl fmt::Display for OverlayFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for OverlayFault {}

impl Period {
    /// Whether a document of this day may carry the code.
    pub fn holds_on(self, day: Date) -> bool {
        self.since.is_none_or(|first| first <= day) && self.until.is_none_or(|last| day <= last)
    }
}

impl Overlay {
    /// Reads a file. Its names are kept for as long as the program runs.
    ///
    /// # Errors
    ///
    /// All lines that cannot be read; none of the file is used then.
    pub fn parse(text: &str) -> Result<Self, Vec<OverlayFault>> {
        if text.len() > OVERLAY_BYTES_MAX {
            let what = "the file is longer than four megabytes";
            return Err(vec![OverlayFault { line: 0, what }]);
        }
        let mut overlay = Self::default();
        let mut faults = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            match overlay_row::read(line) {
                Ok(row) => overlay.add(row),
                Err(what) => faults.push(OverlayFault {
                    line: index + 1,
                    what,
                }),
            }
        }
        if faults.is_empty() {
            Ok(overlay)
        } else {
            Err(faults)
        }
    }

    /// Lays it over the tables of the whole program; to be called once, before the first question.
    ///
    /// # Errors
    ///
    /// Gives it back if there is one already.
    pub fn install(self) -> Result<(), Self> {
        INSTALLED.set(self)
    }

    /// The one that lies over the tables.
    pub fn installed() -> Option<&'static Self> {
        INSTALLED.get()
    }

    /// How many codes it speaks of.
    pub fn len(&self) -> usize {
        self.rows.values().map(BTreeMap::len).sum()
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The codes that it speaks of, with their periods; for a page that shows them.
    pub fn codes(&self) -> impl Iterator<Item = (Master, &str, &[Period])> {
        self.rows.iter().flat_map(|(master, rows)| {
            let rows = rows.iter();
            rows.map(|(code, entry)| (*master, &**code, entry.periods.as_slice()))
        })
    }

    /// Whether a document of this day may carry a code, or of any day if none is given; `None` if
    /// the file does not speak of it.
    pub fn says(&self, master: Master, code: &str, on: Option<Date>) -> Option<bool> {
        let periods = &self.entry(master, code)?.periods;
        Some(on.is_none_or(|day| periods.iter().any(|period| period.holds_on(day))))
    }

    /// Lays another over this one: what it says of a code takes the place of all that is said here.
    #[must_use]
    pub fn under(mut self, other: Self) -> Self {
        for (master, rows) in other.rows {
            self.rows.entry(master).or_default().extend(rows);
        }
        self
    }

    pub(super) fn rows_of(&self, master: Master) -> impl Iterator<Item = (&str, &Entry)> {
        let rows = self.rows.get(&master).into_iter().flatten();
        rows.map(|(code, entry)| (&**code, entry))
    }

    pub(super) fn entry(&self, master: Master, code: &str) -> Option<&Entry> {
        self.rows.get(&master)?.get(code)
    }

    fn add(&mut self, row: overlay_row::Row) {
        let rows = self.rows.entry(row.master).or_default();
        let entry = rows.entry(row.code).or_default();
        entry.periods.push(row.period);
        entry.names = row.names.or(entry.names);
        entry.place = row.place.or(entry.place);
    }
}

/// What the installed overlay says of a code, in capitals; `None` leaves it to the table.
pub(super) fn says(master: Master, code: &str, on: Option<Date>) -> Option<bool> {
    Overlay::installed()?.says(master, code, on)
}

/// The same of a rate.
pub(super) fn says_of_rate(percent: Decimal, on: Date) -> Option<bool> {
    let overlay = Overlay::installed()?;
    overlay.says(Master::Rate, &percent.normalize().to_string(), Some(on))
}

/// The names that the installed overlay gives a code.
pub(super) fn names(master: Master, code: &str) -> Option<Names> {
    Overlay::installed()?.entry(master, code)?.names
}

/// What the installed overlay says of a PIN code.
pub(super) fn place(digits: &str) -> Option<Place> {
    Overlay::installed()?.entry(Master::Pin, digits)?.place
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use jiff::civil::date;

    use super::*;

    const FILE: &str = "\
        # table,code,since,until\n\
        hsn,24049250,2026-04-01,\n\
        hsn,24049200,,2026-03-31\n\
        \n\
        uqc,mln,2026-04-01,2026-04-30,Millions,दस लाख\n\
        uqc,MLN,2026-06-01,\n\
        rate, 9.00 ,2026-04-01,\n\
        country,XK\n\
        pin,560999,,,29 33,12.9811,77.5942,Bengaluru Urban\n";

    #[test]
    fn a_code_holds_from_its_first_day_to_its_last() {
        let overlay = Overlay::parse(FILE).unwrap();
        let says = |master, code, on| overlay.says(master, code, Some(on));
        assert_eq!(
            says(Master::Hsn, "24049250", date(2026, 3, 31)),
            Some(false)
        );
        assert_eq!(says(Master::Hsn, "24049250", date(2026, 4, 1)), Some(true));
        assert_eq!(says(Master::Hsn, "24049200", date(2026, 3, 31)), Some(true));
        assert_eq!(says(Master::Hsn, "24049200", date(2026, 4, 1)), Some(false));
        assert_eq!(says(Master::Hsn, "24049999", date(2026, 4, 1)), None);
        assert_eq!(says(Master::Rate, "9", date(2026, 4, 1)), Some(true));
        assert_eq!(says(Master::Country, "XK", date(2000, 1, 1)), Some(true));
        assert_eq!(overlay.says(Master::Hsn, "24049200", None), Some(true));
    }

    #[test]
    fn two_rows_of_one_code_are_two_periods() {
        let overlay = Overlay::parse(FILE).unwrap();
        let on = |day| overlay.says(Master::Uqc, "MLN", Some(day)).unwrap();
        assert!(on(date(2026, 4, 30)) && on(date(2026, 6, 1)));
        assert!(!on(date(2026, 5, 1)) && !on(date(2026, 5, 31)));
        let names = overlay.entry(Master::Uqc, "MLN").unwrap().names.unwrap();
        assert_eq!((names.english, names.hindi), ("Millions", "दस लाख"));
        assert_eq!(overlay.len(), 6);
        assert_eq!(overlay.codes().count(), 6);
    }

    #[test]
    fn a_pin_code_says_where_it_is() {
        let overlay = Overlay::parse(FILE).unwrap();
        let place = overlay.entry(Master::Pin, "560999").unwrap().place.unwrap();
        assert_eq!(place.states.len(), 2);
        assert_eq!(place.coordinates.unwrap().latitude_e4, 129_811);
        assert_eq!(place.district, Some("Bengaluru Urban"));
    }

    #[test]
    fn a_later_file_takes_the_place_of_what_an_earlier_says_of_a_code() {
        let earlier = Overlay::parse("hsn,84713099,,2026-03-31\nuqc,MLN,,,Millions\n").unwrap();
        let later = Overlay::parse("hsn,84713099,2026-05-01,\nrate,9\n").unwrap();
        let both = earlier.under(later);
        assert_eq!(both.len(), 3);
        let code = both.entry(Master::Hsn, "84713099").unwrap();
        assert_eq!(code.periods.len(), 1);
        assert_eq!(code.periods[0].since, Some(date(2026, 5, 1)));
        assert!(both.says(Master::Uqc, "MLN", None).unwrap());
    }

    #[test]
    fn every_line_that_cannot_be_read_is_named() {
        let text = "hsn,84713010\nhsn,8471301\n# no\nport,INABG1\nrate,x\n";
        let faults = Overlay::parse(text).unwrap_err();
        let lines: Vec<_> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [2, 4, 5]);
        assert!(faults[0].to_string().starts_with("line 2: "));
    }

    #[test]
    fn the_longest_file_and_one_byte_more() {
        let mut text = "#".repeat(OVERLAY_BYTES_MAX);
        assert!(Overlay::parse(&text).unwrap().is_empty());
        text.push('#');
        assert_eq!(Overlay::parse(&text).unwrap_err()[0].line, 0);
    }
}
