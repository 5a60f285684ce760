//! 2294: IGST on intra-state is set without reverse charge.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2294",
        kind: Kind::Rule,
        english: Words {
            title: "IGST on intra-state is set without reverse charge.",
            reason: "IGST within one state is due on supplies whose tax the recipient pays.",
            fix: "Set reverse charge to Y, or IGST on intra-state to N.",
        },
        hindi: Words {
            title: "“राज्य के भीतर IGST” रिवर्स चार्ज के बिना चिह्नित है।",
            reason: "एक ही राज्य में IGST उन आपूर्तियों पर देय है जिनका कर प्राप्तकर्ता चुकाता \
                     है।",
            fix: "रिवर्स चार्ज Y करें, या “राज्य के भीतर IGST” को N करें।",
        },
        pointers: &["/TranDtls/IgstOnIntra", "/TranDtls/RegRev"],
        since: None,
        source: "NIC e-Invoice API, newer list of error codes",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let transaction = &invoice.transaction;
    let is_marked =
        transaction.igst_on_intra && !transaction.supply_type.value.is_always_inter_state();
    if is_marked && !transaction.reverse_charge {
        findings.push(Finding::new(&RULE.entry, "/TranDtls/IgstOnIntra"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample;

    #[test]
    fn the_mark_goes_with_reverse_charge() {
        let mut invoice = sample::intra_state();
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.transaction.igst_on_intra = true;
        assert_eq!(sample::pointers(&RULE, &invoice), ["/TranDtls/IgstOnIntra"]);
        invoice.transaction.reverse_charge = true;
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
