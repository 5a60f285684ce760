//! The operations listener: is it alive, is it ready, what did it count.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use gst::ist;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use service::Irp;
use service::settings::AckSettings;
use store::Store;
use store::line::AckSeries;
use tokio::sync::watch;

use crate::figures::Figures;

/// How long the database may take to say that it can write.
const PROBE_TIMEOUT: Duration = Duration::from_secs(2);
/// An answer of the database is good for so long: watchers must not become a load.
const PROBE_LIFE: SignedDuration = SignedDuration::from_secs(1);
/// What Prometheus asks for.
const FIGURES_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What the database said, and when.
type Probed = (Timestamp, Result<(), String>);

/// What the listener tells about.
#[derive(Clone)]
pub(crate) struct Operations {
    irp: Irp,
    figures: Arc<Figures>,
    draining: watch::Receiver<bool>,
    probed: Arc<Mutex<Option<Probed>>>,
}

impl Operations {
    /// About a portal; `draining` says when it is to take nothing new.
    pub(crate) fn new(irp: &Irp, figures: Arc<Figures>, draining: watch::Receiver<bool>) -> Self {
        Self {
            irp: irp.clone(),
            figures,
            draining,
            probed: Arc::default(),
        }
    }

    /// The listener's routes.
    pub(crate) fn router(self) -> Router {
        Router::new()
            .route("/healthz", get(async || "alive\n"))
            .route("/readyz", get(ready))
            .route("/metrics", get(figures))
            .with_state(self)
    }

    /// Whether the database answers and writes, asked at most once in [`PROBE_LIFE`].
    async fn database(&self) -> Result<(), String> {
        let now = self.irp.now();
        let known = self.held().clone();
        if let Some((at, result)) = known
            && now.duration_since(at).abs() < PROBE_LIFE
        {
            return result;
        }
        let ack = &self.irp.settings().ack;
        let result = probe(self.irp.store().as_ref(), ack, now).await;
        *self.held() = Some((now, result.clone()));
        result
    }

    fn held(&self) -> MutexGuard<'_, Option<Probed>> {
        self.probed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes to the database: reserves an acknowledgement number, which every engine writes down
/// durably before it answers, and which nobody uses. Of 90,000,000,000 numbers a year that costs
/// 31,536,000 at most. Writing what is there already would not do: SQLite notices that, and
/// writes nothing.
pub(crate) async fn probe(
    store: &dyn Store,
    ack: &AckSettings,
    now: Timestamp,
) -> Result<(), String> {
    let series = AckSeries {
        irp: ack.irp_digit,
        node: ack.node_digit,
        year: ist::date(now).year(),
    };
    let writing = store.reserve_ack_numbers(series, 1);
    match tokio::time::timeout(PROBE_TIMEOUT, writing).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!(
            "the database did not answer within {} s",
            PROBE_TIMEOUT.as_secs()
        )),
    }
}

/// 200 when requests may be sent here, 503 with the reason when not. The keys were read at the
/// start: without them there is no listener to ask.
async fn ready(State(operations): State<Operations>) -> Response {
    let draining = *operations.draining.borrow();
    let database = operations.database().await;
    let word = match &database {
        Ok(()) => "writes",
        Err(fault) => {
            tracing::warn!(%fault, "not ready");
            "unavailable"
        }
    };
    let audit = operations.irp.audit_is_written();
    let ready = !draining && database.is_ok() && audit;
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let audit = if audit { "writes" } else { "unavailable" };
    let told = json!({ "ready": ready, "draining": draining, "database": word, "audit": audit });
    (status, [(header::CACHE_CONTROL, "no-store")], Json(told)).into_response()
}

async fn figures(State(operations): State<Operations>) -> Response {
    match operations.figures.text() {
        Ok(text) => ([(header::CONTENT_TYPE, FIGURES_TYPE)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the figures cannot be written");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
