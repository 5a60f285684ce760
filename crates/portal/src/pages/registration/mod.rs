//! Registration ▸ Portal Login: what comes after the mobile is proved.

mod availability;
pub(super) mod credential_faults;
mod credentials;
mod done;

use axum::Router;
use axum::routing::get;

use super::flow::{self, Flow, Step};
use crate::portal::Portal;

/// The routes of Portal Login.
pub(super) fn routes() -> Router<Portal> {
    let last = Flow::Register.path(Step::Last);
    Router::new()
        .route(last, get(credentials::show).post(credentials::submit))
        .route(&format!("{last}/availability"), get(availability::answer))
        .route(Flow::Register.path(Step::Done), get(done::show))
        .merge(flow::routes(Flow::Register))
}
