//! 2324: the ship-to details cannot be replaced afterwards.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2324",
        kind: Kind::Rule,
        english: Words {
            title: "The ship-to details cannot be replaced afterwards.",
            reason: "They are part of the registered document.",
            fix: "Cancel within the time allowed and register a corrected document.",
        },
        hindi: Words {
            title: "शिप-टू विवरण बाद में बदले नहीं जा सकते।",
            reason: "वे पंजीकृत दस्तावेज़ का भाग हैं।",
            fix: "निर्धारित समय में रद्द करके सुधरा हुआ दस्तावेज़ पंजीकृत करें।",
        },
        pointers: &["/ShipDtls"],
        since: None,
        source: "GSTN advisory on ship-to details of 2026, put off on 30 July 2026",
        grade: Grade::Likely,
        status: Status::OnHold { why: why::SHIP_TO },
    },
    check: None,
};
