//! How far apart two PIN codes are, by road.

use super::pin::{self, Coordinates};
use crate::PinCode;

/// Mean radius of the earth.
const EARTH_RADIUS_KM: f64 = 6371.0;

/// By how much a road is longer than the straight line, in per cent of that line. Highways between
/// India's cities are 17 to 27 % longer than the great circle (Kolkata–Delhi 1.17, Chennai–
/// Bengaluru 1.19, Delhi–Mumbai and Delhi–Bengaluru 1.24, Mumbai–Pune 1.25); around Bangladesh they
/// are up to twice as long, which no factor can know.
pub const ROAD_PERCENT: u32 = 125;

/// The distance by road in whole kilometres: the great circle between the two places times
/// [`ROAD_PERCENT`], rounded. Between different PIN codes at least one, for the same PIN code zero.
/// A PIN code without a place on the map counts as the middle of its sorting district. `None` if
/// nothing is known of that either.
pub fn distance_km(from: PinCode, to: PinCode) -> Option<u32> {
    let (start, end) = (pin::place_or_district(from)?, pin::place_or_district(to)?);
    if from == to {
        return Some(0);
    }
    let road = great_circle_km(start, end) * f64::from(ROAD_PERCENT) / 100.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "no two places are further apart than half of the earth's girth"
    )]
    let whole = road.round() as u32;
    Some(whole.max(1))
}

/// The haversine formula.
fn great_circle_km(start: Coordinates, end: Coordinates) -> f64 {
    let radians = |e4: i32| (f64::from(e4) / 10_000.0).to_radians();
    let (latitude, other_latitude) = (radians(start.latitude_e4), radians(end.latitude_e4));
    let north = other_latitude - latitude;
    let east = radians(end.longitude_e4) - radians(start.longitude_e4);
    let chord = (north / 2.0).sin().powi(2)
        + latitude.cos() * other_latitude.cos() * (east / 2.0).sin().powi(2);
    2.0 * EARTH_RADIUS_KM * chord.sqrt().min(1.0).asin()
}
