//! 2229: the place of supply of an export is a state.

use gst::StateCode;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2229",
        kind: Kind::Rule,
        english: Words {
            title: "The place of supply of an export is not other countries.",
            reason: "Goods and services that are exported are supplied outside India, which is \
                     state code 96.",
            fix: "Set the place of supply to 96, or correct the supply type.",
        },
        hindi: Words {
            title: "निर्यात की आपूर्ति का स्थान “अन्य देश” नहीं है।",
            reason: "निर्यात की आपूर्ति भारत से बाहर होती है, जिसका राज्य कोड 96 है।",
            fix: "आपूर्ति का स्थान 96 करें, या आपूर्ति का प्रकार सुधारें।",
        },
        pointers: &["/BuyerDtls/Pos", "/TranDtls/SupTyp"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; IGST Act 2017, sections 11 and 13",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let place = &invoice.buyer.place_of_supply;
    // The supplier's own state has a code of its own, 2181.
    let accepted =
        place.value == StateCode::OTHER_COUNTRIES || place.value == invoice.seller.state.value;
    if accepted || !invoice.transaction.supply_type.value.is_export() {
        return;
    }
    let found = place.text.to_string();
    findings.push(Finding::new(&RULE.entry, "/BuyerDtls/Pos").with(Detail {
        english: format!("It is {found}.").into(),
        hindi: format!("दिया गया स्थान {found} है।").into(),
        found: Some(found),
        expected: Some(StateCode::OTHER_COUNTRIES.two_digits()),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::SupplyType;
    use crate::rules::sample;

    #[test]
    fn another_state_is_refused_and_the_suppliers_is_left_to_another_rule() {
        for (place, findings) in [("96", 0), ("29", 0), ("27", 1)] {
            let mut invoice = sample::inter_state();
            invoice.transaction.supply_type =
                sample::supply(SupplyType::ExportWithPayment, "EXPWP");
            invoice.buyer.place_of_supply = sample::state(place);
            assert_eq!(sample::pointers(&RULE, &invoice).len(), findings, "{place}");
        }
    }
}
