//! 4017: a date of the e-way bill is not written dd/MM/yyyy.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4017",
        kind: Kind::Outcome,
        english: Words {
            title: "A date of the e-way bill is not written dd/MM/yyyy.",
            reason: "Dates are read in one form only.",
            fix: "Write the date as dd/MM/yyyy.",
        },
        hindi: Words {
            title: "ई-वे बिल की कोई तारीख़ dd/MM/yyyy में नहीं लिखी है।",
            reason: "तारीख़ें एक ही स्वरूप में पढ़ी जाती हैं।",
            fix: "तारीख़ dd/MM/yyyy में लिखें।",
        },
        pointers: &["/EwbDtls/TransDocDt"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
