//! The rows of a table with what an operator has laid over it, for pages and files.

use std::cmp::Ordering;

use jiff::civil::Date;

use super::overlay::{Entry, Master, Overlay, Period};
use super::tables::Table;
use super::{hsn, pin};
use crate::{Decimal, HsnCode, PinCode, StateCode};

/// What stands for the source of a rate that an operator has laid over the table.
const OPERATOR: &str = "the operator of this portal";

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// As many texts as the table has columns.
    pub fields: Vec<String>,
    /// Whether an operator has laid it over the table.
    pub laid_over: bool,
}

/// A code of goods or services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundHsn {
    /// The code.
    pub code: HsnCode,
    /// The days on which documents may carry it, where an operator's file says so.
    pub laid_over: Option<Vec<Period>>,
}

/// A PIN code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundPin {
    /// Where it lies.
    pub row: pin::Row,
    /// Whether an operator's file says so.
    pub laid_over: bool,
}

/// The rows of a table in order of their codes. What the overlay says of a code stands in place of
/// all that the table says of it, one row for each period.
pub fn lines(table: &Table, overlay: Option<&Overlay>) -> Vec<Line> {
    let (Some(master), Some(overlay)) = (table.master, overlay) else {
        return table.rows().map(of_table).collect();
    };
    let kept = table
        .rows()
        .filter(|fields| overlay.entry(master, &fields[0]).is_none());
    let mut lines: Vec<Line> = kept.map(of_table).collect();
    for (code, entry) in overlay.rows_of(master) {
        lines.extend(entry.periods.iter().map(|period| Line {
            fields: fields(master, code, entry, *period),
            laid_over: true,
        }));
    }
    lines.sort_by(|one, other| compare(master, &one.fields[0], &other.fields[0]));
    lines
}

/// How many codes of a table an overlay speaks of.
pub fn laid_over_count(table: &Table, overlay: Option<&Overlay>) -> usize {
    let both = table.master.zip(overlay);
    both.map_or(0, |(master, overlay)| overlay.rows_of(master).count())
}

/// The codes of goods and services that begin with these digits, in order.
pub fn hsn_beginning_with(digits: &str, overlay: Option<&Overlay>) -> Vec<FoundHsn> {
    let mut found: Vec<FoundHsn> = hsn::beginning_with(digits)
        .filter(|code| entry(overlay, Master::Hsn, code.as_str()).is_none())
        .map(|code| FoundHsn {
            code,
            laid_over: None,
        })
        .collect();
    let rows = overlay.into_iter().flat_map(|it| it.rows_of(Master::Hsn));
    found.extend(rows.filter_map(|(code, entry)| {
        let code = HsnCode::parse(code).ok()?;
        let wanted = code.as_str().starts_with(digits);
        wanted.then(|| FoundHsn {
            code,
            laid_over: Some(entry.periods.clone()),
        })
    }));
    found.sort_by_key(|found| found.code.as_str().to_owned());
    found
}

/// The PIN codes that begin with these digits and, if one is given, lie in this state, in order.
pub fn pins(digits: &str, state: Option<StateCode>, overlay: Option<&Overlay>) -> Vec<FoundPin> {
    let in_state = |row: &pin::Row| state.is_none_or(|state| row.states.contains(state));
    let mut found: Vec<FoundPin> = pin::beginning_with(digits)
        .filter(in_state)
        .filter(|row| entry(overlay, Master::Pin, &row.pin.to_string()).is_none())
        .map(|row| FoundPin {
            row,
            laid_over: false,
        })
        .collect();
    let rows = overlay.into_iter().flat_map(|it| it.rows_of(Master::Pin));
    found.extend(rows.filter_map(|(code, entry)| {
        let row = pin_row(code, entry).filter(in_state)?;
        code.starts_with(digits).then_some(FoundPin {
            row,
            laid_over: true,
        })
    }));
    found.sort_by_key(|found| found.row.pin);
    found
}

fn entry<'a>(overlay: Option<&'a Overlay>, master: Master, code: &str) -> Option<&'a Entry> {
    overlay?.entry(master, code)
}

fn of_table(fields: Vec<String>) -> Line {
    Line {
        fields,
        laid_over: false,
    }
}

/// The columns of a row that was laid over a table.
fn fields(master: Master, code: &str, entry: &Entry, period: Period) -> Vec<String> {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let (since, until) = (day(period.since), day(period.until));
    let code_text = code.to_owned();
    match master {
        Master::Hsn => {
            let kind = HsnCode::parse(code).map_or("", |code| hsn::kind_word(&code));
            vec![code_text, kind.to_owned(), since, until]
        }
        Master::Uqc | Master::Country | Master::Currency => {
            let names = entry.names.map_or(["", ""], |it| [it.english, it.hindi]);
            let [english, hindi] = names.map(str::to_owned);
            vec![code_text, english, hindi, since, until]
        }
        Master::Rate => vec![code_text, since, until, OPERATOR.to_owned()],
        Master::Pin => pin_row(code, entry).map_or_else(
            || {
                vec![
                    code_text,
                    String::new(),
                    String::new(),
                    String::new(),
                    String::new(),
                ]
            },
            |row| super::tables::pin_fields(&row),
        ),
    }
}

