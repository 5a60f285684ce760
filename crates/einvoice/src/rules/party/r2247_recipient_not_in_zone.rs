//! 2247: the recipient of a supply to a special economic zone is not in one.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::{Facts, Party};
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::party::as_registered;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2247",
        kind: Kind::Rule,
        english: Words {
            title: "The recipient is not in a special economic zone.",
            reason: "The supply type says that it is; only units and developers of zones are.",
            fix: "Choose B2B, or correct the recipient's GSTIN.",
        },
        hindi: Words {
            title: "प्राप्तकर्ता SEZ में नहीं है।",
            reason: "आपूर्ति के प्रकार के अनुसार उसे SEZ में होना चाहिए; वहाँ केवल इकाइयाँ और \
                     डेवलपर होते हैं।",
            fix: "B2B चुनें, या प्राप्तकर्ता का GSTIN सुधारें।",
        },
        pointers: &["/BuyerDtls/Gstin", "/TranDtls/SupTyp"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; IGST Act 2017, section 16",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let Party::Known(standing) = facts.buyer else {
        return;
    };
    if !invoice.transaction.supply_type.value.is_sez() || standing.kind.is_sez() {
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
            invoice.transaction.supply_type =
                sample::supply(crate::invoice::SupplyType::SezWithPayment, "SEZWP");
            let refused = !world.pointers(&RULE, &invoice).is_empty();
            assert_eq!(refused, !kind.is_sez(), "{kind:?}");
        }
    }
}
