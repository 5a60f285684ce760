//! 2212: an unregistered recipient where the supply type needs a registered one.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::{Invoice, PartyId, SupplyType};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2212",
        kind: Kind::Rule,
        english: Words {
            title: "The recipient cannot be unregistered for this supply type.",
            reason: "Business-to-business supplies and supplies to a special economic zone go \
                     to a registered person; only exports have the recipient URP. Supplies to \
                     consumers get no IRN.",
            fix: "Give the recipient's GSTIN, or use the supply type for exports if the \
                  recipient is abroad.",
        },
        hindi: Words {
            title: "इस आपूर्ति प्रकार में प्राप्तकर्ता अपंजीकृत नहीं हो सकता।",
            reason: "B2B आपूर्ति और विशेष आर्थिक क्षेत्र (SEZ) को आपूर्ति पंजीकृत व्यक्ति को \
                     ही होती है; URP केवल निर्यात में लिखा जाता है। \
                     उपभोक्ताओं को की गई आपूर्ति के लिए IRN नहीं बनता।",
            fix: "प्राप्तकर्ता का GSTIN दें, या यदि प्राप्तकर्ता विदेश में है तो निर्यात का \
                  आपूर्ति प्रकार चुनें।",
        },
        pointers: &["/BuyerDtls/Gstin", "/TranDtls/SupTyp"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; Notification 13/2020 – Central Tax of \
                 21 March 2020",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let supply_type = &invoice.transaction.supply_type;
    // A deemed export has a code of its own, 2171.
    let may_be = supply_type.value.is_export() || supply_type.value == SupplyType::DeemedExport;
    if invoice.buyer.id != PartyId::Unregistered || may_be {
        return;
    }
    let sent = &supply_type.text;
    findings.push(Finding::new(&RULE.entry, "/BuyerDtls/Gstin").with(Detail {
        english: format!("The supply type is {sent} and the recipient is URP.").into(),
        hindi: format!("आपूर्ति प्रकार {sent} है और प्राप्तकर्ता URP है।").into(),
        found: Some(invoice.buyer.id.as_str().to_owned()),
        expected: None,
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample;

    fn found(supply_type: SupplyType, id: PartyId) -> usize {
        let mut invoice = sample::intra_state();
        invoice.transaction.supply_type = sample::supply(supply_type, "sent");
        invoice.buyer.id = id;
        sample::pointers(&RULE, &invoice).len()
    }

    #[test]
    fn business_and_zones_need_a_registered_person() {
        for (supply_type, findings) in [
            (SupplyType::B2b, 1),
            (SupplyType::SezWithPayment, 1),
            (SupplyType::SezWithoutPayment, 1),
            (SupplyType::DeemedExport, 0),
            (SupplyType::ExportWithPayment, 0),
            (SupplyType::ExportWithoutPayment, 0),
        ] {
            assert_eq!(
                found(supply_type, PartyId::Unregistered),
                findings,
                "{supply_type:?}"
            );
            let registered = PartyId::Registered(sample::gstin(sample::BUYER));
            assert_eq!(found(supply_type, registered), 0, "{supply_type:?}");
        }
    }
}
