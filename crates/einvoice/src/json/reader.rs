//! Reading one section's members, noting every fault and never stopping at one.
//!
//! A reading function asks for each member by NIC's name; what the member may hold stands in
//! [`super::fields`]. The answer is `None` both for what is absent and for what is faulty: a
//! document with a fault is refused as a whole, so nobody ever sees the difference.

use std::borrow::Cow;
use std::str::FromStr;

use gst::{Decimal, DocumentNumber, Gstin, HsnCode, PinCode, StateCode, ist};
use jiff::civil::Date;

use crate::Irn;
use crate::invoice::{AsSent, PartyId};

use super::faults::Faults;
use super::raw::{Raw, Shape};
use super::schema::{Field, Kind, Need, Section};
use super::words::Fault;

/// Members of the largest section, those of `ItemList`, and some room.
const MEMBERS_MAX: usize = 32;

/// One object with its members put in the schema's order.
#[derive(Debug)]
pub(super) struct Reader<'v, 'f> {
    section: &'static Section,
    /// The leaf members and then the inner sections, `None` where absent or null.
    members: [Option<Raw<'v>>; MEMBERS_MAX],
    faults: &'f mut Faults,
}

/// Something else stands where an object should be.
struct NotAnObject;

/// How a section is read.
pub(super) type Read<T> = fn(&mut Reader<'_, '_>) -> Option<T>;

impl<'v, 'f> Reader<'v, 'f> {
    /// Finds the members of a section, whatever the letter case of their names. `None` when the
    /// value is no object.
    pub(super) fn open(
        section: &'static Section,
        value: Raw<'v>,
        faults: &'f mut Faults,
    ) -> Option<Self> {
        let mut members = [None; MEMBERS_MAX];
        let mut likely = 0;
        let is_object = value.each_member(|name, value| {
            // An absent member and a null mean the same: ERPs send nulls freely.
            if value.is_null() {
                return;
            }
            let Some(index) = position(section, name, likely) else {
                return;
            };
            // Most documents come in the schema's order.
            likely = index + 1;
            if members[index].is_none() {
                members[index] = Some(value);
            } else if let Some(field) = section.fields.get(index) {
                faults.push(section.place, field.label, field.name, Fault::Twice);
            } else {
                let inner = section.sections[index - section.fields.len()];
                faults.push_section(section, inner, Fault::Twice);
            }
        });
        is_object.then_some(Self {
            section,
            members,
            faults,
        })
    }

    /// Whether no member of the section was given.
    fn is_empty(&self) -> bool {
        self.members.iter().all(Option::is_none)
    }

    fn member(&self, name: &'static str) -> (&'static Field, Option<Raw<'v>>) {
        let index = self
            .section
            .fields
            .iter()
            .position(|field| field.name == name);
        let index = index.expect("reading functions ask only for names in the table of fields");
        (&self.section.fields[index], self.members[index])
    }

    /// A member's field and value; a mandatory one that is absent is a fault.
    fn given(&mut self, name: &'static str) -> Option<(&'static Field, Raw<'v>)> {
        let (field, value) = self.member(name);
        if value.is_none() && field.need == Need::Mandatory {
            self.fault(field, Fault::Missing);
        }
        Some((field, value?))
    }

    fn fault(&mut self, field: &Field, fault: Fault<'_>) {
        self.faults
            .push(self.section.place, field.label, field.name, fault);
    }

    /// A text in its form.
    fn text_of(&mut self, name: &'static str) -> Option<(&'static Field, Raw<'v>, Cow<'v, str>)> {
        let (field, value) = self.given(name)?;
        let Kind::Text { min, max, form } = field.kind else {
            unreachable!("{name} is not a text in the table of fields");
        };
        if let Some(text) = value.text()
            && (min..=max).contains(&text.chars().count())
            && form.fits(&text)
        {
            return Some((field, value, text));
        }
        let fault = match value.shape() {
            Shape::Number => Fault::UnquotedText(value),
            _ => Fault::Wrong(field.kind, value),
        };
        self.fault(field, fault);
        None
    }

    /// A text in its form, read further by a type of its own, which is at least as strict.
    fn parsed<T: FromStr>(&mut self, name: &'static str) -> Option<T> {
        let (field, value, text) = self.text_of(name)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.fault(field, Fault::Wrong(field.kind, value));
        }
        parsed
    }

