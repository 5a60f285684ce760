//! 1018: the user does not belong to the client id.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1018",
        kind: Kind::Protocol,
        english: Words {
            title: "The user does not belong to this client id.",
            reason: "A user calls through the client id that was created for its taxpayer.",
            fix: "Use the client id and secret that API access on the portal shows for this \
                  user's GSTIN.",
        },
        hindi: Words {
            title: "यह यूज़र इस क्लाइंट आईडी से जुड़ा नहीं है।",
            reason: "यूज़र उसी क्लाइंट आईडी से अनुरोध भेज सकता है जो उसके करदाता के लिए बनाई \
                     गई हो।",
            fix: "पोर्टल के “API एक्सेस” में इस यूज़र के GSTIN के लिए दिखाई गई क्लाइंट आईडी और \
                  सीक्रेट का उपयोग करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "1008 answers a user of another PAN than the client id's, so that nobody \
                          can try others' passwords.",
                hindi: "क्लाइंट आईडी से अलग PAN के यूज़र को 1008 मिलता है, ताकि कोई दूसरों के पासवर्ड न \
                        आज़मा सके।",
            },
        },
    },
    check: None,
};
