//! The layer that makes a line of each event of the target `audit`.
//!
//! A span with the field `request_id` lends it to every event inside it: that is how a line of the
//! audit log is tied to the line of its request.

use std::fmt;
use std::sync::PoisonError;

use seal::audit::About;
use serde_json::Value;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::AuditSlot;

/// The tracing target whose events are written down.
const TARGET: &str = "audit";

/// The field that tracing gives the words of an event.
const WORDS: &str = "message";

/// The field of a span, and the name in a line, that says in which request something happened.
const REQUEST_ID: &str = "request_id";

/// The layer of a slot.
pub(super) fn layer<S>(slot: AuditSlot) -> impl Layer<S> + use<S>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    AuditLayer(slot).with_filter(filter_fn(is_wanted))
}

/// Asked once for each place in the program, not for each event.
fn is_wanted(metadata: &Metadata<'_>) -> bool {
    if metadata.is_span() {
        metadata.fields().field(REQUEST_ID).is_some()
    } else {
        metadata.target() == TARGET
    }
}

struct AuditLayer(AuditSlot);

/// The id of the request that a span belongs to, read once when the span begins.
struct RequestId(Box<str>);

impl<S> Layer<S> for AuditLayer
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut read = ReadId(None);
        attributes.record(&mut read);
        if let (Some(request_id), Some(span)) = (read.0, context.span(id)) {
            span.extensions_mut().insert(request_id);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let slot = self.0.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(log) = &*slot {
            let mut read = Read::default();
            event.record(&mut read);
            // Spans without an id are none of this layer's, so that it sees past them.
            if let Some(span) = context.event_span(event)
                && let Some(RequestId(id)) = span.extensions().get()
                && !read.about.contains_key(REQUEST_ID)
            {
                read.about.insert(REQUEST_ID.to_owned(), (**id).into());
            }
            log.append(&read.words, read.about);
        }
    }
}

/// Looks for the id among the fields of a span.
struct ReadId(Option<RequestId>);

impl Visit for ReadId {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == REQUEST_ID {
            self.0 = Some(RequestId(format!("{value:?}").into()));
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == REQUEST_ID {
            self.0 = Some(RequestId(value.into()));
        }
    }
}

/// What an event says.
#[derive(Default)]
struct Read {
    words: String,
    about: About,
}

impl Read {
    fn put(&mut self, field: &Field, value: Value) {
        if field.name() == WORDS {
            self.words = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
        } else {
            self.about.insert(field.name().to_owned(), value);
        }
    }
}

impl Visit for Read {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put(field, format!("{value:?}").into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value.into());
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::fs;
    use std::path::Path;

    use serde_json::json;
    use tracing_subscriber::layer::SubscriberExt as _;
    use tracing_subscriber::{EnvFilter, Registry};

    use super::*;

    fn lines(folder: &Path) -> Vec<Value> {
        let mut files: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
            .collect();
        files.sort();
        let texts = files.iter().map(|path| fs::read_to_string(path).unwrap());
        let texts: Vec<String> = texts.collect();
        let lines = texts.iter().flat_map(|text| text.lines());
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    #[test]
    fn events_of_the_target_become_lines_whatever_is_logged() {
        let folder = tempfile::tempdir().unwrap();
        let slot = AuditSlot::default();
        let quiet = tracing_subscriber::fmt::layer()
            .with_writer(std::io::sink)
            .with_filter(EnvFilter::new("off"));
        let subscriber = Registry::default().with(quiet).with(slot.layer());
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(target: "audit", "before there is a log");
            let health = slot.open(folder.path(), "one").unwrap();
            let irn = "ab".repeat(32);
            tracing::info!(target: "audit", %irn, ack_number = 7_u64, kid = "K", "signing");
            assert_eq!(
                lines(folder.path()).len(),
                2,
                "written before the macro returns"
            );
            tracing::info!("something else");
            tracing::warn!(target: "audit", account = -1_i64, right = false, "wrong password");
            assert!(health.mark().is_some());
        });
        slot.close();
        let lines = lines(folder.path());
        let events: Vec<_> = lines
            .iter()
            .map(|line| line["event"].as_str().unwrap())
            .collect();
        let expected = [
            "audit log opened",
            "signing",
            "wrong password",
            "audit log closed",
        ];
        assert_eq!(events, expected);
        assert_eq!(
            lines[1]["about"],
            json!({ "irn": "ab".repeat(32), "ack_number": 7, "kid": "K" })
        );
        assert_eq!(lines[2]["about"], json!({ "account": -1, "right": false }));
    }

    /// Lines that `does` leaves, with a log of the process that takes up so much of it.
    fn left_by(logged: &str, does: impl FnOnce()) -> Vec<Value> {
        let folder = tempfile::tempdir().unwrap();
        let slot = AuditSlot::default();
        let log = tracing_subscriber::fmt::layer()
            .with_writer(std::io::sink)
            .with_filter(EnvFilter::new(logged));
        let subscriber = Registry::default().with(slot.layer()).with(log);
        tracing::subscriber::with_default(subscriber, || {
            slot.open(folder.path(), "one").unwrap();
            does();
        });
        slot.close();
        lines(folder.path())
    }

    #[test]
    fn a_line_names_the_request_in_which_it_was_written() {
        for logged in ["off", "trace"] {
            let lines = left_by(logged, || {
                let id = "r6Hn0dZkVb2QwT9s".to_owned();
                let request = tracing::info_span!("request", request_id = id, method = "POST");
                request.in_scope(|| {
                    tracing::info!(target: "audit", account = 7, "logged in");
                    let within = tracing::info_span!("something within", account = 8);
                    within.in_scope(|| tracing::info!(target: "audit", "logged out"));
                });
                let formatted = "s9TwQ2bVkZd0nH6r";
                let other = tracing::debug_span!("upload", request_id = %formatted);
                tracing::info!(target: "audit", parent: &other, "registered");
                tracing::info!(target: "audit", "signing key");
            });
            let about = |line: usize| lines[line]["about"].clone();
            let request = "r6Hn0dZkVb2QwT9s";
            assert_eq!(about(1), json!({ "account": 7, "request_id": request }));
            assert_eq!(about(2), json!({ "request_id": request }), "{logged}");
            assert_eq!(about(3), json!({ "request_id": "s9TwQ2bVkZd0nH6r" }));
            assert_eq!(about(4), Value::Null);
        }
    }

    /// What an event says itself is not overwritten, and no span's other fields get in.
    #[test]
    fn nothing_else_of_a_span_gets_into_a_line() {
        let lines = left_by("off", || {
            let span = tracing::info_span!("request", request_id = "span", mobile = "9999900000");
            let _entered = span.entered();
            tracing::info!(target: "audit", request_id = "own", "logged in");
            tracing::info!(target: "audit", "logged out");
        });
        assert_eq!(lines[1]["about"], json!({ "request_id": "own" }));
        assert_eq!(lines[2]["about"], json!({ "request_id": "span" }));
    }
}
