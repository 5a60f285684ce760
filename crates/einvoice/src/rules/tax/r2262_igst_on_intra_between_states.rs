//! 2262: IGST on intra-state is set on a supply between states.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2262",
        kind: Kind::Rule,
        english: Words {
            title: "IGST on intra-state is set, but the supply is between two states.",
            reason: "The mark is for supplies whose supplier and place of supply are in one \
                     state and that bear IGST all the same.",
            fix: "Set IGST on intra-state to N, or correct the place of supply.",
        },
        hindi: Words {
            title: "“राज्य के भीतर IGST” चिह्नित है, पर आपूर्ति दो राज्यों के बीच है।",
            reason: "यह चिह्न उन आपूर्तियों के लिए है जिनमें आपूर्तिकर्ता और आपूर्ति का स्थान एक \
                     ही राज्य में हैं, फिर भी IGST देय है।",
            fix: "“राज्य के भीतर IGST” को N करें, या आपूर्ति का स्थान सुधारें।",
        },
        pointers: &[
            "/TranDtls/IgstOnIntra",
            "/SellerDtls/Stcd",
            "/BuyerDtls/Pos",
        ],
        since: None,
        source: "NIC e-Invoice API, list of error codes; NIC e-Invoice API, version 1.03 of 2021",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let transaction = &invoice.transaction;
    let is_marked = transaction.igst_on_intra;
    let in_one_state = invoice.seller.state.value == invoice.buyer.place_of_supply.value;
    // Exports and supplies to zones bear IGST with or without the mark.
    if is_marked && !in_one_state && !transaction.supply_type.value.is_always_inter_state() {
        findings.push(Finding::new(&RULE.entry, "/TranDtls/IgstOnIntra"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample;

    #[test]
    fn the_mark_is_for_one_state() {
        let mut invoice = sample::inter_state();
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.transaction.igst_on_intra = true;
        assert_eq!(sample::pointers(&RULE, &invoice), ["/TranDtls/IgstOnIntra"]);
        invoice.buyer.place_of_supply = sample::state("29");
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
