//! 2244: the recipient's PIN code is missing.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2244",
        kind: Kind::Rule,
        english: Words {
            title: "The recipient's PIN code is missing.",
            reason: "Only a recipient outside India has none.",
            fix: "Give the PIN code of the recipient's address.",
        },
        hindi: Words {
            title: "प्राप्तकर्ता का पिन कोड नहीं दिया गया है।",
            reason: "केवल भारत से बाहर के प्राप्तकर्ता का पिन कोड नहीं होता।",
            fix: "प्राप्तकर्ता के पते का पिन कोड दें।",
        },
        pointers: &["/BuyerDtls/Pin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let is_export = invoice.transaction.supply_type.value.is_export();
    if !is_export && invoice.buyer.address.pin.is_none() {
        findings.push(Finding::new(&RULE.entry, "/BuyerDtls/Pin"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::SupplyType;
    use crate::rules::sample;

    #[test]
    fn an_export_needs_none() {
        let mut invoice = sample::inter_state();
        invoice.buyer.address.pin = None;
        assert_eq!(sample::pointers(&RULE, &invoice), ["/BuyerDtls/Pin"]);
        invoice.transaction.supply_type = sample::supply(SupplyType::ExportWithPayment, "EXPWP");
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
