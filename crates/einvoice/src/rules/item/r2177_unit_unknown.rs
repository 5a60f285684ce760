//! 2177: a unit that is not a unit quantity code.

use gst::masters::uqc;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::wording;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2177",
        kind: Kind::Rule,
        english: Words {
            title: "The unit is not a unit quantity code.",
            reason: "Quantities of goods are told in the notified units. The unit of a service \
                     is not looked at.",
            fix: "Use a unit quantity code such as NOS, KGS or MTR; OTH is for others.",
        },
        hindi: Words {
            title: "इकाई मान्य यूनिट मात्रा कोड नहीं है।",
            reason: "माल की मात्रा अधिसूचित इकाइयों में बताई जाती है। सेवा की इकाई नहीं देखी \
                     जाती।",
            fix: "NOS, KGS या MTR जैसा कोड लें; अन्य के लिए OTH है।",
        },
        pointers: &["/ItemList/*/Unit"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CBIC, list of unit quantity codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (index, item) in invoice.items.iter().enumerate() {
        let unit = item.unit.as_deref().unwrap_or(NOT_LOOKED_AT);
        if item.is_service || uqc::is_known_on(unit, invoice.document.date) {
            continue;
        }
        let serial = &item.serial_number;
        let given = item.unit.as_deref().unwrap_or_default();
        let pointer = wording::item_pointer(index, "Unit");
        findings.push(Finding::new(&RULE.entry, pointer).with(Detail {
            english: format!("Item {serial} has the unit {given}.").into(),
            hindi: format!("मद {serial} में इकाई {given} है।").into(),
            found: Some(given.to_owned()),
            expected: None,
        }));
    }
}

/// An absent unit is another rule's.
const NOT_LOOKED_AT: &str = "OTH";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample;

    #[test]
    fn capitals_do_not_matter_and_services_have_any() {
        for (unit, findings) in [("NOS", 0), ("kgs", 0), ("EACH", 1)] {
            let mut invoice = sample::intra_state();
            invoice.items[0].unit = Some(unit.to_owned());
            invoice.items[1].unit = Some(unit.to_owned());
            assert_eq!(sample::pointers(&RULE, &invoice).len(), findings, "{unit}");
        }
        let mut invoice = sample::intra_state();
        invoice.items[0].unit = None;
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
