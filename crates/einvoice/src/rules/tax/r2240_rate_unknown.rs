//! 2240: a GST rate that does not exist on the document's date.

use gst::masters::rate;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::tax::shared;
use crate::rules::wording;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2240",
        kind: Kind::Rule,
        english: Words {
            title: "The GST rate does not exist on the document's date.",
            reason: "Tax invoices carry notified rates. Credit and debit notes may carry any.",
            fix: "Correct the rate; the expected rates are those of the document's date.",
        },
        hindi: Words {
            title: "GST की यह दर दस्तावेज़ की तारीख़ को लागू नहीं है।",
            reason: "कर इनवॉइस पर अधिसूचित दरें ही होती हैं। क्रेडिट और डेबिट नोट पर कोई भी दर \
                     हो सकती है।",
            fix: "दर सुधारें; अपेक्षित दरें दस्तावेज़ की तारीख़ की हैं।",
        },
        pointers: &["/ItemList/*/GstRt"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; rate list of the e-invoice portals; \
                 Notification 9/2025 – Central Tax (Rate)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    if !shared::follow_the_rates(invoice) {
        return;
    }
    let date = invoice.document.date;
    for (index, item) in invoice.items.iter().enumerate() {
        let given = item.gst_rate;
        if rate::is_known(given, date) {
            continue;
        }
        let serial = &item.serial_number;
        let pointer = wording::item_pointer(index, "GstRt");
        let known: Vec<_> = rate::on(date).map(|rate| rate.to_string()).collect();
        findings.push(Finding::new(&RULE.entry, pointer).with(Detail {
            english: format!("Item {serial} has GST rate {given}.").into(),
            hindi: format!("मद {serial} में GST दर {given} है।").into(),
            found: Some(given.to_string()),
            expected: Some(known.join(", ")),
        }));
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use jiff::civil::{Date, date};

    use crate::invoice::DocumentType;
    use crate::rules::sample;

    fn found(rate: &str, dated: Date, kind: DocumentType) -> usize {
        let mut invoice = sample::inter_state();
        invoice.document.date = dated;
        invoice.document.kind.value = kind;
        invoice.items[0].gst_rate = rate.parse().unwrap();
        sample::pointers(&RULE, &invoice).len()
    }

    #[test]
    fn forty_per_cent_from_its_day_on() {
        let invoice = DocumentType::Invoice;
        assert_eq!(found("40", date(2025, 9, 21), invoice), 1);
        assert_eq!(found("40.000", date(2025, 9, 22), invoice), 0);
    }

    #[test]
    fn notes_may_carry_any_rate() {
        let day = date(2026, 6, 1);
        assert_eq!(found("17", day, DocumentType::Invoice), 1);
        assert_eq!(found("17", day, DocumentType::CreditNote), 0);
        assert_eq!(found("17", day, DocumentType::DebitNote), 0);
    }
}
