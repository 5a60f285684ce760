//! The states as the packages spell them, and the box on the map that each lies in.

/// A state or union territory.
pub(super) struct State {
    /// Its code in GST.
    pub(super) code: u8,
    /// Spellings, in small letters.
    names: &'static [&'static str],
    /// South, north, west, east: degrees, on the generous side.
    bounds: [f64; 4],
}

impl State {
    /// The state that is spelt so, in small or capital letters.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        let name = name.to_lowercase().replace('&', "and");
        STATES
            .iter()
            .find(|state| state.names.contains(&name.as_str()))
    }

    /// The state with this code.
    pub(super) fn with_code(code: u8) -> Option<&'static Self> {
        STATES.iter().find(|state| state.code == code)
    }

    /// Whether a point can be in it.
    pub(super) fn may_hold(&self, (latitude, longitude): (f64, f64)) -> bool {
        let [south, north, west, east] = self.bounds;
        (south..=north).contains(&latitude) && (west..=east).contains(&longitude)
    }
}

const fn state(code: u8, names: &'static [&'static str], bounds: [f64; 4]) -> State {
    State {
        code,
        names,
        bounds,
    }
}

const STATES: &[State] = &[
    // With Ladakh, which was part of it until October 2019.
    state(1, &["jammu and kashmir"], [32.2, 36.0, 73.2, 79.6]),
    state(2, &["himachal pradesh"], [30.3, 33.3, 75.5, 79.1]),
    state(3, &["punjab"], [29.5, 32.6, 73.8, 77.0]),
    state(4, &["chandigarh"], [30.6, 30.9, 76.6, 77.0]),
    state(5, &["uttarakhand"], [28.6, 31.5, 77.5, 81.1]),
    state(6, &["haryana"], [27.6, 31.0, 74.4, 77.7]),
    state(7, &["delhi"], [28.3, 29.0, 76.8, 77.4]),
    state(8, &["rajasthan"], [23.0, 30.3, 69.4, 78.4]),
    state(9, &["uttar pradesh"], [23.8, 30.5, 77.0, 84.7]),
    state(10, &["bihar"], [24.2, 27.6, 83.2, 88.4]),
    state(11, &["sikkim"], [27.0, 28.2, 88.0, 89.0]),
    state(12, &["arunachal pradesh"], [26.6, 29.6, 91.5, 97.5]),
    state(13, &["nagaland"], [25.1, 27.1, 93.2, 95.3]),
    state(14, &["manipur"], [23.8, 25.8, 92.9, 94.8]),
    state(15, &["mizoram"], [21.9, 24.6, 92.2, 93.5]),
    state(16, &["tripura"], [22.9, 24.6, 91.1, 92.4]),
    state(17, &["meghalaya"], [25.0, 26.2, 89.8, 92.9]),
    state(18, &["assam"], [24.1, 28.0, 89.6, 96.1]),
    state(19, &["west bengal"], [21.4, 27.3, 85.8, 89.9]),
    state(20, &["jharkhand"], [21.9, 25.4, 83.3, 88.0]),
    state(21, &["odisha"], [17.7, 22.6, 81.3, 87.6]),
    state(
        22,
        &["chhattisgarh", "chattisgarh"],
        [17.7, 24.2, 80.2, 84.5],
    ),
    state(23, &["madhya pradesh"], [21.0, 26.9, 74.0, 82.9]),
    state(24, &["gujarat"], [20.1, 24.8, 68.1, 74.5]),
    state(
        26,
        &[
            "dadra and nagar haveli and daman and diu",
            "the dadra and nagar haveli and daman and diu",
        ],
        [20.0, 20.8, 70.8, 73.3],
    ),
    state(27, &["maharashtra"], [15.6, 22.1, 72.6, 81.0]),
    state(29, &["karnataka"], [11.5, 18.5, 74.0, 78.7]),
    state(30, &["goa"], [14.8, 15.9, 73.6, 74.4]),
    state(31, &["lakshadweep"], [8.0, 12.5, 71.7, 74.1]),
    state(32, &["kerala"], [8.2, 12.9, 74.8, 77.5]),
    state(33, &["tamil nadu"], [8.0, 13.6, 76.2, 80.4]),
    // From Mahe on the west coast to Yanam on the east coast.
    state(34, &["puducherry", "pondicherry"], [10.7, 16.8, 75.5, 82.3]),
    state(
        35,
        &["andaman and nicobar islands"],
        [6.7, 13.7, 92.2, 94.0],
    ),
    state(36, &["telangana"], [15.8, 20.0, 77.2, 81.4]),
    state(37, &["andhra pradesh"], [12.6, 19.2, 76.7, 84.8]),
    state(38, &["ladakh"], [32.2, 36.0, 75.6, 79.6]),
];

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn capitals_lie_in_their_states_and_not_in_others() {
        let bengaluru = (12.98, 77.59);
        assert!(State::named("KARNATAKA").unwrap().may_hold(bengaluru));
        assert!(!State::named("Kerala").unwrap().may_hold(bengaluru));
        assert_eq!(State::named("Jammu & Kashmir").unwrap().code, 1);
        assert_eq!(State::with_code(34).unwrap().code, 34);
        assert!(State::named("NA").is_none());
    }
}
