//! The catalogue as a whole: codes, words, and the files they stand in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use einvoice::catalogue::{self, Family, Kind, Language};
use einvoice::rules;

/// Longer titles do not fit the line of a table or of a log.
const TITLE_CHARACTERS_MAX: usize = 110;

#[test]
fn codes_have_four_digits_and_ascend_without_repetition() {
    let codes: Vec<_> = catalogue::entries().map(|entry| entry.code).collect();
    for code in &codes {
        assert_eq!(code.len(), 4, "{code}");
        assert!(code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
    }
    for pair in codes.windows(2) {
        assert!(pair[0] < pair[1], "{} stands before {}", pair[0], pair[1]);
    }
}

#[test]
fn every_code_is_found_and_no_other() {
    for entry in catalogue::entries() {
        assert_eq!(catalogue::find(entry.code).unwrap().code, entry.code);
    }
    for unknown in ["", "0000", "10040", "2999", "abcd"] {
        assert!(catalogue::find(unknown).is_none(), "{unknown}");
    }
}

#[test]
fn rules_have_a_check_and_nothing_else_has() {
    for rule in rules::ALL {
        let is_rule = rule.entry.kind == Kind::Rule && rule.entry.status.is_raised();
        assert_eq!(rule.check.is_some(), is_rule, "{}", rule.entry.code);
    }
}

#[test]
fn words_are_whole_sentences_in_both_languages() {
    for entry in catalogue::entries() {
        for language in Language::ALL {
            let words = entry.words(language);
            for text in [words.title, words.reason, words.fix] {
                let code = entry.code;
                assert_eq!(text.trim(), text, "{code}");
                assert!(!text.contains("  "), "{code}: {text}");
                let stop = match language {
                    Language::English => '.',
                    Language::Hindi => '।',
                };
                assert!(text.ends_with(stop), "{code} {language:?}: {text}");
                let has_devanagari = text.chars().any(is_devanagari);
                assert_eq!(
                    has_devanagari,
                    language == Language::Hindi,
                    "{code}: {text}"
                );
            }
            let length = words.title.chars().count();
            assert!(length <= TITLE_CHARACTERS_MAX, "{}: {length}", entry.code);
        }
    }
}

#[test]
fn no_two_codes_say_the_same() {
    for language in Language::ALL {
        let mut codes = BTreeMap::new();
        for entry in catalogue::entries() {
            let before = codes.insert(entry.words(language).title, entry.code);
            assert_eq!(before, None, "{} has the title of another code", entry.code);
        }
    }
}

#[test]
fn pointers_are_absolute_and_sources_are_named() {
    for entry in catalogue::entries() {
        assert!(!entry.source.is_empty(), "{}", entry.code);
        for pointer in entry.pointers {
            assert!(pointer.starts_with('/'), "{}: {pointer}", entry.code);
        }
        let is_rule = entry.kind == Kind::Rule && entry.status.is_raised();
        assert!(!is_rule || !entry.pointers.is_empty(), "{}", entry.code);
    }
}

/// The codes that an IRP can answer with, by the lists that they are published in.
const CODES: &str = include_str!("codes.txt");

#[test]
fn every_published_code_has_an_entry_in_its_family() {
    let mut listed = BTreeSet::new();
    let mut family = Family::Vital;
    for word in CODES.split_whitespace() {
        match word {
            "vital:" => family = Family::Vital,
            "invoice:" => family = Family::Invoice,
            "eway-bill:" => family = Family::EwayBill,
            code => {
                let entry = catalogue::find(code).unwrap_or_else(|| panic!("{code} is missing"));
                assert_eq!(entry.family(), family, "{code}");
                listed.insert(code);
            }
        }
    }
    assert_eq!(listed.len(), catalogue::entries().count());
    assert!(listed.len() >= PUBLISHED_MIN);
}

/// Codes that a portal of the kind has at least.
const PUBLISHED_MIN: usize = 200;

#[test]
fn what_is_not_raised_says_why_in_both_languages() {
    for entry in catalogue::entries() {
        let Some(why) = entry.status.why() else {
            assert!(entry.status.is_raised(), "{}", entry.code);
            continue;
        };
        let (english, hindi) = (why.english, why.hindi);
        assert!(english.ends_with('.') && english.is_ascii(), "{english}");
        assert!(
            hindi.ends_with('।') && hindi.chars().any(is_devanagari),
            "{hindi}"
        );
        // What is said instead has to be said.
        for code in english.split(|c: char| !c.is_ascii_digit()) {
            if code.len() == 4 && code != "2026" {
                assert!(catalogue::find(code).is_some(), "{}: {code}", entry.code);
            }
        }
    }
}

/// A file that is not in the list would be a rule that never runs.
#[test]
fn every_file_of_a_rule_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut files = BTreeSet::new();
    for subject in folder.read_dir().unwrap().map(Result::unwrap) {
        if !subject.file_type().unwrap().is_dir() {
            continue;
        }
        for file in subject.path().read_dir().unwrap().map(Result::unwrap) {
            let name = file.file_name().into_string().unwrap();
            let Some(code) = name.strip_prefix('r').and_then(|rest| rest.get(..4)) else {
                continue;
            };
            let text = std::fs::read_to_string(file.path()).unwrap();
            assert!(text.starts_with(&format!("//! {code}: ")), "{name}");
            if code.bytes().all(|byte| byte.is_ascii_digit()) {
                assert!(files.insert(code.to_owned()), "two files for {code}");
            }
        }
    }
    let listed: BTreeSet<_> = catalogue::entries()
        .map(|entry| entry.code.to_owned())
        .collect();
    assert_eq!(files, listed);
}

fn is_devanagari(character: char) -> bool {
    ('\u{0900}'..='\u{097f}').contains(&character) && character != '।'
}
