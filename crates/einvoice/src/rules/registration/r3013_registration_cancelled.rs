//! 3013: the GST registration is cancelled.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3013",
        kind: Kind::Outcome,
        english: Words {
            title: "This GST registration is cancelled.",
            reason: "A cancelled registration cannot get an account for e-invoices.",
            fix: "If you have another registration, use its GSTIN. If the cancellation was \
                  revoked, choose Update from GST Common Portal.",
        },
        hindi: Words {
            title: "यह जीएसटी पंजीकरण रद्द है।",
            reason: "रद्द पंजीकरण के लिए ई-इनवॉइस का खाता नहीं बन सकता।",
            fix: "यदि आपका कोई दूसरा पंजीकरण है तो उसका GSTIN भरें। यदि रद्दीकरण वापस लिया \
                  गया है तो “GST कॉमन पोर्टल से अद्यतन करें” चुनें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
