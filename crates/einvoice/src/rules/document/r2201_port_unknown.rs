//! 2201: the port code is none.

use gst::masters::port;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::{Check, Rule, wording};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2201",
        kind: Kind::Rule,
        english: Words {
            title: "The port code is not one of Indian customs.",
            reason: "Port codes begin with IN, have six characters, and end with the kind of \
                     customs station.",
            fix: "Correct the port code, or leave it out while it is not known.",
        },
        hindi: Words {
            title: "पोर्ट कोड भारतीय सीमा शुल्क का नहीं है।",
            reason: "पोर्ट कोड IN से आरंभ होता है, छह अक्षरों का होता है और अंत में सीमा शुल्क \
                     स्टेशन का प्रकार होता है।",
            fix: "पोर्ट कोड सुधारें, या ज्ञात न होने तक न दें।",
        },
        pointers: &["/ExpDtls/Port"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let export = invoice.export.as_ref();
    let given = export.and_then(|export| export.port.as_deref());
    findings.extend(unknown("/ExpDtls/Port".to_owned(), given));
}

/// The finding for a code that is none.
fn unknown(pointer: String, given: Option<&str>) -> Option<Finding> {
    let code = given.filter(|code| !port::shape_is_right(code))?;
    Some(wording::unknown_code(&RULE.entry, pointer, code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::Export;
    use crate::rules::sample;

    #[test]
    fn capitals_do_not_matter_and_the_code_does() {
        for (code, wrong) in [
            ("INABG1", false),
            ("innsa1", false),
            ("AEJEA1", true),
            ("INABG", true),
        ] {
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
            let given = invoice.export.as_mut().map(|export| &mut export.port);
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
