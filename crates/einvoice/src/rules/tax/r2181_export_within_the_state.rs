//! 2181: an export is supplied within the supplier's own state.

use gst::StateCode;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2181",
        kind: Kind::Rule,
        english: Words {
            title: "An export cannot be a supply within the supplier's state.",
            reason: "Exports are supplies between states whatever the addresses are.",
            fix: "Set the place of supply to 96, or correct the supply type.",
        },
        hindi: Words {
            title: "निर्यात आपूर्तिकर्ता के राज्य के भीतर की आपूर्ति नहीं हो सकता।",
            reason: "पते चाहे जो हों, निर्यात हमेशा अंतर-राज्यीय आपूर्ति है।",
            fix: "आपूर्ति का स्थान 96 करें, या आपूर्ति का प्रकार सुधारें।",
        },
        pointers: &["/BuyerDtls/Pos", "/TranDtls/SupTyp"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; IGST Act 2017, section 7(5)",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let place = &invoice.buyer.place_of_supply;
    let is_export = invoice.transaction.supply_type.value.is_export();
    if !is_export || place.value != invoice.seller.state.value {
        return;
    }
    let found = place.text.to_string();
    findings.push(Finding::new(&RULE.entry, "/BuyerDtls/Pos").with(Detail {
        english: format!("Supplier and place of supply are both in state {found}.").into(),
        hindi: format!("आपूर्तिकर्ता और आपूर्ति का स्थान, दोनों राज्य {found} में हैं।").into(),
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
    fn only_the_suppliers_own_state() {
        for (place, findings) in [("96", 0), ("27", 0), ("29", 1)] {
            let mut invoice = sample::inter_state();
            invoice.transaction.supply_type =
                sample::supply(SupplyType::ExportWithPayment, "EXPWP");
            invoice.buyer.place_of_supply = sample::state(place);
            assert_eq!(sample::pointers(&RULE, &invoice).len(), findings, "{place}");
        }
    }
}
