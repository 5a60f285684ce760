//! 2265: the recipient's GSTIN is of another state than its state code.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2265",
        kind: Kind::Rule,
        english: Words {
            title: "The recipient's state code is not the state of its GSTIN.",
            reason: "The first two digits of a GSTIN are the state of the registration, and \
                     the recipient's billing address is in that state. Goods that go elsewhere \
                     are told by the ship-to address.",
            fix: "Correct the recipient's state code or its GSTIN; put another place of \
                  delivery in the ship-to details.",
        },
        hindi: Words {
            title: "प्राप्तकर्ता का राज्य कोड उसके GSTIN के राज्य से अलग है।",
            reason: "GSTIN के पहले दो अंक पंजीकरण का राज्य बताते हैं, और प्राप्तकर्ता का \
                     बिलिंग पता उसी राज्य में होता है। माल कहीं और जाए तो वह शिप-टू विवरण में \
                     लिखा जाता है।",
            fix: "प्राप्तकर्ता का राज्य कोड या GSTIN सुधारें; माल पहुँचाने का दूसरा स्थान \
                  शिप-टू विवरण में दें।",
        },
        pointers: &["/BuyerDtls/Stcd", "/BuyerDtls/Gstin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Act 2017, section 25(1)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let buyer = &invoice.buyer;
    let Some(gstin) = buyer.id.gstin() else {
        return;
    };
    // That an export has a registered recipient is said by 2248.
    let is_export = invoice.transaction.supply_type.value.is_export();
    if is_export || gstin.state() == Some(buyer.state.value) {
        return;
    }
    let state = &buyer.state.text;
    findings.push(Finding::new(&RULE.entry, "/BuyerDtls/Stcd").with(Detail {
        english: format!("The GSTIN is {gstin}, the state code is {state}.").into(),
        hindi: format!("GSTIN {gstin} है, जबकि राज्य कोड {state} है।").into(),
        found: Some(state.to_string()),
        expected: Some(gstin.state_digits().to_owned()),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::PartyId;
    use crate::rules::sample;

    #[test]
    fn the_state_of_the_gstin_is_accepted_wherever_the_place_of_supply_is() {
        assert!(sample::pointers(&RULE, &sample::inter_state()).is_empty());
    }

    #[test]
    fn another_state_is_not() {
        let mut invoice = sample::intra_state();
        invoice.buyer.state = sample::state("27");
        assert_eq!(sample::pointers(&RULE, &invoice), ["/BuyerDtls/Stcd"]);
    }

    #[test]
    fn an_unregistered_recipient_has_no_state_to_compare() {
        let mut invoice = sample::intra_state();
        invoice.buyer.id = PartyId::Unregistered;
        invoice.buyer.state = sample::state("96");
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
