//! 2248: the recipient of an export has a GSTIN.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2248",
        kind: Kind::Rule,
        english: Words {
            title: "The recipient of an export cannot have a GSTIN.",
            reason: "The recipient of an export is outside India and is written as URP.",
            fix: "Write URP as the recipient's GSTIN, or correct the supply type.",
        },
        hindi: Words {
            title: "निर्यात के प्राप्तकर्ता का GSTIN नहीं हो सकता।",
            reason: "निर्यात का प्राप्तकर्ता भारत से बाहर होता है और URP लिखा जाता है।",
            fix: "प्राप्तकर्ता के GSTIN में URP लिखें, या आपूर्ति का प्रकार सुधारें।",
        },
        pointers: &["/BuyerDtls/Gstin", "/TranDtls/SupTyp"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let Some(gstin) = invoice.buyer.id.gstin() else {
        return;
    };
    if !invoice.transaction.supply_type.value.is_export() {
        return;
    }
    findings.push(Finding::new(&RULE.entry, "/BuyerDtls/Gstin").with(Detail {
        english: format!("It is {gstin}.").into(),
        hindi: format!("दिया गया GSTIN {gstin} है।").into(),
        found: Some(gstin.to_string()),
        expected: Some("URP".to_owned()),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::{PartyId, SupplyType};
    use crate::rules::sample;

    #[test]
    fn only_a_recipient_without_registration() {
        let mut invoice = sample::inter_state();
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.transaction.supply_type =
            sample::supply(SupplyType::ExportWithoutPayment, "EXPWOP");
        assert_eq!(sample::pointers(&RULE, &invoice), ["/BuyerDtls/Gstin"]);
        invoice.buyer.id = PartyId::Unregistered;
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
