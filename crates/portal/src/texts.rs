//! The words on the pages, in both languages, from `locales/{en,hi}/*.ftl`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Display;

use einvoice::catalogue::Language;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, langid};

fluent_templates::static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ENGLISH: LanguageIdentifier = langid!("en");
static HINDI: LanguageIdentifier = langid!("hi");

fn identifier(language: Language) -> &'static LanguageIdentifier {
    match language {
        Language::English => &ENGLISH,
        Language::Hindi => &HINDI,
    }
}

/// The text of a key. A key that does not exist shows itself; a test keeps that from happening.
pub fn text(language: Language, key: &str) -> String {
    LOCALES
        .lookup_single_language::<&str>(identifier(language), key, None)
        .unwrap_or_else(|_| missing(language, key))
}

/// The text of a key with its variables filled in.
pub fn text_with(language: Language, key: &str, values: &[(&'static str, &dyn Display)]) -> String {
    let arguments: HashMap<Cow<'static, str>, FluentValue<'_>> = values
        .iter()
        .map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(value.to_string())))
        .collect();
    LOCALES
        .lookup_single_language(identifier(language), key, Some(&arguments))
        .unwrap_or_else(|_| missing(language, key))
}

fn missing(language: Language, key: &str) -> String {
    tracing::error!(language = language.tag(), key, "a text is missing");
    key.to_owned()
}

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
