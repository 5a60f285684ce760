//! 4010: an e-way bill is asked for with a credit or debit note.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::{Detail, Finding};
use crate::invoice::DocumentType;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4010",
        kind: Kind::Rule,
        english: Words {
            title: "Credit and debit notes get no e-way bill.",
            reason: "Goods move with a tax invoice. A document of services alone is refused by \
                     4009.",
            fix: "Leave the e-way bill out.",
        },
        hindi: Words {
            title: "क्रेडिट नोट और डेबिट नोट का ई-वे बिल नहीं बनता।",
            reason: "माल टैक्स इनवॉइस के साथ चलता है। केवल सेवाओं के दस्तावेज़ के लिए 4009 \
                     मिलता है।",
            fix: "ई-वे बिल न माँगें।",
        },
        pointers: &["/DocDtls/Typ"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let kind = &consignment.invoice.document.kind;
    if kind.value != DocumentType::Invoice {
        findings.push(Finding::new(&RULE.entry, "/DocDtls/Typ").with(Detail {
            english: format!("The document is of type {}.", kind.value.code()).into(),
            hindi: format!("दस्तावेज़ का प्रकार {} है।", kind.value.code()).into(),
            found: Some(kind.text.to_string()),
            expected: Some(DocumentType::Invoice.code().to_owned()),
        }));
    }
}
