//! The whole way: from the home page to a registered, verified and cancelled e-invoice.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::Value;

use crate::browser::{Manner, Screen};
use crate::steps::{PASSWORD, REGISTRATION};
use crate::support::{MOHAR, printed};
use crate::visit::Visit;

const USER_ID: &str = "journey2026";

/// From the menu to the dashboard of a new account.
async fn register_and_log_in(visit: &Visit) {
    let browser = &visit.browser;
    let gstin = visit.eligible().await;
    visit.open("/").await;
    let link = format!(".nav a[href$='{REGISTRATION}']");
    assert!(!browser.shows(&link).await);
    browser
        .click(&format!(
            ".nav details:has(a[href$='{REGISTRATION}']) > summary"
        ))
        .await;
    visit.at("").await;
    browser.follow(&link).await;
    visit.at(REGISTRATION).await;

    browser.fill("#gstin", &gstin).await;
    browser.follow("main form.panel button.primary").await;
    visit.at(&format!("{REGISTRATION}/details")).await;
    browser.follow("form[action$='/send'] button").await;
    visit.at(&format!("{REGISTRATION}/verify")).await;
    visit.enter_code(&visit.one_time_password().await).await;
    visit.at(&format!("{REGISTRATION}/credentials")).await;
    browser.fill("#user_id", USER_ID).await;
    if visit.scripts() {
        browser.find("#user_id-state.good").await;
    }
    visit.save(USER_ID, PASSWORD, PASSWORD).await;
    visit.at(&format!("{REGISTRATION}/done")).await;
    browser.follow(".success a[href$='/login']").await;
    visit.at("/login").await;
    browser.fill("#user_id", USER_ID).await;
    browser.fill("#password", PASSWORD).await;
    browser.follow("main form button[type=submit]").await;
    visit.at("/dashboard").await;
    assert!(browser.text("main").await.contains(&gstin));
}

/// Uploads the page's own sample; the IRN that it got.
async fn upload_the_sample(visit: &Visit, folder: &Path) -> String {
    let browser = &visit.browser;
    browser.follow(".nav a[href$='/upload']").await;
    visit.at("/upload").await;
    let sample = browser.find("a[href$='/upload/sample']").await;
    let sample = sample.attr("href").await.unwrap().unwrap();
    let sample = visit.download(&sample).await.text().await.unwrap();
    if visit.scripts() {
        let file = folder.join("sample.json");
        std::fs::write(&file, sample).unwrap();
        browser
            .find("#file")
            .await
            .send_keys(file.to_str().unwrap())
            .await
            .unwrap();
    } else {
        browser.fill("#text", &sample).await;
    }
    browser.follow("main form button.primary").await;
    browser.find(".results .tag.good").await;
    let address = browser.address().await;
    visit
        .at(address.trim_start_matches(&format!("/{}", visit.language)))
        .await;
    let irn = browser.text(".results a[href*='/invoices/']").await;
    assert_eq!(irn.len(), 64, "{irn}");
    irn
}

/// What another program reads from the picture of the QR code on the page.
async fn scan(visit: &Visit, folder: &Path) -> String {
    let file = folder.join("qr.png");
    std::fs::write(&file, visit.browser.picture("svg.qr").await).unwrap();
    let output = Command::new("zbarimg")
        .args(["--raw", "-q"])
        .arg(&file)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "zbarimg reads nothing from the page's QR code"
    );
    printed(&output.stdout).trim().to_owned()
}

