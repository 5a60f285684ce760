//! 3078: a cancelled GSTIN whose first day is not known.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::party::standing::{self, Fault};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3078",
        kind: Kind::Rule,
        english: Words {
            title: "The registration is cancelled and its first day is not known.",
            reason: "Whether the party was registered on the document's date cannot be told.",
            fix: "Fetch the GSTIN afresh from the GST common portal and try again later.",
        },
        hindi: Words {
            title: "पंजीकरण रद्द है और उसका पहला दिन ज्ञात नहीं है।",
            reason: "दस्तावेज़ की तारीख़ को यह पक्ष पंजीकृत था या नहीं, यह नहीं बताया जा सकता।",
            fix: "GST कॉमन पोर्टल से GSTIN का विवरण दोबारा प्राप्त करके बाद में प्रयास करें।",
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
        Fault::EndedAndStartUnknown,
        &RULE.entry,
        invoice,
        facts,
        findings,
    );
}
