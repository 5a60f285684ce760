//! What is wrong with a document, as `templates/account/parts/findings.html` shows it.

use einvoice::finding::Finding;

use crate::shell::Shell;

/// The findings of one document.
pub(super) struct FindingsView {
    pub(super) list: Vec<FindingView>,
    /// Findings that are not in the list.
    pub(super) more: usize,
}

/// One finding.
pub(super) struct FindingView {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) pointer: String,
    pub(super) found: String,
    pub(super) expected: String,
    pub(super) fix: &'static str,
}

impl FindingsView {
    /// The first findings, and how many there are besides.
    pub(super) fn of(findings: &[Finding], shown_max: usize, shell: &Shell) -> Self {
        let shown = findings.iter().take(shown_max);
        Self {
            list: shown
                .map(|finding| FindingView::of(finding, shell))
                .collect(),
            more: findings.len().saturating_sub(shown_max),
        }
    }
}

impl FindingView {
    fn of(finding: &Finding, shell: &Shell) -> Self {
        Self {
            code: finding.code(),
            message: finding.message(shell.language),
            pointer: finding.pointer.clone(),
            found: finding.detail.found.clone().unwrap_or_default(),
            expected: expected_words(finding.detail.expected.as_deref(), shell),
            fix: shell.words(finding.entry).fix,
        }
    }
}

/// A range that programs read as `0..9`, `0..` or `..9` in words; anything else as it is.
fn expected_words(expected: Option<&str>, shell: &Shell) -> String {
    let expected = expected.unwrap_or_default();
    let is_end = |end: &str| {
        end.chars()
            .all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | '/' | '-'))
    };
    match expected.split_once("..") {
        Some((min, max)) if is_end(min) && is_end(max) => match (min, max) {
            ("", "") => expected.to_owned(),
            (min, "") => shell.t1("range-from", "min", min),
            ("", max) => shell.t1("range-to", "max", max),
            (min, max) => shell.t2("range", "min", min, "max", max),
        },
        _ => expected.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_are_shown_and_the_others_counted() {
        let shell = Shell::sample(einvoice::Language::English, None);
        let entry = einvoice::catalogue::find("5002").expect("in the catalogue");
        let findings = vec![Finding::new(entry, "/DocDtls/No"); 4];
        for (shown_max, shown, more) in [(4, 4, 0), (3, 3, 1), (9, 4, 0)] {
            let view = FindingsView::of(&findings, shown_max, &shell);
            assert_eq!((view.list.len(), view.more), (shown, more));
        }
    }

    #[test]
    fn ranges_are_put_in_words_and_nothing_else() {
        let english = Shell::sample(einvoice::Language::English, None);
        let hindi = Shell::sample(einvoice::Language::Hindi, None);
        for (expected, in_english, in_hindi) in [
            ("1061..1064", "1061 to 1064", "1061 से 1064"),
            ("-0.5..99.25", "-0.5 to 99.25", "-0.5 से 99.25"),
            (
                "23/10/2026..",
                "23/10/2026 or later",
                "23/10/2026 या उसके बाद",
            ),
            (
                "..22/11/2026",
                "22/11/2026 or earlier",
                "22/11/2026 या उससे पहले",
            ),
            ("^[a..z]$", "^[a..z]$", "^[a..z]$"),
            ("..", "..", ".."),
            ("29", "29", "29"),
        ] {
            assert_eq!(expected_words(Some(expected), &english), in_english);
            assert_eq!(expected_words(Some(expected), &hindi), in_hindi);
        }
        assert_eq!(expected_words(None, &english), "");
    }
}
