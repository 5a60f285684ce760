//! Unit quantity codes: in what a quantity of goods is counted.

use jiff::civil::Date;

use super::code;
use super::names::Names;
use super::overlay::{self, Master};

/// A unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Three capital letters.
    pub code: &'static str,
    /// The English name.
    pub english_name: &'static str,
    /// The Hindi name.
    pub hindi_name: &'static str,
}

const fn unit(code: &'static str, english_name: &'static str, hindi_name: &'static str) -> Unit {
    Unit {
        code,
        english_name,
        hindi_name,
    }
}

/// All units, in order of their codes.
pub const ALL: &[Unit] = &[
    unit("BAG", "Bags", "थैले"),
    unit("BAL", "Bales", "गाँठें"),
    unit("BDL", "Bundles", "बंडल"),
    unit("BKL", "Buckles", "बकल"),
    unit("BOU", "Billions of units", "अरब इकाइयाँ"),
    unit("BOX", "Boxes", "डिब्बे"),
    unit("BTL", "Bottles", "बोतलें"),
    unit("BUN", "Bunches", "गुच्छे"),
    unit("CAN", "Cans", "कैन"),
    unit("CBM", "Cubic metres", "घन मीटर"),
    unit("CCM", "Cubic centimetres", "घन सेंटीमीटर"),
    unit("CMS", "Centimetres", "सेंटीमीटर"),
    unit("CTN", "Cartons", "कार्टन"),
    unit("DOZ", "Dozens", "दर्जन"),
    unit("DRM", "Drums", "ड्रम"),
    unit("GGK", "Great gross", "ग्रेट ग्रोस"),
    unit("GMS", "Grams", "ग्राम"),
    unit("GRS", "Gross", "ग्रोस"),
    unit("GYD", "Gross yards", "ग्रोस गज"),
    unit("KGS", "Kilograms", "किलोग्राम"),
    unit("KLR", "Kilolitres", "किलोलीटर"),
    unit("KME", "Kilometres", "किलोमीटर"),
    unit("LTR", "Litres", "लीटर"),
    unit("MLT", "Millilitres", "मिलीलीटर"),
    unit("MTR", "Metres", "मीटर"),
    unit("MTS", "Metric tons", "मीट्रिक टन"),
    unit("NOS", "Numbers", "संख्या"),
    unit("OTH", "Others", "अन्य"),
    unit("PAC", "Packs", "पैक"),
    unit("PCS", "Pieces", "नग"),
    unit("PRS", "Pairs", "जोड़े"),
    unit("QTL", "Quintals", "क्विंटल"),
    unit("ROL", "Rolls", "रोल"),
    unit("SET", "Sets", "सेट"),
    unit("SQF", "Square feet", "वर्ग फ़ुट"),
    unit("SQM", "Square metres", "वर्ग मीटर"),
    unit("SQY", "Square yards", "वर्ग गज"),
    unit("TBS", "Tablets", "गोलियाँ"),
    unit("TGM", "Ten gross", "दस ग्रोस"),
    unit("THD", "Thousands", "हज़ार"),
    unit("TON", "Tonnes", "टन"),
    unit("TUB", "Tubes", "ट्यूब"),
    unit("UGS", "US gallons", "अमेरिकी गैलन"),
    unit("UNT", "Units", "इकाइयाँ"),
    unit("YDS", "Yards", "गज"),
];

/// Letters of a code.
const LETTERS: usize = 3;

/// The unit of the table with this code, in capitals or not.
pub fn get(code: &str) -> Option<&'static Unit> {
    let capitals = code::capitals::<LETTERS>(code)?;
    let index = ALL.binary_search_by(|unit| unit.code.cmp(&capitals));
    index.ok().map(|index| &ALL[index])
}

/// Whether there is a unit with this code, in capitals or not, on any day.
pub fn is_known(code: &str) -> bool {
    says(code, None)
}

/// Whether a document of this day may carry the code, in capitals or not.
pub fn is_known_on(code: &str, day: Date) -> bool {
    says(code, Some(day))
}

/// What the unit with this code, in capitals or not, is called.
pub fn name(code: &str) -> Option<Names> {
    let capitals = code::capitals::<LETTERS>(code)?;
    overlay::names(Master::Uqc, &capitals).or_else(|| {
        get(code).map(|unit| Names {
            english: unit.english_name,
            hindi: unit.hindi_name,
        })
    })
}

fn says(code: &str, on: Option<Date>) -> bool {
    let capitals = code::capitals::<LETTERS>(code);
    let laid_over = capitals.and_then(|code| overlay::says(Master::Uqc, &code, on));
    laid_over.unwrap_or_else(|| get(code).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_in_order_and_complete() {
        assert_eq!(ALL.len(), 45);
        assert!(ALL.is_sorted_by(|one, next| one.code < next.code));
        for unit in ALL {
            assert_eq!(get(unit.code), Some(unit));
            assert_eq!(get(&unit.code.to_lowercase()), Some(unit));
            assert!(unit.english_name.is_ascii() && !unit.hindi_name.is_ascii());
        }
    }

    #[test]
    fn other_texts_are_not_units() {
        for text in ["", "KG", "KGSS", "KG ", "XYZ", "AAA", "ZZZ", "गज"] {
            assert!(!is_known(text), "{text}");
        }
        assert!(is_known("kGs"));
        assert_eq!(name("kgs").map(|names| names.english), Some("Kilograms"));
    }
}
