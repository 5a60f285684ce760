//! 2169: the caller is neither the supplier nor the e-commerce operator.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2169",
        kind: Kind::Rule,
        english: Words {
            title: "Only the supplier or the e-commerce operator may register this document.",
            reason: "The GSTIN that is signed in is neither the supplier's GSTIN nor the \
                     e-commerce operator's GSTIN of the document.",
            fix: "Sign in with the supplier's GSTIN, or name your own GSTIN as the e-commerce \
                  operator if you supply on the supplier's behalf.",
        },
        hindi: Words {
            title: "इस दस्तावेज़ को केवल आपूर्तिकर्ता या ई-कॉमर्स ऑपरेटर पंजीकृत कर सकता है।",
            reason: "जिस GSTIN से लॉगिन किया गया है, वह दस्तावेज़ में न आपूर्तिकर्ता का GSTIN \
                     है, न ई-कॉमर्स ऑपरेटर का।",
            fix: "आपूर्तिकर्ता के GSTIN से लॉगिन करें, या यदि आप उसकी ओर से आपूर्ति करते हैं \
                  तो अपना GSTIN ई-कॉमर्स ऑपरेटर के रूप में लिखें।",
        },
        pointers: &["/SellerDtls/Gstin", "/TranDtls/EcmGstin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Act 2017, section 52",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let seller = invoice.seller.gstin;
    let caller = facts.caller;
    if seller == caller || invoice.transaction.ecommerce_gstin == Some(caller) {
        return;
    }
    findings.push(Finding::new(&RULE.entry, "/SellerDtls/Gstin").with(Detail {
        english: format!("The supplier is {seller}, the caller is {caller}.").into(),
        hindi: format!("आपूर्तिकर्ता {seller} है, जबकि लॉगिन {caller} का है।").into(),
        found: Some(seller.to_string()),
        expected: Some(caller.to_string()),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::{self, BUYER, OPERATOR, World};

    #[test]
    fn the_supplier_may_register() {
        assert!(sample::pointers(&RULE, &sample::intra_state()).is_empty());
    }

    #[test]
    fn the_recipient_may_not() {
        let mut world = World::new();
        world.caller = sample::gstin(BUYER);
        let found = world.pointers(&RULE, &sample::intra_state());
        assert_eq!(found, ["/SellerDtls/Gstin"]);
    }

    #[test]
    fn the_operator_may_only_when_the_document_names_it() {
        let mut world = World::new();
        world.caller = sample::gstin(OPERATOR);
        let mut invoice = sample::intra_state();
        assert_eq!(world.pointers(&RULE, &invoice).len(), 1);
        invoice.transaction.ecommerce_gstin = Some(sample::gstin(OPERATOR));
        assert!(world.pointers(&RULE, &invoice).is_empty());
    }
}
