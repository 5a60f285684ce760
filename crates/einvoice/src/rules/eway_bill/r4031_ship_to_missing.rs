//! 4031: the ship-to details are missing for an export.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4031",
        kind: Kind::Outcome,
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
        pointers: &["/ShipDtls"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
