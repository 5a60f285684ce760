//! Which language a request is in: the path says it; without one, the browser's wish.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use einvoice::catalogue::Language;

/// Splits `/hi/help` into Hindi and `/help`; `None` for paths without a language.
pub fn split(path: &str) -> Option<(Language, &str)> {
    Language::ALL.into_iter().find_map(|language| {
        let rest = path.strip_prefix('/')?.strip_prefix(language.tag())?;
        (rest.is_empty() || rest.starts_with('/')).then_some((language, rest))
    })
}

/// The other one.
pub fn other(language: Language) -> Language {
    match language {
        Language::English => Language::Hindi,
        Language::Hindi => Language::English,
    }
}

/// A language's name in itself, for the switch.
pub fn own_name(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::Hindi => "हिन्दी",
    }
}

/// What the browser prefers; English when it says nothing that we speak.
pub fn preferred(headers: &HeaderMap) -> Language {
    let header = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut best = (0, Language::English);
    for range in header.split(',') {
        let mut parts = range.trim().split(';');
        let tag = parts.next().unwrap_or_default().trim();
        let quality = parts
            .find_map(|part| part.trim().strip_prefix("q="))
            .map_or(1000, thousandths);
        let primary = tag.split('-').next().unwrap_or_default();
        let spoken = Language::ALL
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.tag()));
        if let Some(language) = spoken
            && quality > best.0
        {
            best = (quality, language);
        }
    }
    best.1
}

/// `0.85` as 850; what is not a quality counts as nothing.
fn thousandths(quality: &str) -> u16 {
    let (whole, fraction) = quality
        .trim()
        .split_once('.')
        .unwrap_or((quality.trim(), ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole, digits.parse::<u16>()) {
        ("1", _) => 1000,
        ("0", Ok(value)) => value,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(header: &'static str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, header.parse().expect("a header value"));
        preferred(&headers)
    }

    #[test]
    fn the_browser_s_first_wish_that_we_speak_wins() {
        assert_eq!(of("hi-IN,hi;q=0.9,en;q=0.8"), Language::Hindi);
        assert_eq!(of("en-IN,hi;q=0.9"), Language::English);
        assert_eq!(of("ta,hi;q=0.4,en;q=0.3"), Language::Hindi);
        assert_eq!(of("hi;q=0.25,en;q=0.3"), Language::English);
        assert_eq!(of("hi;q=0,ta"), Language::English);
        assert_eq!(of(""), Language::English);
        assert_eq!(preferred(&HeaderMap::new()), Language::English);
    }

    #[test]
    fn a_path_is_split_at_a_whole_segment_only() {
        assert_eq!(split("/hi/help"), Some((Language::Hindi, "/help")));
        assert_eq!(split("/en"), Some((Language::English, "")));
        assert_eq!(split("/english"), None);
        assert_eq!(split("/"), None);
    }
}
