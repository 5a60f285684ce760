//! 3015: the registration was cancelled by the department.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3015",
        kind: Kind::Outcome,
        english: Words {
            title: "This GSTIN is de-registered on the GST common portal.",
            reason: "The registration was ended by the tax officer, so no account can be made \
                     for it.",
            fix: "If the GST common portal shows it as active, choose Update from GST Common \
                  Portal; otherwise ask your jurisdictional tax office.",
        },
        hindi: Words {
            title: "इस GSTIN का पंजीकरण GST कॉमन पोर्टल पर समाप्त किया जा चुका है।",
            reason: "कर अधिकारी ने यह पंजीकरण समाप्त किया है, इसलिए इसका खाता नहीं बन सकता।",
            fix: "यदि GST कॉमन पोर्टल पर यह सक्रिय दिखता है तो “GST कॉमन पोर्टल से अद्यतन \
                  करें” चुनें; अन्यथा अपने क्षेत्र के कर कार्यालय से संपर्क करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
