//! Login and what follows it, and the pages on which anybody verifies a signed invoice or, in a
//! sandbox, checks a document.
//!
//! Every handler of a page after login takes a `SignedInPage`; every use case takes that login's
//! actor, so that a page can only ever show or change documents of the actor's own GSTIN.

mod api_access;
mod app_code;
mod barcode;
mod cancel;
mod check;
mod dashboard;
mod described;
mod document;
mod eway_bill;
mod fields;
mod find;
mod findings;
mod invoice;
mod invoices;
pub(super) mod login;
mod login_app;
mod memory;
mod multipart;
mod password;
mod qr;
mod rows;
mod sessions;
mod split;
mod two_step;
mod upload;
mod verify;
mod why;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;

use crate::page::{Answer, Page};
use crate::pages::flow::{self, Flow};
use crate::portal::Portal;

pub(super) use login::own_path;
pub(crate) use memory::Memory;

/// Their routes. Every path that takes a post answers a get too, because that is where the
/// browser comes back to when a login has lapsed in between.
pub(crate) fn routes() -> Router<Portal> {
    // These count the bytes of what they read themselves, and say what the limit is.
    let with_files = Router::new()
        .route("/upload", get(upload::show).post(upload::submit))
        .route(
            "/eway-bills/upload",
            get(upload::show_bills).post(upload::submit_bills),
        )
        .route("/check", get(check::show).post(check::submit))
        .route("/search/verify", get(verify::show).post(verify::submit))
        .layer(DefaultBodyLimit::disable());
    Router::new()
        .route("/login", get(login::show).post(login::submit))
        .route(
            login_app::PATH,
            get(login_app::show).post(login_app::submit),
        )
        .route("/logout", get(to_home).post(login::log_out))
        .route(
            "/logout/everywhere",
            get(to_dashboard).post(login::log_out_everywhere),
        )
        .route("/dashboard", get(dashboard::show))
        .route("/upload/sample", get(upload::sample))
        .route("/uploads/{id}", get(upload::progress))
        .route("/uploads/{id}/results.csv", get(upload::results_csv))
        .route("/uploads/{id}/results.json", get(upload::results_json))
        .route("/invoices", get(invoices::show))
        .route("/invoices/{irn}", get(invoice::show))
        .route("/invoices/{irn}/signed.json", get(invoice::signed_json))
        .route("/invoices/{irn}/qr.svg", get(invoice::qr_picture))
        .route(
            "/invoices/{irn}/cancel",
            get(cancel::show).post(cancel::submit),
        )
        .route("/cancel", get(cancel::find))
        .route(
            "/api-access",
            get(api_access::show).post(api_access::create),
        )
        .route(
            "/api-access/revoke",
            get(to_api_access).post(api_access::revoke),
        )
        .route("/api-access/login-key.pem", get(api_access::login_key))
        .route(
            "/api-access/signing-certificate.pem",
            get(api_access::signing_certificate),
        )
        .route("/account/sessions", get(sessions::show))
        .route(
            "/account/sessions/end",
            get(to_sessions).post(sessions::end),
        )
        .route(
            "/account/sessions/end-others",
            get(to_sessions).post(sessions::end_others),
        )
        .route(
            "/account/password",
            get(password::show).post(password::submit),
        )
        .route("/verify", get(to_verify).post(to_verify))
        .merge(two_step::routes())
        .merge(flow::routes(Flow::LogIn))
        .merge(eway_bill::routes())
        .merge(with_files)
}

async fn to_home(page: Page) -> Answer {
    Ok(page.go("/"))
}

async fn to_dashboard(page: Page) -> Answer {
    Ok(page.go("/dashboard"))
}

async fn to_api_access(page: Page) -> Answer {
    Ok(page.go("/api-access"))
}

async fn to_sessions(page: Page) -> Answer {
    Ok(page.go("/account/sessions"))
}

async fn to_verify(page: Page) -> Answer {
    Ok(page.go("/search/verify"))
}
