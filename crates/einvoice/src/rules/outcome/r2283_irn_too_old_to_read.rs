//! 2283: the IRN is older than the API gives out.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2283",
        kind: Kind::Outcome,
        english: Words {
            title: "The details of this IRN are too old to be given through the API.",
            reason: "This portal is set to give the details of an IRN through the API for a \
                     limited number of days after its acknowledgement.",
            fix: "Find the document on the pages of this portal, or ask its operator for a \
                  longer period.",
        },
        hindi: Words {
            title: "इस IRN का विवरण API से दिए जाने की अवधि बीत चुकी है।",
            reason: "इस पोर्टल की सेटिंग के अनुसार IRN का विवरण पावती के बाद सीमित दिनों तक ही \
                     API से मिलता है।",
            fix: "दस्तावेज़ को इस पोर्टल के पृष्ठों पर खोजें, या पोर्टल के संचालक से अवधि \
                  बढ़ाने का अनुरोध करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
