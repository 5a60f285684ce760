//! One e-way bill: to read, and to print with its QR code and barcode.

use askama::Template;
use axum::extract::Path;
use jiff::{SignedDuration, Timestamp};
use service::Irp;
use store::eway_bills::EwayBill;
use store::line::Channel;

use super::super::barcode::Barcode;
use super::super::document::{Block, Fact};
use super::super::invoice::{CancelledView, own_document};
use super::super::qr::QrPicture;
use super::super::rows::DocumentRow;
use super::cancel::reason_word;
use super::own_bill;
use super::view::{Status, blocks, document_facts, head_facts, qr_text, sentence};
use crate::page::{Answer, SignedInPage, ok};
use crate::problem::Problem;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "account/eway_bill/show.html")]
struct BillPage {
    shell: Shell,
    number: u64,
    irn: String,
    status: Status,
    validity: String,
    /// Whether goods may move with it now.
    may_move: bool,
    head: Vec<Fact>,
    blocks: Vec<Block>,
    qr: Option<QrPicture>,
    bars: Option<Barcode>,
    cancelled: Option<CancelledView>,
    cancel_until: Option<String>,
    channel: String,
    printed_on: String,
}

/// `GET /{lang}/eway-bills/{number}`.
pub(super) async fn show(signed_in_page: SignedInPage, Path(number): Path<String>) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let irp = &page.portal.irp;
    let bill = own_bill(irp, &signed_in.actor, &number).await?;
    let until = cancel_until(irp, &bill).filter(|_| bill.made_by == signed_in.actor.gstin);
    let shell = page.shell("bill-word");
    // An e-commerce operator's bill may be of a document that is the supplier's to read.
    let document = match own_document(irp, &signed_in.actor, &bill.irn.to_string()).await {
        Ok(registered) => {
            let cancelled = registered.cancellation().is_some();
            Some(DocumentRow::new(registered.summary(), cancelled, &shell))
        }
        Err(Problem::NotFound) => None,
        Err(problem) => return Err(problem),
    };
    ok(&bill_page(shell, &bill, document, until, page.now()))
}

/// Until when a bill can be cancelled; `None` when it cannot (any more).
pub(super) fn cancel_until(irp: &Irp, bill: &EwayBill) -> Option<Timestamp> {
    let window = SignedDuration::from_secs(i64::from(irp.settings().bill_cancel_window_s));
    let until = bill.made_at.checked_add(window).ok()?;
    (bill.cancellation.is_none() && irp.now() <= until).then_some(until)
}

/// What a cancelled bill says of its cancellation.
pub(super) fn cancelled_view(bill: &EwayBill, shell: &Shell) -> Option<CancelledView> {
    let done = bill.cancellation.as_ref()?;
    Some(CancelledView {
        at: shell.moment(&done.at),
        reason: reason_word(done.reason, shell),
        remark: done.remark.clone(),
    })
}

fn bill_page(
    mut shell: Shell,
    bill: &EwayBill,
    document: Option<DocumentRow>,
    cancel_until: Option<Timestamp>,
    now: Timestamp,
) -> BillPage {
    shell.title = shell.t1("bill-title", "number", bill.number);
    let mut head = head_facts(bill, &shell);
    head.extend(
        document
            .into_iter()
            .flat_map(|row| document_facts(row, &shell)),
    );
    BillPage {
        number: bill.number,
        irn: bill.irn.to_string(),
        status: Status::of(bill, now, &shell),
        validity: sentence(bill, now, &shell),
        may_move: bill.valid_until.is_some_and(|until| now <= until),
        head,
        blocks: blocks(&bill.movement, &shell),
        qr: QrPicture::of(&qr_text(bill)),
        bars: Barcode::of(bill.number),
        cancelled: cancelled_view(bill, &shell),
        cancel_until: cancel_until.map(|until| shell.moment(&until)),
        channel: match bill.channel {
            Channel::Api => shell.t("channel-api"),
            Channel::Upload => shell.t("bill-channel-portal"),
        },
        printed_on: shell.moment(&now),
        shell,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{by_rail, cancelled, part_a, sample};
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_in_both_languages() {
        for bill in [sample(), by_rail(), part_a(), cancelled()] {
            for until in [None, Some(bill.made_at)] {
                samples::render(|shell| {
                    let document = until.map(|_| DocumentRow::sample(false));
                    bill_page(shell, &bill, document, until, bill.made_at)
                });
            }
        }
    }

    #[test]
    fn a_bill_is_valid_up_to_its_last_second() {
        let bill = sample();
        let until = bill.valid_until.expect("it has Part B");
        let shell = Shell::sample(einvoice::Language::English, None);
        let at_the_end = bill_page(shell.clone(), &bill, None, None, until);
        assert!(at_the_end.may_move && at_the_end.status.tag == "good");
        let later = until + SignedDuration::from_secs(1);
        let after = bill_page(shell, &bill, None, None, later);
        assert!(!after.may_move && after.status.tag == "mild");
    }

    #[test]
    fn the_qr_code_says_number_maker_and_moment() {
        let bill = sample();
        assert_eq!(
            qr_text(&bill),
            "910000000001/29AAACM0000A1ZI/10-06-2026 12:00:00"
        );
    }
}
