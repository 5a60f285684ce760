//! An e-way bill from a registered document to its cancellation, and that of the document.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::browser::{Manner, Screen};
use crate::journey::fits_one_sheet;
use crate::support::printed;
use crate::visit::Visit;

/// What another program reads from a picture on the page.
async fn scan(visit: &Visit, folder: &Path, css: &str) -> String {
    let file = folder.join("code.png");
    std::fs::write(&file, visit.browser.picture(css).await).unwrap();
    let output = Command::new("zbarimg")
        .args(["--raw", "-q"])
        .arg(&file)
        .output()
        .unwrap();
    assert!(output.status.success(), "zbarimg reads nothing from {css}");
    printed(&output.stdout).trim().to_owned()
}

/// Looks at the page as it is printed, or no longer so.
async fn as_printed(visit: &Visit, media: &str) {
    let parameters = json!({ "media": media });
    let driver = visit.browser.driver();
    driver
        .devtools("Emulation.setEmulatedMedia", parameters)
        .await;
}

/// Registers a sample; its IRN.
async fn registered(visit: &Visit) -> String {
    let browser = &visit.browser;
    let sample = format!("/{}/upload/sample", visit.language);
    let sample = visit.download(&sample).await.text().await.unwrap();
    visit.open("/upload").await;
    browser.fill("#text", &sample).await;
    browser.follow("main form button.primary").await;
    browser.find(".results .tag.good").await;
    browser.text(".results a[href*='/invoices/']").await
}

/// From the menu to the e-way bill; its number.
async fn make(visit: &Visit, irn: &str) -> String {
    let browser = &visit.browser;
    let link = ".nav a[href$='/eway-bills/generate']";
    assert!(!browser.shows(link).await);
    browser
        .click(".nav details:has(a[href$='/eway-bills/generate']) > summary")
        .await;
    browser.follow(link).await;
    visit.at("/eway-bills/generate").await;
    browser.fill("#document", "12345").await;
    browser.follow("main form button.primary").await;
    visit.at("/eway-bills/generate").await;
    assert!(browser.shows("#document-fault").await);
    browser.fill("#document", irn).await;
    browser.follow("main form button.primary").await;
    let form = format!("/invoices/{irn}/eway-bill");
    visit.at(&form).await;

    // By road, but with what: told beside the field, and what was chosen is kept.
    browser.click("#mode option[value='1']").await;
    browser.follow("main form button.primary").await;
    visit.at(&form).await;
    assert!(browser.shows("#vehicle-fault").await);
    assert_eq!(browser.value("#mode").await, "1");
    assert!(!browser.shows("#dispatch-name").await, "it is folded away");
    browser.click("details.more > summary").await;
    assert!(browser.shows("#dispatch-name").await);
    browser.fill("#vehicle", "ka 01 ab 1234").await;
    browser.click("#vehicle-type option[value='R']").await;
    browser.follow("main form button.primary").await;
    let address = browser.address().await;
    let address = address.trim_start_matches(&format!("/{}", visit.language));
    let path = address.split('?').next().unwrap();
    visit.at_with_notice(path, "bill-made-computed").await;
    path.strip_prefix("/eway-bills/").unwrap().to_owned()
}

async fn cancel(visit: &Visit, page: &str) {
    let browser = &visit.browser;
    visit.open(page).await;
    browser.follow("main form button.danger").await;
    visit.at(page).await;
    for field in ["reason", "remark", "sure"] {
        assert!(browser.shows(&format!("#{field}-fault")).await, "{field}");
    }
    browser.click("label[for=reason-2]").await;
    browser.fill("#remark", "not sent").await;
    browser.click("#sure").await;
    browser.follow("main form button.danger").await;
}

async fn goes_the_whole_way(language: &'static str, screen: Screen, scripts: bool) {
    let visit = Visit::begin(language, Manner { screen, scripts }).await;
    let browser = &visit.browser;
    let folder = tempfile::tempdir().unwrap();
    visit.log_in_ready().await;
    let irn = registered(&visit).await;
    let document = format!("/invoices/{irn}");
    let number = make(&visit, &irn).await;
    let bill = format!("/eway-bills/{number}");
    assert!(browser.text(".paper").await.contains("KA01AB1234"));

    let read = scan(&visit, folder.path(), "#qr").await;
    let gstin = browser.text(".head .gstin").await;
    let begin = format!("{number}/{gstin}/");
    assert!(read.starts_with(&begin), "{read}");
    assert_eq!(read.len(), begin.len() + "10-06-2026 12:00:00".len());
    assert_eq!(scan(&visit, folder.path(), ".scans .bars").await, number);
    fits_one_sheet(&visit).await;
    as_printed(&visit, "print").await;
    assert!(!browser.shows(".nav").await, "it is the print");
    assert!(browser.shows(".watermark.low").await, "it is a sandbox");
    assert_eq!(scan(&visit, folder.path(), "#qr").await, read);
    assert_eq!(scan(&visit, folder.path(), ".scans .bars").await, number);
    as_printed(&visit, "").await;

    visit.open("/eway-bills").await;
    assert!(browser.shows(&format!("main a[href$='{bill}']")).await);
    visit.open(&document).await;
    assert!(browser.shows(&format!("main a[href$='{bill}']")).await);
    assert!(!browser.shows("main a[href$='/eway-bill']").await);
    browser
        .follow(&format!("main a[href$='{document}/cancel']"))
        .await;
    visit.at(&format!("{document}/cancel")).await;
    assert!(!browser.shows("#remark").await);
    browser
        .follow(&format!("#blocked a[href$='{bill}/cancel']"))
        .await;
    cancel(&visit, &format!("{bill}/cancel")).await;
    visit.at_with_notice(&bill, "bill-cancelled").await;
    assert!(browser.text("main .outcome").await.contains("not sent"));
    cancel(&visit, &format!("{document}/cancel")).await;
    visit.at_with_notice(&document, "cancelled").await;
    assert!(!browser.shows("main a[href$='/eway-bill']").await);
    visit.open(&format!("{document}/eway-bill")).await;
    assert!(browser.shows("#hindrance").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_english_with_scripts() {
    goes_the_whole_way("en", Screen::Desk, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_hindi_without_scripts_on_a_phone() {
    goes_the_whole_way("hi", Screen::Phone, false).await;
}
