//! TLS: what is spoken, with which certificate, and what browsers are told.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};

use crate::support::portal::{Installation, PortalProcess};
use crate::support::{mohar, printed};

const SETTINGS: &str = "[tls]\ncertificate_file = \"tls.crt\"\nkey_file = \"tls.key\"\n\
                        [server]\npublic_url = \"https://localhost\"\n";

/// Puts a new certificate in place, as a renewal does, and gives it.
fn renewed(installation: &Installation) -> String {
    let CertifiedKey { cert, signing_key } = made();
    write(&installation.path("tls.key"), &signing_key.serialize_pem());
    write(&installation.path("tls.crt"), &cert.pem());
    cert.pem()
}

fn made() -> CertifiedKey<KeyPair> {
    generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap()
}

fn write(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt as _;

    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// An installation with a certificate.
fn certified() -> (Installation, String) {
    let installation = Installation::new("");
    installation.configure(SETTINGS);
    let certificate = renewed(&installation);
    (installation, certificate)
}

/// Asks for a page, on a new connection, trusting one certificate only.
async fn asked(
    portal: &PortalProcess,
    certificate: &str,
) -> Result<reqwest::Response, reqwest::Error> {
    let root = reqwest::Certificate::from_pem(certificate.as_bytes()).unwrap();
    let client = reqwest::Client::builder()
        .tls_certs_only([root])
        .build()
        .unwrap();
    client.get(format!("{}/en/login", portal.url)).send().await
}

#[tokio::test]
async fn pages_come_over_tls_and_say_so() {
    let (installation, certificate) = certified();
    let portal = installation.serve();
    assert!(portal.url.starts_with("https://"), "{}", portal.url);
    let page = asked(&portal, &certificate).await.unwrap();
    assert_eq!(page.status().as_u16(), 200);
    let header = |name: &str| page.headers()[name].to_str().unwrap().to_owned();
    assert!(header("strict-transport-security").starts_with("max-age=31536000"));
    assert!(
        header("set-cookie").contains("; Secure"),
        "{}",
        header("set-cookie")
    );
    assert!(header("content-security-policy").contains("default-src 'none'"));
    // Whoever speaks plain HTTP to it gets nothing.
    let plain = portal.url.replace("https://", "http://");
    assert!(reqwest::get(plain).await.is_err());
    let (_, figures) = portal.asked("/metrics").await;
    assert!(
        figures.contains("\nmohar_tls_certificate_not_after_seconds "),
        "{figures}"
    );
}

#[tokio::test]
async fn a_renewed_certificate_is_taken_on_request_and_by_itself() {
    let (installation, first) = certified();
    let portal = installation.serve();
    asked(&portal, &first).await.unwrap();
    let second = renewed(&installation);
    portal.signal("-HUP");
    taken(&portal, &second).await;
    asked(&portal, &first).await.unwrap_err();
    let third = renewed(&installation);
    taken(&portal, &third).await;
    // One that cannot be used changes nothing.
    write(&installation.path("tls.crt"), "no certificate");
    portal.signal("-HUP");
    tokio::time::sleep(Duration::from_millis(300)).await;
    asked(&portal, &third).await.unwrap();
    let refused = "the new TLS certificate is not used; the old one stays";
    assert!(
        portal
            .logged()
            .iter()
            .any(|line| line["message"] == refused)
    );
}

/// Waits until a certificate is the one in use.
async fn taken(portal: &PortalProcess, certificate: &str) {
    for _ in 0..100 {
        if asked(portal, certificate).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("not within ten seconds");
}

#[test]
fn what_cannot_be_used_is_told_before_the_start() {
    use std::os::unix::fs::PermissionsExt as _;

    let (installation, certificate) = certified();
    let config = installation.config();
    let refused = |wanted: &str| {
        for command in [&["serve"][..], &["config", "check"]] {
            let output = mohar(&[command, &["--config", &config]].concat());
            let words = printed(&output.stderr) + &printed(&output.stdout);
            assert_eq!(output.status.code(), Some(1), "{words}");
            assert!(words.contains(wanted), "{words}");
        }
    };
    let key = installation.path("tls.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    refused("chmod 600");
    write(&key, &made().signing_key.serialize_pem());
    refused("are not a pair");
    write(&key, &certificate);
    refused("no private key");
    write(&installation.path("tls.crt"), "");
    refused("no certificate");
}

/// Without TLS there is nothing to read again, and SIGHUP ends nothing.
#[tokio::test]
async fn a_hangup_without_tls_does_nothing() {
    let installation = Installation::new("");
    let mut portal = installation.serve();
    portal.signal("-HUP");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!portal.has_ended());
    assert_eq!(portal.asked("/healthz").await.0, 200);
}
