//! INV-01 as JSON: the one place that knows NIC's member names.
//!
//! Reading notes every fault of the document, each with its pointer, and lets nothing of a
//! faulty document out. It is as strict as the published schema (version 1.1), with these
//! liberties, which real senders need:
//! - the letter case of member names does not matter, but no member may come twice;
//! - members that the schema does not know are ignored;
//! - null means absent, and an optional section or list element without members is absent;
//! - a byte order mark before the document is skipped.

mod bill_request;
mod faults;
mod fields;
mod raw;
mod read;
mod reader;
mod schema;
mod words;
mod write;

use crate::facts::Policy;
use crate::finding::{Detail, Finding};
use crate::invoice::{Invoice, SupplyType};

use faults::Faults;
use raw::{Raw, Shape};
use reader::Reader;

pub use bill_request::parse_bill_request;
pub use write::invoice_request_json;
pub(crate) use write::{Writer, members, room};

/// Items of one document.
pub const ITEMS_MAX: usize = 1000;

/// What Windows programs write before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Reads one document, or says all that is wrong with its shape: code 5002 each.
pub fn parse(json: &[u8], policy: &Policy) -> Result<Invoice, Vec<Finding>> {
    let value = one_value(json)?;
    let mut faults = Faults::default();
    let Some(mut reader) = Reader::open(&fields::ROOT, value, &mut faults) else {
        return Err(vec![not_an_object(value)]);
    };
    let invoice = read::invoice(&mut reader);
    let findings = faults.into_findings();
    match invoice {
        Some(invoice) if findings.is_empty() => Ok(normalised(invoice, policy)),
        _ => Err(findings),
    }
}

/// The one value that a body has to be.
fn one_value(json: &[u8]) -> Result<Raw<'_>, Vec<Finding>> {
    let json = json.strip_prefix(BYTE_ORDER_MARK).unwrap_or(json);
    Raw::read(json).map_err(|error| vec![not_json(&error)])
}

/// The document as it will be registered.
fn normalised(mut invoice: Invoice, policy: &Policy) -> Invoice {
    if policy.upper_case_document_numbers {
        invoice.document.number = invoice.document.number.to_upper();
    }
    invoice
}

/// The supply type of a code, whatever its letter case.
pub(crate) fn supply_type(code: &str) -> Option<SupplyType> {
    let index = fields::SUPPLY_TYPES
        .iter()
        .position(|known| known.eq_ignore_ascii_case(code))?;
    SUPPLY_TYPES.get(index).copied()
}

/// The code of a supply type.
pub(crate) fn supply_code(supply_type: SupplyType) -> &'static str {
    SUPPLY_TYPES
        .iter()
        .zip(fields::SUPPLY_TYPES)
        .find_map(|(known, code)| (*known == supply_type).then_some(*code))
        .expect("both lists name every supply type; a test compares them")
}

/// In the order of their codes in [`fields::SUPPLY_TYPES`].
const SUPPLY_TYPES: [SupplyType; 6] = [
    SupplyType::B2b,
    SupplyType::SezWithPayment,
    SupplyType::SezWithoutPayment,
    SupplyType::ExportWithPayment,
    SupplyType::ExportWithoutPayment,
    SupplyType::DeemedExport,
];

/// The finding for a body that is not JSON at all.
pub(crate) fn not_json(error: &serde_json::Error) -> Finding {
    let (line, column) = (error.line(), error.column());
    let (english, hindi) = if error.is_eof() {
        ("it ends too early", "वह बीच में ही समाप्त हो जाता है")
    } else {
        ("it cannot be read", "उसे पढ़ा नहीं जा सकता")
    };
    Finding::new(faults::entry(), "").with(Detail {
        english: format!(
            "The request is not JSON: {english} at line {line}, column {column}. Look for a \
             missing comma, quote or bracket there."
        )
        .into(),
        hindi: format!(
            "अनुरोध JSON नहीं है: पंक्ति {line}, स्तंभ {column} पर {hindi}। वहाँ छूटा हुआ अल्पविराम, \
             उद्धरण चिह्न या कोष्ठक देखें।"
        )
        .into(),
        found: Some(format!("line {line}, column {column}")),
        expected: None,
    })
}

fn not_an_object(value: Raw<'_>) -> Finding {
    let (english, hindi) = match value.shape() {
        Shape::List => ("a list", "सूची"),
        Shape::Text => ("a text", "पाठ"),
        Shape::Number => ("a number", "संख्या"),
        _ => ("something else", "कुछ और"),
    };
    Finding::new(faults::entry(), "").with(Detail {
        english: format!("The request is one JSON object in braces, but {english} was found.")
            .into(),
        hindi: format!("अनुरोध धनु कोष्ठकों में एक JSON ऑब्जेक्ट होता है; मिला: {hindi}।").into(),
        found: None,
        expected: Some("{…}".to_owned()),
    })
}

#[cfg(test)]
mod tests;
