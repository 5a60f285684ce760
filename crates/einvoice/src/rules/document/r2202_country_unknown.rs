//! 2202: the country code is none.

use gst::masters::country;
use jiff::civil::Date;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::wording;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2202",
        kind: Kind::Rule,
        english: Words {
            title: "The country code is not known.",
            reason: "Countries are told by the two letters of ISO 3166.",
            fix: "Correct the country code.",
        },
        hindi: Words {
            title: "देश का कोड ज्ञात नहीं है।",
            reason: "देश ISO 3166 के दो अक्षरों से बताया जाता है।",
            fix: "देश का कोड सुधारें।",
        },
        pointers: &["/ExpDtls/CntCode", "/ItemList/*/OrgCntry"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let export = invoice.export.as_ref();
    let given = export.and_then(|export| export.country.as_deref());
    let day = invoice.document.date;
    findings.extend(unknown("/ExpDtls/CntCode".to_owned(), given, day));
    for (index, item) in invoice.items.iter().enumerate() {
        let pointer = wording::item_pointer(index, "OrgCntry");
        findings.extend(unknown(pointer, item.origin_country.as_deref(), day));
    }
}

/// The finding for a code that is none on this day.
fn unknown(pointer: String, given: Option<&str>, day: Date) -> Option<Finding> {
    let code = given.filter(|code| !country::is_known_on(code, day))?;
    Some(wording::unknown_code(&RULE.entry, pointer, code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::Export;
    use crate::rules::sample;

    #[test]
    fn capitals_do_not_matter_and_the_code_does() {
        for (code, wrong) in [("AE", false), ("us", false), ("QQ", true)] {
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
            let given = invoice.export.as_mut().map(|export| &mut export.country);
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

    #[test]
    fn the_origin_of_an_item_counts_too() {
        let mut invoice = sample::inter_state();
        invoice.items[1].origin_country = Some("QQ".to_owned());
        assert_eq!(sample::pointers(&RULE, &invoice), ["/ItemList/1/OrgCntry"]);
        invoice.items[1].origin_country = Some("IN".to_owned());
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
