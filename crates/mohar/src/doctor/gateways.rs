//! The gateways for text messages and e-mails: whether they can be reached. Nothing is sent.

use store::messages::Route;

use super::Finding;
use crate::config::{self, Config};
use crate::messages;

/// What became of a connection to each that is set.
pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let gateways = match messages::gateways(&config.messages) {
        Ok(gateways) => gateways,
        Err(failure) => {
            return vec![Finding::bad(
                "gateways",
                failure.to_string(),
                "Mend these settings, or the files that they name.",
            )];
        }
    };
    let mut findings = Vec::new();
    for gateway in &gateways {
        let subject = match gateway.route() {
            Route::Sms => "SMS gateway",
            Route::Email => "mail server",
        };
        findings.push(match gateway.probe().await {
            Ok(()) => Finding::good(subject, "can be reached"),
            Err(fault) => Finding::bad(
                subject,
                fault.to_string(),
                "See address, certificates, user and password in [sms] or [email], and whether a \
                 firewall is between. Messages wait in the outbox meanwhile.",
            ),
        });
    }
    findings.extend(unsent(config));
    findings
}

/// Messages that no gateway carries. Without any, nobody can log in on the pages.
fn unsent(config: &Config) -> Option<Finding> {
    const ADVICE: &str = "Set [sms] and [email], and try them with `mohar config check` and this \
                          command. docs/OPERATIONS.md, \"Messages\", has the texts to register.";
    let words = config::unsent(config)?;
    let messages = &config.messages;
    let is_none = messages.sms.is_none() && messages.email.is_none();
    Some(if is_none && config::asks_for_a_code(config) {
        Finding::bad("gateways", words, ADVICE)
    } else {
        Finding::warning("gateways", words, ADVICE)
    })
}
