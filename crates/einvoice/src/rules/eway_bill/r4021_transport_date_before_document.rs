//! 4021: the transport document is dated before the invoice.

use gst::ist;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::{Detail, Finding};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4021",
        kind: Kind::Rule,
        english: Words {
            title: "The transport document is dated before the invoice.",
            reason: "Goods are handed over with the invoice, not before it.",
            fix: "Correct the date of the transport document or of the invoice.",
        },
        hindi: Words {
            title: "परिवहन दस्तावेज़ की तारीख़ इनवॉइस से पहले की है।",
            reason: "माल इनवॉइस के साथ सौंपा जाता है, उससे पहले नहीं।",
            fix: "परिवहन दस्तावेज़ या इनवॉइस की तारीख़ सुधारें।",
        },
        pointers: &["/EwbDtls/TransDocDt", "/TransDocDt"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let invoiced = consignment.invoice.document.date;
    let date = consignment.transport.document_date;
    let Some(date) = date.filter(|date| *date < invoiced) else {
        return;
    };
    let (given, invoiced) = (ist::slash_date(date), ist::slash_date(invoiced));
    findings.push(
        Finding::new(&RULE.entry, consignment.pointer("TransDocDt")).with(Detail {
            english: format!("It is dated {given}, the invoice {invoiced}.").into(),
            hindi: format!("इस पर {given} की तारीख़ है, इनवॉइस पर {invoiced} की।").into(),
            found: Some(given),
            expected: Some(format!("{invoiced}..")),
        }),
    );
}
