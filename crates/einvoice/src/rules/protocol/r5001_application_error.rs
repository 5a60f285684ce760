//! 5001: something failed on the portal's side.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "5001",
        kind: Kind::Protocol,
        english: Words {
            title: "Something went wrong on our side.",
            reason: "The request was not refused for what it says; the portal could not finish \
                     it.",
            fix: "Try again after a little while. If it goes on, give the reference number of \
                  this answer to the portal's operator.",
        },
        hindi: Words {
            title: "हमारी ओर से कोई गड़बड़ी हुई है।",
            reason: "अनुरोध अपनी सामग्री के कारण अस्वीकार नहीं हुआ; पोर्टल उसे पूरा नहीं कर सका।",
            fix: "थोड़ी देर बाद फिर प्रयास करें। समस्या बनी रहे तो इस उत्तर की संदर्भ संख्या \
                  पोर्टल के संचालक को बताएँ।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
