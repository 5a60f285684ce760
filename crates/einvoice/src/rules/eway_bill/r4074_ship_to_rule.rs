//! 4074: the ship-to details do not allow an e-way bill.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4074",
        kind: Kind::Outcome,
        english: Words {
            title: "The ship-to details do not allow an e-way bill.",
            reason: "The e-way bill follows the ship-to rules of the document.",
            fix: "Correct the ship-to details.",
        },
        hindi: Words {
            title: "शिप-टू विवरण से ई-वे बिल नहीं बन सकता।",
            reason: "ई-वे बिल पर दस्तावेज़ के शिप-टू नियम लागू होते हैं।",
            fix: "शिप-टू विवरण सुधारें।",
        },
        pointers: &["/ShipDtls"],
        since: None,
        source: "GSTN advisory on ship-to details of 2026, put off on 30 July 2026",
        grade: Grade::Likely,
        status: Status::OnHold { why: why::SHIP_TO },
    },
    check: None,
};
