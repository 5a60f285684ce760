//! *Verify signed invoice*: what a text that somebody pastes says, and whether it holds.
//!
//! The text is a signed invoice, the text of a QR code, or JSON with either of them in it, such
//! as the answer of an API or a downloaded file.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use einvoice::Irn;
use einvoice::payload::{self, PayloadKind};
use jiff::Timestamp;
use seal::{KeyRing, VerifyFault};
use serde_json::Value;

use crate::fault::Trouble;
use crate::irp::Irp;

/// Tokens of one text that are looked at.
const TOKENS_MAX: usize = 20;
/// Levels of JSON that are searched.
const DEPTH_MAX: usize = 6;

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The tokens in the text, in their order; none when there is nothing to verify.
    pub tokens: Vec<TokenVerdict>,
    /// Where the document stands now, when a token whose signature holds names it.
    pub live: Option<LiveStatus>,
}

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenVerdict {
    /// What it is.
    pub kind: TokenKind,
    /// Whether its signature holds.
    pub signature: SignatureVerdict,
    /// Who issued it, in its own words.
    pub issuer: Option<String>,
    /// The JSON that was signed, letter by letter. Worth nothing unless the signature holds.
    pub data: Option<String>,
    /// The IRN in it.
    pub irn: Option<Irn>,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A signed invoice.
    Invoice,
    /// The text of a QR code.
    QrCode,
    /// Something else.
    Other,
}

/// Whether a signature holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureVerdict {
    /// It was signed by this portal and not changed.
    Holds {
        /// The key's identifier.
        key_id: Option<String>,
    },
    /// It names a key that this portal does not have: another portal's, perhaps.
    UnknownKey {
        /// The key's identifier.
        key_id: Option<String>,
    },
    /// It does not hold: something was changed, or it is no token.
    Broken,
}

/// Where a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveStatus {
    /// It is registered.
    Active {
        /// Since when.
        acked_at: Timestamp,
    },
    /// It was cancelled.
    Cancelled {
        /// When.
        at: Timestamp,
    },
    /// It is not registered here.
    NotHere,
}

impl Irp {
    /// Verifies what somebody pastes.
    pub async fn verify_text(&self, text: &str) -> Result<Verification, Trouble> {
        let ring = self.keyring();
        let tokens: Vec<TokenVerdict> = tokens_in(text, TOKENS_MAX)
            .iter()
            .map(|token| verdict(token, &ring))
            .collect();
        let irn = tokens
            .iter()
            .filter(|token| matches!(token.signature, SignatureVerdict::Holds { .. }))
            .find_map(|token| token.irn);
        let live = match irn {
            Some(irn) => Some(self.live_status(&irn).await?),
            None => None,
        };
        Ok(Verification { tokens, live })
    }

    async fn live_status(&self, irn: &Irn) -> Result<LiveStatus, Trouble> {
        let registered = self.stored(self.store().by_irn(irn).await)?;
        Ok(match registered {
            None => LiveStatus::NotHere,
            Some(registered) => match registered.cancellation() {
                Some(cancellation) => LiveStatus::Cancelled {
                    at: cancellation.at,
                },
                None => LiveStatus::Active {
                    acked_at: registered.summary().acked_at,
                },
            },
        })
    }
}

/// What a token says, and whether its signature is by one of these keys.
pub fn verdict(token: &str, keys: &KeyRing) -> TokenVerdict {
    let (signature, claims) = match keys.verify(token) {
        Ok(verified) => (
            SignatureVerdict::Holds {
                key_id: verified.key_id,
            },
            Some((Some(verified.issuer), verified.data)),
        ),
        Err(VerifyFault::UnknownKey { key_id }) => {
            (SignatureVerdict::UnknownKey { key_id }, unverified(token))
        }
        Err(_) => (SignatureVerdict::Broken, unverified(token)),
    };
    let (issuer, data) = claims.map_or((None, None), |(issuer, data)| (issuer, Some(data)));
    let content = data
        .as_deref()
        .and_then(|data| serde_json::from_str::<Value>(data).ok());
    let content = content.unwrap_or_default();
    TokenVerdict {
        kind: kind_of(&content),
        signature,
        issuer,
        data,
        irn: content
            .get("Irn")
            .and_then(Value::as_str)
            .and_then(|irn| irn.parse().ok()),
    }
}

