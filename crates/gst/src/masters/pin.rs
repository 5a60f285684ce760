//! Where a PIN code lies: its states, its district, its place on the map.

use super::lines::Lines;
use super::overlay;
use super::state_set::StateSet;
use crate::{PinCode, StateCode};

/// `560001 29 129716 775946 Bengaluru`: the PIN code, its states with commas between them,
/// latitude and longitude in ten-thousandths of a degree, the district.
pub(super) const ROWS: Lines = Lines::new(include_str!("../../masters/pin.txt"));

/// Stands where a row does not know something.
const UNKNOWN: &str = "-";

/// Digits that decide where the exact PIN code is not in the table.
const SORTING_DISTRICT_DIGITS: usize = 3;

/// Old codes of states that GSTINs still begin with, and the states that they have become part of.
const BECAME: &[(u8, u8)] = &[(25, 26), (28, 37)];

/// From how much of a PIN code its states are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The PIN code itself is in the table.
    Exact,
    /// It is not, but others with the same first three digits are.
    FirstThreeDigits,
}

/// The states of a PIN code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct States {
    /// At least one; several where a post office serves both sides of a border.
    pub set: StateSet,
    /// How they are known.
    pub basis: Basis,
}

/// Whether a PIN code belongs to a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Belongs {
    /// It does.
    Yes,
    /// It belongs to others.
    No,
    /// The table knows neither it nor its neighbours, as for army post offices, or the state has
    /// no PIN codes of its own.
    Unknown,
}

/// A place on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coordinates {
    /// Degrees north, times ten thousand.
    pub latitude_e4: i32,
    /// Degrees east, times ten thousand.
    pub longitude_e4: i32,
}

/// A PIN code as the table has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The PIN code.
    pub pin: PinCode,
    /// Its states.
    pub states: StateSet,
    /// The middle of its post offices, where it is known.
    pub place: Option<Coordinates>,
    /// The district of most of its post offices, in English, where it is known.
    pub district: Option<&'static str>,
}

/// The row of exactly this PIN code.
pub fn get(pin: PinCode) -> Option<Row> {
    let digits = Digits::of(pin);
    if let Some(laid_over) = overlay::place(digits.as_str()) {
        return Some(Row {
            pin,
            states: laid_over.states,
            place: laid_over.coordinates,
            district: laid_over.district,
        });
    }
    ROWS.find(digits.as_str()).and_then(row_in)
}

/// The states of a PIN code, or, where it is not in the table, of those with its first three
/// digits. [`PinCode::ABROAD`] is in [`StateCode::OTHER_COUNTRIES`].
pub fn states_of(pin: PinCode) -> Option<States> {
    if pin == PinCode::ABROAD {
        let set = [StateCode::OTHER_COUNTRIES].into_iter().collect();
        return Some(States {
            set,
            basis: Basis::Exact,
        });
    }
    if let Some(row) = get(pin) {
        return Some(States {
            set: row.states,
            basis: Basis::Exact,
        });
    }
    let digits = Digits::of(pin);
    let neighbours = ROWS
        .beginning_with(&digits.as_str()[..SORTING_DISTRICT_DIGITS])
        .filter_map(row_in);
    let set = neighbours.fold(StateSet::default(), |set, row| set.union(row.states));
    let basis = Basis::FirstThreeDigits;
    (!set.is_empty()).then_some(States { set, basis })
}

/// Whether a PIN code belongs to a state. The codes of states that have become part of others
/// stand for those.
pub fn belongs_to(pin: PinCode, state: StateCode) -> Belongs {
    let Some(states) = states_of(pin) else {
        return Belongs::Unknown;
    };
    if states.set.contains(today(state)) {
        Belongs::Yes
    } else if state == StateCode::OTHER_TERRITORY && pin != PinCode::ABROAD {
        Belongs::Unknown
    } else {
        Belongs::No
    }
}

/// Where a PIN code lies.
pub fn place(pin: PinCode) -> Option<Coordinates> {
    get(pin)?.place
}

/// Where a PIN code lies or, when that is not known, the middle of those with its first three
/// digits, which are one sorting district.
pub fn place_or_district(pin: PinCode) -> Option<Coordinates> {
    place(pin).or_else(|| {
        let digits = Digits::of(pin);
        let district = beginning_with(digits.as_str().get(..SORTING_DISTRICT_DIGITS)?);
        middle(district.filter_map(|row| row.place))
    })
}

/// The mean of some places, which lie so close together that the earth is flat between them.
fn middle(places: impl Iterator<Item = Coordinates>) -> Option<Coordinates> {
    let (mut count, mut north, mut east) = (0_i64, 0_i64, 0_i64);
    for place in places {
        count += 1;
        north += i64::from(place.latitude_e4);
        east += i64::from(place.longitude_e4);
    }
    Some(Coordinates {
        latitude_e4: i32::try_from(north.checked_div(count)?).ok()?,
        longitude_e4: i32::try_from(east.checked_div(count)?).ok()?,
    })
}

/// How many PIN codes there are.
pub fn count() -> usize {
    ROWS.all().count()
}

/// All rows, in ascending order of the PIN codes.
pub fn all() -> impl Iterator<Item = Row> {
    ROWS.all().filter_map(row_in)
}

/// The rows whose PIN codes begin with these digits, in order; for a search box.
pub fn beginning_with(digits: &str) -> impl Iterator<Item = Row> {
    ROWS.beginning_with(digits).filter_map(row_in)
}

fn today(state: StateCode) -> StateCode {
    let became = BECAME.iter().find(|(old, _)| *old == state.number());
    became
        .and_then(|(_, new)| StateCode::from_number(*new))
        .unwrap_or(state)
}

fn row_in(line: &'static str) -> Option<Row> {
    let mut fields = line.splitn(5, ' ');
    let mut next = || fields.next();
    let (pin, states) = (next()?, next()?);
    let (latitude, longitude, district) = (next()?, next()?, next()?);
    Some(Row {
        pin: pin.parse().ok()?,
        states: states
            .split(',')
            .filter_map(|code| StateCode::parse(code).ok())
            .collect(),
        place: coordinates(latitude, longitude),
        district: (district != UNKNOWN).then_some(district),
    })
}

fn coordinates(latitude: &str, longitude: &str) -> Option<Coordinates> {
    Some(Coordinates {
        latitude_e4: latitude.parse().ok()?,
        longitude_e4: longitude.parse().ok()?,
    })
}

/// The digits of a PIN code, without an allocation.
struct Digits {
    bytes: [u8; 6],
}

impl Digits {
    fn of(pin: PinCode) -> Self {
        let mut rest = pin.get();
        let mut bytes = [b'0'; 6];
        for byte in bytes.iter_mut().rev() {
            *byte += u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        }
        Self { bytes }
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes).expect("only ASCII digits are ever stored")
    }
}
