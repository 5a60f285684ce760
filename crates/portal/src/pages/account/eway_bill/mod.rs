//! E-way bills: made by IRN, listed, shown, printed and cancelled.
//!
//! Every use case takes the login's actor; a bill of somebody else's document looks like one that
//! does not exist.

mod cancel;
mod fields;
mod find;
mod form;
mod list;
mod make;
#[cfg(test)]
mod samples;
mod show;
mod view;

use axum::Router;
use axum::routing::get;
use service::{Actor, Fault, Irp};
use store::eway_bills::EwayBill;

use crate::page::{Answer, Page};
use crate::portal::Portal;
use crate::problem::Problem;

pub(super) use view::BillNote;

/// Their routes.
pub(super) fn routes() -> Router<Portal> {
    Router::new()
        .route("/eway-bill", get(to_list))
        .route("/eway-bills", get(list::show))
        .route("/eway-bills/generate", get(find::show))
        .route("/eway-bills/{number}", get(show::show))
        .route(
            "/eway-bills/{number}/cancel",
            get(cancel::show).post(cancel::submit),
        )
        .route(
            "/invoices/{irn}/eway-bill",
            get(make::show).post(make::submit),
        )
}

/// The address that people type.
async fn to_list(page: Page) -> Answer {
    Ok(page.go("/eway-bills"))
}

/// The bill of an actor's document: the active one, or else the one that was cancelled last.
pub(super) async fn bill_of(
    irp: &Irp,
    actor: &Actor,
    irn: &str,
) -> Result<Option<EwayBill>, Problem> {
    match irp.eway_bill_of(actor, irn).await {
        Ok(bill) => Ok(Some(bill)),
        Err(Fault::Refused(_)) => Ok(None),
        Err(fault) => Err(fault.into()),
    }
}

/// Whether a bill stands against another one and against cancelling its document. One whose
/// validity has passed still does.
pub(super) fn is_active(bill: &EwayBill) -> bool {
    bill.cancellation.is_none()
}

/// The actor's bill. One that is not there and one that is somebody else's look the same.
async fn own_bill(irp: &Irp, actor: &Actor, number: &str) -> Result<EwayBill, Problem> {
    let is_number = number.len() == DIGITS && number.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.parse().ok().filter(|_| is_number);
    let number = number.ok_or(Problem::NotFound)?;
    Ok(irp.eway_bill(actor, number).await?)
}

/// Digits of an e-way bill number.
const DIGITS: usize = 12;
