//! What a log holds, and what it does when it cannot be written.

use std::fs;
use std::path::Path;

use seal::audit::{About, AuditStart, Broken, CHECKPOINT_LINES, verify};
use seal::{KeyRing, SigningKey};

use crate::{DAY, World, about, at, ring, wait_until, written};

#[test]
fn a_closed_log_is_whole_and_vouched_for_to_its_end() {
    let world = written(5);
    let report = world.report();
    // Opened, five events, closed, checkpoint.
    assert_eq!((report.first_seq, report.last_seq), (1, 8));
    assert_eq!((report.checkpoints, report.vouched_seq), (1, 7));
    assert!(report.closed && report.broken.is_none());
    assert!(report.unclean_starts.is_empty());
    assert_eq!(report.last_at, Some(at(0)));
    let events: Vec<String> = world
        .lines(1)
        .iter()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|line| line["event"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(events[0], "audit log opened");
    assert_eq!(events[6..], ["audit log closed", "checkpoint"]);
}

#[test]
fn a_chain_goes_on_over_days_and_starts() {
    let world = World::new();
    for day in 0..3 {
        world.set_clock(day * DAY);
        let log = world.start("one").unwrap();
        log.append("signing", about(1));
        // A clock that is set back does not take the chain back to a file that has ended.
        world.set_clock((day - 2) * DAY);
        log.append("signing", about(2));
    }
    assert!(!world.folder.path().join("one-2025-12-31.jsonl").exists());
    assert_eq!(world.lines(2).len(), 5);
    let report = world.report();
    assert_eq!((report.last_seq, report.checkpoints), (15, 3));
    assert!(report.broken.is_none() && report.unclean_starts.is_empty());

    // Older days are removed by retention: the rest still hangs together, and says so.
    fs::remove_file(world.path(1)).unwrap();
    let report = world.report();
    assert_eq!(report.first_seq, 6);
    assert!(report.broken.is_none(), "{report:?}");
    // A day that is missing between two others is not retention.
    let world = World::new();
    for day in 0..3 {
        world.set_clock(day * DAY);
        world.start("one").unwrap().append("signing", about(1));
    }
    fs::remove_file(world.path(2)).unwrap();
    let (what, line, file) = world.broken().unwrap();
    assert_eq!(
        (what, line),
        (
            Broken::Number {
                expected: 5,
                found: 9
            },
            1
        )
    );
    assert_eq!(file, world.path(3));
}

#[test]
fn a_killed_process_leaves_a_chain_that_goes_on() {
    let world = World::new();
    {
        let log = world.start("one").unwrap();
        log.append("signing", about(1));
        log.append("signed", about(1));
        // Nothing is closed: this is what SIGKILL leaves, with half a line that was being written.
        let copy = fs::read_to_string(world.path(1)).unwrap();
        drop(log);
        fs::write(world.path(1), copy + "{\"seq\":4,\"at\"").unwrap();
    }
    assert_eq!(world.broken().unwrap().0, Broken::CutOff);
    drop(world.start("one").unwrap());
    let report = world.report();
    assert!(report.broken.is_none(), "{report:?}");
    assert_eq!((report.last_seq, report.unclean_starts), (6, vec![4]));
}

#[test]
fn two_nodes_have_two_chains_and_one_node_has_one_writer() {
    let world = World::new();
    let (one, two) = (world.start("one").unwrap(), world.start("two-b_2").unwrap());
    one.append("signing", about(1));
    two.append("signing", about(2));
    let second = world.start("one").unwrap_err();
    assert!(matches!(second, AuditStart::Folder { .. }), "{second}");
    drop((one, two));
    let reports = verify(world.folder.path(), &ring()).unwrap();
    let nodes: Vec<_> = reports.iter().map(|report| report.node.as_str()).collect();
    assert_eq!(nodes, ["one", "two-b_2"]);
    assert!(
        reports
            .iter()
            .all(|report| report.broken.is_none() && report.closed)
    );
    for name in ["", "a/b", "..", "a b", "ü", &"n".repeat(33)] {
        let refused = world.start(name);
        assert!(matches!(refused, Err(AuditStart::Node(_))), "{name}");
    }
    assert!(world.start(&"n".repeat(32)).is_ok());
}

#[test]
fn a_line_that_cannot_be_written_is_noticed_at_once_and_told_later() {
    let world = World::new();
    let log = world.start("one").unwrap();
    let health = log.health();
    let before = health.mark().unwrap();
    log.append("signing", about(1));
    assert!(health.held_since(before));

    // A folder stands where the next day's file would be.
    fs::create_dir(world.path(2)).unwrap();
    world.set_clock(DAY);
    log.append("signing", about(2));
    assert!(!health.held_since(before));
    assert_eq!(health.mark(), None);
    log.append("signing", about(3));

    // It is mended when somebody asks, at once.
    fs::remove_dir(world.path(2)).unwrap();
    assert!(health.mark().is_some());
    log.append("signing", about(4));
    assert!(!health.held_since(before));
    drop(log);
    let report = world.report();
    assert!(report.broken.is_none(), "{report:?}");
    assert_eq!(report.lines_lost, 2);
    assert!(
        world.lines(2)[0].contains("\"lines_lost\":2"),
        "{:?}",
        world.lines(2)
    );
}

#[test]
fn a_checkpoint_comes_after_so_many_lines() {
    let world = World::new();
    let log = world.start("one").unwrap();
    for number in 0..CHECKPOINT_LINES {
        log.append("signing", about(number));
    }
    wait_until(|| world.report().checkpoints > 0);
    let report = world.report();
    assert!(report.vouched_seq >= CHECKPOINT_LINES, "{report:?}");
    assert!(!report.closed);
    // Somebody else's keys say nothing about it.
    let other = KeyRing::new(vec![SigningKey::generate("Other", at(0)).public()]);
    let report = verify(world.folder.path(), &other).unwrap().remove(0);
    assert_eq!((report.checkpoints, report.vouched_seq), (0, 0));
    assert!(report.unknown_checkpoints > 0 && report.broken.is_none());
}

#[test]
fn threads_write_one_chain() {
    let world = World::new();
    let log = world.start("one").unwrap();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let log = &log;
            scope.spawn(move || {
                for number in 0..200 {
                    log.append("signing", about(thread * 1_000 + number));
                }
            });
        }
    });
    drop(log);
    let report = world.report();
    assert!(
        report.broken.is_none() && report.last_seq >= 1_603,
        "{report:?}"
    );
}

#[test]
fn names_in_events_cannot_break_lines() {
    let world = World::new();
    let log = world.start("one").unwrap();
    let text = "a\n{\"seq\":9}\r\u{2028}\"\\";
    log.append(text, About::from_iter([(text.to_owned(), text.into())]));
    drop(log);
    assert_eq!(world.lines(1).len(), 4);
    assert!(world.report().broken.is_none());
    assert!(Path::new(&world.path(1)).exists());
}
