//! How far the clock is from the registry's: a figure for whoever watches the portal.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::SignedDuration;
use service::Irp;

/// How often the clocks are compared.
const COMPARED_EVERY: Duration = Duration::from_secs(600);

/// What the last comparison found.
#[derive(Debug, Default)]
pub(crate) struct ClockOffset(Mutex<Option<SignedDuration>>);

impl ClockOffset {
    /// By how much our clock is ahead; nothing while the registry does not tell its time.
    pub(crate) fn known(&self) -> Option<SignedDuration> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Compares the clocks now and then, for as long as the portal runs. An old finding does not
    /// outlive the next question: it would hide a clock that has gone wrong since.
    pub(crate) async fn keep_compared(&self, irp: Irp) {
        let mut beats = tokio::time::interval(COMPARED_EVERY);
        loop {
            beats.tick().await;
            let found = match irp.registry_time().await {
                Ok(time) => time.offset(),
                Err(fault) => {
                    tracing::debug!(%fault, "the clock cannot be compared with the registry's");
                    None
                }
            };
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = found;
        }
    }
}
