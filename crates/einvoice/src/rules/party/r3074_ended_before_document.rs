//! 3074: a cancelled GSTIN, and the document is dated after its end.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::party::standing::{self, Fault};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3074",
        kind: Kind::Rule,
        english: Words {
            title: "The registration ended before the document's date.",
            reason: "A document can be registered up to the last day of a registration.",
            fix: "Check the date of the document and the status on the GST common portal.",
        },
        hindi: Words {
            title: "पंजीकरण दस्तावेज़ की तारीख़ से पहले समाप्त हो चुका है।",
            reason: "पंजीकरण के अंतिम दिन तक का दस्तावेज़ ही पंजीकृत हो सकता है।",
            fix: "दस्तावेज़ की तारीख़ और GST कॉमन पोर्टल पर स्थिति जाँचें।",
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
    standing::check(Fault::EndedBefore, &RULE.entry, invoice, facts, findings);
}
