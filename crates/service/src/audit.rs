//! What has to be written down before it may be done.
//!
//! Events are traced under the target `audit`; `mohar` turns them into lines of the audit log before
//! the tracing macro returns. A macro cannot refuse. So whoever needs the line takes a mark before
//! it and asks afterwards whether everything since then was written.

use seal::audit::AuditMark;

use crate::fault::{Trouble, Unavailable};
use crate::irp::Irp;

/// When to try again after a broken audit log: it is mended within a second once it can be.
const AUDIT_RETRY_S: u32 = 5;

impl Irp {
    /// Whether the audit log takes lines, after an attempt to mend it if it does not. While it does
    /// not, nothing new is done.
    pub fn audit_is_written(&self) -> bool {
        self.audit_health().mark().is_some()
    }

    /// Refuses what is new while the audit log is broken.
    pub(crate) fn audit_mark(&self) -> Result<AuditMark, Trouble> {
        self.audit_health().mark().ok_or_else(broken)
    }

    /// Refuses to go on when a line since the mark could not be written.
    pub(crate) fn audit_held(&self, mark: AuditMark) -> Result<(), Trouble> {
        if self.audit_health().held_since(mark) {
            return Ok(());
        }
        Err(broken())
    }
}

fn broken() -> Trouble {
    tracing::error!("the audit log cannot be written; nothing new is done until it can be");
    Trouble::Unavailable(Unavailable {
        what: "audit log",
        retry_after_s: AUDIT_RETRY_S,
    })
}
