//! `--masters FILE`: rows that the operator lays over the master tables.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use gst::masters::overlay::{OVERLAY_BYTES_MAX, Overlay, OverlayFault};

use crate::Failure;
use crate::files;
use crate::terminal::plain;

/// Faults of one file that are told; who has more has another kind of file.
const FAULTS_TOLD_MAX: usize = 50;

/// What Windows programs write before UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Lays the files over the tables of the whole program, later ones over earlier ones. To be called
/// once, before anything is asked of a table.
///
/// # Errors
///
/// All that is wrong with any of the files; none is used then.
pub(crate) fn install(paths: &[PathBuf]) -> Result<(), Failure> {
    if paths.is_empty() {
        return Ok(());
    }
    let mut overlay = Overlay::default();
    let mut wrong = Vec::new();
    for path in paths {
        match read(path) {
            Ok(newer) => overlay = overlay.under(newer),
            Err(Failure(words)) => wrong.push(words),
        }
    }
    if !wrong.is_empty() {
        let wrong = wrong.join("\n");
        return Err(Failure(format!(
            "nothing is laid over the master tables, because of\n{wrong}"
        )));
    }
    tracing::info!(
        codes = overlay.len(),
        "rows are laid over the master tables"
    );
    let installed = overlay.install();
    installed.map_err(|_| Failure("the master tables are laid over already".to_owned()))
}

fn read(path: &Path) -> Result<Overlay, Failure> {
    let bytes_max = u64::try_from(OVERLAY_BYTES_MAX)?;
    let bytes = files::bytes(path, bytes_max)?;
    let name = plain(&path.display().to_string());
    let text = String::from_utf8(bytes);
    let text = text.map_err(|_| Failure(format!("{name}: it is not written in UTF-8")))?;
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
    Overlay::parse(text).map_err(|faults| Failure(told(&name, &faults)))
}

/// One line for each fault.
fn told(name: &str, faults: &[OverlayFault]) -> String {
    let mut words = String::new();
    for (index, fault) in faults.iter().take(FAULTS_TOLD_MAX).enumerate() {
        let line_break = if index == 0 { "" } else { "\n" };
        // Writing into a String cannot fail.
        let _ = write!(words, "{line_break}{name}, {fault}");
    }
    let more = faults.len().saturating_sub(FAULTS_TOLD_MAX);
    if more > 0 {
        let _ = write!(words, "\n{name}: {more} more");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_faults_are_told_and_the_rest_counted() {
        let faults = |count| {
            vec![
                OverlayFault {
                    line: 7,
                    what: "no"
                };
                count
            ]
        };
        let words = told("a.csv", &faults(FAULTS_TOLD_MAX));
        assert_eq!(words.lines().count(), FAULTS_TOLD_MAX);
        assert!(words.starts_with("a.csv, line 7: no\n"), "{words}");
        let words = told("a.csv", &faults(FAULTS_TOLD_MAX + 2));
        assert!(words.ends_with("\na.csv: 2 more"), "{words}");
    }
}
