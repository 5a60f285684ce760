//! 4034: the distance cannot be 0 with PIN code 999999.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4034",
        kind: Kind::Outcome,
        english: Words {
            title: "The distance cannot be 0 with PIN code 999999.",
            reason: "A place outside India has no distance that could be computed.",
            fix: "Give the distance in kilometres as driven in India.",
        },
        hindi: Words {
            title: "पिन कोड 999999 के साथ दूरी 0 नहीं हो सकती।",
            reason: "भारत से बाहर के स्थान की दूरी की गणना नहीं हो सकती।",
            fix: "भारत में तय होने वाली दूरी किलोमीटर में दें।",
        },
        pointers: &["/EwbDtls/Distance"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "A way that ends abroad is refused by 4031, 4033 and 4036 whatever its \
                         distance.",
                hindi: "विदेश में समाप्त होने वाला मार्ग, दूरी जो भी हो, 4031, 4033 और 4036 से \
                         अस्वीकार होता है।",
            },
        },
    },
    check: None,
};
