//! From the invoice to the members of INV-01, in the order in which NIC signs them.
//!
//! Absent members are left out, decimals have as many digits as were sent, and texts are as
//! they were sent. The order never depends on the request, so that equal documents have equal
//! texts.

use std::fmt::{Display, Write as _};

use gst::ist;
use jiff::civil::Date;

use crate::invoice::Invoice;

mod sections;

/// Writes JSON objects into one text.
#[derive(Debug)]
pub(crate) struct Writer {
    text: String,
}

impl Writer {
    /// An empty text with room for so many bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
        }
    }

    /// The text.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// An object and what is in it.
    pub(crate) fn object(&mut self, members: impl FnOnce(&mut Self)) {
        self.text.push('{');
        members(self);
        self.text.push('}');
    }

    /// A member's name, after a comma when another member stands before it.
    fn name(&mut self, name: &str) {
        if !self.text.ends_with('{') {
            self.text.push(',');
        }
        self.text.push('"');
        self.text.push_str(name);
        self.text.push_str("\":");
    }

    /// A text.
    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        let plain = |byte: u8| byte >= b' ' && !matches!(byte, b'"' | b'\\');
        if value.bytes().all(plain) {
            self.text.push('"');
            self.text.push_str(value);
            self.text.push('"');
        } else {
            // Rare: line breaks and tabs in an address.
            let _ = write!(self.text, "{}", serde_json::Value::from(value));
        }
    }

    /// A text, if there is one.
    pub(crate) fn text_if(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    /// A number, which its `Display` writes as JSON does.
    pub(crate) fn number(&mut self, name: &str, value: impl Display) {
        self.name(name);
        // Writing into a String cannot fail.
        let _ = write!(self.text, "{value}");
    }

    /// A number, if there is one.
    pub(crate) fn number_if(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.number(name, value);
        }
    }

    /// A date.
    pub(crate) fn date(&mut self, name: &str, value: Date) {
        self.text(name, &ist::slash_date(value));
    }

    fn date_if(&mut self, name: &str, value: Option<Date>) {
        if let Some(value) = value {
            self.date(name, value);
        }
    }

    fn yes_no(&mut self, name: &str, value: bool) {
        self.text(name, if value { "Y" } else { "N" });
    }

    fn section(&mut self, name: &str, members: impl FnOnce(&mut Self)) {
        self.name(name);
        self.object(members);
    }

    /// A list, if it has elements or has to be there without.
    fn list<T>(&mut self, name: &str, elements: &[T], mut members: impl FnMut(&mut Self, &T)) {
        self.name(name);
        self.text.push('[');
        for (index, element) in elements.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.object(|writer| members(writer, element));
        }
        self.text.push(']');
    }

    fn list_if<T>(&mut self, name: &str, elements: &[T], members: impl FnMut(&mut Self, &T)) {
        if !elements.is_empty() {
            self.list(name, elements, members);
        }
    }
}

/// Whether items carry `ItemNo`, which is in the signed copy but not in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemNumbers {
    /// `"ItemNo":0`, as NIC has written since 2022.
    Zero,
    /// None.
    None,
}

/// The document as a request, without line breaks. [`super::parse`] reads it back.
pub fn invoice_request_json(invoice: &Invoice) -> String {
    let mut writer = Writer::with_capacity(room(invoice));
    writer.object(|writer| {
        writer.text("Version", &invoice.version);
        writer.text_if("Irn", invoice.precomputed_irn.as_deref());
        sections::after_version(writer, invoice, ItemNumbers::None);
    });
    writer.finish()
}

/// Everything from `Version` on, as the signed copy has it.
pub(crate) fn members(writer: &mut Writer, invoice: &Invoice) {
    writer.text("Version", &invoice.version);
    sections::after_version(writer, invoice, ItemNumbers::Zero);
}

/// Bytes that a document's text is likely to need.
pub(crate) fn room(invoice: &Invoice) -> usize {
    2048 + 512 * invoice.items.len()
}
