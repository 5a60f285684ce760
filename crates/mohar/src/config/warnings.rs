//! What is no fault and should be looked at all the same: settings under which something goes over
//! a network in the clear, and settings under which messages reach nobody.

use std::net::IpAddr;

use service::settings::SecondFactor;

use super::Config;

/// All that should be looked at, each with its setting first.
pub(crate) fn warnings(config: &Config) -> Vec<String> {
    let mut found = clear_networks(config);
    found.extend(strangers_proxy(config));
    found.extend(unsent(config));
    found
}

/// What goes to other machines without TLS.
pub(crate) fn clear_networks(config: &Config) -> Vec<String> {
    let mut found = Vec::new();
    if is_clear_over_a_network(&config.settings.portal_url) {
        found.push(
            "server.public_url: http:// to other machines, where whoever is between can read \
             passwords and take over sessions; set [tls], or put a proxy in front that speaks TLS, \
             and use https://"
                .to_owned(),
        );
    }
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

/// A proxy that must be there and is not named: all visitors would have its address.
fn strangers_proxy(config: &Config) -> Option<String> {
    let speaks_tls = config.tls.is_some();
    let is_https = config.settings.portal_url.starts_with("https://");
    (is_https && !speaks_tls && config.server.trusted_proxies.is_empty()).then(|| {
        "server.trusted_proxies: public_url is https:// and there is no [tls], so a proxy speaks it, \
         and none is named: all visitors seem to come from the proxy's address, and a stranger's wrong \
         logins use up everybody's tries. Name the proxy's address"
            .to_owned()
    })
}

/// Which messages reach nobody, and what people cannot do therefore. A template that a gateway
/// lacks is a fault and not told here.
pub(crate) fn unsent(config: &Config) -> Option<String> {
    let messages = &config.messages;
    let words = match (messages.sms.is_some(), messages.email.is_some()) {
        (true, true) => return None,
        (false, false) if asks_for_a_code(config) => {
            "login.second_factor: every login on the pages asks for a one-time password, and \
             neither [sms] nor [email] is set to send it: messages stay in the outbox, and nobody \
             can log in on the pages, register, enable e-invoicing or set a forgotten password. \
             Set [sms] and [email], see \"Messages\" in docs/OPERATIONS.md. With second_factor = \
             \"off\" logins would need no code; all else still would"
        }
        (false, false) => {
            "sms.url: neither [sms] nor [email] is set: messages stay in the outbox, and nobody can \
             register, enable e-invoicing or set a forgotten password. Set both, see \"Messages\" \
             in docs/OPERATIONS.md"
        }
        (false, true) => {
            "sms.url: [sms] is not set: text messages stay in the outbox. One-time passwords go by \
             e-mail alone, and a taxpayer for whom the GST master has no e-mail address gets none. \
             Set [sms], see \"Messages\" in docs/OPERATIONS.md"
        }
        (true, false) => "email.host: [email] is not set: e-mails stay in the outbox. Set [email]",
    };
    Some(words.to_owned())
}

/// Whether a code is asked for after the right password.
pub(crate) fn asks_for_a_code(config: &Config) -> bool {
    config.settings.login.second_factor == SecondFactor::OneTimePassword
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

    const SMS: &str = super::super::messages::SMS;
    const EMAIL: &str = "[email]\nhost = \"mail.example.in\"\nfrom = \"a@example.in\"\n";

    fn read(more: &str) -> Config {
        let text = format!("{}{more}", super::super::tests::SMALLEST);
        parse(&text, Path::new("/etc/mohar")).config.unwrap()
    }

    #[test]
    fn every_warning_names_its_setting() {
        let mut config = read(&format!("{SMS}{EMAIL}"));
        assert_eq!(warnings(&config), [""; 0]);
        config.registry.url = "http://gst.example".to_owned();
        let told = warnings(&config);
        assert!(
            told.len() == 1 && told[0].starts_with("registry.url: "),
            "{told:?}"
        );
        config.server.operations_listen = "0.0.0.0:9090".parse().unwrap();
        let told = warnings(&config);
        assert!(
            told.len() == 2 && told[1].starts_with("server.operations_listen: "),
            "{told:?}"
        );
    }

    #[test]
    fn passwords_in_the_clear_and_a_proxy_without_a_name_are_told() {
        let mut config = read(&format!("{SMS}{EMAIL}"));
        config.settings.portal_url = "http://irp.example.in".to_owned();
        let told = warnings(&config);
        assert!(
            told.len() == 1 && told[0].starts_with("server.public_url: "),
            "{told:?}"
        );
        config.settings.portal_url = "https://irp.example.in".to_owned();
        let told = warnings(&config);
        assert!(
            told.len() == 1 && told[0].starts_with("server.trusted_proxies: "),
            "{told:?}"
        );
        config.server.trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()];
        assert_eq!(warnings(&config), [""; 0]);
    }

    #[test]
    fn what_nobody_gets_is_told_with_what_follows() {
        const OFF: &str = "[login]\nsecond_factor = \"off\"\n";
        for (more, setting, follows) in [
            (String::new(), "login.second_factor: ", "nobody can log in"),
            (OFF.to_owned(), "sms.url: ", "nobody can register"),
            (EMAIL.to_owned(), "sms.url: ", "no e-mail address gets none"),
            (SMS.to_owned(), "email.host: ", "e-mails stay"),
        ] {
            let told = warnings(&read(&more));
            assert!(
                told.len() == 1 && told[0].starts_with(setting) && told[0].contains(follows),
                "{told:?}"
            );
        }
        let told = unsent(&read(OFF)).unwrap();
        assert!(!told.contains("log in"), "{told}");
    }
}
