//! 2211: supplier and recipient are the same registration.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2211",
        kind: Kind::Rule,
        english: Words {
            title: "The supplier and the recipient have the same GSTIN.",
            reason: "A supply needs two persons. Registrations of one business in different \
                     states are distinct persons; one registration cannot supply to itself.",
            fix: "Correct the recipient's GSTIN. For goods that only move within one \
                  registration use a delivery challan.",
        },
        hindi: Words {
            title: "आपूर्तिकर्ता और प्राप्तकर्ता का GSTIN एक ही है।",
            reason: "आपूर्ति के लिए दो व्यक्ति चाहिए। एक ही व्यवसाय के अलग-अलग राज्यों के \
                     पंजीकरण अलग व्यक्ति माने जाते हैं, पर एक पंजीकरण स्वयं को आपूर्ति नहीं कर \
                     सकता।",
            fix: "प्राप्तकर्ता का GSTIN सुधारें। एक ही पंजीकरण के भीतर माल भेजने के लिए \
                  डिलीवरी चालान का उपयोग करें।",
        },
        pointers: &["/BuyerDtls/Gstin", "/SellerDtls/Gstin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Act 2017, section 25(4)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let seller = invoice.seller.gstin;
    if invoice.buyer.id.gstin() != Some(&seller) {
        return;
    }
    findings.push(Finding::new(&RULE.entry, "/BuyerDtls/Gstin").with(Detail {
        english: format!("Both are {seller}.").into(),
        hindi: format!("दोनों {seller} हैं।").into(),
        found: Some(seller.to_string()),
        expected: None,
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::PartyId;
    use crate::rules::sample::{self, SELLER};

    #[test]
    fn two_registrations_are_accepted() {
        assert!(sample::pointers(&RULE, &sample::intra_state()).is_empty());
    }

    #[test]
    fn one_registration_is_not() {
        let mut invoice = sample::intra_state();
        invoice.buyer.id = PartyId::Registered(sample::gstin(SELLER));
        assert_eq!(sample::pointers(&RULE, &invoice), ["/BuyerDtls/Gstin"]);
    }
}
