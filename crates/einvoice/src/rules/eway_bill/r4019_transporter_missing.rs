//! 4019: the transporter's id is missing for Part A.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4019",
        kind: Kind::Outcome,
        english: Words {
            title: "The transporter's id is missing for Part A.",
            reason: "Without a vehicle the e-way bill is handed to a transporter, who has to be \
                     named.",
            fix: "Give the transporter's id, or the vehicle or transport document.",
        },
        hindi: Words {
            title: "भाग A के लिए परिवहनकर्ता का आईडी नहीं दिया गया है।",
            reason: "वाहन के बिना ई-वे बिल परिवहनकर्ता को सौंपा जाता है, इसलिए उसे बताना होता है।",
            fix: "परिवहनकर्ता का आईडी दें, या वाहन अथवा परिवहन दस्तावेज़ दें।",
        },
        pointers: &["/EwbDtls/TransId"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
