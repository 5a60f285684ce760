//! Figures with one label that others keep: messages, allowances, commits of the database.

use std::fmt;

use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use service::{Counts, MessageCounts};
use store::allowances::AllowanceKind;
use store::messages::Route;
use store::write_figures::{BATCH_CLASSES, WriteFigures};

/// What became of messages, by route.
pub(super) fn messages(encoder: &mut DescriptorEncoder<'_>, counts: &Counts) -> fmt::Result {
    for (name, help, count) in [
        (
            "messages_sent",
            "Messages that a gateway took",
            (|counts| counts.sent) as fn(&MessageCounts) -> u64,
        ),
        (
            "messages_put_off",
            "Messages that a gateway did not take and that wait for another try",
            |counts| counts.put_off,
        ),
        (
            "messages_given_up",
            "Messages that are never sent",
            |counts| counts.given_up,
        ),
    ] {
        let routes = Route::ALL.iter().zip(&counts.messages);
        let counted = routes.map(|(route, counts)| (route.word(), count(counts)));
        counters(encoder, (name, help), "route", counted)?;
    }
    Ok(())
}

/// Requests that had no allowance left, by what is counted.
pub(super) fn allowances(encoder: &mut DescriptorEncoder<'_>, counts: &Counts) -> fmt::Result {
    let words = (
        "allowance_refusals",
        "Requests whose address had no allowance left",
    );
    let kinds = AllowanceKind::ALL.iter().zip(counts.allowance_refusals);
    let counted = kinds.map(|(kind, count)| (kind.word(), count));
    counters(encoder, words, "kind", counted)
}

fn counters(
    encoder: &mut DescriptorEncoder<'_>,
    (name, help): (&str, &str),
    label: &'static str,
    counted: impl Iterator<Item = (&'static str, u64)>,
) -> fmt::Result {
    let mut family = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
    for (word, count) in counted {
        let labels = [(label, word)];
        ConstCounter::new(count).encode(family.encode_family(&labels)?)?;
    }
    Ok(())
}

/// Who waits for a commit, and how many share one.
pub(super) fn commits(encoder: &mut DescriptorEncoder<'_>, figures: &WriteFigures) -> fmt::Result {
    let waiting = encoder.encode_descriptor(
        "writes_waiting",
        "Writes that wait for a commit of the database",
        None,
        MetricType::Gauge,
    )?;
    ConstGauge::new(i64::try_from(figures.waiting).unwrap_or(i64::MAX)).encode(waiting)?;
    let sizes = encoder.encode_descriptor(
        "batch_writes",
        "Writes that shared a commit of the database",
        None,
        MetricType::Histogram,
    )?;
    BatchSizes(figures).encode(sizes)
}

/// The classes of batch sizes as a histogram.
struct BatchSizes<'a>(&'a WriteFigures);

impl EncodeMetric for BatchSizes<'_> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a figure for a diagram, which counts up to 2^53 exactly"
    )]
    fn encode(&self, mut encoder: MetricEncoder<'_>) -> fmt::Result {
        let ends = BATCH_CLASSES.map(f64::from);
        let mut classes: Vec<_> = ends.into_iter().zip(self.0.batches).collect();
        // None is larger than the last class; the format wants one without an end.
        classes.push((f64::MAX, 0));
        let batches = self.0.batches.iter().sum();
        encoder.encode_histogram::<NoLabelSet>(self.0.written as f64, batches, &classes, None)
    }

    fn metric_type(&self) -> MetricType {
        MetricType::Histogram
    }
}
