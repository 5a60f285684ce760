//! 3077: a cancelled GSTIN, and the document is dated before its registration.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::party::standing::{self, Fault};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3077",
        kind: Kind::Rule,
        english: Words {
            title: "The document is dated before a registration that is now cancelled.",
            reason: "On that day the party was not registered yet.",
            fix: "Correct the date of the document or the GSTIN.",
        },
        hindi: Words {
            title: "दस्तावेज़ की तारीख़ उस पंजीकरण से पहले की है जो अब रद्द है।",
            reason: "उस दिन यह पक्ष पंजीकृत नहीं था।",
            fix: "दस्तावेज़ की तारीख़ या GSTIN सुधारें।",
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
        Fault::EndedAndBeforeRegistration,
        &RULE.entry,
        invoice,
        facts,
        findings,
    );
}
