//! Cancelling a document: which, why, and are you sure.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use service::{Actor, Fault};
use store::line::Registered;

use super::eway_bill;
use super::find::{self, FindPage, Found};
use super::invoice::{CancelledView, cancel_until, own_document, reason_word};
use super::rows::DocumentRow;
use super::why::{Reason, Why};
use crate::form::{Faults, Form};
use crate::notice::Notice;
use crate::page::{Answer, Page, SignedInPage, html, ok};
use crate::problem::Problem;
use crate::shell::Shell;

/// Most characters of a remark.
const REMARK_CHARACTERS_MAX: usize = 100;

/// Codes of the catalogue that this page explains.
const WINDOW_CLOSED: &str = "2270";

#[derive(Template)]
#[template(path = "account/cancel.html")]
struct CancelPage {
    shell: Shell,
    faults: Faults,
    refusals: Vec<Refusal>,
    row: DocumentRow,
    cancelled: Option<CancelledView>,
    /// The number of the active e-way bill that stands against it.
    bill: Option<u64>,
    until: Option<String>,
    reasons: Vec<Reason>,
    remark: String,
    remark_max: usize,
}

/// Why a document cannot be cancelled.
struct Refusal {
    code: &'static str,
    message: String,
    fix: &'static str,
}

/// `GET /{lang}/cancel`, with `document` an IRN or an acknowledgement number.
pub(crate) async fn find(signed_in_page: SignedInPage) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let irp = &page.portal.irp;
    let shell = page.shell("cancel-find-title");
    let text = page.query("document").trim().to_owned();
    let found = find::find(irp, &signed_in.actor, &text).await?;
    if let Found::Document(irn) = found {
        return Ok(page.go(&format!("/invoices/{irn}/cancel")));
    }
    let hours = irp.settings().cancel_window_s / 3_600;
    let find_page = FindPage {
        faults: found.faults(&shell),
        text,
        lead: shell.t1("cancel-find-lead", "hours", hours),
        action: "/cancel",
        list: shell.t("cancel-find-list"),
        list_query: "status=active",
        shell,
    };
    Ok(html(found.status(), &find_page))
}

/// `GET /{lang}/invoices/{irn}/cancel`.
pub(crate) async fn show(signed_in_page: SignedInPage, Path(irn): Path<String>) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let registered = own_document(&page.portal.irp, &signed_in.actor, &irn).await?;
    let shell = page.shell("cancel-title");
    let bill = blocking_bill(&page, &signed_in.actor, &registered).await?;
    let why = Why::default();
    ok(&cancel_page(
        &page,
        shell,
        &registered,
        bill,
        &why,
        Vec::new(),
    ))
}

/// The active e-way bill of a document that is not cancelled.
async fn blocking_bill(
    page: &Page,
    actor: &Actor,
    registered: &Registered,
) -> Result<Option<u64>, Problem> {
    if registered.cancellation().is_some() {
        return Ok(None);
    }
    let irn = registered.irn().to_string();
    let bill = eway_bill::bill_of(&page.portal.irp, actor, &irn).await?;
    Ok(bill.filter(eway_bill::is_active).map(|bill| bill.number))
}

/// `POST /{lang}/invoices/{irn}/cancel`.
pub(crate) async fn submit(
    signed_in_page: SignedInPage,
    Path(irn): Path<String>,
    form: Form,
) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let irp = &page.portal.irp;
    let registered = own_document(irp, &signed_in.actor, &irn).await?;
    let shell = page.shell("cancel-title");
    let why = Why::read(&form, REMARK_CHARACTERS_MAX, &shell);
    let bill = blocking_bill(&page, &signed_in.actor, &registered).await?;
    let Some(reason) = why.sound_reason() else {
        let page = cancel_page(&page, shell, &registered, bill, &why, Vec::new());
        return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let cancelled = irp
        .cancel(&signed_in.actor, &irn, &reason.to_string(), &why.remark)
        .await;
    match cancelled {
        Ok(_) => Ok(page.go_with(&format!("/invoices/{irn}"), Notice::Cancelled)),
        Err(Fault::Refused(findings)) => {
            let refusals = findings
                .iter()
                .map(|finding| refusal(finding, &shell))
                .collect();
            // As it is now: somebody else may have cancelled it a moment ago.
            let registered = own_document(irp, &signed_in.actor, &irn).await?;
            let bill = blocking_bill(&page, &signed_in.actor, &registered).await?;
            let page = cancel_page(&page, shell, &registered, bill, &why, refusals);
            Ok(html(StatusCode::CONFLICT, &page))
        }
        Err(fault) => Err(fault.into()),
    }
}

fn refusal(finding: &einvoice::Finding, shell: &Shell) -> Refusal {
    Refusal {
        code: finding.code(),
        message: finding.message(shell.language),
        fix: shell.words(finding.entry).fix,
    }
}

fn cancel_page(
    page: &Page,
    shell: Shell,
    registered: &Registered,
    bill: Option<u64>,
    why: &Why,
    mut refusals: Vec<Refusal>,
) -> CancelPage {
    let cancellation = registered.cancellation();
    let until = cancel_until(&page.portal.irp, registered);
    if until.is_none()
        && cancellation.is_none()
        && refusals.is_empty()
        && let Some(entry) = einvoice::catalogue::find(WINDOW_CLOSED)
    {
        let finding = einvoice::Finding::new(entry, "/Irn");
        refusals.push(refusal(&finding, &shell));
    }
    CancelPage {
        faults: why.faults.clone(),
        refusals,
        row: DocumentRow::new(registered.summary(), cancellation.is_some(), &shell),
        cancelled: cancellation.map(|cancellation| CancelledView::of(cancellation, &shell)),
        // When the window has closed, there is nothing left that the bill could stand against.
        bill: bill.filter(|_| until.is_some()),
        until: until.map(|until| shell.moment(&until)),
        reasons: why.reasons(|code| reason_word(code, &shell)),
        remark: why.remark.clone(),
        remark_max: REMARK_CHARACTERS_MAX,
        shell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    fn page(shell: Shell, until: Option<&str>, cancelled: bool, faults: Faults) -> CancelPage {
        CancelPage {
            faults,
            refusals: vec![Refusal {
                code: "2270",
                message: "m".to_owned(),
                fix: "f",
            }],
            row: DocumentRow::sample(cancelled),
            cancelled: cancelled.then(|| CancelledView {
                at: "02/06/2026, 12:00 IST".to_owned(),
                reason: reason_word(1, &shell),
                remark: "twice".to_owned(),
            }),
            bill: None,
            until: until.map(ToOwned::to_owned),
            reasons: Why::default().reasons(|code| reason_word(code, &shell)),
            remark: "wrong <rate>".to_owned(),
            remark_max: REMARK_CHARACTERS_MAX,
            shell,
        }
    }

    #[test]
    fn the_pages_render_in_both_languages() {
        samples::render(|shell| {
            let mut faults = Faults::none();
            faults.add("reason", shell.t("cancel-reason-missing"));
            faults.add("remark", shell.t1("cancel-remark-wrong", "max", 100));
            faults.add("sure", shell.t("cancel-sure-missing"));
            page(shell, Some("03/06/2026, 11:05 IST"), false, faults)
        });
        samples::render(|shell| page(shell, None, false, Faults::none()));
        samples::render(|shell| page(shell, None, true, Faults::none()));
        samples::render(|shell| CancelPage {
            bill: Some(910_000_000_001),
            ..page(shell, Some("03/06/2026, 11:05 IST"), false, Faults::none())
        });
    }
}
