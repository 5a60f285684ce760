//! 2220: the discount on the document takes all of its value.

use gst::Decimal;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2220",
        kind: Kind::Rule,
        english: Words {
            title: "The discount is not less than the value of the invoice.",
            reason: "The discount on the whole document is taken from the items' totals and \
                     charges; nothing would be left.",
            fix: "Correct the discount, or give discounts on the items.",
        },
        hindi: Words {
            title: "छूट इनवॉइस के मूल्य से कम नहीं है।",
            reason: "पूरे दस्तावेज़ की छूट मदों के योग और प्रभारों में से घटती है; कुछ शेष नहीं \
                     रहेगा।",
            fix: "छूट सुधारें, या मदों पर छूट दें।",
        },
        pointers: &["/ValDtls/Discount", "/ValDtls/TotInvVal"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let totals = &invoice.totals;
    let discount = totals.discount.unwrap_or_default();
    let items: Decimal = invoice.items.iter().map(|item| item.total).sum();
    let value = items + totals.other_charges.unwrap_or_default();
    if discount.is_zero() || discount < value {
        return;
    }
    findings.push(Finding::new(&RULE.entry, "/ValDtls/Discount").with(Detail {
        english: format!("The discount is {discount}, the value before it {value}.").into(),
        hindi: format!("छूट {discount} है, उससे पहले का मूल्य {value}।").into(),
        found: Some(discount.to_string()),
        expected: Some(format!("..{value}")),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::{self, paise};

    fn found(discount: i64) -> usize {
        let mut invoice = sample::intra_state();
        invoice.totals.discount = Some(paise(discount));
        sample::pointers(&RULE, &invoice).len()
    }

    #[test]
    fn a_paisa_has_to_be_left() {
        assert_eq!(found(0), 0);
        assert_eq!(found(171_099), 0);
        assert_eq!(found(171_100), 1);
    }
}
