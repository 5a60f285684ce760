//! 3035: the GSTIN is suspended, and so is its account.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3035",
        kind: Kind::Outcome,
        english: Words {
            title: "This GSTIN is suspended, so no account can be opened or used for it.",
            reason: "During suspension a person may not make taxable supplies and so cannot \
                     register invoices.",
            fix: "Settle the cause of the suspension on the GST common portal. When the \
                  registration is active again, choose Update from GST Common Portal and try \
                  again.",
        },
        hindi: Words {
            title: "यह GSTIN निलंबित है, इसलिए इसका खाता न बनाया जा सकता है न उपयोग किया जा \
                    सकता है।",
            reason: "निलंबन के दौरान कर योग्य आपूर्ति नहीं की जा सकती, इसलिए इनवॉइस भी पंजीकृत \
                     नहीं हो सकते।",
            fix: "GST कॉमन पोर्टल पर निलंबन का कारण दूर करें। पंजीकरण फिर सक्रिय होने पर “GST \
                  कॉमन पोर्टल से अद्यतन करें” चुनें और फिर प्रयास करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
