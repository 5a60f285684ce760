//! 4026: the document number has an e-way bill already.

use crate::entry::{Entry, Grade, Kind, Sentence, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4026",
        kind: Kind::Outcome,
        english: Words {
            title: "The document number has an e-way bill already.",
            reason: "One was made for the same supplier and number; it is given with this \
                     answer.",
            fix: "Use the e-way bill that there is.",
        },
        hindi: Words {
            title: "इस दस्तावेज़ संख्या का ई-वे बिल पहले से है।",
            reason: "उसी आपूर्तिकर्ता और संख्या का ई-वे बिल बना है, जो इस उत्तर के साथ दिया गया \
                     है।",
            fix: "मौजूदा ई-वे बिल काम में लें।",
        },
        pointers: &["/DocDtls/No"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Retired {
            why: Sentence {
                english: "A document number has one IRN, so it is said by 4002.",
                hindi: "एक दस्तावेज़ संख्या का एक ही IRN होता है, इसलिए यह 4002 से बताया जाता \
                         है।",
            },
        },
    },
    check: None,
};
