//! The imported GST master: how old it is, and whether an import was left unfinished.

use jiff::{SignedDuration, Timestamp};
use store::master_imports::{MasterImport, in_force};

use super::Finding;

const ADVICE: &str = "Import a newer one: `mohar taxpayers import`. A taxpayer's record that is older \
                      than taxpayers.fresh_s is fetched from the registry when it is needed, which \
                      has to bear that.";

/// What there is to say of the imports, all of them. Nothing if there never was one.
pub(super) fn look(imports: &[MasterImport], fresh_s: u32, now: Timestamp) -> Vec<Finding> {
    let force = in_force(imports);
    let mut findings = Vec::new();
    if let Some(open) = imports.iter().find(|import| import.is_open()) {
        findings.push(Finding::warning(
            "GST master",
            format!("import {} is unfinished", open.generation),
            "Start it again with the same files, or give it up with the next one \
             (--give-up-unfinished). Until then the master before it counts.",
        ));
    }
    findings.extend(force.map(|force| age(&force, fresh_s, now)));
    findings
}

fn age(force: &MasterImport, fresh_s: u32, now: Timestamp) -> Finding {
    let old = now.duration_since(force.as_of);
    let found = format!(
        "{} taxpayers as of {}, {} days ago",
        force.rows,
        force.as_of,
        old.as_hours() / 24
    );
    if old > SignedDuration::from_secs(fresh_s.into()) {
        Finding::warning("GST master", found, ADVICE)
    } else {
        Finding::good("GST master", found)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use crate::doctor::Verdict;

    #[test]
    fn an_age_is_judged_at_its_limit_and_an_unfinished_import_told() {
        let now: Timestamp = "2026-11-22T00:00:00Z".parse().unwrap();
        let import = |age_s: i64| MasterImport {
            generation: 1,
            source_digest: [0; 32],
            as_of: now - SignedDuration::from_secs(age_s),
            begun_at: now,
            rows: 15_000_000,
            active_at: Some(now),
            given_up_at: None,
        };
        assert_eq!(look(&[], 100, now), []);
        for (age_s, verdict) in [(100, Verdict::Good), (101, Verdict::Warning)] {
            let found = look(&[import(age_s)], 100, now);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].verdict, verdict, "{found:?}");
        }
        let open = MasterImport {
            generation: 2,
            active_at: None,
            ..import(0)
        };
        let given_up = MasterImport {
            given_up_at: Some(now),
            ..open
        };
        let found = look(&[import(0), open], 100, now);
        assert_eq!(found.len(), 2);
        assert!(found[0].found.contains("import 2 is unfinished"));
        assert_eq!(look(&[import(0), given_up], 100, now).len(), 1);
    }
}
