//! 4016: the transport document is dated in the future.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4016",
        kind: Kind::Outcome,
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
        pointers: &["/EwbDtls/TransDocDt"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
