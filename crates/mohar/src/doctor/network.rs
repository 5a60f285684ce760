//! What goes over a network in the clear.

use super::Finding;
use crate::config::{self, Config};

/// The settings under which something does.
pub(super) fn look(config: &Config) -> Finding {
    let warnings = config::clear_networks(config);
    if warnings.is_empty() {
        return Finding::good("network", "nothing goes to other machines without TLS");
    }
    Finding::warning(
        "network",
        warnings.join("; "),
        "Change these settings, or see that only you reach the network between the machines.",
    )
}
