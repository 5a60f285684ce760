//! A form that finds one of the user's documents by its IRN or acknowledgement number.

use askama::Template;
use axum::http::StatusCode;
use einvoice::Irn;
use service::{Actor, Irp, Trouble};
use store::invoices::InvoiceFilter;

use crate::form::Faults;
use crate::shell::Shell;

/// Digits of an acknowledgement number.
const ACK_DIGITS: usize = 15;

/// The form. What it is for stands in its words.
#[derive(Template)]
#[template(path = "account/find.html")]
pub(super) struct FindPage {
    pub(super) shell: Shell,
    pub(super) faults: Faults,
    pub(super) text: String,
    /// What the form is for.
    pub(super) lead: String,
    /// The path of the form.
    pub(super) action: &'static str,
    /// The link to the list, and what the list is asked for.
    pub(super) list: String,
    pub(super) list_query: &'static str,
}

/// What came of looking for a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing was asked for.
    NotAsked,
    /// It is neither an IRN nor an acknowledgement number.
    Malformed,
    /// The user has no such document.
    None,
    /// This one.
    Document(Irn),
}

impl Found {
    /// The status of the form's page.
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Malformed => StatusCode::UNPROCESSABLE_ENTITY,
            Self::None => StatusCode::NOT_FOUND,
            Self::NotAsked | Self::Document(_) => StatusCode::OK,
        }
    }

    /// The fault to show, if there is one.
    pub(super) fn faults(self, shell: &Shell) -> Faults {
        match self {
            Self::Malformed => Faults::one("document", shell.t("cancel-find-malformed")),
            Self::None => Faults::one("document", shell.t("cancel-find-none")),
            Self::NotAsked | Self::Document(_) => Faults::none(),
        }
    }
}

/// Looks among the actor's own documents.
pub(super) async fn find(irp: &Irp, actor: &Actor, text: &str) -> Result<Found, Trouble> {
    if text.trim().is_empty() {
        return Ok(Found::NotAsked);
    }
    let Some(whole) = whole_number(text) else {
        return Ok(Found::Malformed);
    };
    let filter = InvoiceFilter {
        text: Some(whole.clone()),
        ..InvoiceFilter::default()
    };
    let listed = irp.list_documents(actor, &filter, None).await?;
    let found = listed
        .rows
        .iter()
        .map(|listed| &listed.summary)
        .find(|summary| {
            summary.qr.irn.to_string() == whole || summary.ack_number.to_string() == whole
        });
    Ok(found.map_or(Found::None, |summary| Found::Document(summary.qr.irn)))
}

/// An IRN in small letters or an acknowledgement number, without the spaces of a print.
fn whole_number(text: &str) -> Option<String> {
    let joined: String = text.split_whitespace().collect();
    let joined = joined.to_ascii_lowercase();
    let is_ack = joined.len() == ACK_DIGITS && joined.bytes().all(|byte| byte.is_ascii_digit());
    (is_ack || joined.parse::<Irn>().is_ok()).then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_in_both_languages() {
        for found in [Found::NotAsked, Found::Malformed, Found::None] {
            samples::render(|shell| FindPage {
                faults: found.faults(&shell),
                text: "12 <b>".to_owned(),
                lead: shell.t1("cancel-find-lead", "hours", 24),
                action: "/cancel",
                list: shell.t("cancel-find-list"),
                list_query: "status=active",
                shell,
            });
        }
    }

    #[test]
    fn numbers_are_taken_as_they_are_printed() {
        assert_eq!(
            whole_number("9126 1000 0000 001").as_deref(),
            Some("912610000000001")
        );
        let irn = "5A".repeat(32);
        assert_eq!(whole_number(&irn), Some(irn.to_ascii_lowercase()));
        assert_eq!(whole_number("91261000000000"), None);
        assert_eq!(whole_number("KA/1"), None);
    }
}
