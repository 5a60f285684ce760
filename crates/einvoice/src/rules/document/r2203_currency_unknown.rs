//! 2203: the currency code is none.

use gst::masters::currency;
use jiff::civil::Date;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::{Check, Rule, wording};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2203",
        kind: Kind::Rule,
        english: Words {
            title: "The currency code is not known.",
            reason: "Currencies are told by the three letters of ISO 4217.",
            fix: "Correct the currency code.",
        },
        hindi: Words {
            title: "मुद्रा का कोड ज्ञात नहीं है।",
            reason: "मुद्रा ISO 4217 के तीन अक्षरों से बताई जाती है।",
            fix: "मुद्रा का कोड सुधारें।",
        },
        pointers: &["/ExpDtls/ForCur"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let export = invoice.export.as_ref();
    let given = export.and_then(|export| export.currency.as_deref());
    let day = invoice.document.date;
    findings.extend(unknown("/ExpDtls/ForCur".to_owned(), given, day));
}

/// The finding for a code that is none on this day.
fn unknown(pointer: String, given: Option<&str>, day: Date) -> Option<Finding> {
    let code = given.filter(|code| !currency::is_known_on(code, day))?;
    Some(wording::unknown_code(&RULE.entry, pointer, code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::Export;
    use crate::rules::sample;

    #[test]
    fn capitals_do_not_matter_and_the_code_does() {
        for (code, wrong) in [("AED", false), ("usd", false), ("QQQ", true)] {
            let mut invoice = sample::inter_state();
            invoice.export = Some(Export {
                shipping_bill: None,
                shipping_bill_date: None,
                port: None,
                refund_claim: None,
                currency: None,
                country: None,
                duty: None,
            });
            let given = invoice.export.as_mut().map(|export| &mut export.currency);
            if let Some(given) = given {
                *given = Some(code.to_owned());
            }
            assert_eq!(
                !sample::pointers(&RULE, &invoice).is_empty(),
                wrong,
                "{code}"
            );
        }
    }
}
