//! `mohar verify`.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{MOHAR, SandboxProcess, invoice, mohar, printed};

/// A registered document with its keys, all in files, and no portal any more.
struct Files {
    folder: TempDir,
    registered: nic_client::Registration,
}

impl Files {
    async fn new() -> Self {
        let sandbox = SandboxProcess::start(&[]);
        let account = sandbox.managed("/integrator").await;
        let document = invoice(account["gstin"].as_str().unwrap(), "OFFLINE/1");
        let registered = sandbox.client(&account).generate(&document).await.unwrap();
        let keys = reqwest::get(account["jwks_url"].as_str().unwrap())
            .await
            .unwrap();
        let files = Self {
            folder: tempfile::tempdir().unwrap(),
            registered,
        };
        files.write("jwks.json", &keys.text().await.unwrap());
        let certificate = account["signing_certificate_pem"].as_str().unwrap();
        files.write("certificate.pem", certificate);
        files.write("login.pem", account["public_key_pem"].as_str().unwrap());
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn answer(&self) -> Value {
        json!({
            "AckNo": self.registered.ack_no,
            "Irn": self.registered.irn,
            "SignedInvoice": self.registered.signed_invoice,
            "SignedQRCode": self.registered.signed_qr_code,
        })
    }

    fn verify(&self, text: &str, options: &[(&str, &str)]) -> Output {
        self.write("document", text);
        let document = self.path("document");
        let mut arguments = vec!["verify".to_owned(), document.display().to_string()];
        for (option, file) in options {
            arguments.push((*option).to_owned());
            arguments.push(self.path(file).display().to_string());
        }
        mohar(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

const HOLDS: &str = "The signature holds (key ";

#[tokio::test]
async fn a_document_is_verified_without_its_portal() {
    let files = Files::new().await;
    let forms = [
        (files.answer().to_string(), 2),
        (
            json!({ "Status": 1, "Data": files.answer().to_string() }).to_string(),
            2,
        ),
        (files.registered.signed_invoice.clone(), 1),
        (files.registered.signed_qr_code.clone(), 1),
    ];
    for key in [("--key", "certificate.pem"), ("--jwks", "jwks.json")] {
        for (text, tokens) in &forms {
            let output = files.verify(text, &[key]);
            let words = printed(&output.stdout);
            assert_eq!(output.status.code(), Some(0), "{words}");
            assert_eq!(words.matches(HOLDS).count(), *tokens, "{words}");
            assert!(words.contains(&files.registered.irn), "{words}");
            assert!(words.contains("Mohar Sandbox"), "{words}");
        }
    }
}

#[tokio::test]
async fn a_document_that_was_changed_is_shown_and_refused() {
    let files = Files::new().await;
    let token = &files.registered.signed_qr_code;
    let (head, signature) = token.rsplit_once('.').unwrap();
    let flipped = if signature.starts_with('A') { "B" } else { "A" };
    let changed = format!("{head}.{flipped}{}", &signature[1..]);
    let output = files.verify(&changed, &[("--jwks", "jwks.json")]);
    let words = printed(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        words.contains("does not hold") && words.contains(&files.registered.irn),
        "{words}"
    );

    // One good token does not make up for a bad one.
    let mut answer = files.answer();
    answer["SignedQRCode"] = json!(changed);
    let output = files.verify(&answer.to_string(), &[("--jwks", "jwks.json")]);
    let words = printed(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        words.contains(HOLDS) && words.contains("does not hold"),
        "{words}"
    );
}

#[tokio::test]
async fn keys_of_others_and_no_keys() {
    let files = Files::new().await;
    let token = files.registered.signed_invoice.clone();
    let output = files.verify(&token, &[("--key", "login.pem")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(printed(&output.stdout).contains("does not hold"));

    let output = files.verify(&token, &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(printed(&output.stderr).contains("--key"));

    // The right one among several is found.
    let both = [("--key", "login.pem"), ("--key", "certificate.pem")];
    assert_eq!(files.verify(&token, &both).status.code(), Some(0));
}

#[tokio::test]
async fn other_files_are_named() {
    let files = Files::new().await;
    let output = files.verify("no token here", &[("--jwks", "jwks.json")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(printed(&output.stderr).contains("no signed invoice"));

    let output = files.verify("x", &[("--key", "jwks.json")]);
    assert!(printed(&output.stderr).contains("not a public key"));
    let output = files.verify("x", &[("--jwks", "certificate.pem")]);
    assert!(printed(&output.stderr).contains("not a JSON Web Key Set"));
    let output = files.verify("x", &[("--key", "nowhere.pem")]);
    assert!(printed(&output.stderr).contains("cannot read"));
}

#[tokio::test]
async fn standard_input_is_read() {
    let files = Files::new().await;
    let mut child = Command::new(MOHAR)
        .args(["verify", "-", "--jwks"])
        .arg(files.path("jwks.json"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin
        .write_all(files.registered.signed_qr_code.as_bytes())
        .unwrap();
    drop(stdin);
    assert!(child.wait_with_output().unwrap().status.success());
}

/// As with `mohar verify … | head -1`.
#[tokio::test]
async fn a_reader_that_has_gone_does_not_change_the_verdict() {
    let files = Files::new().await;
    files.write("document", &files.answer().to_string());
    let mut child = Command::new(MOHAR)
        .arg("verify")
        .arg(files.path("document"))
        .arg("--jwks")
        .arg(files.path("jwks.json"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(printed(&output.stderr), "");
}

/// A certificate and token that another portal's software made; nothing of ours signed it.
#[test]
fn tokens_of_other_portals() {
    let folder = tempfile::tempdir().unwrap();
    let key = rcgen::KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048);
    let key = key.unwrap();
    let certificate = rcgen::CertificateParams::new(["another.example".to_owned()]).unwrap();
    let certificate = certificate.self_signed(&key).unwrap().pem();
    std::fs::write(folder.path().join("key.pem"), &certificate).unwrap();
    let encoding = jsonwebtoken::EncodingKey::from_rsa_pem(key.serialize_pem().as_bytes()).unwrap();
    let mut header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::RS256);
    let public = seal::VerifyingKey::from_pem(&certificate).unwrap();
    header.kid = public.key_id().map(str::to_owned);
    let claims = json!({ "data": "{\"Irn\":\"00\",\"SellerGstin\":\"29AABCT1332L000\"}", "iss": "Another IRP" });
    let token = jsonwebtoken::encode(&header, &claims, &encoding).unwrap();
    let document = folder.path().join("qr.txt");
    std::fs::write(&document, token).unwrap();
    let key = folder.path().join("key.pem");
    let output = mohar(&[
        "verify",
        document.to_str().unwrap(),
        "--key",
        key.to_str().unwrap(),
    ]);
    let words = printed(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{words}");
    assert!(
        words.contains("Signed QR code") && words.contains("Another IRP"),
        "{words}"
    );
}
