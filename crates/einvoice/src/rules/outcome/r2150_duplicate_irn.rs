//! 2150: the document is registered already.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2150",
        kind: Kind::Outcome,
        english: Words {
            title: "This document is already registered.",
            reason: "The supplier, the financial year, the document type and the document \
                     number make the IRN. A document with the same four has an IRN, which is \
                     given with this answer.",
            fix: "If it is the same document, use the IRN it has. If it is another document, \
                  give it another number.",
        },
        hindi: Words {
            title: "यह दस्तावेज़ पहले से पंजीकृत है।",
            reason: "IRN आपूर्तिकर्ता, वित्तीय वर्ष, दस्तावेज़ के प्रकार और दस्तावेज़ संख्या \
                     से बनता है। इन्हीं चारों वाले दस्तावेज़ का IRN पहले से है, जो इस उत्तर के \
                     साथ दिया गया है।",
            fix: "यदि यह वही दस्तावेज़ है तो उसी IRN का उपयोग करें। यदि दस्तावेज़ दूसरा है तो \
                  उसे दूसरी संख्या दें।",
        },
        pointers: &["/DocDtls/No"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
