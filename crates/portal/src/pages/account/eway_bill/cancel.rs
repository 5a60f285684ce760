//! Cancelling an e-way bill: why, and are you sure.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use jiff::Timestamp;
use service::{Actor, BILL_REMARK_CHARS_MAX, BillCancelRefusal, Failure};
use store::eway_bills::EwayBill;

use super::super::document::Fact;
use super::super::invoice::CancelledView;
use super::super::why::{Reason, Why};
use super::own_bill;
use super::show::{cancel_until, cancelled_view};
use super::view::head_facts;
use crate::form::{Faults, Form};
use crate::notice::Notice;
use crate::page::{Answer, Page, SignedInPage, html, ok};
use crate::shell::Shell;

/// Seconds of a minute and minutes of an hour.
const SIXTY: i64 = 60;

#[derive(Template)]
#[template(path = "account/eway_bill/cancel.html")]
struct CancelPage {
    shell: Shell,
    faults: Faults,
    refusal: Option<String>,
    number: u64,
    facts: Vec<Fact>,
    cancelled: Option<CancelledView>,
    /// Until when it can be cancelled, and how long that is; nothing when it cannot be.
    left: Option<String>,
    reasons: Vec<Reason>,
    remark: String,
    remark_max: usize,
}

/// What a reason's code means; the order is not that of a document's cancellation.
pub(super) fn reason_word(reason: u8, shell: &Shell) -> String {
    match reason {
        1 => shell.t("reason-duplicate"),
        2 => shell.t("reason-order-cancelled"),
        3 => shell.t("reason-mistake"),
        _ => shell.t("reason-other"),
    }
}

/// `GET /{lang}/eway-bills/{number}/cancel`.
pub(super) async fn show(signed_in_page: SignedInPage, Path(number): Path<String>) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let bill = own_bill(&page.portal.irp, &signed_in.actor, &number).await?;
    let (until, hindrance) = state(&page, &signed_in.actor, &bill);
    let why = Why::default();
    ok(&cancel_page(
        page.shell("bill-word"),
        &bill,
        until,
        &why,
        hindrance,
        page.now(),
    ))
}

/// `POST /{lang}/eway-bills/{number}/cancel`.
pub(super) async fn submit(
    signed_in_page: SignedInPage,
    Path(number): Path<String>,
    form: Form,
) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let irp = &page.portal.irp;
    let actor = &signed_in.actor;
    let bill = own_bill(irp, actor, &number).await?;
    let shell = page.shell("bill-word");
    let why = Why::read(&form, BILL_REMARK_CHARS_MAX, &shell);
    let Some(reason) = why.sound_reason() else {
        let (until, hindrance) = state(&page, actor, &bill);
        let page = cancel_page(shell, &bill, until, &why, hindrance, page.now());
        return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let cancelled = irp
        .cancel_eway_bill(actor, &number, &reason.to_string(), &why.remark)
        .await;
    match cancelled {
        Ok(_) => Ok(page.go_with(&format!("/eway-bills/{number}"), Notice::BillCancelled)),
        Err(Failure::Refused(refused)) => {
            // As it is now: somebody else may have cancelled it a moment ago.
            let bill = own_bill(irp, actor, &number).await?;
            let (until, _) = state(&page, actor, &bill);
            let refusal = refused.0.first().map(|reason| word(*reason, &shell));
            let page = cancel_page(shell, &bill, until, &why, refusal, page.now());
            Ok(html(StatusCode::CONFLICT, &page))
        }
        Err(Failure::Trouble(trouble)) => Err(trouble.into()),
    }
}

/// Until when the actor can cancel a bill, or why not.
fn state(page: &Page, actor: &Actor, bill: &EwayBill) -> (Option<Timestamp>, Option<String>) {
    let irp = &page.portal.irp;
    let shell = page.shell("bill-word");
    if bill.cancellation.is_some() {
        // The page says so by itself.
        return (None, None);
    }
    if bill.made_by != actor.gstin {
        return (None, Some(shell.t("bill-cancel-by-other")));
    }
    let until = cancel_until(irp, bill);
    let over = || window_sentence(irp.settings().bill_cancel_window_s, &shell);
    (until, until.is_none().then(over))
}

