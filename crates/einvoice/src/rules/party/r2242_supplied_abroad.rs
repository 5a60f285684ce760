//! 2242: a supply that is no export has its place outside India.

use gst::{StateCode, notified};

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::Finding;
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2242",
        kind: Kind::Rule,
        english: Words {
            title: "The place of supply is other countries, but this is no export.",
            reason: "Place of supply 96 is for exports, and for transport of goods to a place \
                     outside India.",
            fix: "Give the state of the place of supply, or correct the supply type.",
        },
        hindi: Words {
            title: "आपूर्ति का स्थान “अन्य देश” है, पर यह निर्यात नहीं है।",
            reason: "आपूर्ति का स्थान 96 निर्यात के लिए और माल को भारत से बाहर पहुँचाने के \
                     परिवहन के लिए है।",
            fix: "आपूर्ति के स्थान का राज्य दें, या आपूर्ति का प्रकार सुधारें।",
        },
        pointers: &["/BuyerDtls/Pos", "/TranDtls/SupTyp", "/ItemList/*/HsnCd"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; IGST Act 2017, section 12(8)",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let is_abroad = invoice.buyer.place_of_supply.value == StateCode::OTHER_COUNTRIES;
    let is_export = invoice.transaction.supply_type.value.is_export();
    if is_abroad && !is_export && !is_transport(invoice) {
        findings.push(Finding::new(&RULE.entry, "/BuyerDtls/Pos"));
    }
}

/// Whether everything in the document is transport.
fn is_transport(invoice: &Invoice) -> bool {
    let date = invoice.document.date;
    let mut items = invoice.items.iter();
    items.all(|item| notified::is_transport(&item.hsn, date))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use gst::HsnCode;

    use crate::rules::sample;

    #[test]
    fn transport_alone_may_be_supplied_abroad() {
        let mut invoice = sample::inter_state();
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.buyer.place_of_supply = sample::state("96");
        assert_eq!(sample::pointers(&RULE, &invoice), ["/BuyerDtls/Pos"]);
        invoice.items[0].hsn = HsnCode::parse("996521").unwrap();
        assert_eq!(sample::pointers(&RULE, &invoice).len(), 1);
        invoice.items[1].hsn = HsnCode::parse("996812").unwrap();
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
