//! Whether a User Id is free, for the script that asks while one types.
//!
//! Only a browser that has proved a mobile gets an answer, and not more often than a person
//! types: this must not become a way to list the users of the portal.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use service::{Availability, Stage};

use super::credential_faults;
use crate::page::{Answer, Page};
use crate::pages::flow::Flow;

/// The answer as JSON.
#[derive(Serialize)]
struct Reply {
    /// Whether it can be had.
    free: bool,
    /// A sentence in the page's language.
    message: String,
    /// Ids that can be had instead.
    suggestions: Vec<String>,
}

/// `GET …/credentials/availability?user_id=…`.
pub(super) async fn answer(page: Page) -> Answer {
    if !matches!(Flow::Register.stage(&page).await?, Stage::MobileProved(_)) {
        return Ok(refusal(&page, StatusCode::FORBIDDEN, "notice-gone"));
    }
    if let Err(seconds) = page.portal.limits.name_checks.take(page.context.address) {
        let reply = refusal(&page, StatusCode::TOO_MANY_REQUESTS, "user-id-later");
        return Ok(([(RETRY_AFTER, seconds.to_string())], reply).into_response());
    }
    let shell = page.shell("credentials-title");
    let user_id = page.query("user_id");
    let reply = match page
        .portal
        .irp
        .user_name_availability(user_id.trim())
        .await?
    {
        Availability::Free => Reply {
            free: true,
            message: shell.t("user-id-free"),
            suggestions: Vec::new(),
        },
        Availability::Taken { suggestions } => Reply {
            free: false,
            message: shell.t("fault-user-id-taken"),
            suggestions,
        },
        Availability::Malformed(fault) => Reply {
            free: false,
            message: credential_faults::word(&fault, &shell).1,
            suggestions: Vec::new(),
        },
    };
    Ok(Json(reply).into_response())
}

fn refusal(page: &Page, status: StatusCode, key: &str) -> Response {
    let message = page.shell(key).title;
    (
        status,
        Json(Reply {
            free: false,
            message,
            suggestions: Vec::new(),
        }),
    )
        .into_response()
}
