//! 4033: the ship-to PIN code of an e-way bill cannot be 999999.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4033",
        kind: Kind::Outcome,
        english: Words {
            title: "The ship-to PIN code of an e-way bill cannot be 999999.",
            reason: "An e-way bill goes to a place in India.",
            fix: "Give the PIN code of the place where the goods leave India.",
        },
        hindi: Words {
            title: "ई-वे बिल का शिप-टू पिन कोड 999999 नहीं हो सकता।",
            reason: "ई-वे बिल भारत के किसी स्थान तक होता है।",
            fix: "उस स्थान का पिन कोड दें जहाँ से माल भारत से बाहर जाता है।",
        },
        pointers: &["/ShipDtls/Pin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
