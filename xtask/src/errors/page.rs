//! The page of one code, and the index of all.

use std::fmt::Write as _;

use einvoice::catalogue::{Entry, Family, Grade, Kind, Status, Words};

/// The lists of codes, with their headings.
const FAMILIES: [(Family, &str); 3] = [
    (Family::Vital, "Authentication, registration, taxpayers"),
    (Family::Invoice, "The document"),
    (Family::EwayBill, "The e-way bill"),
];

/// Stands at the head of every page.
const GENERATED: &str = "<!-- Written by `cargo xtask errors` from the catalogue; edit that. -->";

/// `2150.md`.
pub(super) fn file_name(entry: &Entry) -> String {
    format!("{}.md", entry.code)
}

/// The page of a code.
pub(super) fn of(entry: &Entry) -> String {
    let mut page = format!(
        "{GENERATED}\n# {} {}\n\n",
        entry.code,
        plain(entry.english.title)
    );
    // Writing into a String cannot fail.
    let _ = write!(page, "{}", facts(entry));
    if let Some(why) = entry.status.why() {
        let heading = match entry.status {
            Status::OnHold { .. } => "Why it is not raised yet",
            _ => "Why it is not raised",
        };
        let (english, hindi) = (plain(why.english), plain(why.hindi));
        let _ = write!(page, "\n## {heading}\n\n{english}\n\n{hindi}\n");
    }
    let _ = write!(page, "\n## English\n\n{}", words(&entry.english));
    let _ = write!(page, "\n## हिन्दी\n\n{}", hindi_words(&entry.hindi));
    page.push_str("\n[All codes](README.md)\n");
    page
}

fn facts(entry: &Entry) -> String {
    let members: Vec<_> = entry
        .pointers
        .iter()
        .map(|pointer| format!("`{pointer}`"))
        .collect();
    let members = match members.as_slice() {
        [] => "–".to_owned(),
        some => some.join("<br>"),
    };
    let since = match entry.since {
        Some(day) => format!("documents or days from {day}"),
        None => "always".to_owned(),
    };
    let rows = [
        ("Kind", kind(entry.kind).to_owned()),
        ("Status", entry.status.word().to_owned()),
        ("Members", members),
        ("Holds", since),
        ("Source", cell(entry.source)),
        ("Grade", grade(entry.grade)),
    ];
    let mut table = String::from("| | |\n|---|---|\n");
    for (name, value) in rows {
        // Writing into a String cannot fail.
        let _ = writeln!(table, "| {name} | {value} |");
    }
    table
}

fn words(words: &Words) -> String {
    format!(
        "**{}**\n\nWhy: {}\n\nWhat to do: {}\n",
        plain(words.title),
        plain(words.reason),
        plain(words.fix)
    )
}

fn hindi_words(words: &Words) -> String {
    format!(
        "**{}**\n\nकारण: {}\n\nक्या करें: {}\n",
        plain(words.title),
        plain(words.reason),
        plain(words.fix)
    )
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Rule => "rule: a check of the document",
        Kind::Outcome => "outcome of a use case",
        Kind::Protocol => "protocol: headers, token, envelope, shape",
    }
}

fn grade(grade: Grade) -> String {
    let meaning = match grade {
        Grade::Certain => "NIC's answers were seen, or several independent lists agree",
        Grade::Likely => "one good source",
        Grade::Guess => "nothing public settles it",
    };
    format!("{}: {meaning}", grade.word())
}

/// The index.
pub(super) fn index(entries: &[&Entry]) -> String {
    let raised = entries.iter().filter(|entry| entry.status.is_raised());
    let raised = raised.count();
    let total = entries.len();
    let mut page = format!(
        "{GENERATED}\n# Error codes\n\n\
         Every code that NIC's lists have or this portal answers with: {total}, of which {raised} \
         are raised. The same is served by a running portal, for people under `/en/help/errors` \
         and `/hi/help/errors`, one page a code, and for programs as `/catalogue.json`: one object \
         a code with `code`, `family`, `kind`, `status`, `why_not_raised`, `grade`, `since`, \
         `source`, `pointers`, the words in `en` and `hi` (`title`, `reason`, `fix`) and the \
         addresses of its `pages`. It carries an `ETag`; ask again with `If-None-Match`.\n"
    );
    for (family, heading) in FAMILIES {
        let of_family = entries.iter().filter(|entry| entry.family() == family);
        let of_family: Vec<_> = of_family.collect();
        // Writing into a String cannot fail.
        let _ = write!(
            page,
            "\n## {heading} ({})\n\n| code | meaning | kind | status | grade |\n|---|---|---|---|---|\n",
            of_family.len()
        );
        for entry in of_family {
            let _ = writeln!(page, "{}", index_row(entry));
        }
    }
    page
}

fn index_row(entry: &Entry) -> String {
    let kind = match entry.kind {
        Kind::Rule => "rule",
        Kind::Outcome => "outcome",
        Kind::Protocol => "protocol",
    };
    format!(
        "| [{code}]({code}.md) | {} | {kind} | {} | {} |",
        cell(entry.english.title),
        entry.status.word(),
        entry.grade.word(),
        code = entry.code,
    )
}

/// A sentence as Markdown takes it for nothing but a sentence.
fn plain(text: &str) -> String {
    text.replace('<', "&lt;").replace('*', "\\*")
}

/// The same in a cell of a table.
fn cell(text: &str) -> String {
    plain(text).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use einvoice::catalogue;

    use super::*;

    #[test]
    fn every_page_says_everything_of_its_entry() {
        for entry in catalogue::entries() {
            let page = of(entry);
            for text in [entry.english.title, entry.hindi.reason, entry.hindi.fix] {
                assert!(page.contains(&plain(text)), "{}: {text}", entry.code);
            }
            for pointer in entry.pointers {
                assert!(page.contains(pointer), "{}: {pointer}", entry.code);
            }
            let told = page.contains("## Why it is not raised");
            assert_eq!(told, !entry.status.is_raised(), "{}", entry.code);
        }
    }

    #[test]
    fn every_code_is_once_in_the_index() {
        let entries: Vec<_> = catalogue::entries().collect();
        let index = index(&entries);
        for entry in &entries {
            let link = format!("]({})", file_name(entry));
            assert_eq!(index.matches(&link).count(), 1, "{}", entry.code);
        }
        assert_eq!(index.matches(".md) | ").count(), entries.len());
    }

    #[test]
    fn marks_are_made_harmless() {
        assert_eq!(cell("a | <b> *"), "a \\| &lt;b> \\*");
    }
}
