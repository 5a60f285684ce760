//! Checking a document as issuing does, without registering it.

use einvoice::facts::{Facts, Party};
use einvoice::finding::Finding;
use einvoice::invoice::{Invoice, PartyId};
use einvoice::{Checked, Irn, Rejected};
use gst::{Gstin, ist};
use store::invoices::Existing;

use crate::actor::Actor;
use crate::afresh::in_doubt;
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
    /// What keeps it from its e-way bill, if it asks for one and is otherwise in order: it would
    /// be registered without.
    pub eway_bill: Vec<Finding>,
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
        let (findings, eway_bill) = match self.judged(gstin, invoice).await? {
            Ok(checked) => (Vec::new(), self.bill_findings(checked.invoice()).await?),
            Err(findings) => (findings, Vec::new()),
        };
        Ok(Assessment {
            irn: Some(irn),
            findings,
            eway_bill,
            existing,
        })
    }

    /// The rules' verdict, with what they need to know gathered before: the parties' standing.
    /// What would be refused for a party's registration is judged once more with what the
    /// registry says of it now.
    pub(crate) async fn judged(
        &self,
        caller: Gstin,
        invoice: Invoice,
    ) -> Result<Result<Checked, Vec<Finding>>, Trouble> {
        let known = self.parties_of(&invoice).await?;
        let rejected = match self.checked(caller, invoice, &known) {
            Ok(checked) => return Ok(Ok(checked)),
            Err(rejected) => rejected,
        };
        let invoice = rejected.invoice();
        let doubted = in_doubt(rejected.findings(), |pointer| gstin_at(invoice, pointer));
        if doubted.is_empty() {
            return Ok(Err(rejected.into_findings()));
        }
        self.ask_afresh(doubted).await;
        // Whoever cannot be looked up now has been looked up before, and that answer stands.
        match self.parties_of(invoice).await {
            Ok(now) if now != known => {
                let invoice = invoice.clone();
                Ok(self
                    .checked(caller, invoice, &now)
                    .map_err(Rejected::into_findings))
            }
            _ => Ok(Err(rejected.into_findings())),
        }
    }

    async fn parties_of(&self, invoice: &Invoice) -> Result<Parties, Trouble> {
        Ok(Parties {
            seller: self.party(&invoice.seller.gstin).await?,
            buyer: match &invoice.buyer.id {
                PartyId::Registered(gstin) => self.party(gstin).await?,
                PartyId::Unregistered => Party::Unregistered,
            },
            ecommerce: match &invoice.transaction.ecommerce_gstin {
                Some(gstin) => Some(self.party(gstin).await?),
                None => None,
            },
        })
    }

    fn checked(
        &self,
        caller: Gstin,
        invoice: Invoice,
        parties: &Parties,
    ) -> Result<Checked, Rejected> {
        let today = ist::date(self.now());
        let policy = self.policy_on(today);
        let facts = Facts {
            caller,
            today,
            seller: &parties.seller,
            buyer: &parties.buyer,
            ecommerce: parties.ecommerce.as_ref(),
            policy: &policy,
        };
        einvoice::check(invoice, &facts)
    }
}

/// What is known of a document's parties.
#[derive(PartialEq)]
struct Parties {
    seller: Party,
    buyer: Party,
    ecommerce: Option<Party>,
}

/// Whose GSTIN stands at a pointer.
pub(crate) fn gstin_at(invoice: &Invoice, pointer: &str) -> Option<Gstin> {
    match pointer {
        SUPPLIER => Some(invoice.seller.gstin),
        RECIPIENT => match invoice.buyer.id {
            PartyId::Registered(gstin) => Some(gstin),
            PartyId::Unregistered => None,
        },
        OPERATOR => invoice.transaction.ecommerce_gstin,
        _ => None,
    }
}

impl Assessment {
    fn unread(findings: Vec<Finding>) -> Self {
        Self {
            irn: None,
            findings,
            eway_bill: Vec::new(),
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
/// Where the recipient's GSTIN stands.
const RECIPIENT: &str = "/BuyerDtls/Gstin";
/// Where the e-commerce operator's GSTIN stands.
const OPERATOR: &str = "/TranDtls/EcmGstin";
