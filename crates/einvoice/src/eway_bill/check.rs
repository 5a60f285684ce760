//! All rules of e-way bills over one consignment.

use gst::eway_bill::validity_days;
use gst::{ist, masters};
use jiff::{Timestamp, ToSpan as _};

use crate::catalogue;
use crate::finding::{Detail, Finding};
use crate::invoice::{Invoice, Transport, TransportMode, VehicleType};
use crate::rules;

use super::consignment::{Asked, Consignment};
use super::facts::BillFacts;
use super::movement::Movement;

/// An e-way bill that broke no rule. Only [`check`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedBill {
    movement: Movement,
    computed_distance_km: Option<u32>,
}

impl CheckedBill {
    /// What moves, from where to where and how.
    pub fn movement(&self) -> &Movement {
        &self.movement
    }

    /// The distance that was computed from the PIN codes, if the request asked for that.
    pub fn computed_distance_km(&self) -> Option<u32> {
        self.computed_distance_km
    }

    /// The last minute in which the bill is valid when it is made at this time; `None` if it is
    /// Part A only, which begins to be valid with Part B.
    ///
    /// Rule 138(10) of the CGST Rules: each day ends at the midnight of the day that follows the
    /// date on which the bill was generated. So a bill of one day that is made on the 1st, at
    /// whatever hour, ends with the 2nd. The e-way bill system writes that midnight as 23:59.
    pub fn valid_until(&self, made_at: Timestamp) -> Option<Timestamp> {
        let transport = &self.movement.transport;
        if transport.is_part_a_only() {
            return None;
        }
        let made_on = ist::date(made_at);
        let days = validity_days(transport.distance_km, is_slow(transport), made_on);
        let last = made_on.checked_add(i64::from(days).days()).ok()?;
        ist::last_minute(last)
    }
}

/// Over-dimensional cargo, and goods of which one leg goes by ship, have fewer kilometres a day:
/// rule 138(10) names both in one row.
fn is_slow(transport: &Transport) -> bool {
    transport.vehicle_type == Some(VehicleType::OverDimensional)
        || transport.mode == Some(TransportMode::Ship)
}

/// Checks what is asked for against every rule of e-way bills; answers with all that is wrong.
/// The document's own rules are not asked again.
pub fn check(
    invoice: &Invoice,
    asked: Asked<'_>,
    facts: &BillFacts<'_>,
) -> Result<CheckedBill, Vec<Finding>> {
    let Some(consignment) = Consignment::of(invoice, asked) else {
        return Err(vec![nothing_asked()]);
    };
    let findings = rules::bill_findings(&consignment, facts);
    if !findings.is_empty() {
        return Err(findings);
    }
    checked(&consignment).ok_or_else(|| vec![nothing_asked()])
}

fn nothing_asked() -> Finding {
    let entry = catalogue::find("4006").expect("the catalogue lists 4006; a test looks it up");
    Finding::new(entry, "/EwbDtls").with(Detail {
        english: "The document has no e-way bill section.".into(),
        hindi: "दस्तावेज़ में ई-वे बिल का भाग नहीं है।".into(),
        found: None,
        expected: None,
    })
}

/// `None` never happens after the rules: 4006 asks for the PIN codes and 4030 for the distance.
fn checked(consignment: &Consignment<'_>) -> Option<CheckedBill> {
    let (from, to) = (consignment.from.end()?, consignment.to.end()?);
    let mut transport = consignment.transport.clone();
    let mut computed_distance_km = None;
    if transport.distance_km == 0 {
        let computed = masters::distance_km(from.pin, to.pin)?;
        computed_distance_km = Some(computed);
        transport.distance_km = computed;
    }
    Some(CheckedBill {
        movement: Movement {
            from,
            to,
            transaction: consignment.transaction(),
            sub_supply: consignment.sub_supply(),
            transport,
        },
        computed_distance_km,
    })
}
