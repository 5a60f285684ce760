//! 3076: a GSTIN that is inactive.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::party::standing::{self, Fault};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3076",
        kind: Kind::Rule,
        english: Words {
            title: "The GSTIN is inactive.",
            reason: "An inactive registration is not used for supplies.",
            fix: "Check the status on the GST common portal; fetch the GSTIN afresh if it has \
                  changed.",
        },
        hindi: Words {
            title: "यह GSTIN निष्क्रिय है।",
            reason: "निष्क्रिय पंजीकरण से आपूर्ति नहीं होती।",
            fix: "GST कॉमन पोर्टल पर स्थिति जाँचें; बदल गई हो तो GSTIN का विवरण दोबारा प्राप्त \
                  करें।",
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
    standing::check(Fault::Inactive, &RULE.entry, invoice, facts, findings);
}
