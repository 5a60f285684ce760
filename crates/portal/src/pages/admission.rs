//! Who may look up a GSTIN now: whoever has look-ups left, or whose browser has calculated for one.

use axum::http::HeaderValue;
use axum::http::header::RETRY_AFTER;
use axum::response::Response;

use crate::form::Form;
use crate::page::Page;
use crate::problem::Problem;

/// The name of the field that carries the solution of a challenge.
const WORK_FIELD: &str = "altcha";

/// What one has to solve, or how long to wait.
pub(super) struct Challenge {
    /// For `work.js`.
    pub json: String,
    /// Seconds until there is a look-up again.
    pub wait_s: u64,
}

impl Challenge {
    /// A new one.
    pub(super) fn new(page: &Page, wait_s: u64) -> Result<Self, Problem> {
        let json = page.portal.work.challenge(page.now());
        let json = json.ok_or_else(Problem::unexpected)?;
        Ok(Self { json, wait_s })
    }
}

/// Takes one of the address's look-ups, unless it has calculated for one.
///
/// # Errors
/// The seconds until there is one again.
pub(super) async fn admit(page: &Page, form: &Form) -> Result<(), u64> {
    let work = form.raw(WORK_FIELD);
    if !work.is_empty() && page.portal.work.accepts(work, page.now()) {
        return Ok(());
    }
    page.portal.limits.look_ups.take(page.context.address).await
}

/// Tells programs, too, how long to wait.
pub(super) fn with_retry_after(mut response: Response, seconds: u64) -> Response {
    let headers = response.headers_mut();
    headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}
