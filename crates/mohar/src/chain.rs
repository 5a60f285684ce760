//! Lines in the chain of the audit log that operators' commands share.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use seal::Keys;

use crate::Failure;
use crate::audit::AuditSlot;

/// The chain.
pub(crate) const OPERATOR_NODE: &str = "operator";

/// How long a command waits for another one that writes the chain.
const WAIT: Duration = Duration::from_millis(250);
/// How often it tries.
const TRIES: u32 = 40;

/// Writes down what `events` traces, and leaves the chain to others again: only one process writes
/// it at a time, and a long command would keep others from what they have to write.
pub(crate) async fn note(
    audit: &AuditSlot,
    folder: &Path,
    keys: Arc<Keys>,
    events: impl FnOnce(),
) -> Result<(), Failure> {
    let mut tries = 0;
    let health = loop {
        match audit.open(folder, OPERATOR_NODE) {
            Ok(health) => break health,
            Err(_) if tries < TRIES => tries += 1,
            Err(fault) => return Err(fault),
        }
        tokio::time::sleep(WAIT).await;
    };
    let mark = health.mark();
    audit.sign_with(move || keys.clone());
    events();
    let is_written = mark.is_some_and(|mark| health.held_since(mark));
    audit.close();
    if is_written {
        Ok(())
    } else {
        let folder = folder.display();
        Err(Failure(format!(
            "the audit log in {folder} cannot be written"
        )))
    }
}
