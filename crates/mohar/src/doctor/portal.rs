//! The portal itself, if it runs.

use std::time::Duration;

use super::Finding;
use crate::config::Config;
use crate::listener;

/// How long it may take to say that it is ready.
const TIMEOUT: Duration = Duration::from_secs(5);

/// What the running portal says of itself.
pub(super) async fn look(config: &Config) -> Finding {
    let url = format!("{}/readyz", listener::url(config.server.operations_listen));
    let client = reqwest::Client::builder().no_proxy().timeout(TIMEOUT);
    let answer = match client.build() {
        Ok(client) => client.get(&url).send().await,
        Err(error) => Err(error),
    };
    match answer {
        Ok(answer) if answer.status().is_success() => Finding::good("portal", "runs and is ready"),
        Ok(answer) => Finding::warning(
            "portal",
            format!(
                "runs and is not ready: {}",
                answer.text().await.unwrap_or_default()
            ),
            "What it says is explained in docs/OPERATIONS.md.",
        ),
        Err(_) => Finding::warning(
            "portal",
            format!("does not answer at {url}"),
            "Nothing to do if it is not to run. If it is: `systemctl status mohar`, and its log.",
        ),
    }
}
