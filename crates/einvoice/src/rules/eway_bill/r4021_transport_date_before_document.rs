//! 4021: the transport document is dated before the invoice.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4021",
        kind: Kind::Outcome,
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
        pointers: &["/EwbDtls/TransDocDt", "/DocDtls/Dt"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
