//! 2261: the recipient of an export is in a state of India.

use gst::StateCode;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2261",
        kind: Kind::Rule,
        english: Words {
            title: "The recipient of an export is not in other countries.",
            reason: "The recipient of an export is outside India, which is state code 96.",
            fix: "Set the recipient's state code to 96 and its PIN code to 999999.",
        },
        hindi: Words {
            title: "निर्यात का प्राप्तकर्ता “अन्य देश” में नहीं है।",
            reason: "निर्यात का प्राप्तकर्ता भारत से बाहर होता है, जिसका राज्य कोड 96 है।",
            fix: "प्राप्तकर्ता का राज्य कोड 96 और पिन कोड 999999 करें।",
        },
        pointers: &["/BuyerDtls/Stcd"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    let state = &invoice.buyer.state;
    let is_export = invoice.transaction.supply_type.value.is_export();
    if !is_export || state.value == StateCode::OTHER_COUNTRIES {
        return;
    }
    let found = state.text.to_string();
    findings.push(Finding::new(&RULE.entry, "/BuyerDtls/Stcd").with(Detail {
        english: format!("The state code is {found}.").into(),
        hindi: format!("दिया गया राज्य कोड {found} है।").into(),
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
    fn other_countries_and_no_state() {
        let mut invoice = sample::inter_state();
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.transaction.supply_type =
            sample::supply(SupplyType::ExportWithoutPayment, "EXPWOP");
        assert_eq!(sample::pointers(&RULE, &invoice), ["/BuyerDtls/Stcd"]);
        invoice.buyer.state = sample::state("96");
        assert!(sample::pointers(&RULE, &invoice).is_empty());
    }
}
