//! What works and should be looked at all the same: settings under which something goes over a
//! network in the clear.

use std::net::IpAddr;

use super::Config;

/// All that should be looked at, each with its setting first.
pub(crate) fn warnings(config: &Config) -> Vec<String> {
    let mut found = Vec::new();
    if is_clear_over_a_network(&config.registry.url) {
        found.push(
            "registry.url: http:// to another machine, where whoever is between can read and \
             change what the registry answers; use https://"
                .to_owned(),
        );
    }
    let operations = config.server.operations_listen;
    if !operations.ip().is_loopback() {
        found.push(format!(
            "server.operations_listen: {operations} can be reached from other machines, without \
             TLS and without a login; keep it to a network of the operators\u{2019} own"
        ));
    }
    if let Some(traces) = &config.traces
        && is_clear_over_a_network(&traces.otlp_url)
    {
        found.push(
            "traces.otlp_url: http:// to another machine, where whoever is between can read what \
             the portal does; use https://"
                .to_owned(),
        );
    }
    found
}

/// Whether an address is HTTP and not on this machine.
fn is_clear_over_a_network(url: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(url) else {
        return false;
    };
    let host = url.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let is_here = host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    url.scheme() == "http" && !is_here
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::path::Path;

    use super::*;
    use crate::config::parse;

    #[test]
    fn only_this_machine_is_reached_in_the_clear_without_a_word() {
        for quiet in [
            "http://localhost:1",
            "http://127.0.0.1/x",
            "http://[::1]:9",
            "https://gst.example",
        ] {
            assert!(!is_clear_over_a_network(quiet), "{quiet}");
        }
        for told in [
            "http://gst.example",
            "http://localhost.example",
            "http://10.0.0.1",
            "http://[2001:db8::1]",
        ] {
            assert!(is_clear_over_a_network(told), "{told}");
        }
    }

    #[test]
    fn every_warning_names_its_setting() {
        let text = super::super::tests::SMALLEST;
        let mut smallest = parse(text, Path::new("/etc/mohar")).config.unwrap();
        assert_eq!(warnings(&smallest), [""; 0]);
        smallest.registry.url = "http://gst.example".to_owned();
        let told = warnings(&smallest);
        assert!(
            told.len() == 1 && told[0].starts_with("registry.url: "),
            "{told:?}"
        );
        smallest.server.operations_listen = "0.0.0.0:9090".parse().unwrap();
        let told = warnings(&smallest);
        assert!(
            told.len() == 2 && told[1].starts_with("server.operations_listen: "),
            "{told:?}"
        );
    }
}
