//! One line of the file that an operator lays over the tables.

use jiff::civil::Date;

use super::StateSet;
use super::names::Names;
use super::overlay::{Master, Period};
use super::pin::Coordinates;
use crate::{Decimal, HsnCode, PinCode, StateCode};

/// A line that was read.
pub(super) struct Row {
    pub(super) master: Master,
    pub(super) code: Box<str>,
    pub(super) period: Period,
    pub(super) names: Option<Names>,
    pub(super) place: Option<Place>,
}

/// Where a PIN code lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) states: StateSet,
    pub(super) coordinates: Option<Coordinates>,
    pub(super) district: Option<&'static str>,
}

/// Fields in front of those that only some tables have.
const COMMON_FIELDS: usize = 4;

/// The most fields of any table, which are those of a PIN code.
const FIELDS_MAX: usize = 8;

/// Reads a line, or says what is wrong with it.
pub(super) fn read(line: &str) -> Result<Row, &'static str> {
    let fields: Vec<_> = line.split(',').map(str::trim).collect();
    if fields.len() > FIELDS_MAX {
        return Err("there are too many fields");
    }
    let field = |index| fields.get(index).copied().unwrap_or_default();
    let master = master(field(0))?;
    let code = code(master, field(1))?;
    let period = Period {
        since: day(field(2))?,
        until: day(field(3))?,
    };
    if period
        .since
        .zip(period.until)
        .is_some_and(|(first, last)| last < first)
    {
        return Err("the last day is before the first");
    }
    let rest = fields.get(COMMON_FIELDS..).unwrap_or_default();
    let (names, place) = match master {
        Master::Uqc | Master::Country | Master::Currency => (names(rest)?, None),
        Master::Pin if period.since.is_some() || period.until.is_some() => {
            return Err("a PIN code has no days");
        }
        Master::Pin => (None, Some(place(rest)?)),
        Master::Hsn | Master::Rate if rest.iter().any(|field| !field.is_empty()) => {
            return Err("there are too many fields");
        }
        Master::Hsn | Master::Rate => (None, None),
    };
    Ok(Row {
        master,
        code,
        period,
        names,
        place,
    })
}

fn master(name: &str) -> Result<Master, &'static str> {
    Ok(match name {
        "hsn" => Master::Hsn,
        "uqc" => Master::Uqc,
        "rate" => Master::Rate,
        "pin" => Master::Pin,
        "country" => Master::Country,
        "currency" => Master::Currency,
        _ => return Err("the table is not one of hsn, uqc, rate, pin, country, currency"),
    })
}

/// The code in the form in which it is looked up.
fn code(master: Master, text: &str) -> Result<Box<str>, &'static str> {
    let letters = |count| {
        let right = text.len() == count && text.bytes().all(|byte| byte.is_ascii_alphabetic());
        right.then(|| text.to_ascii_uppercase())
    };
    let code = match master {
        Master::Hsn => text.parse::<HsnCode>().ok().map(|code| code.to_string()),
        Master::Uqc | Master::Currency => letters(3),
        Master::Country => letters(2),
        Master::Pin => text.parse::<PinCode>().ok().map(|pin| pin.to_string()),
        Master::Rate => rate(text),
    };
    code.map(String::into_boxed_str)
        .ok_or("the code has not the form of its table")
}

fn rate(text: &str) -> Option<String> {
    let percent: Decimal = text.parse().ok()?;
    let possible = percent >= Decimal::ZERO && percent <= Decimal::ONE_HUNDRED;
    possible.then(|| percent.normalize().to_string())
}

fn day(text: &str) -> Result<Option<Date>, &'static str> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|_| "a day is not written as 2026-04-01")
}

fn names(rest: &[&str]) -> Result<Option<Names>, &'static str> {
    match rest {
        [] | [""] | ["", ""] => Ok(None),
        [english] | [english, ""] => Ok(Some(kept_names(english, english))),
        [english, hindi] if !english.is_empty() => Ok(Some(kept_names(english, hindi))),
        _ => Err("after the days come an English and a Hindi name, and no more"),
    }
}

fn kept_names(english: &str, hindi: &str) -> Names {
    Names {
        english: kept(english),
        hindi: kept(hindi),
    }
}

/// Keeps a text for as long as the program runs, as those of the tables are. An overlay is read
/// once, and the size of its file is limited.
fn kept(text: &str) -> &'static str {
    Box::leak(text.into())
}

fn place(rest: &[&str]) -> Result<Place, &'static str> {
    let field = |index| rest.get(index).copied().unwrap_or_default();
    let states: Result<StateSet, _> = field(0).split(' ').map(StateCode::parse).collect();
    let states = states.map_err(|_| "the states are not codes with spaces between them")?;
    let coordinates = match (field(1), field(2)) {
        ("", "") => None,
        (latitude, longitude) => Some(Coordinates {
            latitude_e4: degrees_e4(latitude, 90)?,
            longitude_e4: degrees_e4(longitude, 180)?,
        }),
    };
    let district = Some(field(3)).filter(|name| !name.is_empty()).map(kept);
    Ok(Place {
        states,
        coordinates,
        district,
    })
}

fn degrees_e4(text: &str, most: i64) -> Result<i32, &'static str> {
    let degrees: Option<Decimal> = text.parse().ok();
    let degrees = degrees.filter(|degrees| degrees.abs() <= Decimal::from(most));
    let e4 = degrees.map(|degrees| (degrees * Decimal::from(10_000)).round());
    e4.and_then(|e4| i32::try_from(e4).ok())
        .ok_or("latitude or longitude is not in degrees")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said() {
        for (line, what) in [
            ("ports,INABG1", "the table is not"),
            ("hsn,847", "the code has not the form"),
            ("uqc,KGSS", "the code has not the form"),
            ("country,I1", "the code has not the form"),
            ("pin,012345", "the code has not the form"),
            ("rate,-1", "the code has not the form"),
            ("rate,100.01", "the code has not the form"),
            ("hsn,8471,01/04/2026", "a day is not written"),
            ("hsn,8471,2026-02-30", "a day is not written"),
            ("hsn,8471,2026-04-02,2026-04-01", "the last day is before"),
            ("hsn,8471,,,Computers", "there are too many fields"),
            ("uqc,MLN,,,,दस लाख", "after the days come"),
            ("uqc,MLN,,,a,b,c", "after the days come"),
            ("pin,560999,2026-04-01", "a PIN code has no days"),
            ("pin,560999", "the states are not"),
            ("pin,560999,,,29 39", "the states are not"),
            ("pin,560999,,,29,91,77", "latitude or longitude"),
            ("pin,560999,,,29,12.9,", "latitude or longitude"),
            ("pin,560999,,,29,12.9,180.1", "latitude or longitude"),
            ("pin,560999,,,29,1,2,a,b", "there are too many fields"),
        ] {
            let fault = read(line).err();
            assert!(
                fault.is_some_and(|fault| fault.starts_with(what)),
                "{line}: {fault:?}"
            );
        }
    }

    #[test]
    fn the_shortest_and_the_longest_lines() {
        for line in [
            "hsn,8471",
            "hsn,8471,,,",
            "hsn,8471,2026-04-01,2026-04-01",
            "rate,100",
            "uqc,MLN,,,Millions",
            "pin,560999,,,29",
            "pin,560999,,,7 29,90,-180,Somewhere",
        ] {
            assert!(read(line).is_ok(), "{line}");
        }
    }
}
