//! 1014: the GSTIN is inactive or not enabled.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1014",
        kind: Kind::Protocol,
        english: Words {
            title: "The GSTIN is inactive or not enabled for e-invoicing.",
            reason: "Only an active registration for which e-invoicing is enabled can use the \
                     API.",
            fix: "Check the status on the GST common portal, and enable the GSTIN under \
                  Registration, e-Invoice Enablement.",
        },
        hindi: Words {
            title: "GSTIN निष्क्रिय है या ई-इनवॉइस के लिए सक्षम नहीं है।",
            reason: "API का उपयोग केवल वही सक्रिय पंजीकरण कर सकता है जिसके लिए ई-इनवॉइस सक्षम \
                     हो।",
            fix: "GST कॉमन पोर्टल पर स्थिति जाँचें, और “पंजीकरण” में “ई-इनवॉइस सक्षम करना” से \
                  GSTIN को सक्षम करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "It is said by 3029 and 3046.",
                hindi: "यह 3029 और 3046 से बताया जाता है।",
            },
        },
    },
    check: None,
};
