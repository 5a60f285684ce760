//! One registered document: to read, to print with its QR code, and to download.

use askama::Template;
use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use einvoice::{DocumentType, Irn};
use gst::ist;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use service::{Actor, Irp};
use store::eway_bills::EwayBill;
use store::line::{Cancellation, Channel, Registered};

use super::barcode::Barcode;
use super::document::DocumentView;
use super::eway_bill::{BillNote, bill_of};
use super::qr::QrPicture;
use super::rows::DocumentRow;
use crate::page::{Answer, Page, SignedInPage, ok};
use crate::problem::Problem;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "account/invoice.html")]
struct InvoicePage {
    shell: Shell,
    row: DocumentRow,
    supplier: Supplier,
    view: DocumentView,
    qr: Option<QrPicture>,
    /// The acknowledgement number for scanners, on paper only.
    bars: Option<Barcode>,
    cancelled: Option<CancelledView>,
    cancel_until: Option<String>,
    /// The active e-way bill, or else the one that was cancelled last.
    bill: Option<BillNote>,
    /// Whether an e-way bill can be asked for.
    may_make_bill: bool,
    channel: String,
    issuer_key: String,
    printed_on: String,
}

struct Supplier {
    gstin: String,
    name: String,
}

/// What a cancelled document says of its cancellation.
pub(super) struct CancelledView {
    pub(super) at: String,
    pub(super) reason: String,
    pub(super) remark: String,
}

impl CancelledView {
    pub(super) fn of(cancellation: &Cancellation, shell: &Shell) -> Self {
        Self {
            at: shell.moment(&cancellation.at),
            reason: reason_word(cancellation.reason, shell),
            remark: cancellation.remark.clone(),
        }
    }
}

/// What a reason's code means.
pub(super) fn reason_word(reason: u8, shell: &Shell) -> String {
    match reason {
        1 => shell.t("reason-duplicate"),
        2 => shell.t("reason-mistake"),
        3 => shell.t("reason-order-cancelled"),
        _ => shell.t("reason-other"),
    }
}

/// `GET /{lang}/invoices/{irn}`.
pub(crate) async fn show(signed_in_page: SignedInPage, Path(irn): Path<String>) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let registered = own_document(&page.portal.irp, &signed_in.actor, &irn).await?;
    let bill = bill_of(&page.portal.irp, &signed_in.actor, &irn).await?;
    ok(&invoice_page(&page, &registered, bill.as_ref())?)
}

fn invoice_page(
    page: &Page,
    registered: &Registered,
    bill: Option<&EwayBill>,
) -> Result<InvoicePage, Problem> {
    let mut shell = page.shell("invoice-title");
    let summary = registered.summary();
    let cancellation = registered.cancellation();
    let row = DocumentRow::new(summary, cancellation.is_some(), &shell);
    shell.title = format!("{} {}", row.kind, row.number);
    // What was signed is JSON: we wrote it.
    let signed: Value =
        serde_json::from_str(registered.invoice_json()).map_err(|_| Problem::unexpected())?;
    let mut view = DocumentView::of(&signed, &shell).ok_or_else(Problem::unexpected)?;
    let bill = bill.map(|bill| BillNote::of(bill, page.now(), &shell));
    let active = bill.as_ref().filter(|bill| bill.is_active);
    view.registration
        .extend(active.map(|bill| bill.fact(&shell)));
    let is_invoice = summary.qr.document_type == DocumentType::Invoice;
    let may_make_bill = is_invoice && cancellation.is_none() && active.is_none();
    let name = signed.pointer("/SellerDtls/LglNm").and_then(Value::as_str);
    Ok(InvoicePage {
        supplier: Supplier {
            gstin: summary.supplier.to_string(),
            name: name.unwrap_or_default().to_owned(),
        },
        view,
        qr: QrPicture::of(registered.signed_qr_code()),
        bars: Barcode::of(summary.ack_number),
        cancelled: cancellation.map(|cancellation| CancelledView::of(cancellation, &shell)),
        cancel_until: cancel_until(&page.portal.irp, registered).map(|until| shell.moment(&until)),
        bill,
        may_make_bill,
        channel: match summary.channel {
            Channel::Api => shell.t("channel-api"),
            Channel::Upload => shell.t("channel-upload"),
        },
        issuer_key: registered.key_id().to_owned(),
        printed_on: shell.moment(&page.now()),
        row,
        shell,
    })
}

/// Until when a document can be cancelled; `None` when it cannot (any more).
pub(super) fn cancel_until(irp: &Irp, registered: &Registered) -> Option<Timestamp> {
    let window = SignedDuration::from_secs(i64::from(irp.settings().cancel_window_s));
    let until = registered.summary().acked_at.checked_add(window).ok()?;
    (registered.cancellation().is_none() && irp.now() <= until).then_some(until)
}

