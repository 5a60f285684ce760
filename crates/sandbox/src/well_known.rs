//! The test GSTINs that integrators' data is full of. Most of their check digits are wrong, so
//! they have to be listed to be known.

/// NIC's own test taxpayers, the pool that service providers hand out, and the numbers of NIC's
/// published samples.
pub const GSTINS: &[&str] = &[
    "33GSPTN1882G1Z3",
    "27GSPMH1881G1ZH",
    "27GSPMH1882G1ZG",
    "33GSPTN3381G1Z5",
    "33GSPTN3382G1Z4",
    "27GSPMH3381G1ZI",
    "01AMBPG7773M002",
    "02AMBPG7773M002",
    "36AMBPG7773M002",
    "29AABCT1332L000",
    "29AAFCD5862R000",
    "34AACCC1596Q002",
    "29AWGPV7107B1Z1",
    "29AAAPH9357H000",
    "05AAAPG7885R002",
    "09AAAPG7885R002",
];

#[cfg(test)]
mod tests {
    use gst::Gstin;

    use crate::invent;

    #[test]
    fn all_have_the_shape_and_a_state() {
        for text in super::GSTINS {
            let gstin = Gstin::parse(text).unwrap();
            assert!(invent::taxpayer(&gstin).is_some(), "{text}");
        }
    }
}
