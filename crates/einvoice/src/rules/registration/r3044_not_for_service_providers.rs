//! 3044: registration is for taxpayers, not for GST Suvidha Providers.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3044",
        kind: Kind::Outcome,
        english: Words {
            title: "Registration here is for taxpayers.",
            reason: "A GST Suvidha Provider connects its customers and does not register \
                     invoices of its own under that role.",
            fix: "Use the GSTIN of the taxpayer that supplies.",
        },
        hindi: Words {
            title: "यहाँ पंजीकरण करदाताओं के लिए है।",
            reason: "GST सुविधा प्रदाता अपने ग्राहकों को जोड़ता है; इस भूमिका में वह अपने \
                     इनवॉइस पंजीकृत नहीं करता।",
            fix: "आपूर्ति करने वाले करदाता का GSTIN भरें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: why::NOT_OFFERED,
        },
    },
    check: None,
};
