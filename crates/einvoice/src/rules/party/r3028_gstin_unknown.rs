//! 3028: a GSTIN that the GST master does not have.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::{Facts, Party};
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3028",
        kind: Kind::Rule,
        english: Words {
            title: "The GSTIN is not in the GST register.",
            reason: "Documents are registered only between persons whose registration is on \
                     record.",
            fix: "Check the GSTIN letter by letter. If it was granted recently, fetch it \
                  afresh from the GST common portal and try again.",
        },
        hindi: Words {
            title: "यह GSTIN जीएसटी रजिस्टर में नहीं है।",
            reason: "दस्तावेज़ केवल उन्हीं व्यक्तियों के बीच पंजीकृत होते हैं जिनका पंजीकरण \
                     अभिलेख में है।",
            fix: "GSTIN का हर अक्षर जाँचें। यदि वह हाल ही में मिला है तो उसे GST कॉमन पोर्टल \
                  से दोबारा प्राप्त करें और फिर प्रयास करें।",
        },
        pointers: &[
            "/SellerDtls/Gstin",
            "/BuyerDtls/Gstin",
            "/TranDtls/EcmGstin",
        ],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 48(4)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    if *facts.seller == Party::Unknown {
        findings.push(unknown(
            "/SellerDtls/Gstin",
            ["supplier", "आपूर्तिकर्ता"],
            invoice.seller.gstin.as_str(),
        ));
    }
    if *facts.buyer == Party::Unknown {
        findings.push(unknown(
            "/BuyerDtls/Gstin",
            ["recipient", "प्राप्तकर्ता"],
            invoice.buyer.id.as_str(),
        ));
    }
    if let (Some(Party::Unknown), Some(gstin)) =
        (facts.ecommerce, &invoice.transaction.ecommerce_gstin)
    {
        findings.push(unknown(
            "/TranDtls/EcmGstin",
            ["e-commerce operator", "ई-कॉमर्स ऑपरेटर"],
            gstin.as_str(),
        ));
    }
}

fn unknown(pointer: &str, [english, hindi]: [&str; 2], gstin: &str) -> Finding {
    Finding::new(&RULE.entry, pointer).with(Detail {
        english: format!("It is the {english}'s: {gstin}.").into(),
        hindi: format!("यह {hindi} का है: {gstin}।").into(),
        found: Some(gstin.to_owned()),
        expected: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::{self, World};

    #[test]
    fn parties_on_record_are_accepted_and_so_is_an_unregistered_recipient() {
        let mut world = World::new();
        assert!(world.pointers(&RULE, &sample::intra_state()).is_empty());
        world.buyer = Party::Unregistered;
        assert!(world.pointers(&RULE, &sample::intra_state()).is_empty());
    }

    #[test]
    fn each_unknown_party_is_named() {
        let mut world = World::new();
        world.seller = Party::Unknown;
        world.buyer = Party::Unknown;
        let found = world.pointers(&RULE, &sample::intra_state());
        assert_eq!(found, ["/SellerDtls/Gstin", "/BuyerDtls/Gstin"]);
    }

    #[test]
    fn so_is_an_unknown_operator() {
        let mut world = World::new();
        let mut invoice = sample::intra_state();
        invoice.transaction.ecommerce_gstin = Some(sample::gstin(sample::OPERATOR));
        world.ecommerce = Some(Party::Known(sample::standing()));
        assert!(world.pointers(&RULE, &invoice).is_empty());
        world.ecommerce = Some(Party::Unknown);
        assert_eq!(world.pointers(&RULE, &invoice), ["/TranDtls/EcmGstin"]);
    }
}
