//! 3020: the portal failed while it looked up or saved.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3020",
        kind: Kind::Outcome,
        english: Words {
            title: "The portal could not complete this step.",
            reason: "Something failed on our side; what you entered is not the cause.",
            fix: "Try again after a little while. If it goes on, give the reference number to \
                  the portal's operator.",
        },
        hindi: Words {
            title: "पोर्टल यह चरण पूरा नहीं कर सका।",
            reason: "गड़बड़ी हमारी ओर से हुई है; इसका कारण आपके भरे हुए विवरण नहीं हैं।",
            fix: "थोड़ी देर बाद फिर प्रयास करें। समस्या बनी रहे तो संदर्भ संख्या पोर्टल के \
                  संचालक को बताएँ।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
