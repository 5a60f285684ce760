//! 2145: the IRN that the sender computed is another.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2145",
        kind: Kind::Rule,
        english: Words {
            title: "The IRN in the request is not the IRN of the document.",
            reason: "The IRN follows from supplier, financial year, document type and document \
                     number; the one that was sent is of another document.",
            fix: "Leave the IRN out of the request: the portal computes it.",
        },
        hindi: Words {
            title: "अनुरोध में दिया गया IRN इस दस्तावेज़ का नहीं है।",
            reason: "IRN आपूर्तिकर्ता, वित्तीय वर्ष, दस्तावेज़ के प्रकार और संख्या से बनता है; \
                     भेजा गया IRN किसी दूसरे दस्तावेज़ का है।",
            fix: "अनुरोध में IRN न भेजें: पोर्टल उसे स्वयं बनाता है।",
        },
        pointers: &["/Irn"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let Some(given) = &invoice.precomputed_irn else {
        return;
    };
    let irn = invoice.irn().to_string();
    if given.eq_ignore_ascii_case(&irn) {
        return;
    }
    findings.push(Finding::new(&RULE.entry, "/Irn").with(Detail {
        english: format!("The document's is {irn}.").into(),
        hindi: format!("इस दस्तावेज़ का IRN {irn} है।").into(),
        found: Some(given.clone()),
        expected: Some(irn),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample;

    #[test]
    fn the_right_one_is_accepted_in_either_letter_case() {
        let mut invoice = sample::intra_state();
        let irn = invoice.irn().to_string();
        invoice.precomputed_irn = Some(irn.to_uppercase());
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.precomputed_irn = Some(irn.replace(['0', '1'], "2"));
        assert_eq!(sample::pointers(&RULE, &invoice), ["/Irn"]);
    }
}
