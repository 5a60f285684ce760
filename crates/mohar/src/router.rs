//! Portal and API on one listener, and what every request goes through before either.
//!
//! ```text
//! one spelling of the path ─► the client's address ─► the request's line ─► its time ─► a place
//! ─► API or page
//! ```

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use ipnet::IpNet;
use portal::PortalOptions;
use service::Irp;
use tower::Layer as _;
use tower::util::MapRequestLayer;

use crate::connections::in_time;
use crate::overload::{self, Places};
use crate::request_log::{self, RequestLog};
use crate::{client_address, figures::Figures};

/// What a real portal has around its routes.
pub(crate) struct Surroundings {
    /// Proxies that are believed.
    pub(crate) trusted_proxies: Arc<[IpNet]>,
    /// How long a request may take.
    pub(crate) answer: Duration,
    /// How much is worked on at a time.
    pub(crate) places: Arc<Places>,
    /// What is counted.
    pub(crate) figures: Arc<Figures>,
}

/// For a sandbox: nothing is counted and nobody is turned away.
pub(crate) fn public(irp: &Irp, options: PortalOptions, answer: Duration) -> Router {
    let log = RequestLog::new(irp, None);
    let router = both(irp, options)
        .layer(from_fn_with_state(answer, in_time))
        .layer(from_fn_with_state(log, request_log::layer));
    normalised(router)
}

/// For a real portal.
pub(crate) fn guarded(irp: &Irp, options: PortalOptions, around: Surroundings) -> Router {
    let log = RequestLog::new(irp, Some(around.figures));
    let router = both(irp, options)
        .layer(from_fn_with_state(around.places, overload::layer))
        .layer(from_fn_with_state(around.answer, in_time))
        .layer(from_fn_with_state(log, request_log::layer))
        .layer(from_fn_with_state(
            around.trusted_proxies,
            client_address::layer,
        ));
    normalised(router)
}

fn both(irp: &Irp, options: PortalOptions) -> Router {
    nic_api::router(irp.clone()).merge(portal::router(irp.clone(), options))
}

/// Paths are brought to one spelling before any route is looked for, so the whole of it is the
/// fallback of a router without routes.
fn normalised(router: Router) -> Router {
    Router::new().fallback_service(MapRequestLayer::new(nic_api::normalise).layer(router))
}
