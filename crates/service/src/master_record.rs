//! A row of a GST master's file: its columns, read strictly, with everything that is wrong told at
//! once.
//!
//! The same record has two forms. As columns it is called by the names here; as JSON it is the
//! registry's own answer (`registry.rs`), whose members are found by pointers. What is said of a
//! fault never repeats the value: where columns have slipped, a mobile number may stand anywhere.

mod row;

use std::borrow::Cow;
use std::fmt;

use gst::Taxpayer;
use serde_json::Value;

use row::Row;
pub use row::{EMAIL_CHARS_MAX, TEXT_CHARS_MAX};

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in a header.
    pub name: &'static str,
    /// Where it stands in the registry's answer.
    pub pointer: &'static str,
    /// Whether a file has to have it.
    pub is_required: bool,
}

const fn required(name: &'static str, pointer: &'static str) -> Column {
    Column {
        name,
        pointer,
        is_required: true,
    }
}

const fn optional(name: &'static str, pointer: &'static str) -> Column {
    Column {
        is_required: false,
        ..required(name, pointer)
    }
}

/// How many columns there are.
pub const COLUMN_COUNT: usize = 20;

/// All columns. The numbers in `row.rs` are places in this list.
pub const COLUMNS: [Column; COLUMN_COUNT] = [
    required("gstin", "/gstin"),
    required("legal_name", "/lgnm"),
    optional("trade_name", "/tradeNam"),
    optional("constitution", "/ctb"),
    required("type", "/dty"),
    required("status", "/sts"),
    optional("registered_on", "/rgdt"),
    optional("cancelled_on", "/cxdt"),
    optional("building_name", "/pradr/addr/bnm"),
    optional("building_number", "/pradr/addr/bno"),
    optional("floor", "/pradr/addr/flno"),
    optional("street", "/pradr/addr/st"),
    optional("locality", "/pradr/addr/loc"),
    optional("district", "/pradr/addr/dst"),
    optional("pin", "/pradr/addr/pncd"),
    optional("state", "/pradr/addr/stcd"),
    optional("turnover", "/aato"),
    optional("mobile", "/cntct/mobNum"),
    optional("email", "/cntct/emailId"),
    optional("eway_bill_blocked", "/ewbBlocked"),
];

/// The place of a column in [`COLUMNS`], whatever the letter case of its name.
pub fn column_named(name: &str) -> Option<usize> {
    let name = name.trim();
    let is_it = |column: &Column| column.name.eq_ignore_ascii_case(name);
    COLUMNS.iter().position(is_it)
}

/// A row as it was found: a text for each column, empty where there is none.
pub type RowTexts<'t> = [Cow<'t, str>; COLUMN_COUNT];

/// What is wrong with a value, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// Which column; `None` when it is the whole row.
    pub column: Option<&'static Column>,
    /// What is wrong, and how to mend it. Does not repeat the value.
    pub what: Cow<'static, str>,
}

impl fmt::Display for RowFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(formatter, "{}: {}", column.name, self.what),
            None => formatter.write_str(&self.what),
        }
    }
}

/// Takes the columns out of a registry's answer. Members that are none are passed over.
///
/// # Errors
/// It is no JSON object, or a member is no text, number or truth value.
pub fn texts_of_json(text: &str) -> Result<RowTexts<'static>, Vec<RowFault>> {
    let whole = |what: String| {
        vec![RowFault {
            column: None,
            what: Cow::Owned(what),
        }]
    };
    let answer: Value = serde_json::from_str(text).map_err(|fault| {
        let place = fault.column();
        // The fault's own words may quote the text.
        whole(format!(
            "is no JSON from character {place} on; each line is one object"
        ))
    })?;
    if !answer.is_object() {
        return Err(whole("is JSON but no object".to_owned()));
    }
    let mut texts = RowTexts::default();
    let mut faults = Vec::new();
    for (text, column) in texts.iter_mut().zip(&COLUMNS) {
        match answer.pointer(column.pointer) {
            None | Some(Value::Null) => {}
            Some(Value::String(found)) => *text = Cow::Owned(found.clone()),
            Some(Value::Number(found)) => *text = Cow::Owned(found.to_string()),
            Some(Value::Bool(found)) => *text = Cow::Borrowed(if *found { "yes" } else { "no" }),
            Some(Value::Array(_) | Value::Object(_)) => faults.push(RowFault {
                column: Some(column),
                what: "has to be a text".into(),
            }),
        }
    }
    if faults.is_empty() {
        Ok(texts)
    } else {
        Err(faults)
    }
}

/// Reads a row.
///
/// # Errors
/// Everything that is wrong with it, in the order of the columns.
pub fn read_row(texts: &RowTexts<'_>) -> Result<Taxpayer, Vec<RowFault>> {
    let mut row = Row::new(texts);
    match row.taxpayer() {
        Some(taxpayer) if row.faults().is_empty() => Ok(taxpayer),
        _ => Err(row.into_faults()),
    }
}

#[cfg(test)]
mod tests;
