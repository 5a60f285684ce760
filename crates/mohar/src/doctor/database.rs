//! The database: whether it answers and writes, and whether the clock agrees with it.

use jiff::{SignedDuration, Timestamp};
use service::Clock;

use super::Finding;
use crate::config::Config;
use crate::{installation, operations};

/// Whether the database can be used.
pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let store = match installation::store(config).await {
        Ok(store) => store,
        Err(failure) => {
            return vec![Finding::bad(
                "database",
                failure.to_string(),
                "See that it is there and that the portal's user may write it. `mohar migrate` \
                 brings an older one up to date.",
            )];
        }
    };
    let now = Clock::system().now();
    let mut findings = vec![
        match operations::probe(store.as_ref(), &config.settings.ack, now).await {
            Ok(()) => Finding::good("database", "answers and writes"),
            Err(fault) => Finding::bad(
                "database",
                fault,
                "See whether its disk is full or read-only, and whether another program holds it.",
            ),
        },
    ];
    // That it cannot be read has been told by then.
    let latest = store.latest_acked_at().await.ok();
    findings.extend(latest.map(|latest| order(latest, now)));
    findings
}

/// A register that is ahead of the clock: one of the two was set wrong.
fn order(latest: Option<Timestamp>, now: Timestamp) -> Finding {
    let Some(latest) = latest else {
        return Finding::good("register", "no document is registered yet");
    };
    let found = format!("the last document was acknowledged at {latest}");
    if latest.duration_since(now) > SignedDuration::from_secs(1) {
        Finding::warning(
            "register",
            format!("{found}, which is still to come"),
            "The clock was set back, or was wrong. No document is dated back; until the clock has \
             caught up, all carry that last time.",
        )
    } else {
        Finding::good("register", found)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use crate::doctor::Verdict;

    #[test]
    fn a_register_ahead_of_the_clock_is_told() {
        let now: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
        for (ahead_s, verdict) in [
            (-5, Verdict::Good),
            (1, Verdict::Good),
            (2, Verdict::Warning),
        ] {
            let latest = now + SignedDuration::from_secs(ahead_s);
            assert_eq!(order(Some(latest), now).verdict, verdict);
        }
        assert_eq!(order(None, now).verdict, Verdict::Good);
    }
}
