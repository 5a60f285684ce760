//! The registry, and the clock, which the registry's own is compared with.

use jiff::SignedDuration;
use service::{Clock, RegistryTime};

use super::Finding;
use crate::config::Config;
use crate::installation;

/// More than this and dates near midnight may be wrong.
const OFFSET_BAD: SignedDuration = SignedDuration::from_secs(30);
/// More than this is not what a time service leaves.
const OFFSET_COMFORTABLE: SignedDuration = SignedDuration::from_secs(2);

const CLOCK_ADVICE: &str = "Set up a time service (chrony, systemd-timesyncd). Acknowledgement \
                            dates and cancellation windows rest on this clock.";
const REGISTRY_ADVICE: &str = "See whether [registry] is right, and whether the network and its \
                               firewall let the portal through. Documents of taxpayers that are \
                               known are registered all the same; new ones are not.";

/// Whether the registry answers, and whether the clocks agree.
pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let registry = match installation::registry(config) {
        Ok(registry) => registry,
        Err(failure) => {
            return vec![Finding::bad(
                "registry",
                failure.to_string(),
                REGISTRY_ADVICE,
            )];
        }
    };
    match registry.time(&Clock::system()).await {
        Err(fault) => {
            let fault = crate::Failure::from(fault);
            vec![
                Finding::bad("registry", fault.to_string(), REGISTRY_ADVICE),
                Finding::warning("clock", "the registry did not tell its time", CLOCK_ADVICE),
            ]
        }
        Ok(time) => {
            let took = time.answered_at.duration_since(time.asked_at).as_millis();
            let answers = Finding::good("registry", format!("answers after {took} ms"));
            vec![answers, clock(time)]
        }
    }
}

/// By how much the clock is off, if anything.
fn clock(time: RegistryTime) -> Finding {
    let Some(off) = time.offset() else {
        return Finding::warning("clock", "the registry does not tell its time", CLOCK_ADVICE);
    };
    let word = if off.is_negative() {
        "behind"
    } else {
        "ahead of"
    };
    let distance = off.abs();
    let found = format!("{} ms {word} the registry's", distance.as_millis());
    if distance > OFFSET_BAD {
        Finding::bad("clock", found, CLOCK_ADVICE)
    } else if distance > OFFSET_COMFORTABLE {
        Finding::warning("clock", found, CLOCK_ADVICE)
    } else {
        Finding::good("clock", "agrees with the registry's")
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use jiff::Timestamp;

    use super::*;
    use crate::doctor::Verdict;

    fn judged(at: &str) -> Finding {
        let asked_at: Timestamp = "2026-11-01T00:00:00.9Z".parse().unwrap();
        clock(RegistryTime {
            at: Some(at.parse().unwrap()),
            asked_at,
            answered_at: asked_at + SignedDuration::from_millis(200),
        })
    }

    #[test]
    fn only_what_is_certain_counts_as_an_offset() {
        for (at, verdict, found) in [
            ("2026-11-01T00:00:00Z", Verdict::Good, "agrees"),
            ("2026-11-01T00:00:01Z", Verdict::Good, "agrees"),
            ("2026-10-31T23:59:57Z", Verdict::Warning, "2900 ms ahead of"),
            ("2026-11-01T00:00:05Z", Verdict::Warning, "3900 ms behind"),
            ("2026-10-31T23:59:00Z", Verdict::Bad, "59900 ms ahead of"),
        ] {
            let finding = judged(at);
            assert_eq!(finding.verdict, verdict, "{finding:?}");
            assert!(finding.found.contains(found), "{finding:?}");
        }
    }
}
