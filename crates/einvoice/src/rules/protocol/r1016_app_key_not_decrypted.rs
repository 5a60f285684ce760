//! 1016: the application key of a version 1.03 request could not be decrypted.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1016",
        kind: Kind::Protocol,
        english: Words {
            title: "The application key could not be decrypted.",
            reason: "It has to be 32 random bytes, encrypted with the public key of this \
                     portal and sent in base64.",
            fix: "Download the public key of this portal and encrypt the application key with \
                  that; keys of other portals do not fit.",
        },
        hindi: Words {
            title: "ऐप कुंजी डिक्रिप्ट नहीं हो सकी।",
            reason: "ऐप कुंजी 32 यादृच्छिक बाइट की होती है, जिसे इस पोर्टल की सार्वजनिक कुंजी \
                     से एन्क्रिप्ट करके base64 में भेजना होता है।",
            fix: "इस पोर्टल की सार्वजनिक कुंजी डाउनलोड करके उसी से ऐप कुंजी एन्क्रिप्ट करें; \
                  दूसरे पोर्टलों की कुंजी काम नहीं करती।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: why::UNREADABLE,
        },
    },
    check: None,
};
