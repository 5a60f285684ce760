//! 2171: a deemed export to a recipient without registration.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::{Invoice, PartyId, SupplyType};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2171",
        kind: Kind::Rule,
        english: Words {
            title: "A deemed export needs a registered recipient.",
            reason: "Deemed exports are supplies to registered persons in India, who or whose \
                     suppliers claim the refund.",
            fix: "Give the recipient's GSTIN, or another supply type.",
        },
        hindi: Words {
            title: "मानित निर्यात के लिए पंजीकृत प्राप्तकर्ता चाहिए।",
            reason: "मानित निर्यात भारत के पंजीकृत व्यक्ति को आपूर्ति है, जिस पर वह या उसका \
                     आपूर्तिकर्ता रिफ़ंड लेता है।",
            fix: "प्राप्तकर्ता का GSTIN दें, या आपूर्ति का दूसरा प्रकार चुनें।",
        },
        pointers: &["/BuyerDtls/Gstin", "/TranDtls/SupTyp"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Act 2017, section 147",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let is_deemed_export = invoice.transaction.supply_type.value == SupplyType::DeemedExport;
    if is_deemed_export && invoice.buyer.id == PartyId::Unregistered {
        findings.push(Finding::new(&RULE.entry, "/BuyerDtls/Gstin"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample;

    #[test]
    fn only_a_registered_recipient() {
        let mut invoice = sample::inter_state();
        invoice.transaction.supply_type = sample::supply(SupplyType::DeemedExport, "DEXP");
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.buyer.id = PartyId::Unregistered;
        assert_eq!(sample::pointers(&RULE, &invoice), ["/BuyerDtls/Gstin"]);
        invoice.transaction.supply_type = sample::supply(SupplyType::B2b, "B2B");
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
