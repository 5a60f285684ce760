//! 2231: the supplier is a unit in a special economic zone.

use gst::TaxpayerType;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::{Facts, Party};
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::party::as_registered;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2231",
        kind: Kind::Rule,
        english: Words {
            title: "The supplier is a unit in a special economic zone.",
            reason: "Units in zones are exempt from e-invoices; what leaves the zone is an \
                     import.",
            fix: "Issue the invoice without an IRN.",
        },
        hindi: Words {
            title: "आपूर्तिकर्ता SEZ की इकाई है।",
            reason: "SEZ की इकाइयों को ई-इनवॉइस से छूट है; SEZ से बाहर जाने वाला माल आयात माना \
                     जाता है।",
            fix: "IRN के बिना इनवॉइस जारी करें।",
        },
        pointers: &["/SellerDtls/Gstin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; Notification 61/2020 – Central Tax",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let Party::Known(standing) = facts.seller else {
        return;
    };
    if standing.kind != TaxpayerType::SezUnit {
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
            assert_eq!(refused, kind == TaxpayerType::SezUnit, "{kind:?}");
        }
    }
}
