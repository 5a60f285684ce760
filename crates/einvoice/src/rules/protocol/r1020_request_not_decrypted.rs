//! 1020: the request's data could not be decrypted.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1020",
        kind: Kind::Protocol,
        english: Words {
            title: "The data of the request could not be decrypted.",
            reason: "It has to be encrypted with the session key of the token that is sent \
                     with it: AES-256, ECB, PKCS#7 padding, in base64.",
            fix: "Decrypt the session key with your application key first, and use the session \
                  key of the token you send.",
        },
        hindi: Words {
            title: "अनुरोध का डेटा डिक्रिप्ट नहीं हो सका।",
            reason: "डेटा को साथ भेजे गए टोकन की सत्र कुंजी से एन्क्रिप्ट करना होता है: \
                     AES-256, ECB, PKCS#7 पैडिंग, base64 में।",
            fix: "पहले अपनी ऐप कुंजी से सत्र कुंजी डिक्रिप्ट करें, और जिस टोकन को भेज रहे हैं \
                  उसी की सत्र कुंजी का उपयोग करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
