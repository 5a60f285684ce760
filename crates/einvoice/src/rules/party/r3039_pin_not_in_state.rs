//! 3039: a PIN code is not in the state of its address.

use gst::masters::pin::{self, Belongs};
use gst::{PinCode, StateCode};

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::{Address, AsSent, Invoice};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3039",
        kind: Kind::Rule,
        english: Words {
            title: "The PIN code is not in the state of the address.",
            reason: "Post offices are known with their states. A PIN code that is not known is \
                     never refused.",
            fix: "Correct the PIN code or the state code. An address outside India has state 96 \
                  and PIN code 999999.",
        },
        hindi: Words {
            title: "पिन कोड पते के राज्य का नहीं है।",
            reason: "डाकघरों के राज्य ज्ञात हैं। जो पिन कोड ज्ञात नहीं है, उसे कभी अस्वीकार नहीं \
                     किया जाता।",
            fix: "पिन कोड या राज्य कोड सुधारें। भारत से बाहर के पते का राज्य 96 और पिन कोड \
                  999999 होता है।",
        },
        pointers: &[
            "/SellerDtls/Pin",
            "/BuyerDtls/Pin",
            "/DispDtls/Pin",
            "/ShipDtls/Pin",
        ],
        since: None,
        source: "NIC e-Invoice API, list of error codes of 2024 (3038, 3039)",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

/// An address that is checked: its section, whose it is in both languages, and where it is.
type Place<'a> = (
    &'static str,
    [&'static str; 2],
    &'a Address,
    &'a AsSent<StateCode>,
);

fn check(invoice: &Invoice, _: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (section, who, address, state) in places(invoice) {
        let Some(pin) = address.pin else {
            continue;
        };
        if pin::belongs_to(pin, state.value) == Belongs::No {
            findings.push(not_there(section, who, pin, state));
        }
    }
}

fn places(invoice: &Invoice) -> impl Iterator<Item = Place<'_>> {
    let seller = &invoice.seller;
    let buyer = &invoice.buyer;
    // That the recipient of an export is in a state is said by 2261.
    let buyer_is_checked = !invoice.transaction.supply_type.value.is_export()
        || buyer.state.value == StateCode::OTHER_COUNTRIES;
    let buyer = buyer_is_checked.then_some(buyer);
    let recipient = ["recipient", "प्राप्तकर्ता"];
    let dispatch = ["dispatch", "प्रेषण"];
    let ship_to = ["ship-to", "शिप-टू"];
    [
        Some((
            "SellerDtls",
            ["supplier", "आपूर्तिकर्ता"],
            &seller.address,
            &seller.state,
        )),
        buyer.map(|buyer| ("BuyerDtls", recipient, &buyer.address, &buyer.state)),
        (invoice.dispatch_from.as_ref())
            .map(|place| ("DispDtls", dispatch, &place.address, &place.state)),
        (invoice.ship_to.as_ref()).map(|place| ("ShipDtls", ship_to, &place.address, &place.state)),
    ]
    .into_iter()
    .flatten()
}

fn not_there(
    section: &str,
    [english, hindi]: [&str; 2],
    pin: PinCode,
    state: &AsSent<StateCode>,
) -> Finding {
    let states: Vec<_> = pin::states_of(pin)
        .into_iter()
        .flat_map(|states| states.set.iter())
        .map(StateCode::two_digits)
        .collect();
    let right = states.join(", ");
    let given = &state.text;
    Finding::new(&RULE.entry, format!("/{section}/Pin")).with(Detail {
        english: format!(
            "The {english} address has PIN code {pin} and state {given}; that PIN code is in \
             state {right}."
        )
        .into(),
        hindi: format!(
            "{hindi} के पते में पिन कोड {pin} और राज्य {given} है; वह पिन कोड राज्य {right} का है।"
        )
        .into(),
        found: Some(pin.to_string()),
        expected: (states.len() == 1).then(|| format!("state {right}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::{DispatchFrom, ShipTo};
    use crate::rules::sample;

    fn found(pin: u32, state: &str) -> Vec<String> {
        let mut invoice = sample::intra_state();
        invoice.buyer.address.pin = PinCode::new(pin);
        invoice.buyer.state = sample::state(state);
        sample::pointers(&RULE, &invoice)
    }

    #[test]
    fn a_pin_code_of_another_state_is_refused_and_an_unknown_one_is_not() {
        assert!(found(570_001, "29").is_empty());
        assert_eq!(found(570_001, "27"), ["/BuyerDtls/Pin"]);
        assert!(found(999_998, "29").is_empty());
        assert!(found(570_001, "97").is_empty());
    }

    #[test]
    fn abroad_has_its_own() {
        assert!(found(999_999, "96").is_empty());
        assert_eq!(found(999_999, "29"), ["/BuyerDtls/Pin"]);
        assert_eq!(found(570_001, "96"), ["/BuyerDtls/Pin"]);
    }

    #[test]
    fn every_address_is_looked_at() {
        let mut invoice = sample::intra_state();
        let address = invoice.seller.address.clone();
        invoice.seller.state = sample::state("27");
        invoice.dispatch_from = Some(DispatchFrom {
            name: "Depot".to_owned(),
            address: address.clone(),
            state: sample::state("33"),
        });
        invoice.ship_to = Some(ShipTo {
            id: None,
            legal_name: "Site".to_owned(),
            trade_name: None,
            address,
            state: sample::state("07"),
        });
        let found = sample::pointers(&RULE, &invoice);
        assert_eq!(found, ["/SellerDtls/Pin", "/DispDtls/Pin", "/ShipDtls/Pin"]);
    }
}
