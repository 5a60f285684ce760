//! 3080: the GSTIN cannot be enabled.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3080",
        kind: Kind::Outcome,
        english: Words {
            title: "E-invoicing cannot be enabled for this GSTIN.",
            reason: "Its status or its type of taxpayer does not allow e-invoices.",
            fix: "Check the status and the type on the GST common portal. If they have \
                  changed, update from there and try again.",
        },
        hindi: Words {
            title: "इस GSTIN के लिए ई-इनवॉइस सक्षम नहीं हो सकता।",
            reason: "इसकी स्थिति या करदाता का प्रकार ई-इनवॉइस की अनुमति नहीं देता।",
            fix: "GST कॉमन पोर्टल पर स्थिति और प्रकार जाँचें। बदलाव हुआ हो तो वहाँ से अद्यतन \
                  करके फिर प्रयास करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
