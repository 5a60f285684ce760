//! 4012: the transport document's number is missing for rail or air.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4012",
        kind: Kind::Outcome,
        english: Words {
            title: "The transport document's number is missing for rail or air.",
            reason: "By rail and air the goods are known by the railway receipt or airway bill.",
            fix: "Give the number of the transport document.",
        },
        hindi: Words {
            title: "रेल या हवाई परिवहन के लिए परिवहन दस्तावेज़ की संख्या नहीं दी गई है।",
            reason: "रेल और हवाई मार्ग में माल की पहचान रेलवे रसीद या एयरवे बिल से होती है।",
            fix: "परिवहन दस्तावेज़ की संख्या दें।",
        },
        pointers: &["/EwbDtls/TransDocNo"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
