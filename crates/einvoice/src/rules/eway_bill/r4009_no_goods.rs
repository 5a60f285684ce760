//! 4009: no item of the document is goods.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::Finding;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4009",
        kind: Kind::Rule,
        english: Words {
            title: "No item of the document is goods.",
            reason: "An e-way bill accompanies goods; a document of services alone needs none.",
            fix: "Leave the e-way bill out, or correct HSN code and kind of the goods.",
        },
        hindi: Words {
            title: "दस्तावेज़ की कोई मद माल की नहीं है।",
            reason: "ई-वे बिल माल के साथ चलता है; केवल सेवाओं के दस्तावेज़ को इसकी आवश्यकता \
                     नहीं।",
            fix: "ई-वे बिल न माँगें, या माल का HSN कोड और प्रकार सुधारें।",
        },
        pointers: &["/ItemList"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let items = &consignment.invoice.items;
    if items
        .iter()
        .all(|item| item.is_service || item.hsn.is_service())
    {
        findings.push(Finding::new(&RULE.entry, "/ItemList"));
    }
}
