//! 2148: no document has the requested IRN.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2148",
        kind: Kind::Outcome,
        english: Words {
            title: "You have no document with this IRN here.",
            reason: "The IRN was copied incompletely, the document is another GSTIN's, or another \
                     portal issued it.",
            fix: "Check all 64 characters of the IRN, and sign in with the GSTIN that registered \
                  the document. If another portal issued it, ask there.",
        },
        hindi: Words {
            title: "इस IRN का आपका कोई दस्तावेज़ यहाँ नहीं है।",
            reason: "IRN अधूरा लिखा गया है, दस्तावेज़ किसी दूसरे GSTIN का है, या IRN किसी दूसरे पोर्टल \
                     से जारी हुआ है।",
            fix: "IRN के सभी 64 अक्षर जाँचें, और उस GSTIN से लॉगिन करें जिससे दस्तावेज़ पंजीकृत हुआ \
                  था। यदि वह किसी दूसरे पोर्टल से जारी हुआ है तो वहाँ पूछें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