fn pin_row(code: &str, entry: &Entry) -> Option<pin::Row> {
    let place = entry.place?;
    Some(pin::Row {
        pin: code.parse::<PinCode>().ok()?,
        states: place.states,
        place: place.coordinates,
        district: place.district,
    })
}

/// Codes as texts, rates as numbers.
fn compare(master: Master, one: &str, other: &str) -> Ordering {
    match master {
        Master::Rate => {
            let percent = |text: &str| text.parse::<Decimal>().unwrap_or_default();
            percent(one).cmp(&percent(other))
        }
        _ => one.cmp(other),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::super::tables;
    use super::*;

    const FILE: &str = "\
        hsn,24049250,2026-04-01,\n\
        hsn,24049200,,2026-03-31\n\
        uqc,KGS,,,Kilos,किलो\n\
        uqc,MLN,2026-04-01,2026-04-30,Millions,दस लाख\n\
        uqc,MLN,2026-06-01,\n\
        rate,9,2026-04-01,\n\
        rate,12,,2026-03-31\n\
        pin,560999,,,29,12.9811,77.5942,Bengaluru Urban\n\
        pin,560001,,,33\n";

    fn overlay() -> Overlay {
        Overlay::parse(FILE).unwrap()
    }

    fn rows(id: &str) -> Vec<Line> {
        lines(&tables::find(id).unwrap(), Some(&overlay()))
    }

    #[test]
    fn without_an_overlay_the_lines_are_the_rows() {
        for table in tables::all() {
            let lines = lines(&table, None);
            assert!(lines.iter().all(|line| !line.laid_over));
            assert_eq!(lines.len(), table.count(), "{}", table.id);
            assert!(table.rows().eq(lines.into_iter().map(|line| line.fields)));
            assert_eq!(laid_over_count(&table, None), 0);
        }
    }

    #[test]
    fn what_is_laid_over_stands_in_place_of_the_rows_and_in_their_order() {
        let overlay = overlay();
        for (id, codes) in [
            ("hsn", 2),
            ("uqc", 2),
            ("rate", 2),
            ("pin", 2),
            ("state", 0),
        ] {
            let table = tables::find(id).unwrap();
            assert_eq!(laid_over_count(&table, Some(&overlay)), codes, "{id}");
            for line in rows(id) {
                assert_eq!(line.fields.len(), table.columns.len(), "{id}: {line:?}");
            }
        }
        let units = rows("uqc");
        assert!(units.is_sorted_by(|one, next| one.fields[0] <= next.fields[0]));
        let of = |code: &str| -> Vec<_> {
            let found = units.iter().filter(|line| line.fields[0] == code);
            found
                .map(|line| (line.fields[1].as_str(), line.laid_over))
                .collect()
        };
        assert_eq!(of("KGS"), [("Kilos", true)]);
        assert_eq!(of("MLN"), [("Millions", true), ("Millions", true)]);
        assert_eq!(of("LTR"), [("Litres", false)]);
    }

    #[test]
    fn rates_are_in_the_order_of_numbers() {
        let rates = rows("rate");
        let shown: Vec<_> = rates.iter().map(|line| line.fields[0].as_str()).collect();
        let at = |text: &str| shown.iter().position(|shown| *shown == text).unwrap();
        assert!(at("7.5") < at("9") && at("9") < at("12") && at("12") < at("18"));
        assert_eq!(shown.iter().filter(|shown| **shown == "12").count(), 1);
        assert_eq!(rates[at("9")].fields[3], OPERATOR);
    }

    #[test]
    fn codes_are_searched_with_what_is_laid_over() {
        let overlay = overlay();
        let found = hsn_beginning_with("240492", Some(&overlay));
        let laid_over: Vec<_> = found
            .iter()
            .filter(|found| found.laid_over.is_some())
            .map(|found| found.code.to_string())
            .collect();
        assert_eq!(laid_over, ["24049200", "24049250"]);
        assert!(found.is_sorted_by(|one, next| one.code.as_str() < next.code.as_str()));
        let plain = hsn_beginning_with("7326", None);
        assert_eq!(plain[0].code.as_str(), "7326");
        assert!(
            plain
                .iter()
                .all(|found| found.code.as_str().starts_with("7326"))
        );
    }

    #[test]
    fn pin_codes_are_searched_by_digits_and_state() {
        let overlay = overlay();
        let tamil_nadu = StateCode::from_number(33);
        let found = pins("5600", tamil_nadu, Some(&overlay));
        assert_eq!(found.len(), 1, "the operator moved 560001");
        assert!(found[0].laid_over);
        let karnataka = StateCode::from_number(29);
        let all = pins("", karnataka, Some(&overlay));
        assert!(all.iter().any(|found| found.row.pin.get() == 560_999));
        assert!(all.iter().all(|found| found.row.pin.get() != 560_001));
        assert!(all.is_sorted_by(|one, next| one.row.pin < next.row.pin));
    }
}
