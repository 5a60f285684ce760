//! Making an e-way bill: along with its document, or later by the IRN.
//!
//! The document stands whatever becomes of its bill, and has one active bill at most. The bill is
//! judged by the registered document, read back from what was signed, never by what a caller says
//! of it.

use einvoice::eway_bill::{self, Asked, BillFacts, CheckedBill};
use einvoice::facts::Party;
use einvoice::finding::Finding;
use einvoice::invoice::{Invoice, Transport};
use gst::{Gstin, ist};
use store::eway_bills::{BillOutcome, EwayBill, NewBill};

use crate::actor::Actor;
use crate::afresh::in_doubt;
use crate::assess::gstin_at;
use crate::cancel::{cancelled_on, refusal};
use crate::codes;
use crate::eway_bills::bill_exists;
use crate::fault::{Failure, Fault, Trouble};
use crate::irp::Irp;

/// An e-way bill that was made now.
#[derive(Clone, Debug, PartialEq)]
pub struct MadeBill {
    /// The bill.
    pub bill: EwayBill,
    /// The distance between the PIN codes, when it was asked for.
    pub computed_distance_km: Option<u32>,
}

/// What became of the e-way bill that a document asked for.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "the large one is the common one, and moves once"
)]
pub enum BillAttempt {
    /// It was made.
    Made(MadeBill),
    /// It was refused: one finding or more.
    Refused(Vec<Finding>),
    /// The system failed. It may have been made all the same; asking for it by the IRN tells.
    Failed(Trouble),
}

impl Irp {
    /// Makes the e-way bill of a registered document, as `json` asks for by its IRN.
    pub async fn make_eway_bill(&self, actor: &Actor, json: &[u8]) -> Result<MadeBill, Fault> {
        let request = eway_bill::parse_request(json).map_err(Fault::Refused)?;
        let (registered, invoice) = self.document_for_bill(actor, &request.irn).await?;
        if registered.cancellation().is_some() {
            let detail = cancelled_on(&registered);
            return Err(refusal(codes::DOCUMENT_NOT_ACTIVE, detail));
        }
        // Cheap, and decides nothing: the store judges again.
        if let Some(bill) = self.active_bill_of(&request.irn).await? {
            return Err(Fault::Refused(vec![bill_exists(&bill)]));
        }
        self.made_bill(actor, &invoice, Asked::ByIrn(&request))
            .await
            .map_err(Fault::from)
    }

    /// Tries to make the e-way bill that a document asks for in `EwbDtls`; `None` when it asks
    /// for none. The document is registered and stays so.
    pub(crate) async fn attempt_eway_bill(
        &self,
        actor: &Actor,
        invoice: &Invoice,
    ) -> Option<BillAttempt> {
        invoice.transport.as_ref()?;
        let made = self.made_bill(actor, invoice, Asked::WithInvoice).await;
        Some(match made {
            Ok(made) => BillAttempt::Made(made),
            Err(Failure::Refused(findings)) => BillAttempt::Refused(findings),
            Err(Failure::Trouble(trouble)) => BillAttempt::Failed(trouble),
        })
    }

    /// What keeps a document from the e-way bill that it asks for; nothing when it asks for none.
    pub(crate) async fn bill_findings(&self, invoice: &Invoice) -> Result<Vec<Finding>, Trouble> {
        if invoice.transport.is_none() {
            return Ok(Vec::new());
        }
        match self.judged_bill(invoice, Asked::WithInvoice).await {
            Ok(_) => Ok(Vec::new()),
            Err(Failure::Refused(findings)) => Ok(findings),
            Err(Failure::Trouble(trouble)) => Err(trouble),
        }
    }

    async fn made_bill(
        &self,
        actor: &Actor,
        invoice: &Invoice,
        asked: Asked<'_>,
    ) -> Result<MadeBill, Failure<Vec<Finding>>> {
        let checked = self.judged_bill(invoice, asked).await?;
        let taken = self
            .acknowledgements()
            .take_bill(self.store().as_ref(), &self.settings().ack, self.now())
            .await;
        let (number, made_at) = self.stored(taken)?;
        let bill_number = number.get();
        let irn = invoice.irn();
        let new = NewBill {
            number,
            irn,
            supplier: invoice.seller.gstin,
            made_by: actor.gstin,
            made_at,
            valid_until: checked.valid_until(made_at),
            movement: checked.movement().clone(),
            channel: actor.channel,
        };
        let bill = match self.store().make_bill(new).await {
            Ok(BillOutcome::Made(bill)) => bill,
            Ok(outcome) => {
                tracing::info!(target: "audit", %irn, bill_number, "e-way bill discarded");
                return Err(self.not_made(&outcome));
            }
            Err(error) => {
                let trouble = self.stored::<()>(Err(error)).err();
                self.bill_unclear(bill_number, trouble).await?
            }
        };
        tracing::info!(target: "audit", %irn, bill_number, "e-way bill made");
        Ok(MadeBill {
            bill,
            computed_distance_km: checked.computed_distance_km(),
        })
    }

