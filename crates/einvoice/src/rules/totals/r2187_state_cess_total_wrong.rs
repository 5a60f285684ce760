//! 2187: the total state cess is not the sum over the items.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::totals::sums::{self, Total};
use crate::rules::wording::Name;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2187",
        kind: Kind::Rule,
        english: Words {
            title: "The document's state cess is not the sum of its items' state cesses.",
            reason: "The total takes in what is charged by value and what is charged by \
                     quantity, of all items.",
            fix: "Correct the total, or the item whose amount is missing from it.",
        },
        hindi: Words {
            title: "दस्तावेज़ का राज्य उपकर उसकी मदों के राज्य उपकरों का जोड़ नहीं है।",
            reason: "इस योग में सभी मदों का मूल्य पर लगने वाला और मात्रा पर लगने वाला, दोनों \
                     तरह का उपकर जुड़ता है।",
            fix: "योग को, या जिस मद की राशि उसमें जुड़ी नहीं है उसे सुधारें।",
        },
        pointers: &["/ValDtls/StCesVal"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; NIC release note of 8 September 2020 \
                 (tolerance)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    sums::check(&TOTAL, invoice, &RULE.entry, findings);
}

const TOTAL: Total = Total {
    pointer: "/ValDtls/StCesVal",
    name: Name {
        english: "total state cess",
        hindi: "राज्य उपकर का योग",
    },
    given: |invoice| invoice.totals.state_cess.unwrap_or_default(),
    of_item: |item| {
        item.state_cess.unwrap_or_default() + item.state_cess_non_advalorem.unwrap_or_default()
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::{self, paise};

    fn found(total: i64) -> Vec<String> {
        let mut invoice = sample::intra_state();
        invoice.items[0].state_cess = Some(paise(5_000));
        invoice.items[1].state_cess_non_advalorem = Some(paise(1_025));
        invoice.totals.state_cess = Some(paise(total));
        sample::pointers(&RULE, &invoice)
    }

    #[test]
    fn within_the_tolerance_is_accepted_and_a_paisa_more_is_not() {
        let (lowest, highest) = (5_900, 6_200);
        assert!(found(lowest).is_empty());
        assert!(found(highest).is_empty());
        assert_eq!(found(lowest - 1), ["/ValDtls/StCesVal"]);
        assert_eq!(found(highest + 1), ["/ValDtls/StCesVal"]);
    }

    #[test]
    fn without_any_the_total_may_be_absent() {
        assert!(sample::pointers(&RULE, &sample::intra_state()).is_empty());
    }
}
