//! Login ▸ Forgot User Id or password: what comes after the mobile is proved.

mod done;
mod password;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;

use super::flow::{self, Flow, Step};
use crate::portal::Portal;

/// The routes of Forgot User Id or password.
pub(super) fn routes() -> Router<Portal> {
    Router::new()
        .route(
            Flow::Recover.path(Step::Last),
            get(password::show).post(password::submit),
        )
        .route(Flow::Recover.path(Step::Done), get(done::show))
        .merge(flow::routes(Flow::Recover))
}
