//! 4024: over-dimensional cargo goes only by road or ship.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4024",
        kind: Kind::Outcome,
        english: Words {
            title: "Over-dimensional cargo goes only by road or ship.",
            reason: "Vehicle type O is for vehicles on the road and for ships.",
            fix: "Correct the vehicle type or the mode of transport.",
        },
        hindi: Words {
            title: "बड़े आकार का माल केवल सड़क या जहाज़ से जाता है।",
            reason: "वाहन प्रकार O सड़क के वाहनों और जहाज़ों के लिए है।",
            fix: "वाहन का प्रकार या परिवहन का माध्यम सुधारें।",
        },
        pointers: &["/EwbDtls/VehType", "/EwbDtls/TransMode"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
