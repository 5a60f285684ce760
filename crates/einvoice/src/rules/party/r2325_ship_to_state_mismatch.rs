//! 2325: the ship-to state is not the state of the ship-to GSTIN.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2325",
        kind: Kind::Rule,
        english: Words {
            title: "The ship-to state is not the state of the ship-to GSTIN.",
            reason: "The first two digits of a GSTIN are the state of the registration.",
            fix: "Correct the state code or the GSTIN.",
        },
        hindi: Words {
            title: "शिप-टू का राज्य उसके GSTIN के राज्य से अलग है।",
            reason: "GSTIN के पहले दो अंक पंजीकरण का राज्य बताते हैं।",
            fix: "राज्य कोड या GSTIN सुधारें।",
        },
        pointers: &["/ShipDtls/Stcd", "/ShipDtls/Gstin"],
        since: None,
        source: "GSTN advisory on ship-to details of 2026, put off on 30 July 2026",
        grade: Grade::Likely,
        status: Status::OnHold { why: why::SHIP_TO },
    },
    check: None,
};
