//! The pages, one file or folder each. `routes` is the map of a language's part of the portal.

pub(crate) mod account;
mod admission;
pub(crate) mod catalogue;
mod enablement;
mod error_codes;
mod feedback;
mod flow;
mod guide;
mod home;
pub(crate) mod masters;
mod paging;
mod recovery;
mod registration;
mod search;
mod statements;
pub(crate) mod well_known;

use axum::Router;
use axum::routing::get;

use crate::portal::Portal;

/// The pages of one language.
pub(crate) fn routes() -> Router<Portal> {
    Router::new()
        .route("/", get(home::show))
        .route("/help/create-credentials", get(guide::show))
        .merge(account::routes())
        .merge(registration::routes())
        .merge(enablement::routes())
        .merge(recovery::routes())
        .merge(error_codes::routes())
        .merge(masters::routes())
        .merge(search::routes())
        .merge(feedback::routes())
        .merge(statements::routes())
}
