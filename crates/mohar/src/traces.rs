//! Traces for OpenTelemetry: one span a request, sent to a collector when one is set.
//!
//! A span has the fields of the request's line that tell nobody's name or number: its id, method,
//! route and status. Events inside it, such as those of the audit log, stay here.

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing::{Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;

use crate::Failure;
use crate::config::Traces;

/// Where the spans of requests are made.
const TARGET: &str = "mohar::request_log";
/// What the portal calls itself.
const SERVICE: &str = "mohar";

/// Sends spans away until it is closed.
#[derive(Clone, Debug)]
pub(crate) struct Tracing(SdkTracerProvider);

impl Tracing {
    /// Reaches nobody yet: spans are sent in batches, on a thread of the exporter's own.
    pub(crate) fn start(set: &Traces) -> Result<Self, Failure> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_endpoint(&set.otlp_url)
            .build()?;
        let part = f64::from(set.sample_percent) / 100.0;
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_sampler(Sampler::TraceIdRatioBased(part))
            .with_resource(Resource::builder_empty().with_service_name(SERVICE).build())
            .build();
        Ok(Self(provider))
    }

    /// The layer that takes the spans of requests, and nothing else.
    pub(crate) fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        tracing_opentelemetry::layer()
            .with_tracer(self.0.tracer(SERVICE))
            .with_location(false)
            .with_threads(false)
            .with_filter(filter_fn(is_request))
    }

    /// Sends what is left. That nobody takes it is no reason not to stop.
    pub(crate) fn close(&self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

fn is_request(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && metadata.target() == TARGET
}
