//! Checking a document as issuing does, without registering it.

use einvoice::facts::{Facts, Party};
use einvoice::finding::Finding;
use einvoice::invoice::{Invoice, PartyId};
use einvoice::{Checked, Irn};
use gst::{Gstin, ist};
use store::invoices::Existing;

use crate::actor::Actor;
use crate::codes;
use crate::fault::{Fault, Trouble};
use crate::irp::Irp;

/// What issuing would make of a document.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The IRN it has or would get; `None` when the document could not be read, or is not the
    /// caller's.
    pub irn: Option<Irn>,
    /// All that is wrong: with its shape or, if that is right, by the rules. Empty when nothing
    /// is. That it is registered already is not among them: see `existing`.
    pub findings: Vec<Finding>,
    /// The registered document with this IRN; always `None` when nobody is logged in.
    pub existing: Option<Existing>,
}

impl Irp {
    /// Judges the document in `json` and registers nothing: no acknowledgement number is taken
    /// and nothing is signed. Without a caller the document's supplier counts as the caller, and
    /// whether the document is registered is not told.
    pub async fn assess(&self, caller: Option<&Actor>, json: &[u8]) -> Result<Assessment, Fault> {
        let invoice = match einvoice::parse(json, &self.settings().policy) {
            Ok(invoice) => invoice,
            Err(findings) => return Ok(Assessment::unread(findings)),
        };
        if let Some(finding) = caller.and_then(|actor| not_the_supplier(actor, &invoice)) {
            return Ok(Assessment::unread(vec![finding]));
        }
        let irn = invoice.irn();
        let existing = match caller {
            Some(_) => self.stored(self.store().existing(&irn).await)?,
            None => None,
        };
        let gstin = caller.map_or(invoice.seller.gstin, |actor| actor.gstin);
        let judged = self.judged(gstin, invoice).await?;
        Ok(Assessment {
            irn: Some(irn),
            findings: judged.err().unwrap_or_default(),
            existing,
        })
    }

    /// The rules' verdict, with what they need to know gathered before: the parties' standing.
    pub(crate) async fn judged(
        &self,
        caller: Gstin,
        invoice: Invoice,
    ) -> Result<Result<Checked, Vec<Finding>>, Trouble> {
        let seller = self.party(&invoice.seller.gstin).await?;
        let buyer = match &invoice.buyer.id {
            PartyId::Registered(gstin) => self.party(gstin).await?,
            PartyId::Unregistered => Party::Unregistered,
        };
        let ecommerce = match &invoice.transaction.ecommerce_gstin {
            Some(gstin) => Some(self.party(gstin).await?),
            None => None,
        };
        let facts = Facts {
            caller,
            today: ist::date(self.now()),
            seller: &seller,
            buyer: &buyer,
            ecommerce: ecommerce.as_ref(),
            policy: &self.settings().policy,
        };
        Ok(einvoice::check(invoice, &facts).map_err(einvoice::Rejected::into_findings))
    }
}

impl Assessment {
    fn unread(findings: Vec<Finding>) -> Self {
        Self {
            irn: None,
            findings,
            existing: None,
        }
    }
}

/// Nothing about a document is told to anybody but its supplier and the e-commerce operator
/// through whom it is supplied: this refusal stands alone.
pub(crate) fn not_the_supplier(actor: &Actor, invoice: &Invoice) -> Option<Finding> {
    let may_register = invoice.seller.gstin == actor.gstin
        || invoice.transaction.ecommerce_gstin.as_ref() == Some(&actor.gstin);
    (!may_register).then(|| Finding::new(codes::entry(codes::NOT_THE_SUPPLIER), SUPPLIER))
}

/// Where the supplier's GSTIN stands.
const SUPPLIER: &str = "/SellerDtls/Gstin";
