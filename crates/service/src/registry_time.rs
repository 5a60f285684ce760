//! The registry's clock, which ours is compared with.

use jiff::{SignedDuration, Timestamp};
use reqwest::header::DATE;

use crate::clock::Clock;
use crate::irp::Irp;
use crate::registry::{GstRegistry, RegistryFault, cannot_answer};

/// What the registry says of the time, and how long it took to say so.
#[derive(Clone, Copy, Debug)]
pub struct RegistryTime {
    /// Its own time, in whole seconds, when it sent the answer; `None` when it did not say.
    pub at: Option<Timestamp>,
    /// Our time before the question.
    pub asked_at: Timestamp,
    /// Our time after the answer.
    pub answered_at: Timestamp,
}

impl RegistryTime {
    /// By how much our clock is ahead of the registry's; negative when it is behind. Only what is
    /// certain counts: the answer was made somewhere between question and answer, and its time has
    /// no fractions. `None` when the registry did not say.
    pub fn offset(&self) -> Option<SignedDuration> {
        let at = self.at?;
        let second = SignedDuration::from_secs(1);
        let until = at.checked_add(second).unwrap_or(Timestamp::MAX);
        Some(if until < self.asked_at {
            self.asked_at.duration_since(until)
        } else if at > self.answered_at {
            self.answered_at.duration_since(at)
        } else {
            SignedDuration::ZERO
        })
    }
}

impl GstRegistry {
    /// Asks whether anybody is there, and what time it is there. Any answer that is not a failure
    /// of the server counts: the question names no GSTIN.
    pub async fn time(&self, clock: &Clock) -> Result<RegistryTime, RegistryFault> {
        let asked_at = clock.now();
        let answer = self.client.get(&self.search_url).send().await;
        let answer = answer.map_err(RegistryFault::Unreachable)?;
        let answered_at = clock.now();
        let status = answer.status();
        if cannot_answer(status) {
            return Err(RegistryFault::Away(status));
        }
        let date = answer
            .headers()
            .get(DATE)
            .and_then(|date| date.to_str().ok());
        Ok(RegistryTime {
            at: date
                .and_then(|date| jiff::fmt::rfc2822::parse(date).ok())
                .map(|date| date.timestamp()),
            asked_at,
            answered_at,
        })
    }
}

impl Irp {
    /// Asks the registry what time it is there.
    ///
    /// # Errors
    /// It did not answer, or answered that it failed.
    pub async fn registry_time(&self) -> Result<RegistryTime, RegistryFault> {
        self.registry().time(self.clock()).await
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    #[test]
    fn only_what_is_certain_counts_as_an_offset() {
        let asked_at: Timestamp = "2026-11-01T00:00:00.9Z".parse().unwrap();
        let offset_ms = |at: Option<&str>| {
            let time = RegistryTime {
                at: at.map(|at| at.parse().unwrap()),
                asked_at,
                answered_at: asked_at + SignedDuration::from_millis(200),
            };
            time.offset().map(|offset| offset.as_millis())
        };
        for (at, offset) in [
            ("2026-11-01T00:00:00Z", 0),
            ("2026-11-01T00:00:01Z", 0),
            ("2026-10-31T23:59:57Z", 2_900),
            ("2026-11-01T00:00:05Z", -3_900),
            ("2026-10-31T23:59:00Z", 59_900),
            // The last second that can be counted.
            ("9999-12-30T22:00:00Z", -251_608_715_998_900),
        ] {
            assert_eq!(offset_ms(Some(at)), Some(offset), "{at}");
        }
        assert_eq!(offset_ms(None), None);
    }
}
