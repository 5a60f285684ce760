//! 2195: the e-commerce operator is not registered to collect tax.

use gst::TaxpayerType;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::{Facts, Party};
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2195",
        kind: Kind::Rule,
        english: Words {
            title: "The e-commerce operator's GSTIN is not one for collecting tax at source.",
            reason: "An operator registers for collecting tax under section 52, with a GSTIN of \
                     its own for that.",
            fix: "Give the operator's GSTIN for collecting tax; its fourteenth character is C.",
        },
        hindi: Words {
            title: "ई-कॉमर्स ऑपरेटर का GSTIN स्रोत पर कर संग्रह का नहीं है।",
            reason: "ऑपरेटर धारा 52 के अंतर्गत कर संग्रह के लिए अलग GSTIN लेता है।",
            fix: "ऑपरेटर का कर संग्रह वाला GSTIN दें; उसका चौदहवाँ अक्षर C होता है।",
        },
        pointers: &["/TranDtls/EcmGstin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Act 2017, section 52",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let (Some(gstin), Some(Party::Known(standing))) =
        (&invoice.transaction.ecommerce_gstin, facts.ecommerce)
    else {
        return;
    };
    if standing.kind == TaxpayerType::TaxCollector {
        return;
    }
    findings.push(
        Finding::new(&RULE.entry, "/TranDtls/EcmGstin").with(Detail {
            english: format!("It is {gstin}.").into(),
            hindi: format!("दिया गया GSTIN {gstin} है।").into(),
            found: Some(standing.kind.nic_code().to_owned()),
            expected: Some(TaxpayerType::TaxCollector.nic_code().to_owned()),
        }),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::{self, World};

    #[test]
    fn a_tax_collector_and_nobody_else() {
        let mut invoice = sample::intra_state();
        let mut world = World::new();
        assert!(world.pointers(&RULE, &invoice).is_empty());
        invoice.transaction.ecommerce_gstin = Some(sample::gstin(sample::OPERATOR));
        for kind in TaxpayerType::ALL {
            let mut standing = sample::standing();
            standing.kind = kind;
            world.ecommerce = Some(Party::Known(standing));
            let refused = !world.pointers(&RULE, &invoice).is_empty();
            assert_eq!(refused, kind != TaxpayerType::TaxCollector, "{kind:?}");
        }
    }
}
