//! What countries and currencies are called, in English and Hindi.

use std::collections::BTreeSet;

use serde_json::Value;

use super::packages::{CLDR_CORE, CLDR_CURRENCY_NAMES, CLDR_NAMES};
use super::text;

/// Codes of two letters that Unicode names but ISO 3166-1 does not: parts of countries, unions,
/// codes reserved or made up, `ZZ` for the unknown.
const NOT_COUNTRIES: &[&str] = &[
    "AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ",
];

/// Used in markets, but not in ISO 4217.
const NOT_CURRENCIES: &[&str] = &["CNH"];

/// In ISO 4217, though Unicode has it as ended in 2001.
const STILL_CURRENCIES: &[&str] = &["SVC"];

/// A currency that ended before GST began can be on no invoice.
const GST_BEGAN: &str = "2017-07-01";

/// `IN India | भारत`, sorted.
pub(super) fn countries() -> Result<Vec<String>, String> {
    let file = |language| CLDR_NAMES.file(&format!("main/{language}/territories.json"));
    let (english, hindi) = (text::json(&file("en"))?, text::json(&file("hi"))?);
    let english = &english["main"]["en"]["localeDisplayNames"]["territories"];
    let hindi = &hindi["main"]["hi"]["localeDisplayNames"]["territories"];
    let codes = english.as_object().ok_or("no territories")?.keys();
    let countries: BTreeSet<_> = codes
        .map(String::as_str)
        .filter(|code| code.len() == 2 && !NOT_COUNTRIES.contains(code))
        .collect();
    Ok(countries
        .into_iter()
        .filter_map(|code| line(code, &english[code], &hindi[code]))
        .collect())
}

/// `INR Indian Rupee | भारतीय रुपया`, sorted.
pub(super) fn currencies() -> Result<Vec<String>, String> {
    let file = |language| CLDR_CURRENCY_NAMES.file(&format!("main/{language}/currencies.json"));
    let (english, hindi) = (text::json(&file("en"))?, text::json(&file("hi"))?);
    let english = &english["main"]["en"]["numbers"]["currencies"];
    let hindi = &hindi["main"]["hi"]["numbers"]["currencies"];
    let currency_data = text::json(&CLDR_CORE.file("supplemental/currencyData.json"))?;
    let regions = &currency_data["supplemental"]["currencyData"]["region"];
    let regions = regions.as_object().ok_or("no regions")?;
    let uses = regions
        .values()
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(Value::as_object)
        .flatten();
    let mut codes: BTreeSet<_> = uses
        .filter(|(_, period)| period["_to"].as_str().is_none_or(|end| end >= GST_BEGAN))
        .map(|(code, _)| code.as_str())
        .filter(|code| !NOT_CURRENCIES.contains(code))
        .collect();
    codes.extend(STILL_CURRENCIES);
    let name = |names: &Value, code| names[code]["displayName"].clone();
    Ok(codes
        .into_iter()
        .filter_map(|code| line(code, &name(english, code), &name(hindi, code)))
        .collect())
}

/// Nothing without an English name; where Hindi has none, the English one stands for it.
fn line(code: &str, english: &Value, hindi: &Value) -> Option<String> {
    let english = english.as_str()?;
    let hindi = hindi.as_str().unwrap_or(english);
    Some(format!("{code} {english} | {hindi}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_name() {
        let (india, bharat) = (Value::from("India"), Value::from("भारत"));
        assert_eq!(
            line("IN", &india, &bharat).as_deref(),
            Some("IN India | भारत")
        );
        let english_only = line("IN", &india, &Value::Null);
        assert_eq!(english_only.as_deref(), Some("IN India | India"));
        assert_eq!(line("IN", &Value::Null, &bharat), None);
    }
}
