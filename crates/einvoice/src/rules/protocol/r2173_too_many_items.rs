//! 2173: more items than a document may have.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2173",
        kind: Kind::Protocol,
        english: Words {
            title: "The document has too many items.",
            reason: "One document can have up to 1,000 items.",
            fix: "Divide the supply into several documents, each with a number of its own.",
        },
        hindi: Words {
            title: "दस्तावेज़ में बहुत अधिक मदें हैं।",
            reason: "एक दस्तावेज़ में 1,000 तक मदें हो सकती हैं।",
            fix: "आपूर्ति को कई दस्तावेज़ों में बाँटें, हर एक की अपनी संख्या हो।",
        },
        pointers: &["/ItemList"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
