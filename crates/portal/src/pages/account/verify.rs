//! Verifying a signed invoice or the text of a QR code. Public, and nothing is kept.

use askama::Template;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use serde_json::Value;
use service::{LiveStatus, SignatureVerdict, TokenKind, TokenVerdict, Verification};

use super::document::{DocumentView, Fact, qr_facts};
use super::multipart::{self, Posted};
use crate::form::Faults;
use crate::page::{Answer, Page, html, ok, unprocessable};
use crate::shell::Shell;

/// Largest text: the answer to generating the largest document has room in it.
const TEXT_BYTES_MAX: usize = 4 * 1024 * 1024;

#[derive(Template)]
#[template(path = "account/verify.html")]
struct VerifyPage {
    shell: Shell,
    faults: Faults,
    result: Option<ResultView>,
    mebibytes: usize,
}

struct ResultView {
    tokens: Vec<TokenView>,
    live: Option<LiveView>,
}

/// Active, cancelled or not registered here.
struct LiveView {
    good: bool,
    cancelled: bool,
    sentence: String,
}

struct TokenView {
    title: String,
    verdict: Verdict,
    sentence: String,
    issuer: String,
    key_id: String,
    document: Option<DocumentView>,
    facts: Vec<Fact>,
    raw: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Holds,
    Unknown,
    Broken,
}

impl TokenView {
    fn holds(&self) -> bool {
        self.verdict == Verdict::Holds
    }

    fn is_broken(&self) -> bool {
        self.verdict == Verdict::Broken
    }

    fn of(token: &TokenVerdict, shell: &Shell) -> Self {
        let (verdict, key_id, sentence) = match &token.signature {
            SignatureVerdict::Holds { key_id } => {
                (Verdict::Holds, key_id.clone(), shell.t("verify-holds"))
            }
            SignatureVerdict::UnknownKey { key_id } => (
                Verdict::Unknown,
                key_id.clone(),
                shell.t("verify-unknown-key"),
            ),
            SignatureVerdict::Broken => (Verdict::Broken, None, shell.t("verify-broken")),
        };
        let data = token.data.as_deref().unwrap_or_default();
        let content: Value = serde_json::from_str(data).unwrap_or_default();
        let (title, document, facts) = match token.kind {
            TokenKind::Invoice => {
                let document = DocumentView::of(&content, shell);
                (shell.t("verify-kind-invoice"), document, Vec::new())
            }
            TokenKind::QrCode => (shell.t("verify-kind-qr"), None, qr_facts(&content, shell)),
            TokenKind::Other => (shell.t("verify-kind-other"), None, Vec::new()),
        };
        let is_readable = document.is_some() || !facts.is_empty();
        Self {
            title,
            verdict,
            sentence,
            issuer: token.issuer.clone().unwrap_or_default(),
            key_id: key_id.unwrap_or_default(),
            document,
            facts,
            raw: if is_readable {
                String::new()
            } else {
                data.to_owned()
            },
        }
    }
}

impl ResultView {
    fn of(verification: &Verification, shell: &Shell) -> Self {
        let tokens = verification.tokens.iter();
        Self {
            tokens: tokens.map(|token| TokenView::of(token, shell)).collect(),
            live: verification.live.map(|live| live_view(live, shell)),
        }
    }
}

fn live_view(live: LiveStatus, shell: &Shell) -> LiveView {
    match live {
        LiveStatus::Active { acked_at } => LiveView {
            good: true,
            cancelled: false,
            sentence: shell.t1("verify-active", "when", shell.moment(&acked_at)),
        },
        LiveStatus::Cancelled { at } => LiveView {
            good: false,
            cancelled: true,
            sentence: shell.t1("verify-cancelled", "when", shell.moment(&at)),
        },
        LiveStatus::NotHere => LiveView {
            good: false,
            cancelled: false,
            sentence: shell.t("verify-not-here"),
        },
    }
}

/// `GET /{lang}/search/verify`.
pub(crate) async fn show(page: Page) -> Answer {
    let mut shell = page.shell("verify-title");
    shell.indexed = true;
    ok(&verify_page(shell, Faults::none(), None))
}

/// `POST /{lang}/search/verify`.
pub(crate) async fn submit(page: Page, sent: Result<Multipart, MultipartRejection>) -> Answer {
    let posted = multipart::read(&page, sent, TEXT_BYTES_MAX).await?;
    let shell = page.shell("verify-title");
    let fault = |shell: Shell, message: String| {
        let faults = Faults::one("text", message);
        verify_page(shell, faults, None)
    };
    let content = match posted {
        Posted::Content(content) => content,
        Posted::Nothing => {
            let message = shell.t("verify-nothing");
            return unprocessable(&fault(shell, message));
        }
        Posted::TooLarge => {
            let message = shell.t1("verify-too-large", "mebibytes", mebibytes());
            return Ok(html(StatusCode::PAYLOAD_TOO_LARGE, &fault(shell, message)));
        }
    };
    let text = String::from_utf8_lossy(&content);
    let verification = page.portal.irp.verify_text(&text).await?;
    if verification.tokens.is_empty() {
        let message = shell.t("verify-no-token");
        return unprocessable(&fault(shell, message));
    }
    let result = ResultView::of(&verification, &shell);
    ok(&verify_page(shell, Faults::none(), Some(result)))
}

fn mebibytes() -> usize {
    TEXT_BYTES_MAX / (1024 * 1024)
}

fn verify_page(shell: Shell, faults: Faults, result: Option<ResultView>) -> VerifyPage {
    VerifyPage {
        shell,
        faults,
        result,
        mebibytes: mebibytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;
    use einvoice::payload::{QrFields, invoice_json};
    use jiff::Timestamp;

    fn token(kind: TokenKind, signature: SignatureVerdict, data: String) -> TokenVerdict {
        TokenVerdict {
            kind,
            signature,
            issuer: Some("Mohar <Sandbox>".to_owned()),
            data: Some(data),
            irn: None,
        }
    }

    #[test]
    fn the_page_renders_in_both_languages() {
        let number = "KA/26-27/1".parse().expect("a number");
        let day = jiff::civil::date(2026, 6, 1);
        let invoice = einvoice::example::export_invoice(&number, day);
        let at = Timestamp::from_second(1_780_000_000).expect("a moment");
        let key_id = Some("5A".repeat(20));
        let verification = Verification {
            tokens: vec![
                token(
                    TokenKind::Invoice,
                    SignatureVerdict::Holds {
                        key_id: key_id.clone(),
                    },
                    invoice_json(&invoice, 912_610_000_000_001, at),
                ),
                token(
                    TokenKind::QrCode,
                    SignatureVerdict::UnknownKey { key_id },
                    QrFields::of(&invoice, invoice.irn(), at).to_json(),
                ),
                token(
                    TokenKind::Other,
                    SignatureVerdict::Broken,
                    "<odd>".to_owned(),
                ),
            ],
            live: None,
        };
        for live in [
            LiveStatus::Active { acked_at: at },
            LiveStatus::Cancelled { at },
            LiveStatus::NotHere,
        ] {
            samples::render(|shell| {
                let mut result = ResultView::of(&verification, &shell);
                result.live = Some(live_view(live, &shell));
                verify_page(shell, Faults::none(), Some(result))
            });
        }
        samples::render(|shell| {
            let faults = Faults::one("text", shell.t("verify-nothing"));
            verify_page(shell, faults, None)
        });
    }
}
