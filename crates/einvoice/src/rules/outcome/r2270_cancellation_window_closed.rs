//! 2270: the time for cancelling is over.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2270",
        kind: Kind::Outcome,
        english: Words {
            title: "The time for cancelling this IRN is over.",
            reason: "An IRN can be cancelled within 24 hours of its acknowledgement.",
            fix: "Issue a credit note, or correct the particulars in the return in which the \
                  document is reported.",
        },
        hindi: Words {
            title: "इस IRN को रद्द करने का समय बीत चुका है।",
            reason: "IRN को उसकी पावती के 24 घंटे के भीतर ही रद्द किया जा सकता है।",
            fix: "क्रेडिट नोट जारी करें, या जिस रिटर्न में दस्तावेज़ दिखाया जाता है उसमें \
                  विवरण सुधारें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
