//! Single values of a file of settings, and how they are written.

use std::ops::RangeInclusive;

use toml::de::DeValue;

/// Most characters of a text.
pub(super) const TEXT_CHARS_MAX: usize = 200;

/// A value that was found, or what is wrong with it.
pub(super) type Read<T> = Result<T, String>;

pub(super) fn whole_number(value: &DeValue<'_>, limits: &RangeInclusive<u32>) -> Read<u32> {
    let (least, most) = (limits.start(), limits.end());
    let number = value
        .as_integer()
        .and_then(|number| i128::from_str_radix(number.as_str(), number.radix()).ok())
        .ok_or_else(|| format!("this is a whole number from {least} to {most}, without quotes"))?;
    u32::try_from(number)
        .ok()
        .filter(|number| limits.contains(number))
        .ok_or_else(|| format!("{number} is not between {least} and {most}"))
}

pub(super) fn value_text(value: &DeValue<'_>) -> Read<String> {
    let text = value.as_str().ok_or("this is a text in quotes")?;
    Ok(text.to_owned())
}

pub(super) fn text(value: &DeValue<'_>) -> Read<String> {
    let text = value_text(value)?;
    let characters = text.chars().count();
    if text.trim().is_empty() {
        Err("this is empty; leave the setting out or fill it in".to_owned())
    } else if characters > TEXT_CHARS_MAX {
        Err(format!(
            "this has {characters} characters; at most {TEXT_CHARS_MAX} are possible"
        ))
    } else if text.chars().any(char::is_control) {
        Err("this holds a control character".to_owned())
    } else {
        Ok(text)
    }
}

pub(super) fn text_kind() -> String {
    format!("text of at most {TEXT_CHARS_MAX} characters")
}

/// A text as TOML.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for sign in text.chars() {
        if matches!(sign, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(sign);
    }
    quoted.push('"');
    quoted
}

/// A number whose setting has the limits of a digit.
pub(super) fn digit(number: u32) -> u8 {
    u8::try_from(number).expect("the limits of the setting are those of a digit")
}
