//! 5003: the request has no data.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "5003",
        kind: Kind::Protocol,
        english: Words {
            title: "The request has no data.",
            reason: "The member Data is missing, null or empty.",
            fix: "Encrypt the document with the session key and send it in the member Data.",
        },
        hindi: Words {
            title: "अनुरोध में कोई डेटा नहीं है।",
            reason: "Data नाम का सदस्य नहीं है, या वह null या ख़ाली है।",
            fix: "दस्तावेज़ को सत्र कुंजी से एन्क्रिप्ट करके Data नाम के सदस्य में भेजें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
