//! 2182: the total taxable value is not the sum over the items.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::totals::sums::{self, Total};
use crate::rules::wording::Name;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2182",
        kind: Kind::Rule,
        english: Words {
            title: "The document's taxable value is not the sum of its items' taxable values.",
            reason: "The total is the plain sum over all items, within the published tolerance.",
            fix: "Correct the total, or the item whose amount is missing from it.",
        },
        hindi: Words {
            title: "दस्तावेज़ का कर योग्य मूल्य उसकी मदों के कर योग्य मूल्यों का जोड़ नहीं है।",
            reason: "यह योग सभी मदों का सीधा जोड़ होता है; प्रकाशित सहनसीमा तक का अंतर \
                     स्वीकार्य है।",
            fix: "योग को, या जिस मद की राशि उसमें जुड़ी नहीं है उसे सुधारें।",
        },
        pointers: &["/ValDtls/AssVal"],
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
    pointer: "/ValDtls/AssVal",
    name: Name {
        english: "total taxable value",
        hindi: "कर योग्य मूल्य का योग",
    },
    given: |invoice| invoice.totals.taxable_value,
    of_item: |item| item.taxable_value,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::{self, paise};

    fn found(total: i64) -> Vec<String> {
        let mut invoice = sample::intra_state();
        invoice.totals.taxable_value = paise(total);
        sample::pointers(&RULE, &invoice)
    }

    #[test]
    fn within_the_tolerance_is_accepted_and_a_paisa_more_is_not() {
        let (lowest, highest) = (144_900, 145_100);
        assert!(found(lowest).is_empty());
        assert!(found(highest).is_empty());
        assert_eq!(found(lowest - 1), ["/ValDtls/AssVal"]);
        assert_eq!(found(highest + 1), ["/ValDtls/AssVal"]);
    }

    #[test]
    fn the_particulars_show_the_sum() {
        let mut invoice = sample::intra_state();
        invoice.totals.taxable_value = paise(150_000);
        let findings = sample::World::new().findings(&RULE, &invoice);
        assert_eq!(
            findings[0].detail.english,
            "The document has total taxable value 1500.00, but 1000.00 + 450.00 = 1450; \
             1449 to 1451 is accepted."
        );
    }
}
