//! 3027: the GSTIN has an account.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3027",
        kind: Kind::Outcome,
        english: Words {
            title: "This GSTIN already has an account.",
            reason: "Each GSTIN registers once; the account serves all e-invoice pages and the \
                     API.",
            fix: "Log in. If you do not know the User Id or the password, recover it from the \
                  login page.",
        },
        hindi: Words {
            title: "इस GSTIN का खाता पहले से है।",
            reason: "हर GSTIN का पंजीकरण एक ही बार होता है; वही खाता ई-इनवॉइस के सभी पृष्ठों \
                     और API के लिए काम करता है।",
            fix: "लॉगिन करें। यूज़र आईडी या पासवर्ड याद न हो तो लॉगिन पृष्ठ से उसे पुनः \
                  प्राप्त करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
