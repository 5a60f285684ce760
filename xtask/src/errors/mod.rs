//! Writes `docs/errors` from the catalogue: one page for each code, and an index.

mod page;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use einvoice::catalogue;

use crate::run::{Outcome, root};

/// Where the pages are.
const FOLDER: &str = "docs/errors";

/// Writes the pages and removes those of codes that are no more; or only compares, and fails on a
/// difference.
pub(crate) fn run(compare_only: bool) -> Outcome {
    let folder = root().join(FOLDER);
    let wanted = wanted();
    if compare_only {
        return compare(&folder, &wanted);
    }
    fs::create_dir_all(&folder).map_err(|error| failure(&folder, &error))?;
    for name in there(&folder)? {
        if !wanted.contains_key(&name) {
            let path = folder.join(name);
            fs::remove_file(&path).map_err(|error| failure(&path, &error))?;
        }
    }
    for (name, text) in &wanted {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| failure(&path, &error))?;
    }
    eprintln!("xtask: {FOLDER} has {} pages", wanted.len());
    Ok(())
}

/// File names with their texts.
fn wanted() -> BTreeMap<String, String> {
    let pages = catalogue::entries().map(|entry| (page::file_name(entry), page::of(entry)));
    let mut wanted: BTreeMap<String, String> = pages.collect();
    let entries: Vec<_> = catalogue::entries().collect();
    wanted.insert("README.md".to_owned(), page::index(&entries));
    wanted
}

/// The names of the pages in the folder.
fn there(folder: &Path) -> Result<BTreeSet<String>, String> {
    let entries = fs::read_dir(folder).map_err(|error| failure(folder, &error))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let pages = paths.filter(|path| path.extension().is_some_and(|found| found == "md"));
    let names = pages.filter_map(|path| path.file_name()?.to_str().map(str::to_owned));
    Ok(names.collect())
}

fn compare(folder: &Path, wanted: &BTreeMap<String, String>) -> Outcome {
    let there = there(folder)?;
    let mut wrong: BTreeSet<&str> = BTreeSet::new();
    for (name, text) in wanted {
        let same = fs::read_to_string(folder.join(name)).is_ok_and(|found| found == *text);
        if !same {
            wrong.insert(name);
        }
    }
    let left_over = there.iter().filter(|name| !wanted.contains_key(*name));
    wrong.extend(left_over.map(String::as_str));
    if wrong.is_empty() {
        return Ok(());
    }
    let names = wrong.into_iter().collect::<Vec<_>>().join(", ");
    Err(format!(
        "{FOLDER} is not what the catalogue says; run `cargo xtask errors` ({names})"
    ))
}

fn failure(path: &Path, error: &dyn std::error::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_pages_are_what_the_catalogue_says() {
        let outcome = run(true);
        assert!(outcome.is_ok(), "{outcome:?}");
    }

    #[test]
    fn a_page_that_differs_is_missing_or_left_over_is_named() {
        let folder = root().join(FOLDER);
        let mut wanted = wanted();
        wanted.insert("0000.md".to_owned(), String::new());
        wanted.insert("2150.md".to_owned(), "changed".to_owned());
        wanted.remove("README.md");
        let fault = compare(&folder, &wanted).expect_err("three pages are wrong");
        assert!(fault.contains("(0000.md, 2150.md, README.md)"), "{fault}");
    }
}
