//! The tables hold what they promise, and the searches find it.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::sync::LazyLock;

use proptest::prelude::*;

use super::lines::{Lines, key_of};
use super::pin::{Basis, Belongs};
use super::{country, currency, distance_km, hsn, pin, port, uqc};
use crate::{HsnCode, PinCode, StateCode};

/// Read once for all cases of a property.
static ROWS: LazyLock<Vec<pin::Row>> = LazyLock::new(|| pin::all().collect());

/// What all tables may weigh in the program: they are part of it.
const BYTES_MAX: usize = 1_000_000;

fn code(digits: &str) -> HsnCode {
    HsnCode::parse(digits).unwrap()
}

fn pin_code(number: u32) -> PinCode {
    PinCode::new(number).unwrap()
}

fn state(number: u8) -> StateCode {
    StateCode::from_number(number).unwrap()
}

fn nearest(digits: &str, limit: usize) -> Vec<String> {
    let found = hsn::nearest(&code(digits), limit);
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn tables_are_sorted_and_every_line_can_be_read() {
    let tables: [(&str, Lines, usize); 4] = [
        ("hsn", hsn::CODES, hsn::all().count()),
        ("pin", pin::ROWS, pin::all().count()),
        ("country", country::ROWS, country::all().count()),
        ("currency", currency::ROWS, currency::all().count()),
    ];
    let mut bytes = 0;
    for (id, lines, read) in tables {
        let mut last = "";
        for line in lines.all() {
            assert!(last < key_of(line), "{id}: {last} before {line}");
            assert_eq!(line, line.trim_end(), "{id}: {line:?}");
            last = key_of(line);
            bytes += line.len() + 1;
        }
        assert_eq!(
            read,
            lines.all().count(),
            "{id} has lines that cannot be read"
        );
    }
    assert!(bytes <= BYTES_MAX, "{bytes} bytes");
}

#[test]
fn tables_are_as_long_as_when_they_were_looked_at() {
    assert_eq!(hsn::count(), 23_036);
    assert_eq!(pin::count(), 19_656);
    assert_eq!(country::all().count(), 249);
    assert_eq!(currency::all().count(), 186);
}

#[test]
fn known_codes_and_others() {
    for known in [
        "0101", "8471", "847130", "84713010", "9965", "996511", "9999", "03074330",
    ] {
        assert!(hsn::is_known(&code(known)), "{known}");
    }
    for other in [
        "8400", "84713000", "99991111", "0100", "7700", "00000001", "99999999",
    ] {
        assert!(!hsn::is_known(&code(other)), "{other}");
    }
}

#[test]
fn every_code_is_found_and_its_headings_too() {
    for known in hsn::all() {
        assert!(hsn::is_known(&known), "{known}");
        for length in [4, 6] {
            if let Some(heading) = known.as_str().get(..length) {
                assert!(hsn::is_known(&code(heading)), "{heading} of {known}");
            }
        }
    }
}

#[test]
fn nearest_codes_share_the_most_digits_and_then_are_closest() {
    assert_eq!(nearest("84713000", 3), ["84713010", "84713090", "847130"]);
    assert_eq!(nearest("84713011", 1), ["84713010"]);
    assert_eq!(nearest("8471", 0), [""; 0]);
    // No chapter 77 and none before 01 or after 99: neighbours stand for it.
    for nowhere in ["7712", "00010000", "99999999"] {
        let found = nearest(nowhere, 3);
        assert_eq!(found.len(), 3, "{nowhere}: {found:?}");
    }
    for everywhere in ["84713000", "00010000", "99999999"] {
        assert_eq!(
            nearest(everywhere, 100).len(),
            hsn::NEAREST_MAX,
            "{everywhere}"
        );
    }
}

#[test]
fn digits_that_codes_begin_with() {
    assert!(hsn::beginning_with("847130").all(|code| code.as_str().starts_with("847130")));
    assert_eq!(hsn::beginning_with("847130").count(), 3);
    assert_eq!(hsn::beginning_with("77").count(), 0);
    assert_eq!(hsn::beginning_with("x").count(), 0);
    assert_eq!(hsn::beginning_with("").count(), hsn::count());
    assert_eq!(pin::beginning_with("560001").count(), 1);
}

#[test]
fn pins_of_capitals() {
    for (pin, state_number) in [
        (110_001, 7),
        (160_017, 4),
        (190_001, 1),
        (194_101, 38),
        (396_210, 26),
        (400_001, 27),
        (403_001, 30),
        (500_001, 36),
        (520_001, 37),
        (560_001, 29),
        (605_001, 34),
        (682_555, 31),
        (695_001, 32),
        (700_001, 19),
        (737_101, 11),
        (744_101, 35),
        (781_001, 18),
    ] {
        let states = pin::states_of(pin_code(pin)).unwrap();
        assert_eq!(states.basis, Basis::Exact, "{pin}");
        assert!(states.set.contains(state(state_number)), "{pin} {states:?}");
        assert_eq!(
            pin::belongs_to(pin_code(pin), state(state_number)),
            Belongs::Yes
        );
        let other = if state_number == 7 { 27 } else { 7 };
        assert_eq!(
            pin::belongs_to(pin_code(pin), state(other)),
            Belongs::No,
            "{pin}"
        );
    }
}

#[test]
fn a_pin_that_is_not_there_goes_by_its_first_three_digits() {
    let missing = pin_code(560_999);
    assert_eq!(pin::get(missing), None);
    let states = pin::states_of(missing).unwrap();
    assert_eq!(states.basis, Basis::FirstThreeDigits);
    assert_eq!(states.set.iter().collect::<Vec<_>>(), [state(29)]);
    assert_eq!(pin::belongs_to(missing, state(29)), Belongs::Yes);
    assert_eq!(pin::belongs_to(missing, state(33)), Belongs::No);
    assert_eq!(pin::place(missing), None);
}

#[test]
fn army_post_offices_and_places_outside_the_states() {
    let army = pin_code(900_056);
    assert_eq!(pin::states_of(army), None);
    assert_eq!(pin::belongs_to(army, state(7)), Belongs::Unknown);
    let (abroad, bengaluru) = (PinCode::ABROAD, pin_code(560_001));
    assert_eq!(
        pin::belongs_to(abroad, StateCode::OTHER_COUNTRIES),
        Belongs::Yes
    );
    assert_eq!(pin::belongs_to(abroad, state(29)), Belongs::No);
    assert_eq!(
        pin::belongs_to(abroad, StateCode::OTHER_TERRITORY),
        Belongs::No
    );
    assert_eq!(
        pin::belongs_to(bengaluru, StateCode::OTHER_COUNTRIES),
        Belongs::No
    );
    assert_eq!(
        pin::belongs_to(bengaluru, StateCode::OTHER_TERRITORY),
        Belongs::Unknown
    );
}

#[test]
fn old_state_codes_stand_for_what_they_have_become() {
    assert_eq!(pin::belongs_to(pin_code(396_210), state(25)), Belongs::Yes);
    assert_eq!(pin::belongs_to(pin_code(520_001), state(28)), Belongs::Yes);
    assert_eq!(pin::belongs_to(pin_code(560_001), state(28)), Belongs::No);
}

#[test]
fn distances_between_cities() {
    let km = |from, to| distance_km(pin_code(from), pin_code(to));
    // 171302 has no place on the map: it counts as the middle of the PIN codes from 171.
    assert_eq!(pin::place(pin_code(171_302)), None);
    assert!(km(171_302, 171_001).is_some_and(|km| (1..=120).contains(&km)));
    // By highway 1,420, 346 and 2,150 km.
    assert!((1_350..=1_500).contains(&km(110_001, 400_001).unwrap()));
    assert!((330..=385).contains(&km(560_001, 600_001).unwrap()));
    assert!((2_050..=2_250).contains(&km(110_001, 560_001).unwrap()));
    assert_eq!(km(560_001, 560_001), Some(0));
    assert_eq!(km(110_001, 999_999), None);
    assert_eq!(km(900_056, 110_001), None);
}

#[test]
fn countries_and_currencies() {
    assert_eq!(country::name("in").unwrap().english, "India");
    assert_eq!(country::name("IN").unwrap().hindi, "भारत");
    assert_eq!(currency::name("usd").unwrap().english, "US Dollar");
    for other in ["", "I", "IND", "XX", "EU", "A ", "भ"] {
        assert!(!country::is_known(other), "{other}");
    }
    for other in ["", "US", "USDT", "CNH", "DEM", "AAA", "   "] {
        assert!(!currency::is_known(other), "{other}");
    }
    // Ended after GST had begun, funds and metals, and one that lives on only in ISO 4217.
    for known in ["INR", "HRK", "ZWL", "CHE", "XAU", "XDR", "XXX", "SVC"] {
        assert!(currency::is_known(known), "{known}");
    }
}

proptest! {
    // Some cases read a whole table.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nearest_gives_other_known_codes(number in 1_u32..=99_999_999, length in 2_usize..=4) {
        let digits = &format!("{number:08}")[..length * 2];
        prop_assume!(digits.bytes().any(|digit| digit != b'0'));
        let asked = code(digits);
        let found = hsn::nearest(&asked, 5);
        prop_assert_eq!(found.len(), 5);
        for (index, other) in found.iter().enumerate() {
            prop_assert!(hsn::is_known(other));
            prop_assert_ne!(other, &asked);
            prop_assert!(!found[..index].contains(other));
        }
    }

    #[test]
    fn any_text_can_be_asked_for(text in "\\PC{0,8}|[0-9]{0,8}|[A-Za-z]{0,4}|[ \n,]{1,2}") {
        let all = || hsn::all().filter(|code| code.as_str().starts_with(&*text));
        prop_assert!(hsn::beginning_with(&text).eq(all()));
        let listed = country::all().any(|(code, _)| code.eq_ignore_ascii_case(&text));
        prop_assert_eq!(country::is_known(&text), listed);
        let listed = currency::all().any(|(code, _)| code.eq_ignore_ascii_case(&text));
        prop_assert_eq!(currency::is_known(&text), listed);
        let listed = uqc::ALL.iter().any(|unit| unit.code.eq_ignore_ascii_case(&text));
        prop_assert_eq!(uqc::is_known(&text), listed);
        prop_assert_eq!(port::shape_is_right(&text), port::kind(&text).is_some());
    }

    #[test]
    fn an_exact_pin_agrees_with_its_first_three_digits(number in 100_000_u32..=999_998) {
        let asked = pin_code(number);
        let start = &asked.to_string()[..3];
        let around = pin::beginning_with(start)
            .fold(super::StateSet::default(), |set, row| set.union(row.states));
        let Some(states) = pin::states_of(asked) else {
            prop_assert!(around.is_empty());
            return Ok(());
        };
        prop_assert_eq!(states.set.union(around), around);
        for state in StateCode::ALL.iter().filter(|state| !matches!(state.number(), 25 | 28 | 97)) {
            let expected = if states.set.contains(*state) { Belongs::Yes } else { Belongs::No };
            prop_assert_eq!(pin::belongs_to(asked, *state), expected);
        }
    }

    #[test]
    fn the_way_there_is_as_long_as_the_way_back(
        from in prop::sample::select(&*ROWS),
        to in prop::sample::select(&*ROWS),
    ) {
        let there = distance_km(from.pin, to.pin);
        prop_assert_eq!(there, distance_km(to.pin, from.pin));
        let known = |row: pin::Row| pin::place_or_district(row.pin).is_some();
        prop_assert_eq!(there.is_some(), known(from) && known(to));
        // From Kutch to the far end of the Andaman and Nicobar Islands.
        prop_assert!(there.is_none_or(|km| km <= 4_500));
    }
}
