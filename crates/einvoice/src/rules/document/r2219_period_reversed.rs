//! 2219: the period of the document ends before it begins.

use gst::ist;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2219",
        kind: Kind::Rule,
        english: Words {
            title: "The period of the document ends before it begins.",
            reason: "The first day of a period cannot come after its last.",
            fix: "Exchange or correct the two dates of the period.",
        },
        hindi: Words {
            title: "दस्तावेज़ की अवधि आरंभ होने से पहले समाप्त होती है।",
            reason: "अवधि का पहला दिन उसके अंतिम दिन के बाद नहीं हो सकता।",
            fix: "अवधि की दोनों तारीख़ें आपस में बदलें या सुधारें।",
        },
        pointers: &[
            "/RefDtls/DocPerdDtls/InvEndDt",
            "/RefDtls/DocPerdDtls/InvStDt",
        ],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let references = invoice.references.as_ref();
    let Some(period) = references.and_then(|references| references.period) else {
        return;
    };
    if period.from <= period.to {
        return;
    }
    let (from, to) = (ist::slash_date(period.from), ist::slash_date(period.to));
    findings.push(
        Finding::new(&RULE.entry, "/RefDtls/DocPerdDtls/InvEndDt").with(Detail {
            english: format!("It begins on {from} and ends on {to}.").into(),
            hindi: format!("यह {from} को आरंभ और {to} को समाप्त होती है।").into(),
            found: Some(to),
            expected: Some(format!("{from}..")),
        }),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan as _;

    use crate::invoice::{Period, References};
    use crate::rules::sample;

    #[test]
    fn one_day_is_a_period_and_less_is_not() {
        let day = sample::DOCUMENT_DATE;
        for (to, findings) in [(day, 0), (day - 1.day(), 1)] {
            let mut invoice = sample::intra_state();
            invoice.references = Some(References {
                remark: None,
                period: Some(Period { from: day, to }),
                preceding: Vec::new(),
                contracts: Vec::new(),
            });
            assert_eq!(sample::pointers(&RULE, &invoice).len(), findings, "{to}");
        }
    }
}
