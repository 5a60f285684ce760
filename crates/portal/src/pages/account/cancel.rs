//! Cancelling a document: which, why, and are you sure.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use einvoice::Irn;
use service::Fault;
use store::invoices::InvoiceFilter;
use store::line::Registered;

use super::invoice::{CancelledView, cancel_until, own_document, reason_word};
use super::rows::DocumentRow;
use crate::form::{Faults, Form};
use crate::notice::Notice;
use crate::page::{Answer, Page, SignedInPage, html, ok};
use crate::problem::Problem;
use crate::shell::Shell;

/// Most characters of a remark.
const REMARK_CHARACTERS_MAX: usize = 100;

/// NIC's codes of the reasons.
const REASONS: [u8; 4] = [1, 2, 3, 4];

/// Codes of the catalogue that this page explains.
const WINDOW_CLOSED: &str = "2270";

#[derive(Template)]
#[template(path = "account/cancel_find.html")]
struct FindPage {
    shell: Shell,
    faults: Faults,
    text: String,
    hours: u32,
}

#[derive(Template)]
#[template(path = "account/cancel.html")]
struct CancelPage {
    shell: Shell,
    faults: Faults,
    refusals: Vec<Refusal>,
    row: DocumentRow,
    cancelled: Option<CancelledView>,
    until: Option<String>,
    reasons: Vec<Reason>,
    remark: String,
    remark_max: usize,
}

struct Reason {
    code: u8,
    word: String,
    chosen: bool,
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
    let shell = page.shell("cancel-find-title");
    let hours = page.portal.irp.settings().cancel_window_s / 3_600;
    let text = page.query("document");
    let text = text.trim().to_owned();
    if text.is_empty() {
        let faults = Faults::none();
        return ok(&FindPage {
            shell,
            faults,
            text,
            hours,
        });
    }
    let Some(whole) = whole_number(&text) else {
        let faults = Faults::one("document", shell.t("cancel-find-malformed"));
        let page = FindPage {
            shell,
            faults,
            text,
            hours,
        };
        return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let filter = InvoiceFilter {
        text: Some(whole.clone()),
        ..InvoiceFilter::default()
    };
    let irp = &page.portal.irp;
    let listed = irp.list_documents(&signed_in.actor, &filter, None).await?;
    let found = listed
        .rows
        .iter()
        .map(|listed| &listed.summary)
        .find(|summary| {
            summary.qr.irn.to_string() == whole || summary.ack_number.to_string() == whole
        });
    if let Some(summary) = found {
        return Ok(page.go(&format!("/invoices/{}/cancel", summary.qr.irn)));
    }
    let faults = Faults::one("document", shell.t("cancel-find-none"));
    Ok(html(
        StatusCode::NOT_FOUND,
        &FindPage {
            shell,
            faults,
            text,
            hours,
        },
    ))
}

/// An IRN in small letters or an acknowledgement number, without the spaces of a print.
fn whole_number(text: &str) -> Option<String> {
    let joined: String = text.split_whitespace().collect();
    let joined = joined.to_ascii_lowercase();
    let is_ack = joined.len() == 15 && joined.bytes().all(|byte| byte.is_ascii_digit());
    (is_ack || joined.parse::<Irn>().is_ok()).then_some(joined)
}

/// `GET /{lang}/invoices/{irn}/cancel`.
pub(crate) async fn show(signed_in_page: SignedInPage, Path(irn): Path<String>) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let registered = own_document(&page.portal.irp, &signed_in.actor, &irn).await?;
    let shell = page.shell("cancel-title");
    ok(&cancel_page(
        &page,
        shell,
        &registered,
        &Sent::default(),
        Vec::new(),
    ))
}

/// What was sent, and what is wrong with it.
#[derive(Default)]
struct Sent {
    faults: Faults,
    reason: Option<u8>,
    remark: String,
}

impl Sent {
    fn read(form: &Form, shell: &Shell) -> Self {
        let reason = form.text("reason").parse().ok();
        let reason = reason.filter(|reason| REASONS.contains(reason));
        let remark = form.text("remark").to_owned();
        let mut faults = Faults::none();
        if reason.is_none() {
            faults.add("reason", shell.t("cancel-reason-missing"));
        }
        if remark.is_empty() || remark.chars().count() > REMARK_CHARACTERS_MAX {
            let max = REMARK_CHARACTERS_MAX;
            faults.add("remark", shell.t1("cancel-remark-wrong", "max", max));
        }
        if !form.has("sure") {
            faults.add("sure", shell.t("cancel-sure-missing"));
        }
        Self {
            faults,
            reason,
            remark,
        }
    }
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
    let sent = Sent::read(&form, &shell);
    let reason = match sent.reason {
        Some(reason) if sent.faults.is_empty() => reason.to_string(),
        _ => {
            let page = cancel_page(&page, shell, &registered, &sent, Vec::new());
            return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    match irp
        .cancel(&signed_in.actor, &irn, &reason, &sent.remark)
        .await
    {
        Ok(_) => Ok(page.go_with(&format!("/invoices/{irn}"), Notice::Cancelled)),
        Err(Fault::Refused(findings)) => {
            let refusals = findings
                .iter()
                .map(|finding| refusal(finding, &shell))
                .collect();
            // As it is now: somebody else may have cancelled it a moment ago.
            let registered = own_document(irp, &signed_in.actor, &irn).await?;
            let page = cancel_page(&page, shell, &registered, &sent, refusals);
            Ok(html(StatusCode::CONFLICT, &page))
        }
        Err(Fault::Unavailable(unavailable)) => Err(Problem::Unavailable {
            retry_after_s: u64::from(unavailable.retry_after_s),
        }),
        Err(Fault::Internal { reference }) => Err(Problem::Internal {
            reference: Some(reference),
        }),
        Err(Fault::Duplicate(_)) => Err(Problem::unexpected()),
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
    sent: &Sent,
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
        faults: sent.faults.clone(),
        refusals,
        row: DocumentRow::new(registered.summary(), cancellation.is_some(), &shell),
        cancelled: cancellation.map(|cancellation| CancelledView::of(cancellation, &shell)),
        until: until.map(|until| shell.moment(&until)),
        reasons: reasons(&shell, sent.reason),
        remark: sent.remark.clone(),
        remark_max: REMARK_CHARACTERS_MAX,
        shell,
    }
}

fn reasons(shell: &Shell, chosen: Option<u8>) -> Vec<Reason> {
    REASONS
        .iter()
        .map(|code| Reason {
            code: *code,
            word: reason_word(*code, shell),
            chosen: chosen == Some(*code),
        })
        .collect()
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
            until: until.map(ToOwned::to_owned),
            reasons: reasons(&shell, Some(2)),
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
        samples::render(|shell| FindPage {
            faults: Faults::one("document", shell.t("cancel-find-none")),
            text: "12".to_owned(),
            hours: 24,
            shell,
        });
    }

    #[test]
    fn numbers_are_taken_as_they_are_printed() {
        assert_eq!(
            whole_number("9126 1000 0000 001").as_deref(),
            Some("912610000000001")
        );
        let irn = "5A".repeat(32);
        assert_eq!(whole_number(&irn), Some(irn.to_ascii_lowercase()));
        assert_eq!(whole_number("91261000000000"), None);
        assert_eq!(whole_number("KA/1"), None);
    }
}
