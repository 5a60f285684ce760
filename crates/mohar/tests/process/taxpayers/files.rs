//! What is said of a master's files.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::{FIRST_LINE, gstin, import, imports, master, row, show, write};
use crate::support::portal::Installation;
use crate::support::{mohar, printed};

#[test]
fn bad_rows_are_told_with_what_to_do_and_nothing_comes_into_force() {
    let installation = Installation::new("");
    let mut text = format!("{FIRST_LINE}\n{}{}", row(1), row(2));
    text.push_str(&row(3).replace("9999900003", "+919999900003"));
    text.push_str(
        &row(4)
            .replace("Active", "Alive")
            .replace("70000000", "7 crore"),
    );
    text.push_str(&row(1));
    for n in 10..200 {
        text.push_str(&row(n).replace(",Regular,", ",Irregular,"));
    }
    let file = write(&installation, "master.csv", &text);
    let rejects = installation.path("rejects.csv");
    let rejects = rejects.to_str().unwrap();
    let output = import(&installation, &file, &["--rejects", rejects]);
    assert_eq!(output.status.code(), Some(1));
    let (told, failed) = (printed(&output.stdout), printed(&output.stderr));
    for words in [
        "master.csv, line 4: mobile: has to be ten digits",
        "master.csv, line 5: status: is none of: Active",
        "master.csv, line 5: turnover: is no amount",
        "master.csv, line 6: gstin: stands in line 2 already",
        "and 94 findings more",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(failed.contains("193 lines are bad"), "{failed}");
    assert!(
        !told.contains("99999") && !told.contains("invented.example"),
        "{told}"
    );
    assert_eq!(imports(&installation), "no master was imported\n");

    let mode = fs::metadata(rejects).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let written = fs::read_to_string(rejects).unwrap();
    let lines: Vec<_> = written.lines().collect();
    assert_eq!(lines[0], FIRST_LINE);
    assert!(
        lines[1].starts_with("# file 1, line 4: mobile:"),
        "{written}"
    );
    assert!(lines[2].contains("+919999900003"), "{written}");
    assert_eq!(
        lines
            .iter()
            .filter(|line| line.contains(",Irregular,"))
            .count(),
        190
    );

    // Left out on demand, and the mended rows come in beside the others.
    let output = import(&installation, &file, &["--skip-bad-rows"]);
    assert_eq!(output.status.code(), Some(3), "{}", printed(&output.stderr));
    let told = printed(&output.stdout);
    assert!(
        told.contains("2 taxpayers") && told.contains("193 bad lines were left out"),
        "{told}"
    );
    let mended = written
        .replace("+91", "")
        .replace(",Irregular,", ",Regular,")
        .replace("Alive", "Active")
        .replace("7 crore", "7");
    let mended = mended.replace(&row(1), "");
    let mended = write(&installation, "mended.csv", &mended);
    let output = import(&installation, &file, &["--skip-bad-rows", &mended]);
    assert_eq!(output.status.code(), Some(3), "{}", printed(&output.stderr));
    let told = printed(&output.stdout);
    assert!(told.contains("194 taxpayers"), "{told}");
}

#[test]
fn what_cannot_be_imported_is_refused_with_a_reason() {
    let installation = Installation::new("");
    let refused = |file: &str, more: &[&str]| {
        let output = import(&installation, file, more);
        assert_eq!(output.status.code(), Some(1), "{}", printed(&output.stdout));
        printed(&output.stderr)
    };
    let empty = write(&installation, "empty.csv", &format!("{FIRST_LINE}\n"));
    assert!(refused(&empty, &[]).contains("hold no taxpayer"));
    let columns = write(&installation, "columns.csv", "gstin,name\n");
    assert!(refused(&columns, &[]).contains("legal_name is missing"));
    let file = master(&installation, 2);
    let config = installation.config();
    let future = [
        "taxpayers",
        "import",
        "--config",
        &config,
        "--as-of",
        "2126-01-01T00:00:00Z",
    ];
    let output = mohar(&[&future[..], &[&file]].concat());
    assert!(printed(&output.stderr).contains("lies in the future"));
    let output = import(&installation, &file, &[]);
    assert!(output.status.success(), "{}", printed(&output.stderr));
    let older = [
        "taxpayers",
        "import",
        "--config",
        &config,
        "--as-of",
        "2025-01-01T00:00:00Z",
    ];
    let output = mohar(&[&older[..], &[&file]].concat());
    let words = printed(&output.stderr);
    assert!(
        !output.status.success() && words.contains("an older one does not"),
        "{words}"
    );
}

#[test]
fn the_registrys_own_answers_are_a_master_too() {
    let installation = Installation::new("");
    let line = |n: u32| {
        let answer = serde_json::json!({
            "gstin": gstin(n), "lgnm": format!("Answered {n}"),
            "dty": "Regular", "sts": "Suspended",
            "pradr": { "addr": { "pncd": "560001" }, "ntr": "" },
            "cntct": { "mobNum": "9999912345", "emailId": null }, "nba": [],
        });
        format!("{answer}\n")
    };
    let twice = [line(1), line(1)].concat();
    let file = write(&installation, "master.jsonl", &twice);
    let output = import(&installation, &file, &[]);
    assert_eq!(output.status.code(), Some(1));
    let told = printed(&output.stdout);
    assert!(
        told.contains("line 2: /gstin: stands in line 1 already"),
        "{told}"
    );
    let mended = [line(1), line(2)].concat();
    let file = write(&installation, "master.jsonl", &mended);
    let output = import(&installation, &file, &[]);
    let told = printed(&output.stdout);
    assert!(output.status.success(), "{}", printed(&output.stderr));
    assert!(told.contains("files have changed since"), "{told}");
    assert!(
        told.contains("2 taxpayers: 0 active, 0 cancelled, 2 suspended"),
        "{told}"
    );
    let (code, words) = show(&installation, &gstin(2));
    assert_eq!(code, Some(0));
    assert!(
        words.contains("Answered 2") && words.contains("99xxxxxx45"),
        "{words}"
    );
}
