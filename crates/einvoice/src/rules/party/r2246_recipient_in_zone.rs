//! 2246: a supply to a special economic zone is sent as B2B.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::{Facts, Party};
use crate::finding::Finding;
use crate::invoice::{Invoice, SupplyType};
use crate::rules::party::as_registered;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2246",
        kind: Kind::Rule,
        english: Words {
            title: "The recipient is in a special economic zone, but the supply type is B2B.",
            reason: "Supplies to units and developers of zones are supplies between states with \
                     types of their own.",
            fix: "Choose the supply type with or without payment of tax for special economic \
                  zones.",
        },
        hindi: Words {
            title: "प्राप्तकर्ता SEZ में है, पर आपूर्ति का प्रकार B2B है।",
            reason: "SEZ की इकाई या डेवलपर को आपूर्ति अंतर-राज्यीय होती है और उसके अपने प्रकार \
                     हैं।",
            fix: "SEZ के लिए कर भुगतान सहित या रहित आपूर्ति का प्रकार चुनें।",
        },
        pointers: &["/BuyerDtls/Gstin", "/TranDtls/SupTyp"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; IGST Act 2017, sections 7(5) and 16",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let Party::Known(standing) = facts.buyer else {
        return;
    };
    if invoice.transaction.supply_type.value != SupplyType::B2b || !standing.kind.is_sez() {
        return;
    }
    findings.push(as_registered::recipient(
        &RULE.entry,
        invoice,
        standing.kind,
    ));
}

#[cfg(test)]
mod tests {
    use super::*;
    use gst::TaxpayerType;

    use crate::rules::sample::{self, World};

    #[test]
    fn every_kind() {
        for kind in TaxpayerType::ALL {
            let mut standing = sample::standing();
            standing.kind = kind;
            let mut world = World::new();
            world.buyer = Party::Known(standing);
            let mut invoice = sample::inter_state();
            invoice.buyer.place_of_supply = sample::state("29");
            let refused = !world.pointers(&RULE, &invoice).is_empty();
            assert_eq!(refused, kind.is_sez(), "{kind:?}");
        }
    }
}
