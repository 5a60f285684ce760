//! The first step of a registration, an enablement or a recovery: which taxpayer, and may it go on.

use einvoice::catalogue::Entry;
use gst::{Gstin, ist};
use seal::token;
use store::proofs::{Proof, ProofState, Purpose};

use crate::codes;
use crate::fault::Failure;
use crate::flow::{Flow, FlowToken, Started};
use crate::irp::Irp;
use crate::judge;
use crate::taxpayers::KnownTaxpayer;

/// Why it does not go on.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Code and words.
    pub entry: &'static Entry,
    /// The GSTIN, when what was typed has the form of one.
    pub gstin: Option<Gstin>,
    /// The check digit that would be right, when the registry does not know the GSTIN and its
    /// check digit is wrong: a slip in typing, most likely.
    pub expected_check_digit: Option<char>,
    /// The taxpayer, when the registry knows it.
    pub taxpayer: Option<Box<KnownTaxpayer>>,
}

impl Irp {
    /// *Registration ▸ Portal Login*, first step.
    pub async fn begin_registration(
        &self,
        gstin: &str,
    ) -> Result<(FlowToken, Started), Failure<Stop>> {
        self.begin(gstin, Purpose::Register).await
    }

    /// *Registration ▸ e-Invoice Enablement*, first step.
    pub async fn begin_enablement(
        &self,
        gstin: &str,
    ) -> Result<(FlowToken, Started), Failure<Stop>> {
        self.begin(gstin, Purpose::Enable).await
    }

    /// *Forgot User Id or password*, first step.
    pub async fn begin_recovery(&self, gstin: &str) -> Result<(FlowToken, Started), Failure<Stop>> {
        self.begin(gstin, Purpose::Recover).await
    }

    async fn begin(
        &self,
        gstin: &str,
        purpose: Purpose,
    ) -> Result<(FlowToken, Started), Failure<Stop>> {
        let gstin = Gstin::parse(gstin).map_err(|_| stop(codes::GSTIN_INVALID, None, None))?;
        let Some(known) = self.taxpayer_for(&gstin).await? else {
            // A GSTIN that the registry knows goes through whatever its check digit: the numbers
            // that NIC gives to testers have wrong ones.
            let mut stop = Stop::of(codes::GSTIN_INVALID, Some(gstin), None);
            if !gstin.check_digit_holds() {
                stop.expected_check_digit = Some(gstin.expected_check_digit());
            }
            return Err(Failure::Refused(stop));
        };
        self.judge(purpose, &known).await?;
        let token = FlowToken(token::new_session(self.randomness()));
        let proof = Proof {
            token_digest: token::sha256(&token.0),
            purpose,
            gstin,
            started_at: self.now(),
            state: ProofState::Started,
        };
        self.stored(self.store().start_proof(proof).await)?;
        let flow = Flow {
            token: token.clone(),
            purpose,
            known,
        };
        Ok((token, Started { flow }))
    }

    /// *Update from GST Common Portal*: fetches the record afresh and judges it again.
    pub async fn refresh_taxpayer(&self, started: Started) -> Result<Started, Failure<Stop>> {
        let mut flow = started.flow;
        let gstin = flow.gstin();
        let Some(record) = self.fetch_taxpayer(&gstin).await? else {
            return Err(stop(codes::GSTIN_INVALID, Some(gstin), None));
        };
        flow.known = self.with_contact(record)?;
        self.judge(flow.purpose, &flow.known).await?;
        Ok(Started { flow })
    }

    /// *Update from GST Common Portal* for a taxpayer that was stopped: the same, before there is
    /// anything to go on with. What it finds is judged when the registration begins again.
    pub async fn refresh_gstin(
        &self,
        gstin: &Gstin,
    ) -> Result<Option<KnownTaxpayer>, crate::Trouble> {
        let record = self.fetch_taxpayer(gstin).await?;
        record.map(|record| self.with_contact(record)).transpose()
    }

    async fn judge(&self, purpose: Purpose, known: &KnownTaxpayer) -> Result<(), Failure<Stop>> {
        let gstin = known.taxpayer.gstin;
        let account = self.stored(self.store().account_by_gstin(&gstin).await)?;
        let wrong = match (purpose, account) {
            (Purpose::Register, Some(_)) => Some(codes::ALREADY_REGISTERED),
            (Purpose::Recover, None) => Some(codes::NOT_REGISTERED),
            _ => None,
        };
        if let Some(code) = wrong {
            return Err(stop(code, Some(gstin), Some(known)));
        }
        match judge::refusal(purpose, known, ist::date(self.now())) {
            Some(code) => Err(stop(code, Some(gstin), Some(known))),
            None => Ok(()),
        }
    }
}

impl Stop {
    fn of(code: &'static str, gstin: Option<Gstin>, taxpayer: Option<&KnownTaxpayer>) -> Self {
        Self {
            entry: codes::entry(code),
            gstin,
            expected_check_digit: None,
            taxpayer: taxpayer.cloned().map(Box::new),
        }
    }
}

fn stop(
    code: &'static str,
    gstin: Option<Gstin>,
    taxpayer: Option<&KnownTaxpayer>,
) -> Failure<Stop> {
    Failure::Refused(Stop::of(code, gstin, taxpayer))
}
