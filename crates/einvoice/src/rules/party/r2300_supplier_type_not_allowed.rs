//! 2300: the supplier's type of taxpayer makes no e-invoices.

use gst::TaxpayerType;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::{Facts, Party};
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::party::as_registered;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2300",
        kind: Kind::Rule,
        english: Words {
            title: "The supplier's type of taxpayer does not make e-invoices.",
            reason: "E-invoices are for regular taxpayers, developers of special economic zones \
                     and, since 16 December 2025, casual taxable persons.",
            fix: "Issue the document without an IRN, or use your regular registration.",
        },
        hindi: Words {
            title: "आपूर्तिकर्ता के प्रकार के करदाता ई-इनवॉइस नहीं बनाते।",
            reason: "ई-इनवॉइस नियमित करदाताओं, SEZ डेवलपरों और 16 दिसंबर 2025 से आकस्मिक \
                     करदाताओं के लिए है।",
            fix: "IRN के बिना दस्तावेज़ जारी करें, या अपने नियमित पंजीकरण का उपयोग करें।",
        },
        pointers: &["/SellerDtls/Gstin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Act 2017, sections 10, 20, 51 and \
                 52",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let Party::Known(standing) = facts.seller else {
        return;
    };
    if standing.kind.may_supply(facts.today) || standing.kind == TaxpayerType::SezUnit {
        return;
    }
    findings.push(as_registered::supplier(&RULE.entry, invoice, standing.kind));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::{self, World};

    #[test]
    fn every_kind() {
        for kind in TaxpayerType::ALL {
            let mut standing = sample::standing();
            standing.kind = kind;
            let mut world = World::new();
            world.seller = Party::Known(standing);
            let invoice = sample::inter_state();
            let refused = !world.pointers(&RULE, &invoice).is_empty();
            assert_eq!(
                refused,
                !kind.may_supply(sample::TODAY) && kind != TaxpayerType::SezUnit,
                "{kind:?}"
            );
        }
    }
}
