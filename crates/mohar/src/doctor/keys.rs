//! The keys, and the TLS certificate.

use jiff::{SignedDuration, Timestamp};
use seal::Keys;
use service::Clock;

use super::Finding;
use crate::config::Config;
use crate::{installation, tls};

/// A certificate that ends within so many days is to be renewed now.
const RENEWAL_DAYS: i64 = 30;

/// Whether the keys can be used, and how long.
pub(super) fn look(config: &Config) -> Vec<Finding> {
    let now = Clock::system().now();
    let mut findings = vec![match installation::keys(config) {
        Err(failure) => Finding::bad(
            "keys",
            failure.to_string(),
            "Restore the folder from its backup, with mode 600 for every file. `mohar init` makes \
             new keys, which only an installation without any data can use.",
        ),
        Ok(keys) => signing(&keys, now),
    }];
    if let Some(files) = &config.tls {
        findings.push(match tls::load(files) {
            Err(failure) => Finding::bad(
                "TLS",
                failure.to_string(),
                "Put certificate and key in place; a running portal takes them by itself.",
            ),
            Ok(pair) => until(
                "TLS",
                tls::not_after(&pair),
                now,
                "Renew the certificate; a running portal takes the new one by itself.",
            ),
        });
    }
    findings
}

/// Whether a key signs now, by asking it to, and until when its certificate holds.
fn signing(keys: &Keys, now: Timestamp) -> Finding {
    const ADVICE: &str = "Make a new signing key in time: `mohar keys rotate signing`.";
    let Some(key) = keys.signing.at(now) else {
        return Finding::bad(
            "signing key",
            "no signing key is in use now".to_owned(),
            "Look at `mohar keys list`, and put a key to use: `mohar keys rotate signing --now`.",
        );
    };
    match key.prove() {
        Ok(()) => until("signing key", key.public().not_after(), now, ADVICE),
        Err(fault) => Finding::bad(
            "signing key",
            fault.to_string(),
            "See that the token is there, that the PIN file is right, and that the module named in \
             signing/keys.json can be loaded.",
        ),
    }
}

fn until(
    subject: &'static str,
    end: Option<Timestamp>,
    now: Timestamp,
    advice: &'static str,
) -> Finding {
    let Some(end) = end else {
        return Finding::good(subject, "usable; it has no end");
    };
    let left = end.duration_since(now);
    let found = format!("usable until {end}, {} more days", left.as_hours() / 24);
    if left <= SignedDuration::ZERO {
        Finding::bad(subject, format!("ended on {end}"), advice)
    } else if left < SignedDuration::from_hours(24 * RENEWAL_DAYS) {
        Finding::warning(subject, found, advice)
    } else {
        Finding::good(subject, found)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use crate::doctor::Verdict;

    #[test]
    fn an_end_is_told_a_month_ahead() {
        let now: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
        for (end, verdict) in [
            ("2026-12-01T00:00:00Z", Verdict::Good),
            ("2026-11-30T23:59:59Z", Verdict::Warning),
            ("2026-11-01T00:00:01Z", Verdict::Warning),
            ("2026-11-01T00:00:00Z", Verdict::Bad),
        ] {
            let end = Some(end.parse().unwrap());
            assert_eq!(until("x", end, now, "y").verdict, verdict, "{end:?}");
        }
        assert_eq!(until("x", None, now, "y").verdict, Verdict::Good);
    }
}
