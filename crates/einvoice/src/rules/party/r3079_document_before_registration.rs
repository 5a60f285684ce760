//! 3079: an active GSTIN, and the document is dated before its registration.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::party::standing::{self, Fault};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3079",
        kind: Kind::Rule,
        english: Words {
            title: "The document is dated before the registration of the GSTIN.",
            reason: "A registration counts from its first day on.",
            fix: "Correct the date of the document, or use the GSTIN that was in force on that \
                  day.",
        },
        hindi: Words {
            title: "दस्तावेज़ की तारीख़ GSTIN के पंजीकरण से पहले की है।",
            reason: "पंजीकरण अपने पहले दिन से मान्य होता है।",
            fix: "दस्तावेज़ की तारीख़ सुधारें, या उस दिन प्रभावी GSTIN का उपयोग करें।",
        },
        pointers: &[
            "/SellerDtls/Gstin",
            "/BuyerDtls/Gstin",
            "/TranDtls/EcmGstin",
        ],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    standing::check(
        Fault::BeforeRegistration,
        &RULE.entry,
        invoice,
        facts,
        findings,
    );
}
