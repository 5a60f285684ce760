//! 3029: a GSTIN that is provisional, or a supplier's that is suspended.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::party::standing::{self, Fault};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3029",
        kind: Kind::Rule,
        english: Words {
            title: "The GSTIN is not active.",
            reason: "A provisional registration is not in force, and a suspended supplier may \
                     not issue a tax invoice. A recipient may be suspended.",
            fix: "Check the status on the GST common portal. If it is active there, fetch the \
                  GSTIN afresh and try again.",
        },
        hindi: Words {
            title: "यह GSTIN सक्रिय नहीं है।",
            reason: "अनंतिम पंजीकरण प्रभावी नहीं होता, और निलंबित आपूर्तिकर्ता कर इनवॉइस जारी \
                     नहीं कर सकता। प्राप्तकर्ता निलंबित हो सकता है।",
            fix: "GST कॉमन पोर्टल पर स्थिति जाँचें। यदि वहाँ पंजीकरण सक्रिय है तो GSTIN का विवरण \
                  दोबारा प्राप्त करें और फिर प्रयास करें।",
        },
        pointers: &[
            "/SellerDtls/Gstin",
            "/BuyerDtls/Gstin",
            "/TranDtls/EcmGstin",
        ],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 21A(3)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    standing::check(Fault::NotActive, &RULE.entry, invoice, facts, findings);
}
