//! Making the e-way bill of a registered document.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use einvoice::finding::Finding;
use einvoice::invoice::Invoice;
use einvoice::{DocumentType, payload};
use gst::{PinCode, masters};
use service::Fault;
use store::eway_bills::EwayBill;
use store::line::Registered;

use super::super::findings::FindingsView;
use super::super::invoice::own_document;
use super::super::rows::DocumentRow;
use super::form::{GroupView, Sent, place, views};
use super::{bill_of, is_active};
use crate::form::{Faults, Form};
use crate::notice::Notice;
use crate::page::{Answer, Page, SignedInPage, html, ok};
use crate::problem::Problem;
use crate::shell::Shell;

/// Findings shown that belong to no field; no bill comes near to so many.
const FINDINGS_SHOWN_MAX: usize = 20;

#[derive(Template)]
#[template(path = "account/eway_bill/make.html")]
struct MakePage {
    shell: Shell,
    faults: Faults,
    findings: FindingsView,
    row: DocumentRow,
    /// Why there is no form.
    hindrance: Option<String>,
    /// The active bill, if there is one.
    bill: Option<u64>,
    groups: Vec<GroupView>,
}

/// A document as it is now.
struct Subject {
    registered: Registered,
    invoice: Invoice,
    bill: Option<EwayBill>,
}

impl Subject {
    async fn load(page: &Page, signed_in: &service::SignedIn, irn: &str) -> Result<Self, Problem> {
        let irp = &page.portal.irp;
        let registered = own_document(irp, &signed_in.actor, irn).await?;
        // What was signed can be read: we wrote it.
        let invoice = payload::reread(registered.invoice_json()).ok_or_else(Problem::unexpected)?;
        let bill = bill_of(irp, &signed_in.actor, irn).await?;
        Ok(Self {
            registered,
            invoice,
            bill: bill.filter(is_active),
        })
    }

    fn is_export(&self) -> bool {
        self.invoice.transaction.supply_type.value.is_export()
    }

    /// Why no bill can be made, whatever is written into the form.
    fn hindrance(&self, shell: &Shell) -> Option<String> {
        if self.registered.cancellation().is_some() {
            Some(shell.t("bill-make-cancelled"))
        } else if self.invoice.document.kind.value != DocumentType::Invoice {
            Some(shell.t("bill-make-note"))
        } else if self.bill.is_some() {
            Some(shell.t("bill-make-active"))
        } else {
            None
        }
    }
}

/// `GET /{lang}/invoices/{irn}/eway-bill`.
pub(super) async fn show(signed_in_page: SignedInPage, Path(irn): Path<String>) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let subject = Subject::load(&page, &signed_in, &irn).await?;
    let shell = page.shell("bill-make-title");
    ok(&make_page(shell, &subject, &Sent::default(), &[]))
}

/// `POST /{lang}/invoices/{irn}/eway-bill`.
pub(super) async fn submit(
    signed_in_page: SignedInPage,
    Path(irn): Path<String>,
    form: Form,
) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let subject = Subject::load(&page, &signed_in, &irn).await?;
    let sent = Sent::read(&form, subject.is_export());
    let request = sent.request(&irn);
    let irp = &page.portal.irp;
    match irp.make_eway_bill(&signed_in.actor, &request).await {
        Ok(made) => {
            let notice = match made.computed_distance_km {
                Some(_) => Notice::BillMadeComputed,
                None => Notice::BillMade,
            };
            Ok(page.go_with(&format!("/eway-bills/{}", made.bill.number), notice))
        }
        Err(Fault::Refused(findings)) => {
            // As it is now: somebody else may have made one a moment ago.
            let subject = Subject::load(&page, &signed_in, &irn).await?;
            let shell = page.shell("bill-make-title");
            let page = make_page(shell, &subject, &sent, &findings);
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(fault) => Err(fault.into()),
    }
}

fn make_page(shell: Shell, subject: &Subject, sent: &Sent, findings: &[Finding]) -> MakePage {
    let is_export = subject.is_export();
    let hindrance = subject.hindrance(&shell);
    let (faults, others) = if hindrance.is_some() {
        (Faults::none(), findings.to_vec())
    } else {
        place(findings, is_export, &shell)
    };
    let distance = distance_sentence(&subject.invoice, &shell);
    let summary = subject.registered.summary();
    let cancelled = subject.registered.cancellation().is_some();
    MakePage {
        findings: FindingsView::of(&others, FINDINGS_SHOWN_MAX, &shell),
        row: DocumentRow::new(summary, cancelled, &shell),
        hindrance,
        bill: subject.bill.as_ref().map(|bill| bill.number),
        groups: views(sent, &faults, distance.as_deref(), is_export, &shell),
        faults,
        shell,
    }
}

/// How far it is between the places that the document names; `None` when one of them is abroad.
fn distance_sentence(invoice: &Invoice, shell: &Shell) -> Option<String> {
    let dispatch = invoice.dispatch_from.as_ref();
    let from = dispatch.map_or(&invoice.seller.address, |place| &place.address);
    let ship_to = invoice.ship_to.as_ref();
    let to = ship_to.map_or(&invoice.buyer.address, |place| &place.address);
    let in_india = |pin: Option<PinCode>| pin.filter(|pin| *pin != PinCode::ABROAD);
    let (from, to) = (in_india(from.pin)?, in_india(to.pin)?);
    Some(match masters::distance_km(from, to) {
        Some(km) if km > 0 => shell.t3(
            "bill-distance-known",
            ("from", &from),
            ("to", &to),
            ("km", &km),
        ),
        _ => shell.t2("bill-distance-unknown", "from", from, "to", to),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;
    use einvoice::catalogue;

    fn page(shell: Shell, hindrance: Option<String>, is_export: bool) -> MakePage {
        let entry = catalogue::find("4011").expect("in the catalogue");
        let findings = [
            Finding::new(entry, "/VehNo"),
            Finding::new(entry, "/DispDtls/Pin"),
            Finding::new(entry, "/Irn"),
        ];
        let (faults, others) = place(&findings, is_export, &shell);
        let distance = shell.t2("bill-distance-unknown", "from", 560_001, "to", 580_020);
        MakePage {
            findings: FindingsView::of(&others, FINDINGS_SHOWN_MAX, &shell),
            row: DocumentRow::sample(false),
            bill: hindrance.is_some().then_some(910_000_000_001),
            hindrance,
            groups: views(
                &Sent::default(),
                &faults,
                Some(&distance),
                is_export,
                &shell,
            ),
            faults,
            shell,
        }
    }

    #[test]
    fn the_page_renders_in_both_languages() {
        for is_export in [false, true] {
            samples::render(|shell| page(shell, None, is_export));
        }
        samples::render(|shell| {
            let hindrance = Some(shell.t("bill-make-active"));
            MakePage {
                faults: Faults::none(),
                ..page(shell, hindrance, false)
            }
        });
    }
}
