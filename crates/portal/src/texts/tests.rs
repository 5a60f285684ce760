//! The texts are complete, the same keys in both languages, and the only prose there is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

fn files(directory: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(directory)];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory).expect("a directory of this crate") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a text file")
}

/// Key → its variables, of one language.
fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in files(&format!("locales/{}", language.tag()), "ftl") {
        let mut current = String::new();
        for line in read(&path).lines() {
            if line.starts_with('#') {
                continue;
            }
            if line.starts_with(|first: char| first.is_ascii_alphabetic()) {
                let (key, _) = line.split_once(" =").expect("`key = text`");
                let new = keys.insert(key.to_owned(), BTreeSet::new()).is_none();
                assert!(new, "{key} is defined twice");
                key.clone_into(&mut current);
            }
            for part in line.split("{ $").skip(1) {
                let (name, _) = part.split_once(" }").expect("`{ $name }`");
                let variables = keys.get_mut(&current).expect("a variable belongs to a key");
                variables.insert(name.to_owned());
            }
        }
    }
    keys
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_variables() {
    let (mut english, mut hindi) = (keys(Language::English), keys(Language::Hindi));
    for language in [&mut english, &mut hindi] {
        for variables in language.values_mut() {
            // A sentence may name the portal in one language and not in the other.
            variables.remove("brand");
        }
    }
    for (key, variables) in &english {
        assert_eq!(Some(variables), hindi.get(key), "{key} differs in Hindi");
    }
    for key in hindi.keys() {
        assert!(english.contains_key(key), "{key} is missing in English");
    }
}

#[test]
fn every_text_is_found_and_hindi_is_hindi() {
    for key in keys(Language::English).keys() {
        for language in Language::ALL {
            let found = LOCALES.lookup_single_language::<&str>(identifier(language), key, None);
            let text = found.unwrap_or_default();
            let filled = keys(language)[key].is_empty();
            assert!(
                !filled || !text.is_empty(),
                "{key} is missing in {}",
                language.tag()
            );
            if language == Language::Hindi && filled {
                let devanagari = text
                    .chars()
                    .any(|sign| ('\u{900}'..='\u{97f}').contains(&sign));
                // Names such as GSTIN and OTP are the same in both languages.
                let name = !text.chars().any(|sign| sign.is_ascii_lowercase());
                assert!(devanagari || name, "{key} is not in Hindi: {text}");
            }
        }
    }
}

/// String literals in sources and templates.
fn literals() -> BTreeSet<String> {
    files("src", "rs")
        .iter()
        .chain(&files("templates", "html"))
        .flat_map(|path| read(path).split('"').map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

#[test]
fn every_text_is_used() {
    let used = literals();
    for key in keys(Language::English).keys() {
        assert!(used.contains(key), "{key} is used nowhere");
    }
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let known = keys(Language::English);
    for path in files("src", "rs").iter().chain(&files("templates", "html")) {
        let source = read(path);
        for call in [
            "shell.t(\"",
            "shell.t1(\"",
            "shell.t2(\"",
            "shell.t3(\"",
            "page.shell(\"",
        ] {
            for rest in source.split(call).skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                assert!(
                    known.contains_key(key),
                    "{key} in {} has no text",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn templates_hold_no_prose_of_their_own() {
    for path in files("templates", "html") {
        let prose = prose_of(&read(&path));
        assert!(
            prose.is_empty(),
            "{} holds prose: {prose:?}",
            path.display()
        );
    }
}

/// Words outside tags and expressions, and in attributes that are read out.
fn prose_of(template: &str) -> Vec<String> {
    let mut text = template.to_owned();
    for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}")] {
        while let Some((before, rest)) = text.split_once(open) {
            let (_, after) = rest.split_once(close).expect("expressions are closed");
            text = format!("{before}\u{1}{after}");
        }
    }
    let mut prose = Vec::new();
    let mut outside = String::new();
    for (index, part) in text.split('<').enumerate() {
        let (tag, after) = part.split_once('>').unwrap_or(("", part));
        outside.push_str(if index == 0 { part } else { after });
        outside.push('\n');
        for attribute in ["aria-label=\"", "title=\"", "alt=\"", "placeholder=\""] {
            for rest in tag.split(attribute).skip(1) {
                prose.extend(words(rest.split('"').next().unwrap_or_default()));
            }
        }
    }
    prose.extend(words(&outside));
    prose
}

fn words(text: &str) -> Vec<String> {
    text.split(|sign: char| !sign.is_alphabetic())
        .filter(|word| word.chars().count() > 1)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_search_for_prose_finds_some() {
    assert_eq!(prose_of("<p class=\"a\">Hello {{ x }}</p>"), ["Hello"]);
    assert_eq!(prose_of("<img alt=\"Picture {{ n }}\">"), ["Picture"]);
    assert!(prose_of("<p class=\"lead\">{{ shell.t(\"x\") }} · 1</p>{# Why #}").is_empty());
}