    /// The rules' verdict, with what they need to know gathered before. What would be refused for
    /// a party's registration is judged once more with what the registry says of it now.
    async fn judged_bill(
        &self,
        invoice: &Invoice,
        asked: Asked<'_>,
    ) -> Result<CheckedBill, Failure<Vec<Finding>>> {
        let transporter = transporter(invoice, asked);
        let known = self.parties_of_bill(invoice, transporter).await?;
        let findings = match self.checked_bill(invoice, asked, &known) {
            Ok(checked) => return Ok(checked),
            Err(findings) => findings,
        };
        let doubted = in_doubt(&findings, |pointer| {
            if pointer.ends_with(TRANSPORTER) {
                transporter
            } else {
                gstin_at(invoice, pointer)
            }
        });
        if doubted.is_empty() {
            return Err(Failure::Refused(findings));
        }
        self.ask_afresh(doubted).await;
        // Whoever cannot be looked up now has been looked up before, and that answer stands.
        match self.parties_of_bill(invoice, transporter).await {
            Ok(now) if now != known => self
                .checked_bill(invoice, asked, &now)
                .map_err(Failure::Refused),
            _ => Err(Failure::Refused(findings)),
        }
    }

    async fn parties_of_bill(
        &self,
        invoice: &Invoice,
        transporter: Option<Gstin>,
    ) -> Result<BillParties, Trouble> {
        Ok(BillParties {
            supplier: self.party(&invoice.seller.gstin).await?,
            transporter: match transporter {
                Some(gstin) => Some(self.party(&gstin).await?),
                None => None,
            },
        })
    }

    fn checked_bill(
        &self,
        invoice: &Invoice,
        asked: Asked<'_>,
        parties: &BillParties,
    ) -> Result<CheckedBill, Vec<Finding>> {
        let facts = BillFacts {
            today: ist::date(self.now()),
            supplier: &parties.supplier,
            transporter: parties.transporter.as_ref(),
            policy: &self.settings().policy,
        };
        eway_bill::check(invoice, asked, &facts)
    }

    /// What the store refused: somebody was faster with another bill, or cancelled the document.
    fn not_made(&self, outcome: &BillOutcome) -> Failure<Vec<Finding>> {
        let code = match outcome {
            BillOutcome::Exists(bill) => return Failure::Refused(vec![bill_exists(bill)]),
            BillOutcome::DocumentCancelled => codes::DOCUMENT_NOT_ACTIVE,
            BillOutcome::NoDocument | BillOutcome::Made(_) => {
                return self.internal(&"a bill without its document").into();
            }
        };
        Failure::Refused(vec![Finding::new(codes::entry(code), IRN)])
    }

    /// The engine failed, and whether it wrote first is not known: ask before answering. Nobody
    /// else has this number.
    async fn bill_unclear(
        &self,
        bill_number: u64,
        trouble: Option<Trouble>,
    ) -> Result<EwayBill, Trouble> {
        let found = self.stored(self.store().bill(bill_number).await)?;
        match (found, trouble) {
            (Some(bill), _) => Ok(bill),
            (None, Some(trouble)) => Err(trouble),
            (None, None) => Err(self.internal(&"an e-way bill without outcome")),
        }
    }
}

/// What is known of an e-way bill's parties.
#[derive(PartialEq)]
struct BillParties {
    supplier: Party,
    transporter: Option<Party>,
}

/// Who is asked to carry the goods.
fn transporter(invoice: &Invoice, asked: Asked<'_>) -> Option<Gstin> {
    let transport: Option<&Transport> = match asked {
        Asked::WithInvoice => invoice.transport.as_ref(),
        Asked::ByIrn(request) => Some(&request.transport),
    };
    transport?.transporter_id
}

/// Where the IRN stands.
const IRN: &str = "/Irn";
/// Where the transporter stands, in the document and in the request.
const TRANSPORTER: &str = "/TransId";
