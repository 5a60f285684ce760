//! Issuing: from a document to a registered one.
//!
//! The steps carry the numbers of docs/ISSUANCE.md, which tells what a crash after each leaves.

use einvoice::Checked;
use einvoice::finding::Finding;
use einvoice::invoice::Invoice;
use store::invoices::{Existing, Registration};
use store::line::{Registered, Sealed};

use crate::actor::Actor;
use crate::assess::not_the_supplier;
use crate::codes;
use crate::compare::differences;
use crate::counts::Counters;
use crate::fault::{DuplicateDocument, Fault, Trouble};
use crate::irp::Irp;
use crate::make_eway_bill::BillAttempt;

/// Where a document's number stands.
const NUMBER: &str = "/DocDtls/No";

/// A document that is registered now.
#[derive(Debug)]
pub struct Issued {
    /// The document. It stands, whatever became of its e-way bill.
    pub registered: Registered,
    /// What became of the e-way bill, when the document asked for one.
    pub eway_bill: Option<BillAttempt>,
}

impl Irp {
    /// Registers the document in `json`.
    pub async fn issue(&self, actor: &Actor, json: &[u8]) -> Result<Issued, Fault> {
        let parsed = einvoice::parse(json, &self.settings().policy);
        self.issue_invoice(actor, parsed.map_err(Fault::Refused)?)
            .await
    }

    async fn issue_invoice(&self, actor: &Actor, invoice: Invoice) -> Result<Issued, Fault> {
        if let Some(finding) = not_the_supplier(actor, &invoice) {
            return Err(Fault::Refused(vec![finding]));
        }
        // 1. Cheap duplicate look-up. It saves the work below and decides nothing.
        let irn = invoice.irn();
        if let Some(existing) = self.stored(self.store().existing(&irn).await)? {
            return Err(self.duplicate_of(actor, existing, &invoice).await);
        }
        // 2. The rules.
        let judged = self.judged(actor.gstin, invoice).await?;
        let checked = judged.map_err(Fault::Refused)?;
        // 3. Acknowledgement number and time.
        let settings = self.settings();
        let taken = self
            .acknowledgements()
            .take(self.store().as_ref(), &settings.ack, self.now())
            .await;
        let (number, acked_at) = self.stored(taken)?;
        let ack_number = number.get();
        // 4. The two signatures.
        let (checked, sealed) = self
            .sealed(checked, number, acked_at, actor.channel)
            .await?;
        // 5. The durable insert, which alone judges duplicates.
        let registered = self.register(actor, &checked, sealed, ack_number).await?;
        // 6. The e-way bill, when the document asks for one. The document stands without it.
        let eway_bill = self.attempt_eway_bill(actor, checked.invoice()).await;
        // 7. The caller answers from what the store returned after its commits.
        Ok(Issued {
            registered,
            eway_bill,
        })
    }

    /// The refusal of a duplicate that was only looked up. Reading the whole document helps the
    /// client and is no condition of the answer, so a failure of it takes only that help away.
    async fn duplicate_of(&self, actor: &Actor, existing: Existing, sent: &Invoice) -> Fault {
        if tells_content(actor, existing, sent)
            && let Ok(Some(registered)) = self.stored(self.store().by_irn(&existing.irn).await)
        {
            return duplicate(actor, registered, sent);
        }
        Fault::Duplicate(Box::new(bare_duplicate(existing)))
    }

    async fn register(
        &self,
        actor: &Actor,
        checked: &Checked,
        sealed: Sealed,
        ack_number: u64,
    ) -> Result<Registered, Fault> {
        let irn = checked.irn();
        match self.store().register(sealed).await {
            Ok(Registration::New(registered)) => {
                tracing::info!(target: "audit", %irn, ack_number, "registered");
                Counters::count(&self.counters().registered);
                Ok(registered)
            }
            Ok(Registration::Duplicate(registered)) => {
                tracing::info!(target: "audit", %irn, ack_number, "discarded as a duplicate");
                Err(duplicate(actor, *registered, checked.invoice()))
            }
            Err(error) => {
                let trouble = self.stored::<()>(Err(error)).err();
                self.register_unclear(actor, checked, ack_number, trouble)
                    .await
            }
        }
    }

    /// The engine failed, and whether it wrote first is not known: ask before answering.
    async fn register_unclear(
        &self,
        actor: &Actor,
        checked: &Checked,
        ack_number: u64,
        trouble: Option<Trouble>,
    ) -> Result<Registered, Fault> {
        let irn = checked.irn();
        let found = self.store().by_irn(&irn).await;
        match (self.stored(found)?, trouble) {
            (Some(registered), _) if registered.summary().ack_number == ack_number => {
                tracing::info!(target: "audit", %irn, ack_number, "registered, found after failure");
                Counters::count(&self.counters().registered);
                Ok(registered)
            }
            (Some(registered), _) => Err(duplicate(actor, registered, checked.invoice())),
            (None, Some(trouble)) => Err(trouble.into()),
            (None, None) => Err(self.internal(&"registration without outcome").into()),
        }
    }
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

/// The refusal of a duplicate whose document is at hand.
fn duplicate(actor: &Actor, registered: Registered, sent: &Invoice) -> Fault {
    let existing = existing_of(&registered);
    let compared = tells_content(actor, existing, sent);
    let differences = if compared {
        differences(registered.invoice_json(), sent)
    } else {
        Vec::new()
    };
    Fault::Duplicate(Box::new(DuplicateDocument {
        registered: Some(registered),
        compared,
        differences,
        ..bare_duplicate(existing)
    }))
}

fn bare_duplicate(existing: Existing) -> DuplicateDocument {
    let code = if existing.cancelled {
        codes::REGISTERED_AND_CANCELLED
    } else {
        codes::DUPLICATE
    };
    DuplicateDocument {
        finding: Finding::new(codes::entry(code), NUMBER),
        existing,
        registered: None,
        compared: false,
        differences: Vec::new(),
    }
}

/// Whether the content of a registered document is told. Its supplier may read it anyway; an
/// e-commerce operator is one only by what the sent document says, which proves nothing about the
/// registered one.
fn tells_content(actor: &Actor, existing: Existing, sent: &Invoice) -> bool {
    sent.seller.gstin == actor.gstin && !existing.cancelled
}
