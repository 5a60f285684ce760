//! 4032: the ship-to state of an e-way bill cannot be other countries.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4032",
        kind: Kind::Outcome,
        english: Words {
            title: "The ship-to state of an e-way bill cannot be other countries.",
            reason: "An e-way bill ends within India.",
            fix: "Give the state of the place where the goods leave India.",
        },
        hindi: Words {
            title: "ई-वे बिल का शिप-टू राज्य “अन्य देश” नहीं हो सकता।",
            reason: "ई-वे बिल भारत के भीतर समाप्त होता है।",
            fix: "उस स्थान का राज्य दें जहाँ से माल भारत से बाहर जाता है।",
        },
        pointers: &["/ShipDtls/Stcd"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
