//! More than the portal can bear: calls that come at their own pace, whether or not others have
//! been answered.

use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use tokio::task::JoinSet;

use crate::Failure;
use crate::load::{Load, document, histogram, ms};

/// NIC's code that a call is turned away with.
const BUSY: &str = "5001";
/// The beginning of a flood, in which its connections come about, is told apart.
const ONSET: Duration = Duration::from_secs(1);
/// How often calls are let loose.
const TICK: Duration = Duration::from_millis(1);

/// What became of the calls of one flood.
pub(crate) struct Flood {
    /// Those of the first second, whatever became of them.
    pub(crate) onset: Answers,
    /// Those that registered a document, after that second.
    pub(crate) accepted: Answers,
    /// Those that were turned away, likewise.
    pub(crate) turned_away: Answers,
}

/// Times to the answers.
struct Times {
    onset: Histogram<u64>,
    accepted: Histogram<u64>,
    turned_away: Histogram<u64>,
}

/// Answers of one kind.
pub(crate) struct Answers {
    /// How many a second.
    pub(crate) per_s: f64,
    /// Median time to the answer.
    pub(crate) p50_ms: f64,
    /// Time to the answer that one in a hundred exceeds.
    pub(crate) p99_ms: f64,
}

impl Load {
    /// Sends `calls` invoices, `per_s` of them a second.
    pub(crate) fn flood(&self, per_s: f64, calls: u32) -> Result<Flood, Failure> {
        let first = self.registered();
        let documents = (first..first + calls)
            .map(|number| document(self.gstin(), number))
            .collect::<Result<Vec<_>, _>>()?;
        self.skip_to(first + calls);
        #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
        let started = Instant::now();
        let times = self.block_on(self.let_loose(documents, per_s, started))?;
        let onset_s = ONSET.as_secs_f64();
        let rest_s = started.elapsed().as_secs_f64() - onset_s;
        Ok(Flood {
            onset: answers(&times.onset, onset_s),
            accepted: answers(&times.accepted, rest_s),
            turned_away: answers(&times.turned_away, rest_s),
        })
    }

    async fn let_loose(
        &self,
        documents: Vec<String>,
        per_s: f64,
        started: Instant,
    ) -> Result<Times, Failure> {
        let mut calls = JoinSet::new();
        let clients = self.clients().iter().cycle();
        for ((client, document), number) in clients.zip(documents).zip(0_u32..) {
            let due = started + Duration::from_secs_f64(f64::from(number) / per_s);
            while started + started.elapsed() < due {
                tokio::time::sleep(TICK).await;
            }
            let client = client.clone();
            calls.spawn(async move {
                #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
                let asked = Instant::now();
                let answer = client.generate_raw(&document).await;
                (answer, asked - started, asked.elapsed())
            });
        }
        let mut times = Times {
            onset: histogram()?,
            accepted: histogram()?,
            turned_away: histogram()?,
        };
        while let Some(call) = calls.join_next().await {
            let (answer, after, took) = call?;
            let is_accepted = match answer {
                Ok(_) => true,
                Err(error) if error.has_code(BUSY) => false,
                Err(error) => return Err(format!("neither taken nor turned away: {error}").into()),
            };
            let kind = match (after < ONSET, is_accepted) {
                (true, _) => &mut times.onset,
                (false, true) => &mut times.accepted,
                (false, false) => &mut times.turned_away,
            };
            kind.saturating_record(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
        }
        Ok(times)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a few thousand calls are far below 2^52"
)]
fn answers(times: &Histogram<u64>, wall_s: f64) -> Answers {
    Answers {
        per_s: times.len() as f64 / wall_s,
        p50_ms: ms(times.value_at_quantile(0.5)),
        p99_ms: ms(times.value_at_quantile(0.99)),
    }
}
