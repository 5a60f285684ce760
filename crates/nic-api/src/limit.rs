//! How often one address may try to log in: an account's own block does not stop who tries one
//! password on many accounts, and each try is a core for tens of milliseconds.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use service::Limit;

use crate::fault;

/// Takes one of the address's allowance, or answers that there is none. All addresses count as one
/// where the server did not say.
pub(crate) async fn layer(
    State(limit): State<Arc<Limit>>,
    request: Request,
    next: Next,
) -> Response {
    let info = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = info.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    match limit.take(address).await {
        Ok(()) => next.run(request).await,
        Err(retry_after_s) => fault::too_many(retry_after_s),
    }
}
