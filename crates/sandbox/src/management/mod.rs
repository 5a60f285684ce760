//! The management listener: what a tester needs and no ERP should ever see.

mod accounts;
mod clock;
mod guard;
mod inbox;
mod page;
mod problem;
mod taxpayers;

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{get, post};
use axum::{Json, Router};
use service::Irp;

use crate::directory::Directory;
use crate::integrator::{Addresses, Integrator};
use crate::known_accounts::KnownAccounts;
use crate::registry;

use self::problem::Problem;

/// Bytes of a request's body; the largest one asked for is an account.
const BODY_BYTES_MAX: usize = 16 * 1024;

/// What the pages are about.
#[derive(Clone)]
pub struct Management {
    /// The portal that is managed.
    pub irp: Irp,
    /// Its GST master.
    pub directory: Arc<Directory>,
    /// The accounts that were made here.
    pub accounts: Arc<KnownAccounts>,
    /// The ready account, as soon as it is ready: making it asks the GST master, which is served
    /// here, so this listener is open before it.
    pub integrator: Arc<OnceLock<Integrator>>,
    /// Where things are.
    pub addresses: Arc<Addresses>,
}

impl Management {
    fn ready_account(&self) -> Result<&Integrator, Problem> {
        let words = "The sandbox is still starting.";
        let starting = || Problem::one(StatusCode::SERVICE_UNAVAILABLE, "", words);
        self.integrator.get().ok_or_else(starting)
    }
}

/// The router; `listening` is the address that it is served on.
pub fn router(management: Management, listening: SocketAddr) -> Router {
    Router::new()
        .route("/", get(page::show))
        .route("/style.css", get(page::style))
        .route("/inbox", get(inbox::list))
        .route("/taxpayers", get(taxpayers::list))
        .route("/integrator", get(ready))
        .route("/accounts", post(accounts::create))
        .route("/clock", get(clock::read).post(clock::change))
        .with_state(management.clone())
        .merge(registry::router(management.directory))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn_with_state(listening, guard::check))
}

async fn ready(State(management): State<Management>) -> Result<Json<Integrator>, Problem> {
    management.ready_account().cloned().map(Json)
}
