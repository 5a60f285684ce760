//! Registration ▸ e-Invoice Enablement: what comes after the mobile is proved.

mod done;
#[cfg(test)]
mod tests;
mod turnover;

use axum::Router;
use axum::routing::get;

use super::flow::{self, Flow, Step};
use crate::portal::Portal;

/// The routes of e-Invoice Enablement.
pub(super) fn routes() -> Router<Portal> {
    Router::new()
        .route(
            Flow::Enable.path(Step::Last),
            get(turnover::show).post(turnover::submit),
        )
        .route(Flow::Enable.path(Step::Done), get(done::show))
        .merge(flow::routes(Flow::Enable))
}
