//! 3012: the GST master has no mobile number.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3012",
        kind: Kind::Outcome,
        english: Words {
            title: "No mobile number is on record for this GSTIN.",
            reason: "The one-time password is sent to the mobile number registered with the \
                     GST system, and there is none.",
            fix: "Choose Update from GST Common Portal. If the number is still missing, add it \
                  on the GST common portal by an amendment of your registration.",
        },
        hindi: Words {
            title: "इस GSTIN के लिए कोई मोबाइल नंबर दर्ज नहीं है।",
            reason: "ओटीपी जीएसटी प्रणाली में पंजीकृत मोबाइल नंबर पर भेजा जाता है, और वह \
                     उपलब्ध नहीं है।",
            fix: "“GST कॉमन पोर्टल से अद्यतन करें” चुनें। फिर भी नंबर न मिले तो GST कॉमन \
                  पोर्टल पर पंजीकरण में संशोधन करके उसे जोड़ें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
