//! Documents and e-way bills that are asked for by somebody whom they do not belong to.
//!
//! Whether others have a document of this number is not told: the answer is that for a number
//! which nobody has. The audit log knows. Its line, and whatever else is done only because a row
//! was found, would show in the time; so every refused look-up takes a least time that covers both.

use std::time::Duration;

use einvoice::Irn;

use crate::actor::Actor;
use crate::constant_work::Floor;

/// The least time of a look-up that is refused. Reading a document and writing a line take less
/// than a tenth of it.
const REFUSED_LOOK_UP: Duration = Duration::from_millis(5);

/// Starts the time that a refused look-up takes.
pub(crate) fn look_up_floor() -> Floor {
    Floor::after(REFUSED_LOOK_UP)
}

/// Writes down that somebody asked for another taxpayer's document.
pub(crate) fn note_document(actor: &Actor, irn: &Irn) {
    let account = actor.account.0;
    tracing::info!(target: "audit", account, %irn, "another taxpayer's document refused");
}

/// Writes down that somebody asked for another taxpayer's e-way bill.
pub(crate) fn note_bill(actor: &Actor, bill_number: u64) {
    let account = actor.account.0;
    tracing::info!(target: "audit", account, bill_number, "another taxpayer's e-way bill refused");
}
