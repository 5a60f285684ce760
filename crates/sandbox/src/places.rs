//! One town of every state, with a PIN code of that state: where invented taxpayers live.

use gst::{PinCode, StateCode};

/// A town.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Its state.
    pub(crate) state: StateCode,
    /// Its name.
    pub(crate) town: &'static str,
    /// Its district.
    pub(crate) district: &'static str,
    /// Its head post office.
    pub(crate) pin: PinCode,
}

/// State, town, district, PIN code of the head post office.
const TOWNS: &[(u8, &str, &str, u32)] = &[
    (1, "Jammu", "Jammu", 180_001),
    (2, "Shimla", "Shimla", 171_001),
    (3, "Ludhiana", "Ludhiana", 141_001),
    (4, "Chandigarh", "Chandigarh", 160_017),
    (5, "Dehradun", "Dehradun", 248_001),
    (6, "Gurugram", "Gurugram", 122_001),
    (7, "New Delhi", "New Delhi", 110_001),
    (8, "Jaipur", "Jaipur", 302_001),
    (9, "Lucknow", "Lucknow", 226_001),
    (10, "Patna", "Patna", 800_001),
    (11, "Gangtok", "Gangtok", 737_101),
    (12, "Itanagar", "Papum Pare", 791_111),
    (13, "Kohima", "Kohima", 797_001),
    (14, "Imphal", "Imphal West", 795_001),
    (15, "Aizawl", "Aizawl", 796_001),
    (16, "Agartala", "West Tripura", 799_001),
    (17, "Shillong", "East Khasi Hills", 793_001),
    (18, "Guwahati", "Kamrup Metropolitan", 781_001),
    (19, "Kolkata", "Kolkata", 700_001),
    (20, "Ranchi", "Ranchi", 834_001),
    (21, "Bhubaneswar", "Khordha", 751_001),
    (22, "Raipur", "Raipur", 492_001),
    (23, "Bhopal", "Bhopal", 462_001),
    (24, "Ahmedabad", "Ahmedabad", 380_001),
    (25, "Daman", "Daman", 396_210),
    (26, "Silvassa", "Dadra and Nagar Haveli", 396_230),
    (27, "Mumbai", "Mumbai City", 400_001),
    (28, "Vijayawada", "NTR", 520_001),
    (29, "Bengaluru", "Bengaluru Urban", 560_001),
    (30, "Panaji", "North Goa", 403_001),
    (31, "Kavaratti", "Lakshadweep", 682_555),
    (32, "Kochi", "Ernakulam", 682_001),
    (33, "Chennai", "Chennai", 600_001),
    (34, "Puducherry", "Puducherry", 605_001),
    (35, "Sri Vijaya Puram", "South Andaman", 744_101),
    (36, "Hyderabad", "Hyderabad", 500_001),
    (37, "Visakhapatnam", "Visakhapatnam", 530_001),
    (38, "Leh", "Leh", 194_101),
    // Offshore has no post office of its own; Mumbai High is served from Mumbai.
    (97, "Mumbai High", "", 400_001),
];

/// The town of a state; `None` for places outside India.
pub(crate) fn of(state: StateCode) -> Option<Place> {
    TOWNS
        .iter()
        .find(|(number, ..)| *number == state.number())
        .and_then(|(_, town, district, pin)| {
            Some(Place {
                state,
                town,
                district,
                pin: PinCode::new(*pin)?,
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_but_abroad_has_a_town() {
        for state in StateCode::ALL {
            let abroad = *state == StateCode::OTHER_COUNTRIES;
            assert_eq!(of(*state).is_none(), abroad, "{state}");
        }
    }
}