    /// A text.
    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        self.text_of(name).map(|(_, _, text)| text.into_owned())
    }

    /// A GSTIN.
    pub(super) fn gstin(&mut self, name: &'static str) -> Option<Gstin> {
        self.parsed(name)
    }

    /// A GSTIN or `URP`.
    pub(super) fn party(&mut self, name: &'static str) -> Option<PartyId> {
        if self.member(name).1.and_then(Raw::text).as_deref() == Some("URP") {
            return Some(PartyId::Unregistered);
        }
        self.parsed(name).map(PartyId::Registered)
    }

    /// An IRN.
    pub(super) fn irn(&mut self, name: &'static str) -> Option<Irn> {
        self.parsed(name)
    }

    /// A document number.
    pub(super) fn document_number(&mut self, name: &'static str) -> Option<DocumentNumber> {
        self.parsed(name)
    }

    /// An HSN code.
    pub(super) fn hsn(&mut self, name: &'static str) -> Option<HsnCode> {
        self.parsed(name)
    }

    /// A text together with what it means.
    pub(super) fn as_sent<T>(
        &mut self,
        name: &'static str,
        meaning: fn(&str) -> Option<T>,
    ) -> Option<AsSent<T>> {
        let (field, value, text) = self.text_of(name)?;
        let Some(meaning) = meaning(&text) else {
            self.fault(field, Fault::Wrong(field.kind, value));
            return None;
        };
        Some(AsSent {
            value: meaning,
            text: text.into(),
        })
    }

    /// A state.
    pub(super) fn state(&mut self, name: &'static str) -> Option<AsSent<StateCode>> {
        let (field, value, text) = self.text_of(name)?;
        let Ok(state) = StateCode::parse(&text) else {
            self.fault(field, Fault::UnknownState(value));
            return None;
        };
        Some(AsSent {
            value: state,
            text: text.into(),
        })
    }

    /// A date.
    pub(super) fn date(&mut self, name: &'static str) -> Option<Date> {
        let (field, value, text) = self.text_of(name)?;
        let day = ist::parse_slash_date(&text);
        if day.is_none() {
            self.fault(field, Fault::NoSuchDay(value));
        }
        day
    }

    /// `Y` or `N`.
    pub(super) fn yes_no(&mut self, name: &'static str) -> Option<bool> {
        self.text_of(name).map(|(_, _, text)| text == "Y")
    }

    /// A number with the decimals that were sent.
    pub(super) fn decimal(&mut self, name: &'static str) -> Option<Decimal> {
        let (field, value) = self.given(name)?;
        let Kind::Number { decimals, .. } = field.kind else {
            unreachable!("{name} is not a number in the table of fields");
        };
        let number = self.number(field, value)?;
        let (min, max) = field.kind.bounds()?;
        let fits = number.scale() <= decimals && min <= number && number <= max;
        if !fits {
            self.fault(field, Fault::Wrong(field.kind, value));
        }
        fits.then_some(number)
    }

    /// A number without decimals.
    pub(super) fn whole(&mut self, name: &'static str) -> Option<u32> {
        let (field, value) = self.given(name)?;
        let Kind::Whole { min, max } = field.kind else {
            unreachable!("{name} is not a whole number in the table of fields");
        };
        let number = self.number(field, value)?;
        let number = u32::try_from(number)
            .ok()
            .filter(|whole| number.scale() == 0 && (min..=max).contains(whole));
        if number.is_none() {
            self.fault(field, Fault::Wrong(field.kind, value));
        }
        number
    }

    fn number(&mut self, field: &Field, value: Raw<'_>) -> Option<Decimal> {
        let number = match value.shape() {
            Shape::Number => exact(value.as_written()),
            _ => None,
        };
        if number.is_none() {
            let quoted = value.text().is_some_and(|text| exact(&text).is_some());
            let fault = if quoted {
                Fault::QuotedNumber(value)
            } else {
                Fault::Wrong(field.kind, value)
            };
            self.fault(field, fault);
        }
        number
    }

    /// A PIN code.
    pub(super) fn pin(&mut self, name: &'static str) -> Option<PinCode> {
        self.whole(name).and_then(PinCode::new)
    }

    /// An object inside this one. An optional one without any member counts as absent: that is
    /// how many ERPs leave a section out.
    pub(super) fn section<T>(&mut self, inner: &'static Section, read: Read<T>) -> Option<T> {
        let value = self.inner(inner)?;
        let outside = self.faults.enter(inner.name);
        let element = Self::element(inner, value, self.faults, read);
        self.faults.leave(outside);
        element.unwrap_or_else(|NotAnObject| {
            self.faults
                .push_section(self.section, inner, Fault::NotObject(value));
            None
        })
    }

    /// A list of objects inside this one, of at most so many. In an optional list the elements
    /// without any member count as absent.
    pub(super) fn list<T>(&mut self, inner: &'static Section, max: usize, read: Read<T>) -> Vec<T> {
        let Some(value) = self.inner(inner) else {
            return Vec::new();
        };
        let elements = match value.elements() {
            Some(elements) if elements.len() <= max => elements,
            other => {
                let fault = other.map_or(Fault::NotList(value), |elements| Fault::TooMany {
                    found: elements.len(),
                    max,
                });
                self.faults.push_section(self.section, inner, fault);
                return Vec::new();
            }
        };
        let mut found = Vec::with_capacity(elements.len());
        let outside = self.faults.enter(inner.name);
        for (index, element) in elements.into_iter().enumerate() {
            let list = self.faults.enter_element(index);
            if !(element.is_null() && inner.need == Need::Optional) {
                if let Ok(read) = Self::element(inner, element, self.faults, read) {
                    found.extend(read);
                } else {
                    let fault = Fault::NotObject(element);
                    self.faults.push(self.section.place, inner.label, "", fault);
                }
            }
            self.faults.leave(list);
        }
        self.faults.leave(outside);
        found
    }

    /// Reads an object. An optional one without any member is nothing.
    fn element<T>(
        section: &'static Section,
        value: Raw<'_>,
        faults: &mut Faults,
        read: Read<T>,
    ) -> Result<Option<T>, NotAnObject> {
        let mut reader = Reader::open(section, value, faults).ok_or(NotAnObject)?;
        if reader.is_empty() && section.need == Need::Optional {
            return Ok(None);
        }
        Ok(read(&mut reader))
    }

    /// The value of an inner section; a mandatory one that is absent is a fault.
    fn inner(&mut self, inner: &'static Section) -> Option<Raw<'v>> {
        let index = self
            .section
            .sections
            .iter()
            .position(|known| known.name == inner.name);
        let index = index.expect("reading functions ask only for sections in the table");
        let value = self.members[self.section.fields.len() + index];
        if value.is_none() && inner.need == Need::Mandatory {
            self.faults
                .push_section(self.section, inner, Fault::Missing);
        }
        value
    }
}

