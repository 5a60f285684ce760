//! How much memory an import takes.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use gst::Gstin;

use super::{FIRST_LINE, arguments, write};
use crate::support::MOHAR;
use crate::support::portal::Installation;

/// Of nearly a kilobyte each: three times what is sorted at once (48 MiB), so that whatever is kept
/// of each row would show.
const ROWS: u32 = 150_000;

/// Characters of a name; the form allows 500.
const NAME_CHARS: usize = 480;

/// Of 300 MB that are promised for 15 million rows. Beyond one run of rows nothing grows with them:
/// docs/PERFORMANCE.md has the figures of a release build.
const MEMORY_MB_MAX: u64 = 150;

/// A master in descending order.
fn master() -> String {
    let mut text = format!("{FIRST_LINE}\n");
    for n in (0..ROWS).rev() {
        let letter = |number: u32| char::from(b'A' + u8::try_from(number % 26).unwrap());
        let (first, last) = (letter(n / 260_000), letter(n / 10_000));
        let first14 = format!("29AAAC{first}{:04}{last}1Z", n % 10_000);
        let gstin = Gstin::with_check_digit(&first14).unwrap();
        let mobile = format!("99999{:05}", n % 100_000);
        let name = format!(
            "Imported {n:0>width$}",
            width = NAME_CHARS - "Imported ".len()
        );
        let row = format!("{name},Regular,Active,{mobile},a{n}@invented.example,70000000");
        writeln!(text, "{gstin},{row}").unwrap();
    }
    text
}

/// The most memory that a process has had in use so far; nothing once it has ended.
fn peak_mb(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024 / 1_000_000)
}

#[cfg(target_os = "linux")]
#[test]
fn an_import_does_not_grow_with_the_master() {
    let installation = Installation::new("");
    let file = write(&installation, "master.csv", &master());
    let said = installation.path("said");
    let mut child = Command::new(MOHAR)
        .args(arguments(&installation.config(), &file, &[]))
        .stdout(File::create(&said).unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut peak = 0;
    let status = loop {
        peak = peak_mb(&child).unwrap_or(0).max(peak);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let said = fs::read_to_string(said).unwrap();
    assert!(
        status.success() && said.contains("150,000 taxpayers"),
        "{said}"
    );
    assert!((20..=MEMORY_MB_MAX).contains(&peak), "{peak} MB");
}
