//! What is done to a log, and whether it is found.

use std::fs;

use seal::audit::{Broken, LINE_BYTES_MAX, Noted, verify_noted};

use crate::{World, about, ring, written};

#[test]
fn every_changed_line_is_found() {
    let world = written(5);
    let lines = world.lines(1);
    for index in 0..lines.len() {
        let mut changed = lines.clone();
        // Another moment, in the same number of letters.
        changed[index] = changed[index].replace("12:00:00", "12:00:01");
        assert_ne!(changed[index], lines[index]);
        world.put(1, &changed);
        let found = world.broken();
        if index + 1 == lines.len() {
            // The checkpoint's own time stands outside of what it signs; nothing else does.
            assert_eq!(found, None);
        } else {
            let (what, line, _) = found.unwrap();
            assert_eq!((what, line), (Broken::Hash, index as u64 + 2));
        }
    }
}

#[test]
fn a_rewritten_chain_has_no_checkpoint_that_fits() {
    let world = written(5);
    let lines = world.lines(1);
    // Somebody without the key writes the whole chain anew with another number in one event, and
    // takes over the checkpoint.
    let forged = World::new();
    {
        let log = forged.start("one").unwrap();
        for number in 0..5 {
            log.append("signing", about(number + 70));
        }
    }
    let mut changed = forged.lines(1);
    let at_end = changed.len() - 1;
    let field = |line: &str, name: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        value["about"][name].as_str().unwrap().to_owned()
    };
    let (own, other) = (&lines[at_end], changed[at_end].clone());
    changed[at_end] = other.replace(&field(&other, "signature"), &field(own, "signature"));
    world.put(1, &changed);
    assert_eq!(world.broken().unwrap().0, Broken::Signature);
    changed[at_end] = other.replacen(&field(&other, "sha256"), &field(own, "sha256"), 1);
    world.put(1, &changed);
    assert_eq!(world.broken().unwrap().0, Broken::Checkpoint { line: 7 });
}

#[test]
fn cut_repeated_and_reordered_lines_are_found() {
    let world = written(5);
    let lines = world.lines(1);
    for index in 1..lines.len() - 1 {
        let mut changed = lines.clone();
        changed.remove(index);
        world.put(1, &changed);
        let expected = index as u64 + 1;
        let found = expected + 1;
        let (what, line, _) = world.broken().unwrap();
        assert_eq!((what, line), (Broken::Number { expected, found }, expected));

        let mut changed = lines.clone();
        changed.swap(index, index + 1);
        world.put(1, &changed);
        assert_eq!(world.broken().unwrap().1, expected);

        let mut changed = lines.clone();
        changed.insert(index, lines[index].clone());
        world.put(1, &changed);
        assert_eq!(world.broken().unwrap().1, expected + 1);
    }
    // Without its first line the chain looks like one whose older files were removed; but it says
    // where it begins.
    world.put(1, &lines[1..]);
    assert_eq!(world.report().first_seq, 2);
}

#[test]
fn truncation_is_found_in_a_line_and_by_a_noted_end() {
    let world = written(5);
    let text = fs::read_to_string(world.path(1)).unwrap();
    let lines = world.lines(1);
    for bytes in [text.len() - 1, text.len() - 100, lines[0].len()] {
        fs::write(world.path(1), &text[..bytes]).unwrap();
        assert_eq!(world.broken().unwrap().0, Broken::CutOff, "{bytes}");
    }
    fs::write(world.path(1), &text).unwrap();
    let report = world.report();
    let noted = [Noted {
        node: report.node,
        seq: report.last_seq,
        sha256: report.sha256,
    }];
    let check = || {
        verify_noted(world.folder.path(), &ring(), &noted)
            .unwrap()
            .remove(0)
    };
    assert!(check().broken.is_none());
    for length in 1..lines.len() {
        world.put(1, &lines[..length]);
        let found = check();
        assert_eq!(found.broken.unwrap().what, Broken::Noted { seq: 8 });
        assert!(length == 7 || !found.closed, "{length}");
    }
    fs::remove_file(world.path(1)).unwrap();
    assert_eq!(check().broken.unwrap().what, Broken::Noted { seq: 8 });
}

#[test]
fn what_is_no_line_is_found() {
    let world = written(2);
    let lines = world.lines(1);
    let long = format!("{{\"seq\":2,\"x\":\"{}\"}}", "x".repeat(LINE_BYTES_MAX));
    for foreign in ["", "{}", "\u{0}", "null", "{\"seq\":2}", &long] {
        let mut changed = lines.clone();
        changed[1] = foreign.to_owned();
        world.put(1, &changed);
        let (what, line, _) = world.broken().unwrap();
        assert_eq!((what, line), (Broken::NotALine, 2), "{foreign:?}");
    }
    let mut bytes = lines.join("\n").into_bytes();
    bytes[200] = 0xff;
    fs::write(world.path(1), bytes).unwrap();
    assert!(world.broken().is_some());
    let mut changed = lines.clone();
    changed[1] = changed[1].replace("\"one\"", "\"two\"");
    world.put(1, &changed);
    assert_eq!(
        world.broken().unwrap().0,
        Broken::Node {
            found: "two".into()
        }
    );
}