/// Where a member stands among the leaf members and inner sections of a section.
fn position(section: &Section, name: &str, likely: usize) -> Option<usize> {
    let fields = section.fields.len();
    let count = fields + section.sections.len();
    (likely..count).chain(0..likely.min(count)).find(|index| {
        let known = match section.fields.get(*index) {
            Some(field) => field.name,
            None => section.sections[index - fields].name,
        };
        known.eq_ignore_ascii_case(name)
    })
}

/// The exact value of a JSON number, with as many decimals as were written.
fn exact(text: &str) -> Option<Decimal> {
    let number = if text.contains(['e', 'E']) {
        Decimal::from_scientific(text).ok()?
    } else {
        Decimal::from_str_exact(text).ok()?
    };
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::super::fields::{ITEMS, ROOT};
    use super::*;

    #[test]
    fn largest_section_has_room() {
        for section in [&ROOT, &ITEMS] {
            assert!(section.fields.len() + section.sections.len() <= MEMBERS_MAX);
        }
    }

    #[test]
    fn numbers_keep_their_decimals() {
        for text in ["0", "100.0", "18.00", "100.345", "99999999999999.98"] {
            assert_eq!(
                exact(text).map(|number| number.to_string()).as_deref(),
                Some(text)
            );
        }
        assert_eq!(exact("1e2"), Some(Decimal::ONE_HUNDRED));
        assert_eq!(exact("1e999"), None);
        assert_eq!(exact(&"9".repeat(40)), None);
        assert_eq!(exact("abc"), None);
    }
}
