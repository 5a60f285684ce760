//! 3003: the password is too weak.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3003",
        kind: Kind::Outcome,
        english: Words {
            title: "The password is not strong enough.",
            reason: "It needs at least 8 characters with a capital letter, a small letter, a \
                     digit and one of % $ # @ _ ! *, and it must not be easy to guess.",
            fix: "Choose a longer password that is not a name, a date or a pattern of the \
                  keyboard.",
        },
        hindi: Words {
            title: "पासवर्ड पर्याप्त मज़बूत नहीं है।",
            reason: "उसमें कम से कम 8 अक्षर हों, जिनमें एक बड़ा और एक छोटा अंग्रेज़ी अक्षर, एक \
                     अंक और % $ # @ _ ! * में से एक चिह्न हो, और उसका अनुमान लगाना आसान न हो।",
            fix: "ऐसा लंबा पासवर्ड चुनें जो कोई नाम, तारीख़ या कीबोर्ड का क्रम न हो।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired { why: why::ON_PAGE },
    },
    check: None,
};
