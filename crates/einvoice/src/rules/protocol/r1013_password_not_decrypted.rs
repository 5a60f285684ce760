//! 1013: the password of a version 1.03 request could not be decrypted.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1013",
        kind: Kind::Protocol,
        english: Words {
            title: "The password could not be decrypted.",
            reason: "It has to be encrypted with the public key of this portal, RSA with \
                     PKCS#1 v1.5 padding, and sent in base64.",
            fix: "Download the public key of this portal and encrypt the password with that; \
                  keys of other portals do not fit.",
        },
        hindi: Words {
            title: "पासवर्ड डिक्रिप्ट नहीं हो सका।",
            reason: "पासवर्ड को इस पोर्टल की सार्वजनिक कुंजी से RSA, PKCS#1 v1.5 पैडिंग में \
                     एन्क्रिप्ट करके base64 में भेजना होता है।",
            fix: "इस पोर्टल की सार्वजनिक कुंजी डाउनलोड करके उसी से पासवर्ड एन्क्रिप्ट करें; \
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
