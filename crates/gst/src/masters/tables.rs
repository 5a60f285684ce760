//! The tables as such, for a page that shows them and for files to download.

use jiff::civil::{Date, date};

use super::overlay::Master;
use super::{chapter, country, currency, hsn, pin, rate, uqc};
use crate::StateCode;

/// `hsn 2026-03-21 where it comes from`, one line for each table that `cargo xtask masters` writes.
const ORIGINS: &str = include_str!("../../masters/origins.txt");

/// A table of codes.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Names it in addresses and files: `hsn`.
    pub id: &'static str,
    /// The names of its columns, for machines.
    pub columns: &'static [&'static str],
    /// Where it comes from.
    pub origin: Origin,
    /// The table's name in files that lay rows over it; `None` if none can be.
    pub master: Option<Master>,
    rows: fn() -> Rows,
    count: fn() -> usize,
}

/// Where a table comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Who published it.
    pub name: &'static str,
    /// The day that it shows.
    pub as_of: Date,
}

/// The rows of a table, each with as many texts as the table has columns.
pub type Rows = Box<dyn Iterator<Item = Vec<String>> + Send>;

impl Table {
    /// Its rows, in order of their codes. Counting them reads the whole table.
    pub fn rows(&self) -> Rows {
        (self.rows)()
    }

    /// How many rows it has, without what is laid over it.
    pub fn count(&self) -> usize {
        (self.count)()
    }
}

/// All tables, in the order in which a page shows them.
pub fn all() -> Vec<Table> {
    vec![
        state(),
        hsn_table(),
        chapter_table(),
        uqc_table(),
        rate_table(),
        pin_table(),
        named("country", Master::Country, countries, || {
            country::all().count()
        }),
        named("currency", Master::Currency, currencies, || {
            currency::all().count()
        }),
    ]
}

/// Columns of a table of names whose rows hold for ever.
const NAMES: &[&str] = &["code", "english_name", "hindi_name"];

/// Columns of a table of names over which rows with days can be laid.
const DATED_NAMES: &[&str] = &["code", "english_name", "hindi_name", "since", "until"];

const fn written(name: &'static str, as_of: Date) -> Origin {
    Origin { name, as_of }
}

fn state() -> Table {
    Table {
        id: "state",
        columns: NAMES,
        origin: written("GST law, state codes", date(2020, 1, 26)),
        master: None,
        rows: states,
        count: || StateCode::ALL.len(),
    }
}

fn hsn_table() -> Table {
    Table {
        id: "hsn",
        columns: &["code", "kind", "since", "until"],
        origin: generated("hsn"),
        master: Some(Master::Hsn),
        rows: codes,
        count: hsn::count,
    }
}

fn chapter_table() -> Table {
    Table {
        id: "chapter",
        columns: NAMES,
        origin: written("names in our own words", date(2026, 11, 22)),
        master: None,
        rows: chapters,
        count: || chapter::all().count(),
    }
}

fn uqc_table() -> Table {
    Table {
        id: "uqc",
        columns: DATED_NAMES,
        origin: written("unit list of the e-invoice portals", date(2024, 10, 1)),
        master: Some(Master::Uqc),
        rows: units,
        count: || uqc::ALL.len(),
    }
}

fn rate_table() -> Table {
    Table {
        id: "rate",
        columns: &["percent", "since", "until", "source"],
        origin: written("rate list of the e-invoice portals", date(2025, 9, 22)),
        master: Some(Master::Rate),
        rows: rates,
        count: || rate::ALL.len(),
    }
}

fn pin_table() -> Table {
    Table {
        id: "pin",
        columns: &["pin", "states", "latitude", "longitude", "district"],
        origin: generated("pin"),
        master: Some(Master::Pin),
        rows: places,
        count: pin::count,
    }
}

fn named(id: &'static str, master: Master, rows: fn() -> Rows, count: fn() -> usize) -> Table {
    Table {
        id,
        columns: DATED_NAMES,
        origin: generated(id),
        master: Some(master),
        rows,
        count,
    }
}

