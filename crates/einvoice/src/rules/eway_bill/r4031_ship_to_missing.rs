//! 4031: the ship-to details are missing for an export.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment, Origin};
use crate::finding::Finding;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4031",
        kind: Kind::Rule,
        english: Words {
            title: "The ship-to details are missing for an export.",
            reason: "The e-way bill of an export ends at the port or place in India that the \
                     goods leave from.",
            fix: "Give the port's or place's address as ship-to.",
        },
        hindi: Words {
            title: "निर्यात के लिए शिप-टू विवरण नहीं दिए गए हैं।",
            reason: "निर्यात का ई-वे बिल भारत के उस बंदरगाह या स्थान तक होता है जहाँ से माल बाहर \
                     जाता है।",
            fix: "बंदरगाह या स्थान का पता शिप-टू में दें।",
        },
        pointers: &["/ShipDtls", "/ExpShipDtls"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    if consignment.to.origin == Origin::Party && consignment.to.is_abroad() {
        findings.push(Finding::new(&RULE.entry, consignment.ship_to_section()));
    }
}
