//! 4037: the caller may not see this e-way bill.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4037",
        kind: Kind::Outcome,
        english: Words {
            title: "The caller may not see this e-way bill.",
            reason: "It is shown to the parties of its document.",
            fix: "Log in with the supplier's GSTIN.",
        },
        hindi: Words {
            title: "इस ई-वे बिल को देखने की अनुमति नहीं है।",
            reason: "यह अपने दस्तावेज़ के पक्षों को ही दिखाया जाता है।",
            fix: "आपूर्तिकर्ता के GSTIN से लॉगिन करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "4003 and 4005 answer for others' documents and bills too, so that \
                          strangers do not learn which exist.",
                hindi: "दूसरों के दस्तावेज़ों और बिलों पर भी 4003 और 4005 मिलते हैं, ताकि अजनबी न जान \
                        सकें कि कौन-से हैं।",
            },
        },
    },
    check: None,
};
