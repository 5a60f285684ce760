//! 3043: a failure whose cause is not known.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3043",
        kind: Kind::Outcome,
        english: Words {
            title: "The request failed for an unknown reason.",
            reason: "The portal met something that it did not expect; what you entered is not \
                     the cause.",
            fix: "Try again after a little while. If it goes on, give the reference number to \
                  the portal's operator.",
        },
        hindi: Words {
            title: "अनुरोध किसी अज्ञात कारण से विफल हुआ।",
            reason: "पोर्टल को ऐसी स्थिति मिली जिसकी अपेक्षा नहीं थी; इसका कारण आपके भरे हुए \
                     विवरण नहीं हैं।",
            fix: "थोड़ी देर बाद फिर प्रयास करें। समस्या बनी रहे तो संदर्भ संख्या पोर्टल के \
                  संचालक को बताएँ।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired { why: why::FAILURE },
    },
    check: None,
};
