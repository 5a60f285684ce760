//! 2230: an active e-way bill stands against cancelling the IRN.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2230",
        kind: Kind::Outcome,
        english: Words {
            title: "An active e-way bill stands against cancelling the IRN.",
            reason: "Goods that are on the way with an e-way bill need the document it was made \
                     from.",
            fix: "Cancel the e-way bill first, then the IRN.",
        },
        hindi: Words {
            title: "सक्रिय ई-वे बिल के रहते IRN रद्द नहीं हो सकता।",
            reason: "ई-वे बिल के साथ जा रहे माल के लिए वह दस्तावेज़ चाहिए जिससे बिल बना है।",
            fix: "पहले ई-वे बिल रद्द करें, फिर IRN।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
