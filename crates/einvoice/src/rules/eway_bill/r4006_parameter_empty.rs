//! 4006: what an e-way bill cannot be made without is not there.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::Finding;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4006",
        kind: Kind::Rule,
        english: Words {
            title: "A particular that the e-way bill needs is empty.",
            reason: "The goods travel between two PIN codes, which stand in the document or in \
                     the request.",
            fix: "Fill in the particular and send the request again.",
        },
        hindi: Words {
            title: "ई-वे बिल के लिए आवश्यक कोई विवरण ख़ाली है।",
            reason: "माल दो पिन कोडों के बीच चलता है, जो दस्तावेज़ या अनुरोध में होते हैं।",
            fix: "विवरण भरकर अनुरोध फिर भेजें।",
        },
        pointers: &["/EwbDtls", "/SellerDtls/Pin", "/BuyerDtls/Pin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    for stop in [consignment.from, consignment.to] {
        // That a place abroad is no end of the way is said by 4031.
        if stop.address.pin.is_none() && !stop.is_abroad() {
            findings.push(Finding::new(&RULE.entry, stop.pointer("Pin")));
        }
    }
}
