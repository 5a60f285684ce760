//! 2191: a note does not name the document that it corrects.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2191",
        kind: Kind::Rule,
        english: Words {
            title: "A note does not name the document that it corrects.",
            reason: "Notes once had to name the original invoice; since 1 January 2021 a note \
                     may stand for several invoices or for none.",
            fix: "Name the document in the references if there is one.",
        },
        hindi: Words {
            title: "नोट में वह दस्तावेज़ नहीं बताया गया जिसे वह सुधारता है।",
            reason: "पहले नोट में मूल इनवॉइस बताना अनिवार्य था; 1 जनवरी 2021 से नोट कई इनवॉइस का \
                     या किसी का नहीं भी हो सकता है।",
            fix: "यदि ऐसा दस्तावेज़ हो तो संदर्भों में बताएँ।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Guess,
        status: Status::Retired {
            why: why::NOT_ASKED,
        },
    },
    check: None,
};
