//! 2176: an HSN code that is not in the master.

use gst::HsnCode;
use gst::masters::hsn;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::wording;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2176",
        kind: Kind::Rule,
        english: Words {
            title: "The HSN code is not in the master of codes.",
            reason: "Goods and services are told by the codes of the customs tariff and of the \
                     service scheme.",
            fix: "Use one of the codes that are named, or look the code up under HSN.",
        },
        hindi: Words {
            title: "HSN कोड कोड-सूची में नहीं है।",
            reason: "माल और सेवाएँ सीमा शुल्क टैरिफ़ और सेवा योजना के कोडों से बताई जाती हैं।",
            fix: "बताए गए कोडों में से एक लें, या HSN में कोड खोजें।",
        },
        pointers: &["/ItemList/*/HsnCd"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; GSTN, HSN and SAC master",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (index, item) in invoice.items.iter().enumerate() {
        if hsn::is_known_on(&item.hsn, invoice.document.date) {
            continue;
        }
        let serial = &item.serial_number;
        let given = &item.hsn;
        let codes: Vec<_> = hsn::nearest(given, NEAREST)
            .iter()
            .map(HsnCode::to_string)
            .collect();
        let nearest = codes.join(", ");
        let pointer = wording::item_pointer(index, "HsnCd");
        findings.push(Finding::new(&RULE.entry, pointer).with(Detail {
            english: format!("Item {serial} has {given}; the nearest codes are {nearest}.").into(),
            hindi: format!("मद {serial} में {given} है; निकटतम कोड {nearest} हैं।").into(),
            found: Some(given.to_string()),
            expected: Some(nearest),
        }));
    }
}

/// Codes that a finding names.
const NEAREST: usize = 3;

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use crate::rules::sample;

    #[test]
    fn an_unknown_code_is_answered_with_the_nearest() {
        let mut invoice = sample::intra_state();
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.items[0].hsn = HsnCode::parse("84672199").unwrap();
        let found = sample::World::new().findings(&RULE, &invoice);
        assert_eq!(found[0].pointer, "/ItemList/0/HsnCd");
        let expected = found[0].detail.expected.as_deref().unwrap_or_default();
        assert!(expected.contains("846721"), "{expected}");
        assert_eq!(expected.split(", ").count(), NEAREST);
    }
}
