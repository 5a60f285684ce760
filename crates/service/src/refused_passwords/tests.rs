#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::io::Write as _;

use tempfile::NamedTempFile;

use super::*;

fn file(text: &str) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

/// The lines, each with an end.
fn lined<T: AsRef<str>>(lines: &[T], end: &str) -> String {
    lines.iter().flat_map(|line| [line.as_ref(), end]).collect()
}

fn found(text: &str, password: &str) -> bool {
    let file = file(text);
    let mut opened = RefusedPasswords::open_checked(file.path()).unwrap();
    opened.has(password).unwrap()
}

/// A sorted list of the SHA-1 of passwords with counts.
fn hashes(passwords: &[&str], end: &str) -> String {
    let hash = |password: &&str| seal::password::sha1_hex(password);
    let mut lines: Vec<_> = passwords.iter().map(hash).collect();
    lines.sort();
    lined(&lines, &format!(":37{end}"))
}

#[test]
fn the_sha1_is_the_one_that_lists_have() {
    let known = "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8";
    assert_eq!(seal::password::sha1_hex("password"), known);
}

#[test]
fn first_last_and_every_line_between_are_found_and_nothing_else() {
    for count in [1, 2, 3, 10, 257] {
        let mut passwords: Vec<_> = (0..count).map(|n| format!("Secret_{n}#")).collect();
        passwords.sort();
        for end in ["\n", "\r\n"] {
            let text = lined(&passwords, end);
            // The last line may lack its end.
            for text in [text.as_str(), text.trim_end()] {
                let all = passwords.iter().all(|one| found(text, one));
                assert!(all, "{count} {end:?}");
                for other in [
                    "",
                    "Secret_",
                    "Secret_0",
                    "Secret_0#x",
                    "a",
                    "~",
                    "secret_0#",
                ] {
                    assert!(!found(text, other), "{count} {end:?} {other}");
                }
            }
        }
    }
}

#[test]
fn lists_of_hashes_are_found_by_the_password() {
    let names = ["one_Pass1", "two_Pass2", "three_Pass3", "four_Pass4", "é"];
    for end in ["\n", "\r\n"] {
        let text = hashes(&names, end);
        let bare: Vec<_> = text.lines().map(|line| &line[..40]).collect();
        let bare = lined(
            &bare, "
",
        );
        for text in [&text, &text.to_lowercase(), &bare] {
            assert!(names.iter().all(|name| found(text, name)), "{text}");
            assert!(!found(text, "one_Pass2") && !found(text, ""));
            // What is refused is the password, not its hash.
            assert!(!found(text, &seal::password::sha1_hex("one_Pass1")));
        }
    }
}

#[test]
fn a_line_may_be_as_long_as_the_limit_and_not_a_byte_longer() {
    let longest = "x".repeat(LINE_BYTES_MAX - 1);
    let text = format!("a\n{longest}\n{longest}y");
    assert!(found(&text, "a") && found(&text, &longest));
    assert!(found(&text, &format!("{longest}y")));
    let file = file(&format!("a\n{longest}x\nz\n"));
    let refused = RefusedPasswords::open_checked(file.path()).unwrap_err();
    let RefusedPasswordsFault::LineTooLong { at } = refused else {
        panic!("{refused}");
    };
    assert_eq!(at, 2);
}

#[test]
fn what_cannot_serve_is_refused_with_the_reason() {
    let refuse = |text: &str| {
        let file = file(text);
        RefusedPasswords::open_checked(file.path())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(refuse(""), "it is empty");
    assert!(refuse("b\na\n").ends_with("see the one at byte 2"));
    let sorted = hashes(&["one_Pass1", "two_Pass2"], "\n");
    let mut lines: Vec<_> = sorted.lines().collect();
    lines.reverse();
    assert!(refuse(&lines.join("\n")).contains("not sorted"));
    assert!(refuse(&format!("{sorted}password\n")).contains("is a SHA-1"));
    let folder = tempfile::tempdir().unwrap();
    let refused = RefusedPasswords::open_checked(folder.path()).unwrap_err();
    assert_eq!(refused.to_string(), "it is not a file");
    let missing = RefusedPasswords::open_checked(&folder.path().join("none")).unwrap_err();
    assert_eq!(missing.to_string(), "it cannot be read");
}
