//! What users say about the pages.

use jiff::Timestamp;
use store::feedback::Feedback;

use crate::fault::{Failure, Trouble};
use crate::irp::Irp;

/// Most characters of a text.
pub const TEXT_CHARS_MAX: usize = 2_000;
/// Most characters of a contact.
pub const CONTACT_CHARS_MAX: usize = 100;
/// Most characters of a page's path.
const PAGE_CHARS_MAX: usize = 200;
/// Binds sealed contacts to their use.
pub(crate) const CONTEXT: &[u8] = b"feedback contact";

/// What somebody says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedbackForm {
    /// The page it is about, a path.
    pub page: String,
    /// The page's language.
    pub language: String,
    /// What is said.
    pub text: String,
    /// How to reach the writer.
    pub contact: Option<String>,
}

/// Why it is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedbackRefused {
    /// Nothing is said.
    TextEmpty,
    /// The text is too long.
    TextTooLong {
        /// Most characters.
        max: usize,
    },
    /// The contact is too long.
    ContactTooLong {
        /// Most characters.
        max: usize,
    },
    /// The page is not a path of this portal.
    PageMalformed,
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedbackEntry {
    /// When.
    pub at: Timestamp,
    /// The page it is about.
    pub page: String,
    /// The page's language.
    pub language: String,
    /// What was said.
    pub text: String,
    /// How to reach the writer.
    pub contact: Option<String>,
}

impl Irp {
    /// Keeps what somebody says.
    pub async fn leave_feedback(&self, form: FeedbackForm) -> Result<(), Failure<FeedbackRefused>> {
        let text = form.text.trim();
        let page = form.page.split(['?', '#']).next().unwrap_or_default();
        let contact = form
            .contact
            .as_deref()
            .map(str::trim)
            .filter(|contact| !contact.is_empty());
        if let Some(refused) = refusal(text, page, contact) {
            return Err(Failure::Refused(refused));
        }
        let contact_sealed = contact.map(|contact| self.seal_data(contact.as_bytes(), CONTEXT));
        let feedback = Feedback {
            at: self.now(),
            page: page.to_owned(),
            language: if form.language == "hi" { "hi" } else { "en" }.to_owned(),
            text: text.to_owned(),
            contact_sealed,
        };
        Ok(self.stored(self.store().leave_feedback(feedback).await)?)
    }

    /// What was said, newest first, for the operator.
    pub async fn feedback(&self, limit: u32) -> Result<Vec<FeedbackEntry>, Trouble> {
        let kept = self.stored(self.store().feedback(limit).await)?;
        kept.into_iter()
            .map(|one| self.open_feedback(one))
            .collect()
    }

    fn open_feedback(&self, kept: Feedback) -> Result<FeedbackEntry, Trouble> {
        let contact = match &kept.contact_sealed {
            None => None,
            Some(sealed) => {
                let plain = self.keys().data.open(sealed, CONTEXT);
                let plain = plain.map_err(|fault| self.internal(&fault))?;
                let text = String::from_utf8(plain).map_err(|error| self.internal(&error))?;
                Some(text)
            }
        };
        Ok(FeedbackEntry {
            at: kept.at,
            page: kept.page,
            language: kept.language,
            text: kept.text,
            contact,
        })
    }
}

fn refusal(text: &str, page: &str, contact: Option<&str>) -> Option<FeedbackRefused> {
    let longer = |text: &str, max: usize| text.chars().nth(max).is_some();
    if text.is_empty() {
        Some(FeedbackRefused::TextEmpty)
    } else if longer(text, TEXT_CHARS_MAX) {
        Some(FeedbackRefused::TextTooLong {
            max: TEXT_CHARS_MAX,
        })
    } else if contact.is_some_and(|contact| longer(contact, CONTACT_CHARS_MAX)) {
        Some(FeedbackRefused::ContactTooLong {
            max: CONTACT_CHARS_MAX,
        })
    } else if !page.starts_with('/') || longer(page, PAGE_CHARS_MAX) {
        Some(FeedbackRefused::PageMalformed)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits() {
        let text = "ख".repeat(TEXT_CHARS_MAX);
        let contact = "c".repeat(CONTACT_CHARS_MAX);
        let page = format!("/{}", "p".repeat(PAGE_CHARS_MAX - 1));
        assert_eq!(refusal(&text, &page, Some(&contact)), None);
        let max = TEXT_CHARS_MAX;
        let longer = format!("{text}x");
        assert_eq!(
            refusal(&longer, &page, None),
            Some(FeedbackRefused::TextTooLong { max })
        );
        let max = CONTACT_CHARS_MAX;
        let longer = format!("{contact}x");
        let refused = refusal(&text, &page, Some(&longer));
        assert_eq!(refused, Some(FeedbackRefused::ContactTooLong { max }));
        let longer = format!("{page}x");
        assert_eq!(
            refusal("x", &longer, None),
            Some(FeedbackRefused::PageMalformed)
        );
        assert_eq!(
            refusal("x", "en/", None),
            Some(FeedbackRefused::PageMalformed)
        );
        assert_eq!(refusal("", "/en/", None), Some(FeedbackRefused::TextEmpty));
    }
}
