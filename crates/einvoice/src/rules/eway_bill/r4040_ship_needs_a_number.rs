//! 4040: by ship, a vehicle number or a transport document is needed.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4040",
        kind: Kind::Outcome,
        english: Words {
            title: "By ship, a vehicle number or a transport document is needed.",
            reason: "The goods are known by the vehicle that takes them aboard or by the bill of \
                     lading.",
            fix: "Give one of the two.",
        },
        hindi: Words {
            title: "जहाज़ के लिए वाहन संख्या या परिवहन दस्तावेज़ आवश्यक है।",
            reason: "माल की पहचान उसे चढ़ाने वाले वाहन या लदान-पत्र से होती है।",
            fix: "दोनों में से एक दें।",
        },
        pointers: &["/EwbDtls/VehNo", "/EwbDtls/TransDocNo"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
