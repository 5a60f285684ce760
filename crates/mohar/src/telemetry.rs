//! Logging to standard error; standard output belongs to what was asked for.

use std::io::{IsTerminal as _, stderr};

use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

use crate::Failure;
use crate::audit::AuditSlot;
use crate::config::LogFormat;
use crate::traces::Tracing;

/// Starts logging what `filter` lets through. What is for the audit log goes to the slot that is
/// given back, whatever the filter says.
///
/// Spans go to `traces`, if there is any.
pub(crate) fn start(
    filter: &str,
    format: LogFormat,
    traces: Option<&Tracing>,
) -> Result<AuditSlot, Failure> {
    let filter = EnvFilter::builder()
        .parse(filter)
        .map_err(|error| Failure(format!("--log {filter} is not understood: {error}")))?;
    let audit = AuditSlot::default();
    let logging = tracing_subscriber::fmt::layer()
        .with_writer(stderr)
        .with_ansi(format == LogFormat::Text && stderr().is_terminal());
    let registry = tracing_subscriber::registry()
        .with(traces.map(Tracing::layer))
        .with(audit.layer());
    match format {
        LogFormat::Text => registry.with(logging.with_filter(filter)).init(),
        LogFormat::Json => {
            let logging = logging
                .json()
                .flatten_event(true)
                .with_current_span(true)
                .with_span_list(false);
            registry.with(logging.with_filter(filter)).init();
        }
    }
    Ok(audit)
}
