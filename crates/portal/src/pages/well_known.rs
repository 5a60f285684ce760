//! `/.well-known/…`: the keys that verify our signatures, and whom to tell about a weakness.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use jiff::SignedDuration;

use crate::portal::Portal;

const FOR_AN_HOUR: [(axum::http::HeaderName, &str); 1] = [(CACHE_CONTROL, "public, max-age=3600")];

/// Days until `security.txt` is to be read again.
const SECURITY_TXT_DAYS: i64 = 180;

/// Their routes.
pub(crate) fn routes() -> Router<Portal> {
    Router::new()
        .route("/.well-known/jwks.json", get(keys))
        .route("/.well-known/security.txt", get(security))
}

async fn keys(State(portal): State<Portal>) -> impl IntoResponse {
    (FOR_AN_HOUR, Json(portal.irp.jwks()))
}

/// RFC 9116.
async fn security(State(portal): State<Portal>) -> impl IntoResponse {
    let expires = portal.irp.now() + SignedDuration::from_hours(24 * SECURITY_TXT_DAYS);
    let base = portal.irp.settings().portal_url.trim_end_matches('/');
    let contact = match &portal.options.contact_email {
        Some(email) => format!("mailto:{email}"),
        None => format!("{base}/en/contact"),
    };
    let text = format!(
        "Contact: {contact}\nExpires: {}\nPreferred-Languages: en, hi\n\
         Canonical: {base}/.well-known/security.txt\n",
        expires.strftime("%Y-%m-%dT%H:%M:%SZ")
    );
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text)
}
