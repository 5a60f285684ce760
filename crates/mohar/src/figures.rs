//! What is counted for Prometheus; docs/OPERATIONS.md lists it. Labels are route templates, codes
//! and words of this program, so that there are never more series than those.

mod shared;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use service::{Counts, Irp};

use crate::clock_offset::ClockOffset;
use crate::connections::Doors;
use crate::overload::{Kind, Places};
use crate::tls::Certificate;

/// Upper ends of the classes of durations, in seconds.
const DURATION_CLASSES_S: [f64; 13] = [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

type Labels = Vec<(&'static str, String)>;

/// What is counted.
pub(crate) struct Figures {
    registry: Registry,
    requests: Family<Labels, Counter>,
    durations: Family<Labels, Histogram, fn() -> Histogram>,
    refusals: Family<Labels, Counter>,
    turned_away: Family<Labels, Counter>,
}

/// A request that was answered.
pub(crate) struct Answered<'a> {
    /// The route's template; empty when none matched.
    pub(crate) route: &'a str,
    /// The method.
    pub(crate) method: &'static str,
    /// The status.
    pub(crate) status: u16,
    /// NIC's codes.
    pub(crate) codes: &'a [&'static str],
    /// How long it took.
    pub(crate) took: Duration,
    /// What it was turned away as, if it was.
    pub(crate) turned_away: Option<Kind>,
}

/// What is read when somebody asks for the figures.
pub(crate) struct Sources {
    /// What the use cases count.
    pub(crate) irp: Irp,
    /// The places.
    pub(crate) places: Arc<Places>,
    /// The doors of portal and API.
    pub(crate) doors: Arc<Doors>,
    /// The certificate.
    pub(crate) certificate: Option<Arc<Certificate>>,
    /// What the registry's clock said of ours.
    pub(crate) clock_offset: Arc<ClockOffset>,
}

impl Figures {
    /// Nothing counted yet.
    pub(crate) fn new(sources: Sources) -> Self {
        let mut registry = Registry::with_prefix("mohar");
        let version = vec![("version", env!("CARGO_PKG_VERSION"))];
        registry.register("build", "The program", Info::new(version));
        let requests = Family::<Labels, Counter>::default();
        registry.register("requests", "Requests that were answered", requests.clone());
        let durations: Family<_, _, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(DURATION_CLASSES_S));
        registry.register(
            "request_duration_seconds",
            "Time from a request's headers to its answer",
            durations.clone(),
        );
        let refusals = Family::<Labels, Counter>::default();
        registry.register("refusals", "Codes that API answers gave", refusals.clone());
        let turned_away = Family::<Labels, Counter>::default();
        registry.register(
            "requests_turned_away",
            "Requests that found no place",
            turned_away.clone(),
        );
        for kind in Kind::ALL {
            // So that a rate can be made of the first one, too.
            drop(turned_away.get_or_create(&vec![("kind", kind.word().to_owned())]));
        }
        registry.register_collector(Box::new(sources));
        Self {
            registry,
            requests,
            durations,
            refusals,
            turned_away,
        }
    }

    /// Counts a request.
    pub(crate) fn answered(&self, answered: &Answered<'_>) {
        let route = || ("route", answered.route.to_owned());
        let class = format!("{}xx", answered.status / 100);
        let method = ("method", answered.method.to_owned());
        let labels = vec![route(), method, ("status", class)];
        self.requests.get_or_create(&labels).inc();
        if let Some(kind) = answered.turned_away {
            let labels = vec![("kind", kind.word().to_owned())];
            self.turned_away.get_or_create(&labels).inc();
            // Those are answered in no time, and would make the others look quick.
            return;
        }
        let durations = self.durations.get_or_create(&vec![route()]);
        durations.observe(answered.took.as_secs_f64());
        for code in answered.codes {
            let labels = vec![("code", (*code).to_owned())];
            self.refusals.get_or_create(&labels).inc();
        }
    }

    /// All of it in Prometheus' text format.
    pub(crate) fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sources")
    }
}

impl Collector for Sources {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let counts = self.irp.counts();
        for (name, help, count) in [
            (
                "documents_registered",
                "Documents that this process registered",
                counts.registered,
            ),
            (
                "documents_cancelled",
                "Documents that this process cancelled",
                counts.cancelled,
            ),
            (
                "registry_answers",
                "Answers of the GST registry",
                counts.registry_answers,
            ),
            (
                "registry_failures",
                "Questions that the GST registry did not answer",
                counts.registry_failures,
            ),
            (
                "allowance_failures",
                "Requests whose allowance only this process counted, without the database",
                counts.allowance_failures,
            ),
            (
                "connections_refused",
                "Connections that were closed at once, as their address had too many",
                self.doors.shut(),
            ),
        ] {
            let metric = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
            ConstCounter::new(count).encode(metric)?;
        }
        self.states(&mut encoder, &counts)?;
        self.places(&mut encoder)?;
        shared::messages(&mut encoder, &counts)?;
        shared::allowances(&mut encoder, &counts)?;
        shared::commits(&mut encoder, &self.irp.store().write_figures())?;
        let ends = self.certificate.as_ref().and_then(|one| one.not_after());
        if let Some(ends) = ends {
            let words = "When the TLS certificate ends, in seconds since 1970";
            let name = "tls_certificate_not_after_seconds";
            gauge(&mut encoder, (name, words), ends.as_second())?;
        }
        if let Some(offset) = self.clock_offset.known() {
            let words = "By how much the clock is ahead of the registry's";
            let metric = encoder.encode_descriptor(
                "clock_offset_seconds",
                words,
                None,
                MetricType::Gauge,
            )?;
            ConstGauge::new(offset.as_secs_f64()).encode(metric)?;
        }
        Ok(())
    }
}

impl Sources {
    fn states(&self, encoder: &mut DescriptorEncoder<'_>, counts: &Counts) -> fmt::Result {
        for (name, help, value) in [
            (
                "password_checks",
                "Passwords being checked or waiting for it",
                counts.password_checks,
            ),
            (
                "audit_written",
                "Whether the audit log takes what it is given",
                u32::from(self.irp.audit_is_written()),
            ),
            (
                "connections",
                "Connections of portal and API",
                self.doors.open(),
            ),
            (
                "connections_max",
                "Connections that there may be",
                self.doors.connections_max(),
            ),
        ] {
            gauge(encoder, (name, help), i64::from(value))?;
        }
        Ok(())
    }

    fn places(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        for (name, help, count) in [
            (
                "requests_at_work",
                "Requests being worked on",
                Places::taken as fn(&Places, Kind) -> u32,
            ),
            (
                "requests_at_work_max",
                "Requests that may be worked on at a time",
                Places::all,
            ),
        ] {
            let mut family = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
            for kind in Kind::ALL {
                let labels = [("kind", kind.word())];
                let one = family.encode_family(&labels)?;
                ConstGauge::new(i64::from(count(&self.places, kind))).encode(one)?;
            }
        }
        Ok(())
    }
}

fn gauge(
    encoder: &mut DescriptorEncoder<'_>,
    (name, help): (&str, &str),
    value: i64,
) -> fmt::Result {
    let metric = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
    ConstGauge::new(value).encode(metric)
}
