//! The database: whether it answers and writes, and whether the clock agrees with it.

use jiff::{SignedDuration, Timestamp};
use service::Clock;
use store::sqlite::{self, Inspection};

use super::{Finding, master};
use crate::config::{Config, Database};
use crate::{installation, operations};

/// Whether the database can be used.
pub(super) async fn look(config: &Config) -> Vec<Finding> {
    if let Some(older) = older(config) {
        return vec![older];
    }
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
    if let Ok(imports) = store.imports().await {
        let fresh_s = config.settings.taxpayers.fresh_s;
        findings.extend(master::look(&imports, fresh_s, now));
    }
    findings
}

/// A file that whoever opens it brings up to date; that is not this command's to do.
fn older(config: &Config) -> Option<Finding> {
    let Database::Sqlite(file) = &config.database else {
        return None;
    };
    // What cannot be looked at is told by whoever opens it.
    let found = sqlite::inspect(file).ok()?;
    let Inspection {
        schema_version,
        program_version,
    } = found;
    (schema_version < program_version).then(|| {
        Finding::warning(
            "database",
            format!("its schema has version {schema_version}; this program's is {program_version}"),
            "Make a backup, then run `mohar migrate`; a portal that starts does the same.",
        )
    })
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
