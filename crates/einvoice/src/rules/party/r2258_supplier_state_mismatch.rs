//! 2258: the supplier's GSTIN is of another state than its state code.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2258",
        kind: Kind::Rule,
        english: Words {
            title: "The supplier's state code is not the state of its GSTIN.",
            reason: "The first two digits of a GSTIN are the state of the registration, and \
                     the supplier's address is in that state.",
            fix: "Correct the supplier's state code or its GSTIN.",
        },
        hindi: Words {
            title: "आपूर्तिकर्ता का राज्य कोड उसके GSTIN के राज्य से अलग है।",
            reason: "GSTIN के पहले दो अंक पंजीकरण का राज्य बताते हैं, और आपूर्तिकर्ता का पता \
                     उसी राज्य में होता है।",
            fix: "आपूर्तिकर्ता का राज्य कोड या GSTIN सुधारें।",
        },
        pointers: &["/SellerDtls/Stcd", "/SellerDtls/Gstin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Act 2017, section 25(1)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let seller = &invoice.seller;
    if seller.gstin.state() == Some(seller.state.value) {
        return;
    }
    let (gstin, state) = (seller.gstin, &seller.state.text);
    findings.push(Finding::new(&RULE.entry, "/SellerDtls/Stcd").with(Detail {
        english: format!("The GSTIN is {gstin}, the state code is {state}.").into(),
        hindi: format!("GSTIN {gstin} है, जबकि राज्य कोड {state} है।").into(),
        found: Some(state.to_string()),
        expected: Some(gstin.state_digits().to_owned()),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample;

    #[test]
    fn the_state_of_the_gstin_is_accepted() {
        assert!(sample::pointers(&RULE, &sample::intra_state()).is_empty());
    }

    #[test]
    fn a_leading_zero_makes_no_difference() {
        let mut invoice = sample::intra_state();
        invoice.seller.gstin = sample::gstin("07AAACM0000A1ZO");
        for code in ["7", "07"] {
            invoice.seller.state = sample::state(code);
            assert!(sample::pointers(&RULE, &invoice).is_empty(), "{code}");
        }
    }

    #[test]
    fn another_state_is_not() {
        let mut invoice = sample::intra_state();
        invoice.seller.state = sample::state("27");
        assert_eq!(sample::pointers(&RULE, &invoice), ["/SellerDtls/Stcd"]);
    }
}
