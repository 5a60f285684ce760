//! The last step of an enablement: the turnover that the taxpayer declares.

use einvoice::catalogue::Entry;
use gst::{Decimal, FinancialYear, Gstin, ist};
use store::taxpayers::{EnableOutcome, Enablement};

use crate::codes;
use crate::fault::Failure;
use crate::flow::MobileProved;
use crate::irp::Irp;
use crate::messages::{Contact, MessageKind, Notice};

/// The first year whose turnover counts.
const FIRST_YEAR: i16 = 2017;
/// Least turnover that can be declared, in rupees: half a crore.
const TURNOVER_MIN: i64 = 5_000_000;
/// Most turnover that can be declared, in rupees: a hundred lakh crore, more than anybody has.
const TURNOVER_MAX: i64 = 100_000_000_000_000;

/// What a taxpayer declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnablementForm {
    /// The year; one of [`Irp::enablement_years`].
    pub financial_year: FinancialYear,
    /// The turnover of all registrations of the PAN in that year, in rupees.
    pub turnover: Decimal,
}

/// E-invoicing is enabled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enabled {
    /// The taxpayer.
    pub gstin: Gstin,
    /// What it declared.
    pub enablement: Enablement,
}

/// E-invoicing was not enabled by this.
#[derive(Debug)]
pub enum EnableRefused {
    /// It was enabled before.
    Outcome(&'static Entry),
    /// The year is not one of those offered.
    YearNotOffered(Box<MobileProved>),
    /// The turnover is not an amount that can be declared.
    TurnoverOutOfRange(Box<MobileProved>),
    /// The proof of the mobile has been used up or has ended: the enablement begins again.
    ProofSpent,
}

impl Irp {
    /// The years that can be declared, newest first.
    pub fn enablement_years(&self) -> Vec<FinancialYear> {
        let newest = FinancialYear::of(ist::date(self.now())).start_year();
        (FIRST_YEAR..=newest)
            .rev()
            .map(FinancialYear::starting)
            .collect()
    }

    /// Enables e-invoicing for the taxpayer whose mobile was proved.
    pub async fn enable(
        &self,
        proved: MobileProved,
        form: EnablementForm,
    ) -> Result<Enabled, Failure<EnableRefused>> {
        self.audit_mark()?;
        if !self.enablement_years().contains(&form.financial_year) {
            let refused = EnableRefused::YearNotOffered(Box::new(proved));
            return Err(Failure::Refused(refused));
        }
        let range = Decimal::from(TURNOVER_MIN)..=Decimal::from(TURNOVER_MAX);
        if !range.contains(&form.turnover) {
            let refused = EnableRefused::TurnoverOutOfRange(Box::new(proved));
            return Err(Failure::Refused(refused));
        }
        let flow = &proved.flow;
        let gstin = flow.gstin();
        let enablement = Enablement {
            financial_year: form.financial_year,
            turnover: form.turnover,
            at: self.now(),
        };
        let notice = Notice {
            kind: MessageKind::Enabled,
            values: &[gstin.as_str()],
            code: None,
        };
        let contact = Contact {
            mobile: flow.known.taxpayer.mobile.clone(),
            email: flow.known.taxpayer.email.clone(),
        };
        let notices = self.messages_to(&contact, &notice)?;
        let outcome = self
            .store()
            .enable(&gstin, Some(&flow.digest()), enablement.clone(), notices)
            .await;
        match self.stored(outcome)? {
            EnableOutcome::Enabled => {
                self.parties().forget(&gstin);
                tracing::info!(target: "audit", %gstin, "e-invoicing enabled");
                Ok(Enabled { gstin, enablement })
            }
            EnableOutcome::AlreadyEnabled => {
                let entry = codes::entry(codes::ALREADY_ENABLED);
                Err(Failure::Refused(EnableRefused::Outcome(entry)))
            }
            EnableOutcome::ProofSpent => Err(Failure::Refused(EnableRefused::ProofSpent)),
        }
    }
}
