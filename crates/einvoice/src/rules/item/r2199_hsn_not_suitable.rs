//! 2199: an HSN code with too few digits, or of the other kind.

use gst::thresholds::{self, LONG_HSN_DIGITS};

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::{Facts, Party};
use crate::finding::{Detail, Finding};
use crate::invoice::{Invoice, Item};
use crate::rules::wording;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2199",
        kind: Kind::Rule,
        english: Words {
            title: "The HSN code does not suit the supplier or the item.",
            reason: "Suppliers above 5 crore rupees need six digits. Codes of services begin \
                     with 99, those of goods do not.",
            fix: "Use a longer code, or correct the code or whether the item is a service.",
        },
        hindi: Words {
            title: "HSN कोड आपूर्तिकर्ता या मद के अनुकूल नहीं है।",
            reason: "5 करोड़ रुपये से अधिक टर्नओवर पर छह अंक आवश्यक हैं। सेवाओं के कोड 99 से \
                     आरंभ होते हैं, माल के नहीं।",
            fix: "लंबा कोड लें, या कोड सुधारें, या यह सुधारें कि मद सेवा है या नहीं।",
        },
        pointers: &["/ItemList/*/HsnCd", "/ItemList/*/IsServc"],
        since: None,
        source: "Notification 78/2020 – Central Tax; NIC advisory of December 2023; the code is \
                 the nearest that is documented",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let needs_long_code = facts.policy.hsn_digits && is_above_the_turnover(facts);
    for (index, item) in invoice.items.iter().enumerate() {
        if needs_long_code && item.hsn.as_str().len() < LONG_HSN_DIGITS {
            findings.push(too_short(index, item));
        }
        if facts.policy.hsn_kind && item.is_service != item.hsn.is_service() {
            findings.push(of_the_other_kind(index, item));
        }
    }
}

/// Whether the supplier is known to be above the turnover that counts today.
fn is_above_the_turnover(facts: &Facts<'_>) -> bool {
    let Party::Known(standing) = facts.seller else {
        return false;
    };
    let limit = thresholds::long_hsn_above(facts.today);
    matches!((standing.turnover, limit), (Some(turnover), Some(limit)) if limit < turnover)
}

fn too_short(index: usize, item: &Item) -> Finding {
    let (serial, hsn) = (&item.serial_number, &item.hsn);
    let digits = hsn.as_str().len();
    let pointer = wording::item_pointer(index, "HsnCd");
    Finding::new(&RULE.entry, pointer).with(Detail {
        english: format!(
            "Item {serial} has {hsn}: {digits} digits, and at least {LONG_HSN_DIGITS} are needed."
        )
        .into(),
        hindi: format!("मद {serial} में {hsn} है: {digits} अंक, जबकि कम से कम {LONG_HSN_DIGITS} चाहिए।")
            .into(),
        found: Some(hsn.to_string()),
        expected: Some(format!("{LONG_HSN_DIGITS} digits")),
    })
}

fn of_the_other_kind(index: usize, item: &Item) -> Finding {
    let (serial, hsn) = (&item.serial_number, &item.hsn);
    let (english, hindi) = if item.is_service {
        (
            "a service, and the code is of goods",
            "सेवा है, पर कोड माल का",
        )
    } else {
        (
            "goods, and the code is of a service",
            "माल है, पर कोड सेवा का",
        )
    };
    let pointer = wording::item_pointer(index, "IsServc");
    Finding::new(&RULE.entry, pointer).with(Detail {
        english: format!("Item {serial} is {english}: {hsn}.").into(),
        hindi: format!("मद {serial} {hindi}: {hsn}।").into(),
        found: Some(if item.is_service { "Y" } else { "N" }.to_owned()),
        expected: Some(if item.is_service { "N" } else { "Y" }.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use gst::HsnCode;

    use crate::rules::sample::{self, World};

    fn found(code: &str, is_service: bool, world: &World) -> Vec<String> {
        let mut invoice = sample::intra_state();
        invoice.items[0].hsn = HsnCode::parse(code).unwrap();
        invoice.items[0].is_service = is_service;
        world.pointers(&RULE, &invoice)
    }

    fn with_turnover(rupees: Option<i64>) -> World {
        let mut standing = sample::standing();
        standing.turnover = rupees.map(gst::Decimal::from);
        let mut world = World::new();
        world.seller = Party::Known(standing);
        world
    }

    #[test]
    fn four_digits_will_do_up_to_the_turnover() {
        let five_crore = 50_000_000;
        let digits = ["/ItemList/0/HsnCd"];
        assert!(found("8467", false, &with_turnover(Some(five_crore))).is_empty());
        assert!(found("8467", false, &with_turnover(None)).is_empty());
        let mut above = with_turnover(Some(five_crore + 1));
        assert_eq!(found("8467", false, &above), digits);
        assert!(found("846721", false, &above).is_empty());
        above.policy.hsn_digits = false;
        assert!(found("8467", false, &above).is_empty());
    }

    #[test]
    fn services_have_codes_of_services() {
        let kind = ["/ItemList/0/IsServc"];
        let mut world = World::new();
        assert!(found("998732", true, &world).is_empty());
        assert_eq!(found("998732", false, &world), kind);
        assert_eq!(found("846721", true, &world), kind);
        world.policy.hsn_kind = false;
        assert!(found("846721", true, &world).is_empty());
    }
}