fn window_sentence(window_s: u32, shell: &Shell) -> String {
    shell.t1("bill-cancel-closed", "hours", window_s / 3_600)
}

/// Why a bill was not cancelled. What the form refuses itself does not come so far.
fn word(refusal: BillCancelRefusal, shell: &Shell) -> String {
    match refusal {
        BillCancelRefusal::AlreadyCancelled { at } => {
            shell.t1("bill-cancelled-on", "when", shell.moment(&at))
        }
        BillCancelRefusal::TooLate { window_s, .. } => window_sentence(window_s, shell),
        BillCancelRefusal::NotMadeByCaller | BillCancelRefusal::NumberMalformed => {
            shell.t("bill-cancel-by-other")
        }
        BillCancelRefusal::ReasonUnknown => shell.t("cancel-reason-missing"),
        BillCancelRefusal::RemarkTooLong => {
            shell.t1("cancel-remark-wrong", "max", BILL_REMARK_CHARS_MAX)
        }
    }
}

fn cancel_page(
    mut shell: Shell,
    bill: &EwayBill,
    until: Option<Timestamp>,
    why: &Why,
    refusal: Option<String>,
    now: Timestamp,
) -> CancelPage {
    shell.title = shell.t1("bill-cancel-title", "number", bill.number);
    CancelPage {
        faults: why.faults.clone(),
        refusal,
        number: bill.number,
        facts: head_facts(bill, &shell),
        cancelled: cancelled_view(bill, &shell),
        left: until.map(|until| left_sentence(until, now, &shell)),
        reasons: why.reasons(|code| reason_word(code, &shell)),
        remark: why.remark.clone(),
        remark_max: BILL_REMARK_CHARS_MAX,
        shell,
    }
}

fn left_sentence(until: Timestamp, now: Timestamp, shell: &Shell) -> String {
    let minutes = until.duration_since(now).as_secs().max(0) / SIXTY;
    let when = shell.moment(&until);
    shell.t3(
        "bill-cancel-can-until",
        ("when", &when),
        ("hours", &(minutes / SIXTY)),
        ("minutes", &(minutes % SIXTY)),
    )
}

#[cfg(test)]
mod tests {
    use super::super::samples::{cancelled, sample};
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_in_both_languages() {
        let bill = sample();
        let now = bill.made_at;
        samples::render(|shell| {
            let why = Why::read(&Form::default(), BILL_REMARK_CHARS_MAX, &shell);
            assert_eq!(why.faults.list().len(), 3);
            cancel_page(shell, &bill, Some(now), &why, None, now)
        });
        let all = [
            BillCancelRefusal::NumberMalformed,
            BillCancelRefusal::ReasonUnknown,
            BillCancelRefusal::RemarkTooLong,
            BillCancelRefusal::NotMadeByCaller,
            BillCancelRefusal::AlreadyCancelled { at: now },
            BillCancelRefusal::TooLate {
                made_at: now,
                window_s: 86_400,
            },
        ];
        for refusal in all {
            samples::render(|shell| {
                let why = Why::default();
                let refusal = Some(word(refusal, &shell));
                cancel_page(shell, &bill, None, &why, refusal, now)
            });
        }
        let bill = cancelled();
        samples::render(|shell| cancel_page(shell, &bill, None, &Why::default(), None, now));
    }

    #[test]
    fn what_is_left_is_told_in_hours_and_minutes() {
        let shell = Shell::sample(einvoice::Language::English, None);
        let until = sample().made_at;
        let before = |seconds: i64| until - jiff::SignedDuration::from_secs(seconds);
        for (seconds, words) in [
            (86_400, "24 h 0 min"),
            (86_399, "23 h 59 min"),
            (59, "0 h 0 min"),
        ] {
            let sentence = left_sentence(until, before(seconds), &shell);
            assert!(sentence.contains(words), "{sentence}");
        }
    }
}
