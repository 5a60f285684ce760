//! Reading that ends early and goes on, and everything that repeats.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::sync::Arc;

use gst::Gstin;
use seal::{Keys, Randomness};
use service::{Clock, GstRegistry, Parts, Settings};
use store::sqlite::SqliteStore;
use tempfile::TempDir;

use super::*;

/// Runs of some ten rows.
const RUN_BYTES: usize = 6_000;

fn irp(folder: &TempDir) -> Irp {
    let (clock, randomness) = (Clock::system(), Randomness::seeded(1));
    let keys = Keys::throw_away("Test", clock.now(), &randomness);
    let store = SqliteStore::open_or_create(
        &folder.path().join("mohar.db"),
        store::InstallationKind::Portal,
    )
    .unwrap();
    Irp::new(Parts {
        store: Arc::new(store),
        clock,
        randomness,
        keys,
        registry: GstRegistry::new("http://127.0.0.1:9"),
        settings: Settings::default(),
    })
}

fn gstin(n: usize) -> String {
    let gstin = Gstin::with_check_digit(&format!("29AAACM{n:04}A1Z")).unwrap();
    gstin.to_string()
}

fn row(n: usize, status: &str) -> String {
    format!("{},Name {n},Regular,{status},9999900000\n", gstin(n))
}

fn file(folder: &TempDir, name: &str, rows: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(
        &path,
        format!("gstin,legal_name,type,status,mobile\n{rows}"),
    )
    .unwrap();
    path
}

fn found(scratch: &Scratch) -> Vec<(usize, u64, String)> {
    let mut found = Vec::new();
    let note = |finding: Finding| {
        found.push((finding.at.file, finding.at.line, finding.what));
        Ok(true)
    };
    scratch.each_finding(note).unwrap();
    found
}

#[test]
fn reading_that_ended_early_goes_on_and_tells_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let irp = irp(&folder);
    // In no order.
    let rows = |range: std::ops::Range<usize>| {
        let rows = range.map(|n| row(n * 37 % 400, "Active"));
        rows.collect::<String>()
    };
    let files = [
        file(&folder, "one.csv", &rows(0..200)),
        file(&folder, "two.csv", &rows(200..400)),
    ];
    let form = Form::of(&files).unwrap();
    let stop = AtomicBool::new(false);
    let source = Source {
        files: &files,
        form: &form,
        run_bytes_max: RUN_BYTES,
        stop: &stop,
    };
    let path = folder.path().join("scratch");
    let mut ended = 0;
    let digest = loop {
        let mut scratch = Scratch::open(&path).unwrap();
        assert!(source.is_as_before(&scratch).unwrap());
        let mut told = 0;
        let read = source.read(&mut scratch, &irp, |_| {
            told += 1;
            if told == 4 {
                return Err(Failure("ended early".to_owned()));
            }
            Ok(())
        });
        match read {
            Ok(digest) => break digest,
            Err(_) => ended += 1,
        }
    };
    assert!(ended > 3, "it ended early {ended} times");
    let mut whole = Sha256::default();
    for file in &files {
        let mut digest = Sha256::default();
        digest.update(&fs::read(file).unwrap());
        whole.update(&digest.bytes());
    }
    assert_eq!(digest, whole.bytes());
    let scratch = Scratch::open(&path).unwrap();
    let summary = look_over(&scratch, &source).unwrap();
    assert_eq!((summary.rows, summary.with_contact), (400, 400));
    assert_eq!(found(&scratch), []);
    let bytes = fs::read(&path).unwrap();
    assert!(
        !bytes.windows(10).any(|window| window == b"9999900000"),
        "mobile numbers are sealed there"
    );

    // Longer, shorter, or other: all are noticed.
    let text = fs::read_to_string(&files[1]).unwrap();
    for changed in [
        format!("{text}# more\n"),
        text[..text.len() - 9].to_owned(),
        text.replacen("Name", "Mane", 1),
    ] {
        fs::write(&files[1], changed).unwrap();
        assert!(!source.is_as_before(&scratch).unwrap());
    }
    fs::write(&files[1], &text).unwrap();
    assert!(source.is_as_before(&scratch).unwrap());
    stop.store(true, Ordering::Relaxed);
    let stopped = source.is_as_before(&scratch).unwrap_err().to_string();
    assert!(stopped.contains("goes on"), "{stopped}");
}

#[test]
fn a_gstin_counts_once_wherever_it_is_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let irp = irp(&folder);
    let mut rows: String = (0..100).map(|n| row(n, "Active")).collect();
    rows.insert_str(0, &row(99, "Suspended"));
    rows.insert_str(0, &row(50, "Cancelled"));
    rows.push_str(&row(99, "Cancelled"));
    rows.push_str("29,bad,Regular,Active,\n");
    let files = [
        file(&folder, "one.csv", &rows),
        file(&folder, "two.csv", &row(0, "Cancelled")),
    ];
    let form = Form::of(&files).unwrap();
    let stop = AtomicBool::new(false);
    for run_bytes_max in [RUN_BYTES, RUN_BYTES_MAX, 1] {
        let source = Source {
            files: &files,
            form: &form,
            run_bytes_max,
            stop: &stop,
        };
        let mut scratch = Scratch::open(&folder.path().join("scratch")).unwrap();
        source.read(&mut scratch, &irp, |_| Ok(())).unwrap();
        // A second look says the same, and nothing twice.
        look_over(&scratch, &source).unwrap();
        let summary = look_over(&scratch, &source).unwrap();
        let expected = Summary {
            rows: 100,
            active: 98,
            cancelled: 1,
            suspended: 1,
            with_contact: 100,
        };
        assert_eq!(summary, expected);
        let found = found(&scratch);
        let lines: Vec<_> = found.iter().map(|found| (found.0, found.1)).collect();
        assert_eq!(lines, [(0, 54), (0, 103), (0, 104), (0, 105), (1, 2)]);
        assert!(found[0].2.contains("in line 2 already"), "{found:?}");
        assert!(found[1].2.contains("in line 3 already"), "{found:?}");
        assert!(found[2].2.contains("already"), "{found:?}");
        assert!(found[4].2.contains("in line 4 of file 1"), "{found:?}");
        assert_eq!(scratch.counted().unwrap(), (5, 5));
        scratch.remove().unwrap();
    }
}