/// The tokens in a text, at most `tokens_max`: it is one, or JSON that holds some.
pub fn tokens_in(text: &str, tokens_max: usize) -> Vec<String> {
    let text = text.trim().trim_start_matches('\u{feff}').trim_start();
    let mut tokens = Vec::new();
    if text.starts_with(['{', '[', '"']) {
        if let Ok(json) = serde_json::from_str::<Value>(text) {
            collect(&json, &mut tokens, tokens_max, DEPTH_MAX);
        }
    } else {
        // Printing and mail programs break the long line of a token.
        let joined: String = text.split_whitespace().collect();
        if looks_like_token(&joined) {
            tokens.push(joined);
        }
    }
    tokens
}

fn collect(json: &Value, tokens: &mut Vec<String>, tokens_max: usize, depth: usize) {
    if tokens.len() >= tokens_max || depth == 0 {
        return;
    }
    match json {
        Value::String(text) if looks_like_token(text.trim()) => {
            tokens.push(text.trim().to_owned());
        }
        // Some answers carry their data as JSON in a text.
        Value::String(text) if text.trim_start().starts_with('{') => {
            if let Ok(inner) = serde_json::from_str::<Value>(text) {
                collect(&inner, tokens, tokens_max, depth - 1);
            }
        }
        Value::Array(elements) => elements
            .iter()
            .for_each(|element| collect(element, tokens, tokens_max, depth - 1)),
        Value::Object(members) => members
            .values()
            .for_each(|member| collect(member, tokens, tokens_max, depth - 1)),
        _ => {}
    }
}

/// Three parts in the base64 of addresses, the first of which begins as a JSON object does.
fn looks_like_token(text: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'='))
    };
    let parts: Vec<&str> = text.split('.').take(4).collect();
    parts.len() == 3 && text.starts_with("ey") && parts.into_iter().all(part)
}

/// Issuer and data of a token whose signature does not hold or cannot be checked here.
fn unverified(token: &str) -> Option<(Option<String>, String)> {
    let claims = token.split('.').nth(1)?.trim_end_matches('=');
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    let issuer = claims.get("iss").and_then(Value::as_str);
    let data = claims.get("data").and_then(Value::as_str)?;
    Some((issuer.map(ToOwned::to_owned), data.to_owned()))
}

fn kind_of(content: &Value) -> TokenKind {
    match payload::kind(content) {
        Some(PayloadKind::Invoice) => TokenKind::Invoice,
        Some(PayloadKind::QrCode) => TokenKind::QrCode,
        None => TokenKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{DEPTH_MAX, TOKENS_MAX};

    fn tokens_in(text: &str) -> Vec<String> {
        super::tokens_in(text, TOKENS_MAX)
    }

    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJkYXRhIjoie30ifQ.c2ln";

    #[test]
    fn tokens_are_found_in_every_wrapping() {
        for text in [
            TOKEN.to_owned(),
            format!("  {TOKEN}\n"),
            format!("{}\n{}", &TOKEN[..20], &TOKEN[20..]),
            format!("\"{TOKEN}\""),
            format!("\u{feff}{{\"SignedInvoice\":\"{TOKEN}\"}}"),
            format!("{{\"Data\":{{\"SignedQRCode\":\"{TOKEN}\"}}}}"),
            format!("[{{\"Data\":\"{{\\\"SignedInvoice\\\":\\\"{TOKEN}\\\"}}\"}}]"),
        ] {
            assert_eq!(tokens_in(&text), [TOKEN], "{text}");
        }
    }

    #[test]
    fn other_texts_hold_none() {
        for text in [
            "",
            "hello",
            "a.b.c",
            "{}",
            "{\"a\":\"b.c.d\"}",
            "{",
            "ey.a",
            "ey..a",
        ] {
            assert!(tokens_in(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_search_stops_at_its_limits() {
        let many = format!(
            "[{}]",
            vec![format!("\"{TOKEN}\""); TOKENS_MAX + 1].join(",")
        );
        assert_eq!(tokens_in(&many).len(), TOKENS_MAX);
        let deep =
            |levels: usize| format!("{}\"{TOKEN}\"{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(tokens_in(&deep(DEPTH_MAX - 1)).len(), 1);
        assert_eq!(tokens_in(&deep(DEPTH_MAX)).len(), 0);
    }
}
