//! Issuing: from a document to a registered one.
//!
//! The steps carry the numbers of docs/ISSUANCE.md, which tells what a crash after each leaves.

use einvoice::facts::{Facts, Party};
use einvoice::finding::Finding;
use einvoice::invoice::{Invoice, PartyId};
use einvoice::{Checked, Irn};
use gst::ist;
use serde_json::Value;
use store::invoices::{Existing, Registration};
use store::line::{Registered, Sealed};

use crate::actor::Actor;
use crate::codes;
use crate::fault::{DuplicateDocument, Fault, Trouble};
use crate::irp::Irp;

/// Where a document's number stands.
const NUMBER: &str = "/DocDtls/No";

impl Irp {
    /// Registers the document in `json`.
    pub async fn issue(&self, actor: &Actor, json: &[u8]) -> Result<Registered, Fault> {
        let parsed = einvoice::parse(json, &self.settings().policy);
        self.issue_invoice(actor, parsed.map_err(Fault::Refused)?)
            .await
    }

    /// Registers one document of several that were read already.
    pub async fn issue_value(&self, actor: &Actor, value: &Value) -> Result<Registered, Fault> {
        let parsed = einvoice::parse_value(value, &self.settings().policy);
        self.issue_invoice(actor, parsed.map_err(Fault::Refused)?)
            .await
    }

    async fn issue_invoice(&self, actor: &Actor, invoice: Invoice) -> Result<Registered, Fault> {
        // Nothing about a document is told to anybody but its supplier and the e-commerce
        // operator through whom it is supplied: this refusal stands alone.
        if !may_register(actor, &invoice) {
            return Err(Fault::at(codes::NOT_THE_SUPPLIER, "/SellerDtls/Gstin"));
        }
        // 1. Cheap duplicate look-up. It saves the work below and decides nothing.
        let irn = invoice.irn();
        if let Some(existing) = self.stored(self.store().existing(&irn).await)? {
            return Err(duplicate(existing, None));
        }
        // 2. The rules.
        let checked = self.check(actor, invoice).await?;
        // 3. Acknowledgement number and time.
        let settings = self.settings();
        let taken = self
            .acknowledgements()
            .take(self.store().as_ref(), &settings.ack, self.now())
            .await;
        let (number, acked_at) = self.stored(taken)?;
        let ack_number = number.get();
        // 4. The two signatures. Well under a millisecond of RSA, less than handing it to another
        // thread and back would cost a busy server; so it is done here.
        tracing::info!(target: "audit", %irn, ack_number, "signing");
        let sealed = Sealed::seal(
            &checked,
            number,
            acked_at,
            actor.channel,
            &self.keys().signing,
            &settings.issuer,
        );
        tracing::info!(target: "audit", %irn, ack_number, "signed");
        // 5. The durable insert, which alone judges duplicates.
        let registered = self.register(sealed, irn, ack_number).await?;
        // 6. The caller answers from what the store returned after its commit.
        Ok(registered)
    }

    async fn check(&self, actor: &Actor, invoice: Invoice) -> Result<Checked, Fault> {
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
            caller: actor.gstin,
            today: ist::date(self.now()),
            seller: &seller,
            buyer: &buyer,
            ecommerce: ecommerce.as_ref(),
            policy: &self.settings().policy,
        };
        einvoice::check(invoice, &facts)
            .map_err(|rejected| Fault::Refused(rejected.into_findings()))
    }

    async fn register(
        &self,
        sealed: Sealed,
        irn: Irn,
        ack_number: u64,
    ) -> Result<Registered, Fault> {
        match self.store().register(sealed).await {
            Ok(Registration::New(registered)) => {
                tracing::info!(target: "audit", %irn, ack_number, "registered");
                Ok(registered)
            }
            Ok(Registration::Duplicate(registered)) => {
                tracing::info!(target: "audit", %irn, ack_number, "discarded as a duplicate");
                Err(duplicate(existing_of(&registered), Some(*registered)))
            }
            Err(error) => {
                let trouble = self.stored::<()>(Err(error)).err();
                self.register_unclear(irn, ack_number, trouble).await
            }
        }
    }

    /// The engine failed, and whether it wrote first is not known: ask before answering.
    async fn register_unclear(
        &self,
        irn: Irn,
        ack_number: u64,
        trouble: Option<Trouble>,
    ) -> Result<Registered, Fault> {
        let found = self.store().by_irn(&irn).await;
        match (self.stored(found)?, trouble) {
            (Some(registered), _) if registered.summary().ack_number == ack_number => {
                tracing::info!(target: "audit", %irn, ack_number, "registered, found after failure");
                Ok(registered)
            }
            (Some(registered), _) => Err(duplicate(existing_of(&registered), Some(registered))),
            (None, Some(trouble)) => Err(trouble.into()),
            (None, None) => Err(self.internal(&"registration without outcome").into()),
        }
    }
}

fn may_register(actor: &Actor, invoice: &Invoice) -> bool {
    invoice.seller.gstin == actor.gstin
        || invoice.transaction.ecommerce_gstin.as_ref() == Some(&actor.gstin)
}

fn existing_of(registered: &Registered) -> Existing {
    let summary = registered.summary();
    Existing {
        irn: registered.irn(),
        ack_number: summary.ack_number,
        acked_at: summary.acked_at,
        cancelled: registered.cancellation().is_some(),
    }
}

fn duplicate(existing: Existing, registered: Option<Registered>) -> Fault {
    let code = if existing.cancelled {
        codes::REGISTERED_AND_CANCELLED
    } else {
        codes::DUPLICATE
    };
    Fault::Duplicate(Box::new(DuplicateDocument {
        finding: Finding::new(codes::entry(code), NUMBER),
        existing,
        registered,
    }))
}