/// The table with this id.
pub fn find(id: &str) -> Option<Table> {
    all().into_iter().find(|table| table.id == id)
}

fn generated(id: &str) -> Origin {
    let line = ORIGINS
        .lines()
        .find_map(|line| line.strip_prefix(id)?.strip_prefix(' '));
    let origin = line.and_then(|line| {
        let (as_of, name) = line.split_once(' ')?;
        let as_of = as_of.parse().ok()?;
        Some(Origin { name, as_of })
    });
    origin.expect("the generator writes a line for each table, and a test reads them all")
}

fn states() -> Rows {
    Box::new(StateCode::ALL.iter().map(|state| {
        let (english, hindi) = (state.english_name(), state.hindi_name());
        vec![state.two_digits(), english.to_owned(), hindi.to_owned()]
    }))
}

fn codes() -> Rows {
    Box::new(hsn::all().map(|code| {
        let (code, kind) = (code.to_string(), hsn::kind_word(&code).to_owned());
        vec![code, kind, String::new(), String::new()]
    }))
}

fn chapters() -> Rows {
    Box::new(chapter::all().map(|chapter| {
        let names = chapter.names;
        [chapter.digits, names.english, names.hindi]
            .map(str::to_owned)
            .into()
    }))
}

fn units() -> Rows {
    Box::new(uqc::ALL.iter().map(|unit| {
        [unit.code, unit.english_name, unit.hindi_name, "", ""]
            .map(str::to_owned)
            .into()
    }))
}

fn rates() -> Rows {
    Box::new(rate::ALL.iter().map(|rate| {
        vec![
            rate.percent().to_string(),
            rate.since.to_string(),
            rate.until.map(|last| last.to_string()).unwrap_or_default(),
            rate.source.to_owned(),
        ]
    }))
}

fn places() -> Rows {
    Box::new(pin::all().map(|row| pin_fields(&row)))
}

pub(super) fn pin_fields(row: &pin::Row) -> Vec<String> {
    let states: Vec<_> = row.states.iter().map(StateCode::two_digits).collect();
    let degrees = |e4: fn(pin::Coordinates) -> i32| {
        row.place
            .map(|place| crate::Decimal::new(e4(place).into(), 4).to_string())
            .unwrap_or_default()
    };
    vec![
        row.pin.to_string(),
        states.join(" "),
        degrees(|place| place.latitude_e4),
        degrees(|place| place.longitude_e4),
        row.district.unwrap_or_default().to_owned(),
    ]
}

fn countries() -> Rows {
    Box::new(country::all().map(named_row))
}

fn currencies() -> Rows {
    Box::new(currency::all().map(named_row))
}

fn named_row((code, names): (&'static str, super::Names)) -> Vec<String> {
    [code, names.english, names.hindi, "", ""]
        .map(str::to_owned)
        .into()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    #[test]
    fn every_row_has_every_column_and_an_ascending_code() {
        for table in all() {
            let mut last = String::new();
            for row in table.rows() {
                assert_eq!(row.len(), table.columns.len(), "{}: {row:?}", table.id);
                let in_order = table.id == "rate" || last < row[0];
                assert!(in_order, "{}: {last} before {}", table.id, row[0]);
                last.clone_from(&row[0]);
            }
            assert!(!last.is_empty(), "{} is empty", table.id);
            assert_eq!(table.rows().count(), table.count(), "{}", table.id);
        }
    }

    #[test]
    fn every_table_says_where_it_comes_from() {
        for table in all() {
            assert!(!table.origin.name.is_empty());
            assert!(table.origin.as_of >= date(2020, 1, 1), "{}", table.id);
            assert_eq!(find(table.id).unwrap().origin, table.origin);
        }
        assert!(find("ports").is_none());
    }

    #[test]
    fn a_place_is_written_in_degrees() {
        let row = find("pin").unwrap().rows().find(|row| row[0] == "560001");
        let row = row.unwrap();
        assert_eq!(row[1], "29");
        assert!(
            row[2].starts_with("12.9") && row[3].starts_with("77.5"),
            "{row:?}"
        );
    }
}
