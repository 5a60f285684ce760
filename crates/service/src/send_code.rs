//! Sending a one-time password to the mobile that the GST master names.

use einvoice::catalogue::Entry;
use jiff::Timestamp;
use store::proofs::{CodeToSend, Purpose, SendLimits, SendOutcome};

use crate::clock::later;
use crate::codes;
use crate::fault::Failure;
use crate::flow::{Flow, OtpSent, Started};
use crate::irp::Irp;
use crate::messages;

/// Whoever asks for a code: for the first time, or for another one.
#[derive(Debug)]
pub struct CodeRequest {
    flow: Flow,
    before: Option<Before>,
}

/// When the code before was sent, when it ends, and from when on another can be asked for.
#[derive(Clone, Copy, Debug)]
struct Before(Timestamp, Timestamp, Timestamp);

impl From<Started> for CodeRequest {
    fn from(started: Started) -> Self {
        Self {
            flow: started.flow,
            before: None,
        }
    }
}

impl From<OtpSent> for CodeRequest {
    fn from(sent: OtpSent) -> Self {
        Self {
            before: Some(Before(sent.sent_at, sent.expires_at, sent.resend_at)),
            flow: sent.flow,
        }
    }
}

/// No code was sent.
#[derive(Debug)]
pub struct NotSent {
    /// Why.
    pub why: WhyNotSent,
    /// Where the flow was and still is, when a code had been sent before; otherwise the token
    /// leads to its stage.
    pub state: Option<OtpSent>,
}

/// Why no code was sent.
#[derive(Clone, Copy, Debug)]
pub enum WhyNotSent {
    /// The last one was sent moments ago, perhaps from another browser.
    TooSoon {
        /// From when on one is sent again.
        retry_at: Timestamp,
    },
    /// As many were sent for this GSTIN as may be.
    TooMany {
        /// From when on one is sent again.
        retry_at: Timestamp,
    },
    /// The GST master names no mobile number (any more).
    NoMobile(&'static Entry),
    /// The registration has moved on, in another tab perhaps: look at its stage.
    NotOpen,
}

impl Irp {
    /// Sends a code. An earlier code of this registration is void from then on.
    pub async fn send_code(
        &self,
        request: impl Into<CodeRequest> + Send,
    ) -> Result<OtpSent, Failure<NotSent>> {
        let CodeRequest { flow, before } = request.into();
        let taxpayer = &flow.known.taxpayer;
        let Some(mobile) = taxpayer.mobile.clone() else {
            let why = WhyNotSent::NoMobile(codes::entry(codes::NO_MOBILE));
            return Err(not_sent(why, flow, before));
        };
        let otp = &self.settings().otp;
        let code = self.randomness().digits(usize::from(otp.digits));
        let now = self.now();
        let expires_at = later(now, otp.life_s);
        let (gstin, minutes) = (flow.gstin(), (otp.life_s / 60).to_string());
        let notice = messages::Notice {
            kind: messages::MessageKind::code(flow.purpose),
            values: &[&code, gstin.as_str(), &minutes],
            code: Some((&code, expires_at)),
        };
        let contact = messages::Contact {
            mobile: Some(mobile),
            email: taxpayer.email.clone(),
        };
        let to_send = CodeToSend {
            digest: self.keys().otp.digest(&code, &flow.code_context()),
            at: now,
            expires_at,
            messages: self.messages_to(&contact, &notice)?,
        };
        let limits = SendLimits {
            gap_s: otp.gap_s,
            sends_max: match flow.purpose {
                Purpose::LogIn => self.settings().login.code_sends_max,
                _ => otp.sends_max,
            },
            window_s: otp.window_s,
        };
        let outcome = self
            .store()
            .send_code(&flow.digest(), to_send, limits)
            .await;
        let why = match self.stored(outcome)? {
            SendOutcome::Sent => {
                let purpose = flow.purpose;
                tracing::info!(target: "audit", %gstin, ?purpose, "one-time password sent");
                return Ok(OtpSent {
                    flow,
                    sent_at: now,
                    expires_at,
                    resend_at: later(now, otp.gap_s),
                });
            }
            SendOutcome::TooSoon { retry_at } => WhyNotSent::TooSoon { retry_at },
            SendOutcome::TooMany { retry_at } => WhyNotSent::TooMany { retry_at },
            SendOutcome::NotOpen => WhyNotSent::NotOpen,
        };
        Err(not_sent(why, flow, before))
    }
}

fn not_sent(why: WhyNotSent, flow: Flow, before: Option<Before>) -> Failure<NotSent> {
    Failure::Refused(NotSent {
        why,
        state: before.map(|Before(sent_at, expires_at, resend_at)| OtpSent {
            flow,
            sent_at,
            expires_at,
            resend_at,
        }),
    })
}
