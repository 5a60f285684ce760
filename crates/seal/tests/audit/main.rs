//! The audit log: written, damaged in every way, and checked.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod damaged;
mod written;

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use seal::audit::{About, AuditLog, AuditOptions, AuditStart, Broken, ChainReport, verify};
use seal::{KeyRing, SigningKey};
use tempfile::TempDir;

static KEY: LazyLock<Arc<SigningKey>> =
    LazyLock::new(|| Arc::new(SigningKey::generate("Test", at(0))));

/// Noon of the first day, in seconds from there.
fn at(second: i64) -> Timestamp {
    let noon: Timestamp = "2026-01-01T12:00:00Z".parse().unwrap();
    Timestamp::from_second(noon.as_second() + second).unwrap()
}

const DAY: i64 = 86_400;

struct World {
    folder: TempDir,
    clock: Arc<AtomicI64>,
}

impl World {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            clock: Arc::default(),
        }
    }

    fn start(&self, node: &str) -> Result<AuditLog, AuditStart> {
        let clock = Arc::clone(&self.clock);
        let log = AuditLog::start(AuditOptions {
            folder: self.folder.path().to_owned(),
            node: node.to_owned(),
            now: Box::new(move || at(clock.load(Ordering::SeqCst))),
        })?;
        log.sign_with(|_| Some(Arc::clone(&KEY)));
        Ok(log)
    }

    fn set_clock(&self, second: i64) {
        self.clock.store(second, Ordering::SeqCst);
    }

    fn path(&self, day: u32) -> PathBuf {
        self.folder
            .path()
            .join(format!("one-2026-01-{day:02}.jsonl"))
    }

    fn lines(&self, day: u32) -> Vec<String> {
        let text = fs::read_to_string(self.path(day)).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    fn put(&self, day: u32, lines: &[String]) {
        fs::write(self.path(day), lines.join("\n") + "\n").unwrap();
    }

    fn report(&self) -> ChainReport {
        let mut reports = verify(self.folder.path(), &ring()).unwrap();
        assert_eq!(reports.len(), 1);
        reports.remove(0)
    }

    /// What is wrong, and in which line of which day's file.
    fn broken(&self) -> Option<(Broken, u64, PathBuf)> {
        self.report()
            .broken
            .map(|broken| (broken.what, broken.line, broken.file))
    }
}

fn ring() -> KeyRing {
    KeyRing::new(vec![KEY.public()])
}

fn about(number: u64) -> About {
    About::from_iter([("ack_number".to_owned(), number.into())])
}

/// A log of `count` events, closed.
fn written(count: u64) -> World {
    let world = World::new();
    let log = world.start("one").unwrap();
    for number in 0..count {
        log.append("signing", about(number));
    }
    drop(log);
    world
}

fn wait_until(condition: impl Fn() -> bool) {
    #[expect(
        clippy::disallowed_methods,
        reason = "a test that waits does not wait for ever"
    )]
    let started = Instant::now();
    while !condition() {
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "it never came true"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}
