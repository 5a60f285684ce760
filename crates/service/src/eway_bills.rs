//! Looking e-way bills up.
//!
//! A document's e-way bills are for its supplier and for the e-commerce operator who is named in
//! the registered document, as registering it is.

use einvoice::Irn;
use einvoice::finding::{Detail, Finding};
use einvoice::invoice::Invoice;
use einvoice::payload;
use gst::ist;
use store::eway_bills::EwayBill;
use store::line::Registered;

use crate::actor::Actor;
use crate::codes;
use crate::documents::read_irn;
use crate::fault::{Fault, Trouble};
use crate::irp::Irp;
use crate::list_documents::{PAGE_ROWS, Page};
use crate::strangers;

/// Where the IRN stands.
const IRN: &str = "/Irn";

impl Irp {
    /// The e-way bill of the document with this IRN: the active one, or else the one that was
    /// cancelled last.
    pub async fn eway_bill_of(&self, actor: &Actor, irn: &str) -> Result<EwayBill, Fault> {
        let irn = read_irn(irn)?;
        self.document_for_bill(actor, &irn).await?;
        let found = self.stored(self.store().bill_of(&irn).await)?;
        found.ok_or_else(|| Fault::at(codes::BILL_NOT_FOUND, IRN))
    }

    /// The e-way bill of this number, for its document's supplier and for who made it.
    pub async fn eway_bill(&self, actor: &Actor, number: u64) -> Result<EwayBill, Fault> {
        let floor = strangers::look_up_floor();
        let found = self.stored(self.store().bill(number).await)?;
        let is_strangers = found.is_some();
        let own = found.filter(|bill| bill.supplier == actor.gstin || bill.made_by == actor.gstin);
        if let Some(bill) = own {
            return Ok(bill);
        }
        if is_strangers {
            strangers::note_bill(actor, number);
        }
        floor.wait().await;
        Err(Fault::code(codes::BILL_NOT_FOUND))
    }

    /// The e-way bills of the caller's documents, newest first, with numbers below `before` when
    /// that is given.
    pub async fn eway_bills(
        &self,
        actor: &Actor,
        before: Option<u64>,
    ) -> Result<Page<EwayBill>, Trouble> {
        let listed = self
            .store()
            .bills(&actor.gstin, before, PAGE_ROWS + 1)
            .await;
        let rows = self.stored(listed)?;
        Ok(Page::of(rows, |last| last.number))
    }

    /// The active e-way bill of a document that the caller has been given.
    pub async fn active_eway_bill(
        &self,
        registered: &Registered,
    ) -> Result<Option<EwayBill>, Trouble> {
        self.active_bill_of(&registered.irn()).await
    }

    pub(crate) async fn active_bill_of(&self, irn: &Irn) -> Result<Option<EwayBill>, Trouble> {
        let found = self.stored(self.store().bill_of(irn).await)?;
        Ok(found.filter(|bill| bill.cancellation.is_none()))
    }

    /// A registered document whose e-way bills are the caller's to make and to read.
    pub(crate) async fn document_for_bill(
        &self,
        actor: &Actor,
        irn: &Irn,
    ) -> Result<(Registered, Invoice), Fault> {
        let floor = strangers::look_up_floor();
        let Some(registered) = self.stored(self.store().by_irn(irn).await)? else {
            floor.wait().await;
            return Err(Fault::at(codes::BILL_IRN_UNKNOWN, IRN));
        };
        let Some(invoice) = payload::reread(registered.invoice_json()) else {
            return Err(self.internal(&"a registered document is unreadable").into());
        };
        let may_act = registered.summary().supplier == actor.gstin
            || invoice.transaction.ecommerce_gstin == Some(actor.gstin);
        if !may_act {
            strangers::note_document(actor, irn);
            floor.wait().await;
            return Err(Fault::at(codes::BILL_IRN_UNKNOWN, IRN));
        }
        Ok((registered, invoice))
    }
}

/// The refusal of a second e-way bill.
pub(crate) fn bill_exists(bill: &EwayBill) -> Finding {
    let (number, made_at) = (bill.number, ist::date_time(bill.made_at));
    Finding::new(codes::entry(codes::BILL_EXISTS), IRN).with(Detail {
        english: format!("Its number is {number}, made on {made_at}.").into(),
        hindi: format!("उसकी संख्या {number} है; वह {made_at} को बना।").into(),
        found: Some(number.to_string()),
        expected: None,
    })
}
