//! The web pages: server-rendered, working without JavaScript, in English and Hindi.
//!
//! A page is a handler that takes a [`page::Page`] (and a [`form::Form`] when it is posted) and
//! gives a template; see `pages/` for how each is done. What every request goes through is in
//! `context.rs`, what stops one in `problem.rs`.

pub mod assets;
pub mod context;
pub mod cookies;
pub mod csrf;
pub(crate) mod csv;
pub mod form;
pub mod language;
mod limits;
pub mod notice;
mod options;
pub mod page;
mod pages;
pub mod portal;
pub mod problem;
pub(crate) mod published;
mod security;
pub mod shell;
pub mod texts;
mod work;

#[cfg(test)]
mod malformed_tests;
#[cfg(test)]
mod router_tests;
#[cfg(test)]
mod testing;

use axum::Router;
use axum::extract::State;
use axum::http::header::{ACCEPT_LANGUAGE, VARY};
use axum::http::{HeaderMap, Method, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use service::Irp;
use tower_http::catch_panic::CatchPanicLayer;

pub use options::{PortalOptions, WorkOptions};
pub use service::Allowance;

use portal::Portal;
use problem::Problem;

/// All pages, `/assets`, `/`, `/catalogue.json`, `/masters/…` and `/.well-known/…`.
///
/// Serve it with the peer's address (`into_make_service_with_connect_info::<SocketAddr>()`), or
/// all visitors count as one.
pub fn router(irp: Irp, options: PortalOptions) -> Router {
    let portal = Portal::new(irp, options);
    let mut router = Router::new()
        .route("/", get(home_in_the_browser_s_language))
        .route("/assets/{*name}", get(assets::serve))
        .merge(pages::catalogue::routes())
        .merge(pages::masters::files())
        .merge(pages::well_known::routes());
    for language in einvoice::catalogue::Language::ALL {
        router = router.nest(&format!("/{}", language.tag()), pages::routes());
    }
    router
        .fallback(no_such_page)
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(portal.clone(), context::layer))
        .with_state(portal)
}

async fn home_in_the_browser_s_language(State(_): State<Portal>, headers: HeaderMap) -> Response {
    let home = shell::address(language::preferred(&headers), "/");
    let vary = [(VARY, ACCEPT_LANGUAGE.as_str())];
    (vary, page::see_other(&home)).into_response()
}

/// A path with a slash too many leads to the page without it.
async fn no_such_page(method: Method, uri: Uri) -> Response {
    let trimmed = uri.path().trim_end_matches('/');
    if method == Method::GET && language::split(trimmed).is_some() && trimmed != uri.path() {
        return page::see_other(trimmed);
    }
    Problem::NotFound.into_response()
}
