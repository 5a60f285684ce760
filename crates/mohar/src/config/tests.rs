//! The file as a whole.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::*;

/// What has to be set.
pub(super) const SMALLEST: &str = r#"
[server]
public_url = "http://127.0.0.1:8080"
[database]
sqlite_file = "mohar.db"
[keys]
folder = "keys"
[registry]
url = "https://registry.example.in/"
[issuer]
name = "Example IRP"
"#;

fn faults(text: &str) -> Vec<String> {
    let faults = parse(text, Path::new("")).config.unwrap_err();
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_left_out_has_its_default() {
    let outcome = parse(SMALLEST, Path::new("/etc/mohar"));
    let config = outcome.config.unwrap();
    let wanted = Settings {
        issuer: "Example IRP".to_owned(),
        portal_url: "http://127.0.0.1:8080".to_owned(),
        ..Settings::default()
    };
    assert_eq!(config.settings, wanted);
    assert_eq!(config.registry.url, "https://registry.example.in");
    assert_eq!(config.keys_folder, Path::new("/etc/mohar/keys"));
    assert!(config.server.operations_listen.ip().is_loopback());
}

#[test]
fn everything_that_is_needed_is_asked_for_at_once() {
    let faults = faults("").join("\n");
    for key in [
        "server.public_url",
        "database.sqlite_file",
        "keys.folder",
        "registry.url",
        "issuer.name",
    ] {
        assert!(faults.contains(key), "{key} in {faults}");
    }
}

#[test]
fn settings_that_do_not_go_together_are_refused() {
    for (more, wanted) in [
        ("[tls]\ncertificate_file = \"c\"", "tls.key_file"),
        (
            "[tls]\ncertificate_file = \"c\"\nkey_file = \"k\"",
            "begins with https://",
        ),
        (
            "[session]\nidle_s = 500\nabsolute_s = 400",
            "session.idle_s",
        ),
        ("[api]\ntoken_life_s = 600", "api.refresh_window_s"),
        ("[log]\nfilter = \"info=loud=x\"", "log.filter"),
        ("[log]\nformat = \"xml\"", "log.format"),
        ("[policy]\nfloor_date = \"1.4.2026\"", "policy.floor_date"),
    ] {
        let faults = faults(&format!("{SMALLEST}{more}"));
        assert_eq!(faults.len(), 1, "{more}: {faults:?}");
        assert!(faults[0].contains(wanted), "{faults:?}");
    }
    let both = SMALLEST.replace("[keys]", "postgres_url_file = \"url\"\n[keys]");
    assert!(faults(&both)[0].contains("not both"));
    let secretless = SMALLEST.replace("[issuer]", "client_id = \"x\"\n[issuer]");
    assert!(faults(&secretless)[0].contains("registry.client_id"));
}

#[test]
fn a_real_portal_never_signs_in_the_name_of_a_sandbox() {
    for name in [sandbox::ISSUER, "NIC"] {
        let faults = faults(&SMALLEST.replace("Example IRP", name));
        assert!(faults[0].contains("issuer.name"), "{faults:?}");
    }
}

#[test]
fn public_addresses_are_origins_as_browsers_write_them() {
    for (url, good) in [
        ("https://irp.example.in", true),
        ("http://127.0.0.1:8080", true),
        ("https://[::1]:8443", true),
        ("https://irp.example.in/", false),
        ("https://irp.example.in/irp", false),
        ("https://IRP.example.in", false),
        ("irp.example.in", false),
        ("ftp://irp.example.in", false),
        ("https://", false),
    ] {
        let text = SMALLEST.replace("http://127.0.0.1:8080", url);
        assert_eq!(parse(&text, Path::new("")).config.is_ok(), good, "{url}");
    }
}

#[test]
fn proxies_are_networks_or_single_addresses() {
    let text = SMALLEST.replace(
        "[database]",
        "trusted_proxies = [\"10.0.0.0/8\", \"192.0.2.7\", \"2001:db8::/32\"]\n[database]",
    );
    let config = parse(&text, Path::new("")).config.unwrap();
    let shown: Vec<_> = config
        .server
        .trusted_proxies
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(shown, ["10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32"]);
    let faults = faults(&text.replace("10.0.0.0/8", "10.0.0.0/33"));
    assert!(faults[0].contains("10.0.0.0/33"), "{faults:?}");
}

/// The example is good as it stands, and mentions every setting there is.
#[test]
fn the_example_is_complete() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packaging/mohar.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let outcome = parse(&text, Path::new("/etc/mohar"));
    assert!(outcome.config.is_ok(), "{:?}", outcome.config);
    let mut section = "";
    let mut mentioned = std::collections::HashSet::new();
    for line in text.lines() {
        if let Some(name) = line.trim_start_matches("# ").strip_prefix('[') {
            section = name.trim_end_matches(']');
        } else if let Some((key, _)) = line.trim_start_matches("# ").split_once(" = ") {
            mentioned.insert((section, key));
        }
    }
    for one in &outcome.described {
        let known = mentioned.remove(&(one.section, one.key));
        assert!(known, "[{}] {} is not in the example", one.section, one.key);
    }
    assert!(
        mentioned.is_empty(),
        "unknown in the example: {mentioned:?}"
    );
}
