//! The states of a registration, and of an enablement, a recovery or a login:
//! `Started → OtpSent → MobileProved`.
//!
//! Each state is a type that only the step before it makes; a step takes its state and gives it
//! back when it refuses. What a browser holds is a token; [`Irp::registration_stage`] turns it
//! into the state that the store knows, so that reloading, going back and a second tab always
//! lead to where the registration really is.

use gst::{Gstin, Taxpayer};
use jiff::Timestamp;
use seal::token;
use store::proofs::{Proof, ProofState, Purpose};

use crate::clock::later;
use crate::fault::Trouble;
use crate::irp::Irp;
use crate::taxpayers::KnownTaxpayer;

/// Longest token that is looked up.
pub(crate) const TOKEN_BYTES_MAX: usize = 64;

/// The token that a browser holds during a registration. A secret.
#[derive(Clone, PartialEq, Eq)]
pub struct FlowToken(pub String);

impl std::fmt::Debug for FlowToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("FlowToken(…)")
    }
}

/// Where a registration is.
#[derive(Debug)]
pub enum Stage {
    /// There is none, it is for another purpose, or it has taken too long.
    Gone,
    /// The taxpayer is known; no code was sent yet.
    Started(Started),
    /// A code was sent. It may have ended or used up its tries; another can be sent.
    OtpSent(OtpSent),
    /// The right code was given.
    MobileProved(MobileProved),
    /// It has served.
    Done,
}

/// What all states know.
#[derive(Clone, Debug)]
pub(crate) struct Flow {
    pub(crate) token: FlowToken,
    pub(crate) purpose: Purpose,
    pub(crate) known: KnownTaxpayer,
}

impl Flow {
    pub(crate) fn digest(&self) -> [u8; 32] {
        token::sha256(&self.token.0)
    }

    pub(crate) fn gstin(&self) -> Gstin {
        self.known.taxpayer.gstin
    }

    /// What a code is bound to: it is worth nothing in another registration.
    pub(crate) fn code_context(&self) -> Vec<u8> {
        [self.digest().as_slice(), self.gstin().as_str().as_bytes()].concat()
    }
}

/// The taxpayer is known and may go on; no code was sent yet.
#[derive(Debug)]
pub struct Started {
    pub(crate) flow: Flow,
}

/// A code was sent to the taxpayer's mobile.
#[derive(Debug)]
pub struct OtpSent {
    pub(crate) flow: Flow,
    pub(crate) sent_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) resend_at: Timestamp,
}

/// Somebody who holds the taxpayer's mobile is here.
#[derive(Debug)]
pub struct MobileProved {
    pub(crate) flow: Flow,
    pub(crate) proved_at: Timestamp,
}

/// What every state can be asked.
macro_rules! common {
    ($($state:ident)*) => {$(
        impl $state {
            /// The taxpayer.
            pub fn gstin(&self) -> Gstin {
                self.flow.gstin()
            }

            /// The taxpayer's record. Mobile number and e-mail address are in clear: mask them.
            pub fn taxpayer(&self) -> &Taxpayer {
                &self.flow.known.taxpayer
            }

            /// When the record was fetched from the GST common portal.
            pub fn fetched_at(&self) -> Timestamp {
                self.flow.known.fetched_at
            }

            /// What is being done.
            pub fn purpose(&self) -> Purpose {
                self.flow.purpose
            }

            /// The browser's token.
            pub fn token(&self) -> &str {
                &self.flow.token.0
            }
        }
    )*};
}

common!(Started OtpSent MobileProved);

impl OtpSent {
    /// When the latest code was sent.
    pub fn sent_at(&self) -> Timestamp {
        self.sent_at
    }

    /// When it stops being good.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// From when on another can be asked for.
    pub fn resend_at(&self) -> Timestamp {
        self.resend_at
    }
}

impl MobileProved {
    /// When the right code was given.
    pub fn proved_at(&self) -> Timestamp {
        self.proved_at
    }
}

impl Irp {
    /// Where the registration of this token is.
    pub async fn registration_stage(&self, token: &str) -> Result<Stage, Trouble> {
        self.stage(token, Purpose::Register).await
    }

    /// Where the enablement of this token is.
    pub async fn enablement_stage(&self, token: &str) -> Result<Stage, Trouble> {
        self.stage(token, Purpose::Enable).await
    }

    /// Where the recovery of this token is.
    pub async fn recovery_stage(&self, token: &str) -> Result<Stage, Trouble> {
        self.stage(token, Purpose::Recover).await
    }

    /// Where the login of this token is.
    pub async fn login_stage(&self, token: &str) -> Result<Stage, Trouble> {
        self.stage(token, Purpose::LogIn).await
    }

    async fn stage(&self, token: &str, purpose: Purpose) -> Result<Stage, Trouble> {
        if token.len() > TOKEN_BYTES_MAX {
            return Ok(Stage::Gone);
        }
        let digest = token::sha256(token);
        let proof = self.stored(self.store().proof(&digest).await)?;
        let Some(proof) = proof.filter(|proof| proof.purpose == purpose) else {
            return Ok(Stage::Gone);
        };
        if proof.state == ProofState::Used {
            return Ok(Stage::Done);
        }
        if self.has_ended(&proof) {
            return Ok(Stage::Gone);
        }
        // A login that waits for an app's code is sent none: its stage is another one.
        if purpose == Purpose::LogIn
            && self
                .stored(self.store().waiting_login(&digest).await)?
                .is_some()
        {
            return Ok(Stage::Gone);
        }
        let record = self.stored(self.store().taxpayer(&proof.gstin).await)?;
        let Some(record) = record else {
            return Ok(Stage::Gone);
        };
        let flow = Flow {
            token: FlowToken(token.to_owned()),
            purpose,
            known: self.with_contact(record)?,
        };
        Ok(self.stage_of(flow, &proof.state))
    }

    fn stage_of(&self, flow: Flow, state: &ProofState) -> Stage {
        match *state {
            ProofState::Started => Stage::Started(Started { flow }),
            ProofState::Sent {
                sent_at,
                expires_at,
                tries: _,
            } => Stage::OtpSent(OtpSent {
                flow,
                sent_at,
                expires_at,
                resend_at: later(sent_at, self.settings().otp.gap_s),
            }),
            ProofState::Proved { at } => Stage::MobileProved(MobileProved {
                flow,
                proved_at: at,
            }),
            ProofState::Used => Stage::Done,
        }
    }

    fn has_ended(&self, proof: &Proof) -> bool {
        let otp = &self.settings().otp;
        let ends_at = match proof.state {
            ProofState::Proved { at } => later(at, otp.proof_life_s),
            _ => later(proof.started_at, otp.flow_life_s),
        };
        ends_at <= self.now()
    }
}
