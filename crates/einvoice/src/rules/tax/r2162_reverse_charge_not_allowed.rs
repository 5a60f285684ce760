//! 2162: reverse charge on a supply type that does not know it.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::{Invoice, SupplyType};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2162",
        kind: Kind::Rule,
        english: Words {
            title: "Reverse charge is not for this supply type.",
            reason: "Only supplies to registered persons and to special economic zones can have \
                     their tax paid by the recipient.",
            fix: "Set reverse charge to N, or correct the supply type.",
        },
        hindi: Words {
            title: "इस प्रकार की आपूर्ति पर रिवर्स चार्ज नहीं होता।",
            reason: "केवल पंजीकृत व्यक्तियों और SEZ को आपूर्ति में कर प्राप्तकर्ता चुका सकता है।",
            fix: "रिवर्स चार्ज N करें, या आपूर्ति का प्रकार सुधारें।",
        },
        pointers: &["/TranDtls/RegRev", "/TranDtls/SupTyp"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Act 2017, section 9(3) and (4)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let supply = invoice.transaction.supply_type.value;
    let allowed = supply == SupplyType::B2b || supply.is_sez();
    if invoice.transaction.reverse_charge && !allowed {
        findings.push(Finding::new(&RULE.entry, "/TranDtls/RegRev"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample;

    #[test]
    fn every_supply_type() {
        for (supply_type, findings) in [
            (SupplyType::B2b, 0),
            (SupplyType::SezWithPayment, 0),
            (SupplyType::SezWithoutPayment, 0),
            (SupplyType::ExportWithPayment, 1),
            (SupplyType::ExportWithoutPayment, 1),
            (SupplyType::DeemedExport, 1),
        ] {
            let mut invoice = sample::inter_state();
            invoice.transaction.supply_type = sample::supply(supply_type, "sent");
            assert!(sample::pointers(&RULE, &invoice).is_empty());
            invoice.transaction.reverse_charge = true;
            assert_eq!(sample::pointers(&RULE, &invoice).len(), findings);
        }
    }
}
