//! What the rules about distances share.

use std::ops::RangeInclusive;

use gst::eway_bill::{SAME_PIN_KM_MAX, distances};
use gst::{PinCode, masters};

use crate::entry::Entry;
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::{Detail, Finding};

/// The PIN codes of both ends; `None` when one is missing or abroad, which is said by other rules.
pub(super) fn pins(consignment: &Consignment<'_>) -> Option<(PinCode, PinCode)> {
    let (from, to) = (consignment.from.address.pin?, consignment.to.address.pin?);
    (from != PinCode::ABROAD && to != PinCode::ABROAD).then_some((from, to))
}

/// How far apart the two PIN codes are; `None` when they are one, or one is not on the map.
pub(super) fn between(consignment: &Consignment<'_>) -> Option<u32> {
    let (from, to) = pins(consignment)?;
    if from == to {
        return None;
    }
    masters::distance_km(from, to)
}

/// The distances that may be given; `None` when nothing limits them, or none is given.
pub(super) fn limits_in_force(
    consignment: &Consignment<'_>,
    facts: &BillFacts<'_>,
) -> Option<RangeInclusive<u32>> {
    if !facts.policy.eway_bill_distance || consignment.transport.distance_km == 0 {
        return None;
    }
    let (from, to) = pins(consignment)?;
    if from == to {
        return Some(1..=SAME_PIN_KM_MAX);
    }
    between(consignment).map(distances)
}

/// The finding that a distance is not within its limits.
pub(super) fn finding(
    entry: &'static Entry,
    consignment: &Consignment<'_>,
    limits: &RangeInclusive<u32>,
) -> Finding {
    let given = consignment.transport.distance_km;
    let (least, most) = (limits.start(), limits.end());
    let pin = |pin: Option<PinCode>| pin.map(|pin| pin.to_string()).unwrap_or_default();
    let from = pin(consignment.from.address.pin);
    let to = pin(consignment.to.address.pin);
    Finding::new(entry, consignment.pointer("Distance")).with(Detail {
        english: format!(
            "{given} km was found; from {from} to {to}, {least} to {most} km is accepted."
        )
        .into(),
        hindi: format!("मिला: {given} किमी; {from} से {to} तक {least} से {most} किमी स्वीकार्य है।")
            .into(),
        found: Some(given.to_string()),
        expected: Some(format!("{least}..{most}")),
    })
}
