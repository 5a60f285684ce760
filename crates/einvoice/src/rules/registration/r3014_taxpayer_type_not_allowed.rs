//! 3014: the type of taxpayer may not register.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3014",
        kind: Kind::Outcome,
        english: Words {
            title: "This type of taxpayer cannot register for e-invoices.",
            reason: "Regular taxpayers, developers of special economic zones, casual taxable \
                     persons and e-commerce operators that collect tax at source can; \
                     composition dealers, units in special economic zones, input service \
                     distributors, deductors of tax, non-residents and holders of a UIN \
                     cannot.",
            fix: "If your type has changed, choose Update from GST Common Portal and try again.",
        },
        hindi: Words {
            title: "इस प्रकार के करदाता ई-इनवॉइस के लिए पंजीकरण नहीं कर सकते।",
            reason: "नियमित करदाता, SEZ विकासकर्ता, आकस्मिक कर योग्य व्यक्ति और स्रोत पर कर \
                     संग्रह करने वाले ई-कॉमर्स ऑपरेटर पंजीकरण कर सकते हैं; कंपोज़िशन करदाता, \
                     SEZ इकाई, इनपुट सेवा वितरक, स्रोत पर कर कटौतीकर्ता, अनिवासी और UIN धारक \
                     नहीं।",
            fix: "यदि आपका प्रकार बदल गया है तो “GST कॉमन पोर्टल से अद्यतन करें” चुनें और फिर \
                  प्रयास करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
