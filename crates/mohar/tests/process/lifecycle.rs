//! Starting and stopping.

use std::fs;
use std::net::TcpListener;

use crate::support::{SandboxProcess, invoice, mohar, printed};

#[tokio::test]
async fn the_ready_account_survives_a_restart_with_its_documents() {
    let folder = tempfile::tempdir().unwrap();
    let data = ["--data", folder.path().to_str().unwrap()];
    let mut first = SandboxProcess::start(&data);
    let account = first.managed("/integrator").await;
    let supplier = account["gstin"].as_str().unwrap();
    let document = invoice(supplier, "LIFE/1");
    let registered = first.client(&account).generate(&document).await.unwrap();
    assert!(first.stop().success());

    let second = SandboxProcess::start(&data);
    let after = second.managed("/integrator").await;
    for member in [
        "gstin",
        "user_name",
        "password",
        "client_id",
        "client_secret",
        "public_key_pem",
        "signing_certificate_pem",
    ] {
        assert_eq!(after[member], account[member], "{member}");
    }
    let client = second.client(&after);
    let found = client.get_by_irn(&registered.irn).await.unwrap();
    assert_eq!(found.signed_invoice, registered.signed_invoice);
    assert_eq!(found.signed_qr_code, registered.signed_qr_code);
}

#[tokio::test]
async fn temporary_sandboxes_have_nothing_in_common() {
    let (first, second) = (SandboxProcess::start(&[]), SandboxProcess::start(&[]));
    let (one, other) = (
        first.managed("/integrator").await,
        second.managed("/integrator").await,
    );
    for member in ["client_secret", "public_key_pem", "signing_certificate_pem"] {
        assert_ne!(one[member], other[member], "{member}");
    }
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mohar.db"), "a real register").unwrap();
    let data = folder.path().to_str().unwrap();
    let arguments = [
        "sandbox",
        "--listen",
        "127.0.0.1:0",
        "--manage",
        "127.0.0.1:0",
    ];
    let output = mohar(&[&arguments[..], &["--data", data]].concat());
    assert_eq!(output.status.code(), Some(1));
    assert!(printed(&output.stderr).contains("was not made by a sandbox"));
}

#[test]
fn a_port_that_is_taken_is_named_with_its_option() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for (option, other) in [("--listen", "--manage"), ("--manage", "--listen")] {
        let output = mohar(&["sandbox", option, &address, other, "127.0.0.1:0"]);
        let words = printed(&output.stderr);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            words.contains(option) && words.contains(&address),
            "{words}"
        );
        assert!(!words.contains(other), "{words}");
    }
}