/// The actor's document. One that is not there and one that is somebody else's look the same.
pub(super) async fn own_document(
    irp: &Irp,
    actor: &Actor,
    irn: &str,
) -> Result<Registered, Problem> {
    if irn.parse::<Irn>().is_err() {
        return Err(Problem::NotFound);
    }
    Ok(irp.document_by_irn(actor, irn).await?)
}

/// `GET /{lang}/invoices/{irn}/signed.json`.
pub(crate) async fn signed_json(signed_in_page: SignedInPage, Path(irn): Path<String>) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let registered = own_document(&page.portal.irp, &signed_in.actor, &irn).await?;
    let name = format!("{}.json", file_name(&registered));
    let bill = page.portal.irp.active_eway_bill(&registered).await?;
    let text = signed_answer(&registered, bill.as_ref()).to_string();
    Ok(download(&name, "application/json", text))
}

/// The document as the API gives it, with its active e-way bill.
pub(super) fn signed_answer(registered: &Registered, bill: Option<&EwayBill>) -> Value {
    let summary = registered.summary();
    let cancellation = registered.cancellation();
    let mut answer = json!({
        "AckNo": summary.ack_number,
        "AckDt": ist::date_time(summary.acked_at),
        "Irn": registered.irn().to_string(),
        "SignedInvoice": registered.signed_invoice(),
        "SignedQRCode": registered.signed_qr_code(),
        "Status": if cancellation.is_some() { "CNL" } else { "ACT" },
        "EwbNo": bill.map(|bill| bill.number),
        "EwbDt": bill.map(|bill| ist::date_time(bill.made_at)),
        "EwbValidTill": bill.and_then(|bill| bill.valid_until).map(ist::date_time),
    });
    if let Some(cancellation) = cancellation {
        answer["CancelDate"] = Value::from(ist::date_time(cancellation.at));
    }
    answer
}

/// `GET /{lang}/invoices/{irn}/qr.svg`.
pub(crate) async fn qr_picture(signed_in_page: SignedInPage, Path(irn): Path<String>) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let registered = own_document(&page.portal.irp, &signed_in.actor, &irn).await?;
    let picture = QrPicture::of(registered.signed_qr_code()).ok_or_else(Problem::unexpected)?;
    let name = format!("{}-qr.svg", file_name(&registered));
    Ok(download(&name, "image/svg+xml", picture.file()))
}

/// Type and number, with `/` as `-`: document numbers have no other sign that a file system minds.
fn file_name(registered: &Registered) -> String {
    let qr = &registered.summary().qr;
    let number = qr.document_number.as_str().replace('/', "-");
    format!("{}-{number}", qr.document_type.code())
}

/// A file to be saved. `name` is of ASCII letters, digits, `-` and `.` only.
pub(super) fn download(name: &str, kind: &'static str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, disposition),
    ];
    (headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    fn view(shell: &Shell) -> DocumentView {
        let number = "KA/26-27/1".parse().expect("a number");
        let day = jiff::civil::date(2026, 6, 1);
        let invoice = einvoice::example::domestic_invoice(&number, day);
        let at = Timestamp::from_second(1_780_000_000).expect("a moment");
        let signed = einvoice::payload::invoice_json(&invoice, 912_610_000_000_001, at);
        let signed = serde_json::from_str(&signed).expect("JSON");
        DocumentView::of(&signed, shell).expect("an object")
    }

    #[test]
    fn the_page_renders_in_both_languages() {
        for cancelled in [false, true] {
            samples::render(|shell| InvoicePage {
                row: DocumentRow::sample(cancelled),
                supplier: Supplier {
                    gstin: "29AAACM0000A1ZI".to_owned(),
                    name: "Malnad Tools Private Limited".to_owned(),
                },
                view: view(&shell),
                qr: QrPicture::of(&"eyJhbGciOi".repeat(95)),
                bars: Barcode::of(912_610_000_000_001),
                cancelled: cancelled.then(|| CancelledView {
                    at: "02/06/2026, 12:00 IST".to_owned(),
                    reason: reason_word(2, &shell),
                    remark: "wrong rate".to_owned(),
                }),
                cancel_until: (!cancelled).then(|| "03/06/2026, 11:05 IST".to_owned()),
                bill: Some(BillNote::sample(!cancelled, &shell)),
                may_make_bill: !cancelled,
                channel: shell.t("channel-api"),
                issuer_key: "5A".repeat(20),
                printed_on: "02/06/2026, 12:00 IST".to_owned(),
                shell,
            });
        }
    }
}
