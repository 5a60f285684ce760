//! 2323: the ship-to GSTIN is the recipient's.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2323",
        kind: Kind::Rule,
        english: Words {
            title: "The ship-to GSTIN is the recipient's.",
            reason: "Ship-to details are for another person or place than the recipient's.",
            fix: "Leave the ship-to details out.",
        },
        hindi: Words {
            title: "शिप-टू का GSTIN प्राप्तकर्ता का ही है।",
            reason: "शिप-टू विवरण प्राप्तकर्ता से अलग व्यक्ति या स्थान के लिए हैं।",
            fix: "शिप-टू विवरण न दें।",
        },
        pointers: &["/ShipDtls/Gstin"],
        since: None,
        source: "GSTN advisory on ship-to details of 2026, put off on 30 July 2026",
        grade: Grade::Likely,
        status: Status::OnHold { why: why::SHIP_TO },
    },
    check: None,
};
