//! NIC's HTTP API: router, extractors, one error map.
//!
//! ```text
//! bytes ─► normalise ─► router ─► headers, body ─► service ─► wire ─► reply ─► bytes
//! ```
//!
//! A request is brought to one spelling ([`normalise`], around the router), its caller is known by
//! headers (`headers`), its body is opened (`body`), a use case of `service` does the work, its
//! value is written in NIC's names (`wire`) and put into NIC's envelope (`reply`). Whatever goes
//! wrong passes through one map (`fault`). docs/NIC-COMPATIBILITY.md says where public knowledge
//! of NIC's API is doubtful and what was decided.
//!
//! To put it to use:
//!
//! ```no_run
//! use axum::extract::Request;
//! use axum::{Router, ServiceExt};
//! use tower::Layer as _;
//! use tower::util::MapRequestLayer;
//!
//! async fn serve(
//!     irp: service::Irp,
//!     pages: Router,
//!     listener: tokio::net::TcpListener,
//! ) -> std::io::Result<()> {
//!     let router = nic_api::router(irp).merge(pages);
//!     let service = MapRequestLayer::new(nic_api::normalise).layer(router);
//!     axum::serve(listener, ServiceExt::<Request>::into_make_service(service)).await
//! }
//! ```

mod body;
mod eway_bill;
mod eway_bill_system;
mod fault;
mod handlers;
mod headers;
mod limit;
mod login;
mod panics;
mod path;
mod query;
mod reply;
mod wire;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, any, get, post};
use service::{Irp, Limit};
use store::allowances::AllowanceKind;
use tower_http::catch_panic::CatchPanicLayer;

pub use fault::busy;
pub use login::AUTHENTICATION_BYTES_MAX;
pub use path::{is_api_path, normalise};
pub use reply::{ANSWER_CODES_MAX, AnswerCodes};

use handlers::Freshness;
use panics::Panics;
use wire::DetailsVersion;

/// The router of the API, to be merged with others. It has no fallback of its own: paths that
/// begin like the API's and are none of its calls are routes too, and are answered in its shape.
/// Routes are in the spelling of [`normalise`], which has to go around whatever this becomes part
/// of.
pub fn router(irp: Irp) -> Router {
    let panics = Panics {
        randomness: irp.randomness().clone(),
    };
    let allowance = irp.settings().api.authentications;
    let authentications = Limit::new(AllowanceKind::Authentications, allowance, &irp);
    let authentications = Arc::new(authentications);
    let mut router = Router::new()
        .route("/eivital/v1.04/heartbeat/ping", get(handlers::ping))
        .route("/eivital/v1.03/health", get(handlers::ping));
    for version in ["v1.03", "v1.04"] {
        router = core(vital(router, version, &authentications), version);
    }
    router = eway_bills(router);
    for prefix in path::PREFIXES {
        router = router
            .route(&format!("/{prefix}"), any(handlers::unknown))
            .route(&format!("/{prefix}/{{*rest}}"), any(handlers::unknown));
    }
    router
        .method_not_allowed_fallback(fault::unknown_method)
        .layer(CatchPanicLayer::custom(panics))
        .with_state(irp)
}

/// Authentication and taxpayers.
fn vital(router: Router<Irp>, version: &str, limit: &Arc<Limit>) -> Router<Irp> {
    let base = format!("/eivital/{version}");
    let details = match version {
        "v1.03" => DetailsVersion::V103,
        _ => DetailsVersion::V104,
    };
    let limited = from_fn_with_state(Arc::clone(limit), limit::layer);
    let authenticate = post(handlers::authenticate).layer(limited);
    let mut router = router.route(&format!("{base}/auth"), authenticate);
    for (name, freshness) in [
        ("gstin", Freshness::Known),
        ("syncgstin", Freshness::Fetched),
    ] {
        let form = (freshness, details);
        router = router
            .route(&format!("{base}/master/{name}"), taxpayer_in_query(form))
            .route(
                &format!("{base}/master/{name}/{{gstin}}"),
                taxpayer_in_path(form),
            );
    }
    router
}

/// Documents.
fn core(router: Router<Irp>, version: &str) -> Router<Irp> {
    let base = format!("/eicore/{version}");
    router
        .route(&format!("{base}/invoice"), post(handlers::generate))
        .route(
            &format!("{base}/invoice/validate"),
            post(handlers::validate),
        )
        .route(&format!("{base}/invoice/cancel"), post(handlers::cancel))
        .route(&format!("{base}/cancel"), post(handlers::cancel))
        .route(
            &format!("{base}/invoice/irn/{{irn}}"),
            get(handlers::by_irn),
        )
        .route(
            &format!("{base}/invoice/irnbydocdetails"),
            get(handlers::by_details),
        )
        .route(
            &format!("{base}/invoice/rejectedirns"),
            get(handlers::rejected),
        )
        .route(
            &format!("{base}/invoice/rejectedirn"),
            get(handlers::rejected),
        )
}

/// E-way bills. Clients know the first address under two names, and the last, which belongs to the
/// e-way bill system, with and without its first segment.
fn eway_bills(mut router: Router<Irp>) -> Router<Irp> {
    for name in ["eiewb", "einvewb"] {
        let base = format!("/{name}/v1.03/ewaybill");
        router = router
            .route(&base, post(eway_bill::make).get(eway_bill::by_irn_in_query))
            .route(&format!("{base}/irn"), get(eway_bill::by_irn_in_query))
            .route(&format!("{base}/irn/{{irn}}"), get(eway_bill::by_irn));
    }
    let [version, name] = path::EWAY_BILL_SYSTEM;
    router
        .route(
            &format!("/ewaybillapi/{version}/{name}"),
            post(eway_bill_system::act),
        )
        .route(&format!("/{version}/{name}"), post(eway_bill_system::act))
}

fn taxpayer_in_path(form: (Freshness, DetailsVersion)) -> MethodRouter<Irp> {
    get(
        move |State(irp): State<Irp>, headers: HeaderMap, gstin: Result<Path<String>, _>| {
            handlers::taxpayer(irp, headers, Some(gstin), None, form)
        },
    )
}

fn taxpayer_in_query(form: (Freshness, DetailsVersion)) -> MethodRouter<Irp> {
    get(
        move |State(irp): State<Irp>, headers: HeaderMap, RawQuery(query): RawQuery| {
            handlers::taxpayer(irp, headers, None, query, form)
        },
    )
}
