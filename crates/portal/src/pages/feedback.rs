//! Feedback: a small form linked from every page's foot, and the thanks for it.

use askama::Template;
use axum::Router;
use axum::routing::get;
use service::{Failure, FeedbackForm, FeedbackRefused};

use crate::form::{Faults, Form};
use crate::language;
use crate::page::{Answer, Page, ok, unprocessable};
use crate::portal::Portal;
use crate::problem::Problem;
use crate::shell::Shell;

const TEXT: &str = "text";
const CONTACT: &str = "contact";

/// Longest path that is kept.
const PAGE_CHARACTERS_MAX: usize = 200;

#[derive(Template)]
#[template(path = "feedback.html")]
struct FeedbackPage {
    shell: Shell,
    faults: Faults,
    about: String,
    text: String,
    contact: String,
}

#[derive(Template)]
#[template(path = "feedback_thanks.html")]
struct ThanksPage {
    shell: Shell,
}

/// Its routes.
pub(super) fn routes() -> Router<Portal> {
    Router::new()
        .route("/feedback", get(show).post(submit))
        .route("/feedback/thanks", get(thanks))
}

async fn show(page: Page) -> Answer {
    let about = about(&page.query("page"), &page);
    let shell = page.shell("feedback-title");
    let (text, contact) = (String::new(), String::new());
    ok(&FeedbackPage {
        shell,
        faults: Faults::none(),
        about,
        text,
        contact,
    })
}

async fn submit(page: Page, form: Form) -> Answer {
    let mut shown = FeedbackPage {
        shell: page.shell("feedback-title"),
        faults: Faults::none(),
        about: about(form.text("page"), &page),
        text: form.text(TEXT).to_owned(),
        contact: form.text(CONTACT).to_owned(),
    };
    if !shown.text.is_empty()
        && let Err(retry_after_s) = page.portal.limits.feedback.take(page.context.address).await
    {
        return Err(Problem::TooMany { retry_after_s });
    }
    let filled = FeedbackForm {
        page: shown.about.clone(),
        language: shown.shell.tag().to_owned(),
        text: shown.text.clone(),
        contact: Some(shown.contact.clone()).filter(|contact| !contact.is_empty()),
    };
    let refused = match page.portal.irp.leave_feedback(filled).await {
        Ok(()) => return Ok(page.go("/feedback/thanks")),
        Err(Failure::Refused(refused)) => refused,
        Err(Failure::Trouble(trouble)) => return Err(trouble.into()),
    };
    let (field, message) = match refused {
        FeedbackRefused::TextTooLong { max } => {
            (TEXT, shown.shell.t1("feedback-too-long", "max", max))
        }
        FeedbackRefused::ContactTooLong { max } => {
            (CONTACT, shown.shell.t1("feedback-too-long", "max", max))
        }
        FeedbackRefused::TextEmpty | FeedbackRefused::PageMalformed => {
            (TEXT, shown.shell.t("feedback-empty"))
        }
    };
    shown.faults.add(field, message);
    unprocessable(&shown)
}

async fn thanks(page: Page) -> Answer {
    ok(&ThanksPage {
        shell: page.shell("feedback-thanks-title"),
    })
}

/// The page that the feedback is about: one of ours, without query; else the home page.
fn about(path: &str, page: &Page) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "/-_.".contains(sign);
    let ours = language::split(path).is_some()
        && path.len() <= PAGE_CHARACTERS_MAX
        && path.chars().all(plain);
    if ours {
        path.to_owned()
    } else {
        crate::shell::address(page.language(), "/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_pages_render() {
        samples::render(|shell| ThanksPage { shell });
        for field in [TEXT, CONTACT] {
            samples::render(|shell| FeedbackPage {
                faults: Faults::one(field, shell.t("feedback-empty")),
                about: "/en/help".to_owned(),
                text: "<b>".to_owned(),
                contact: String::new(),
                shell,
            });
        }
    }
}