/// Checks a token with another implementation; its `data`.
async fn verified_data(visit: &Visit, token: &str) -> Value {
    let keys = reqwest::get(format!("{}/.well-known/jwks.json", visit.sandbox.portal));
    let keys: Value = keys.await.unwrap().json().await.unwrap();
    let header = jsonwebtoken::decode_header(token).unwrap();
    let mut keys = keys["keys"].as_array().unwrap().iter();
    let key = keys
        .find(|key| key["kid"].as_str() == header.kid.as_deref())
        .unwrap();
    let part = |name: &str| key[name].as_str().unwrap();
    let key = DecodingKey::from_rsa_components(part("n"), part("e")).unwrap();
    let mut validation = Validation::new(Algorithm::RS256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    let claims = jsonwebtoken::decode::<Value>(token, &key, &validation)
        .unwrap()
        .claims;
    serde_json::from_str(claims["data"].as_str().unwrap()).unwrap()
}

/// `mohar verify - --jwks FILE`, as somebody without a network does it.
async fn verify_offline(visit: &Visit, folder: &Path, token: &str) -> bool {
    let file = folder.join("jwks.json");
    let keys = reqwest::get(format!("{}/.well-known/jwks.json", visit.sandbox.portal));
    std::fs::write(&file, keys.await.unwrap().bytes().await.unwrap()).unwrap();
    let mut verify = Command::new(MOHAR)
        .args(["verify", "-", "--jwks"])
        .arg(&file)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    verify
        .stdin
        .take()
        .unwrap()
        .write_all(token.as_bytes())
        .unwrap();
    verify.wait().unwrap().success()
}

/// Pastes a token into the public page; the place of its verdict on the document.
async fn verify_on_the_page(visit: &Visit, token: &str) {
    visit.open("/search/verify").await;
    visit.browser.fill("#text", token).await;
    visit.browser.follow("main form button.primary").await;
    visit.at("/search/verify").await;
}

/// A small invoice and all that stands around it are printed on one sheet.
pub(crate) async fn fits_one_sheet(visit: &Visit) {
    let paper = visit.browser.print().await;
    let sheets = String::from_utf8_lossy(&paper)
        .matches("/Type /Page\n")
        .count();
    assert_eq!(sheets, 1, "sheets of paper in {}", visit.language);
}

async fn cancel(visit: &Visit, irn: &str) {
    let browser = &visit.browser;
    let invoice = format!("/invoices/{irn}");
    visit.open(&invoice).await;
    browser
        .follow(&format!("main a[href$='{invoice}/cancel']"))
        .await;
    visit.at(&format!("{invoice}/cancel")).await;
    browser.follow("main form button.danger").await;
    visit.at(&format!("{invoice}/cancel")).await;
    for field in ["reason", "remark", "sure"] {
        assert!(browser.shows(&format!("#{field}-fault")).await, "{field}");
    }
    browser.click("label[for=reason-2]").await;
    browser.fill("#remark", "wrong quantity").await;
    browser.click("#sure").await;
    browser.follow("main form button.danger").await;
    visit.at_with_notice(&invoice, "cancelled").await;
    assert!(
        browser
            .text("main .outcome")
            .await
            .contains("wrong quantity")
    );
    fits_one_sheet(visit).await;
    visit.open("/invoices?status=cancelled").await;
    assert!(browser.shows(&format!("main a[href$='{invoice}']")).await);
    visit.open("/invoices?status=active").await;
    assert!(!browser.shows(&format!("main a[href$='{invoice}']")).await);
}

async fn goes_the_whole_way(language: &'static str, screen: Screen, scripts: bool) {
    let visit = Visit::begin(language, Manner { screen, scripts }).await;
    let browser = &visit.browser;
    let folder = tempfile::tempdir().unwrap();
    register_and_log_in(&visit).await;
    let irn = upload_the_sample(&visit, folder.path()).await;
    browser.follow(".results a[href*='/invoices/']").await;
    visit.at(&format!("/invoices/{irn}")).await;

    let token = scan(&visit, folder.path()).await;
    assert_eq!(verified_data(&visit, &token).await["Irn"], irn);
    assert!(verify_offline(&visit, folder.path(), &token).await);
    let forged = token.replacen('A', "B", 1);
    assert!(!verify_offline(&visit, folder.path(), &forged).await);
    verify_on_the_page(&visit, &token).await;
    assert!(browser.shows(".token .success").await && browser.shows("#live.success").await);

    cancel(&visit, &irn).await;
    verify_on_the_page(&visit, &token).await;
    assert!(browser.shows(".token .success").await && browser.shows("#live.outcome").await);
    browser.follow("form[action$='/logout'] button").await;
    visit.at_with_notice("/login", "logged-out").await;
    visit.go("/invoices").await;
    visit.at("/login").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_english_with_scripts() {
    goes_the_whole_way("en", Screen::Desk, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_english_without_scripts() {
    goes_the_whole_way("en", Screen::Phone, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_hindi_with_scripts() {
    goes_the_whole_way("hi", Screen::Phone, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_hindi_without_scripts() {
    goes_the_whole_way("hi", Screen::Desk, false).await;
}
