//! Single settings, at their limits and one past them.

use super::super::values::TEXT_CHARS_MAX;
use super::*;

fn number(text: &str) -> (u32, Vec<Fault>) {
    let mut reader = Reader::new(text, Path::new("/etc/mohar"));
    let number = reader.section("a").number("n", 5, 2..=9, "Words.");
    (number, reader.finish().1)
}

#[test]
fn numbers_are_good_at_their_limits_and_not_beyond() {
    for (text, wanted) in [("", 5), ("[a]\nn = 2", 2), ("[a]\nn = 9", 9)] {
        assert_eq!(number(text), (wanted, vec![]), "{text}");
    }
    for wrong in ["1", "10", "-1", "2.0", "\"2\"", "99999999999999999999"] {
        let (value, faults) = number(&format!("\n[a]\nn = {wrong}"));
        assert_eq!((value, faults.len()), (5, 1), "{wrong}");
        assert_eq!((faults[0].line, faults[0].key.as_str()), (Some(3), "a.n"));
    }
}

#[test]
fn all_faults_come_at_once_with_their_lines() {
    let text = "[a]\nn = 1\nm = 2\n\n[b]\nx = 1\n";
    let (_, faults) = number(text);
    let shown: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "line 2: a.n: 1 is not between 2 and 9",
            "line 3: a.m: there is no such setting; [a] has n",
            "line 5: b: there is no such section; the sections are a",
        ]
    );
}

#[test]
fn what_is_no_toml_is_told_with_its_line() {
    let (_, faults) = number("[a]\nn = \n");
    assert!(
        faults.iter().any(|fault| fault.line == Some(2)),
        "{faults:?}"
    );
    let (_, faults) = number("a = 3\n");
    assert!(faults[0].words.contains("[a]"), "{faults:?}");
}

#[test]
fn paths_are_relative_to_the_file() {
    let mut reader = Reader::new("[a]\np = \"x/y\"\nq = \"/z\"", Path::new("/etc/mohar"));
    let mut section = reader.section("a");
    let paths = ["p", "q", "r"].map(|key| section.path(key, "Words."));
    drop(section);
    let wanted = ["/etc/mohar/x/y", "/z"].map(|path| Some(PathBuf::from(path)));
    assert_eq!(paths[..2], wanted);
    assert_eq!(paths[2], None);
}

#[test]
fn texts_are_bounded() {
    let long = "x".repeat(TEXT_CHARS_MAX);
    for (value, good) in [
        (long.clone(), true),
        (format!("{long}x"), false),
        (" ".to_owned(), false),
        ("a\\u0007".to_owned(), false),
    ] {
        let text = format!("[a]\nt = \"{value}\"");
        let mut reader = Reader::new(&text, Path::new(""));
        reader.section("a").text("t", "d", "Words.");
        assert_eq!(reader.finish().1.is_empty(), good, "{value}");
    }
}
