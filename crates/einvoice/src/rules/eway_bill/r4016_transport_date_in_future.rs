//! 4016: the transport document is dated in the future.

use gst::ist;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::{Detail, Finding};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4016",
        kind: Kind::Rule,
        english: Words {
            title: "The transport document is dated in the future.",
            reason: "It cannot be written before its date has come.",
            fix: "Correct the date of the transport document.",
        },
        hindi: Words {
            title: "परिवहन दस्तावेज़ की तारीख़ भविष्य की है।",
            reason: "वह अपनी तारीख़ से पहले नहीं लिखा जा सकता।",
            fix: "परिवहन दस्तावेज़ की तारीख़ सुधारें।",
        },
        pointers: &["/EwbDtls/TransDocDt", "/TransDocDt"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, facts: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let date = consignment.transport.document_date;
    let Some(date) = date.filter(|date| *date > facts.today) else {
        return;
    };
    let (given, today) = (ist::slash_date(date), ist::slash_date(facts.today));
    findings.push(
        Finding::new(&RULE.entry, consignment.pointer("TransDocDt")).with(Detail {
            english: format!("It is dated {given}; today is {today}.").into(),
            hindi: format!("इस पर {given} की तारीख़ है; आज {today} है।").into(),
            found: Some(given),
            expected: Some(format!("..{today}")),
        }),
    );
}
