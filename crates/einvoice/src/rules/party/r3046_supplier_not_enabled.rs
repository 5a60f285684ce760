//! 3046: e-invoicing is not enabled for the supplier.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::{Facts, Party};
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3046",
        kind: Kind::Rule,
        english: Words {
            title: "E-invoicing is not enabled for this GSTIN.",
            reason: "A GSTIN is enabled when the turnover of its PAN has crossed the notified \
                     amount in any year since 2017-18, or when the taxpayer has asked for it.",
            fix: "If e-invoicing applies to you, enable the GSTIN under Registration, \
                  e-Invoice Enablement, and come back.",
        },
        hindi: Words {
            title: "इस GSTIN के लिए ई-इनवॉइस सक्षम नहीं है।",
            reason: "GSTIN तब सक्षम होता है जब उसके PAN का टर्नओवर 2017-18 के बाद किसी भी वर्ष \
                     में अधिसूचित राशि से ऊपर गया हो, या करदाता ने स्वयं इसकी माँग की हो।",
            fix: "यदि ई-इनवॉइस आप पर लागू है तो “पंजीकरण” में “ई-इनवॉइस सक्षम करना” चुनकर \
                  GSTIN को सक्षम करें और फिर लौटें।",
        },
        pointers: &["/SellerDtls/Gstin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; Notification 13/2020 – Central Tax of \
                 21 March 2020, as amended up to 10/2023",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let Party::Known(standing) = facts.seller else {
        return;
    };
    if standing.e_invoice_enabled {
        return;
    }
    let gstin = invoice.seller.gstin;
    findings.push(Finding::new(&RULE.entry, "/SellerDtls/Gstin").with(Detail {
        english: format!("It is the supplier's: {gstin}.").into(),
        hindi: format!("यह आपूर्तिकर्ता का है: {gstin}।").into(),
        found: Some(gstin.to_string()),
        expected: None,
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::{self, World};

    fn disabled() -> Party {
        let mut standing = sample::standing();
        standing.e_invoice_enabled = false;
        Party::Known(standing)
    }

    #[test]
    fn the_supplier_has_to_be_enabled() {
        let mut world = World::new();
        world.seller = disabled();
        let found = world.pointers(&RULE, &sample::intra_state());
        assert_eq!(found, ["/SellerDtls/Gstin"]);
    }

    #[test]
    fn the_recipient_need_not_be() {
        let mut world = World::new();
        world.buyer = disabled();
        assert!(world.pointers(&RULE, &sample::intra_state()).is_empty());
    }
}
