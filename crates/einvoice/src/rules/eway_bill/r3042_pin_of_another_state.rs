//! 3042: a place of the request for an e-way bill has a PIN code of another state.

use gst::masters::pin::{self, Belongs};

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment, Origin};
use crate::finding::{Detail, Finding};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3042",
        kind: Kind::Rule,
        english: Words {
            title: "A PIN code of the e-way bill does not belong to its state.",
            reason: "PIN codes are checked against the states that they lie in. Those of the \
                     document itself are checked with it, by 3039.",
            fix: "Correct the PIN code or the state code of the place.",
        },
        hindi: Words {
            title: "ई-वे बिल का कोई पिन कोड उसके राज्य का नहीं है।",
            reason: "पिन कोड उस राज्य से मिलाए जाते हैं जिसमें वे पड़ते हैं। दस्तावेज़ के अपने \
                     पिन कोड उसी के साथ 3039 से जाँचे जाते हैं।",
            fix: "उस स्थान का पिन कोड या राज्य कोड सुधारें।",
        },
        pointers: &["/DispDtls/Pin", "/ExpShipDtls/Pin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    for stop in [consignment.from, consignment.to] {
        // Places of the document are judged with it, by 3039.
        if stop.origin != Origin::Request || stop.is_abroad() {
            continue;
        }
        let Some(pin) = stop.address.pin else {
            continue;
        };
        if pin::belongs_to(pin, stop.state) == Belongs::No {
            findings.push(Finding::new(&RULE.entry, stop.pointer("Pin")).with(Detail {
                english: format!("{pin} is not in {}.", stop.state.english_name()).into(),
                hindi: format!("{pin} {} में नहीं है।", stop.state.hindi_name()).into(),
                found: Some(pin.to_string()),
                expected: None,
            }));
        }
    }
}
