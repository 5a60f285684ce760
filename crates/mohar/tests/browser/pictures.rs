//! Pictures of the pages: for the guide, and of every page to look at. Only `cargo xtask pictures`
//! takes them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::browser::{Manner, Screen};
use crate::pages;
use crate::steps::{ENABLEMENT, PASSWORD, REGISTRATION};
use crate::two_step::{self, App};
use crate::visit::Visit;

/// Most bytes of a picture of the guide: people read it on a telephone.
const GUIDE_BYTES_MAX: usize = 100_000;

/// What only a sandbox says, and what stands beside the form, is no part of the guide.
const ONLY_THE_FORM: &str = "
for (const note of document.querySelectorAll('.sandbox, .notice, main .info, main aside')) {
  note.remove();
}
document.activeElement.blur();";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A step of the guide, without the head and the foot that every page has.
async fn take_step(visit: &Visit, number: u8) {
    visit.browser.run(ONLY_THE_FORM, Vec::new()).await;
    let picture = visit.browser.picture("main").await;
    assert!(
        picture.len() <= GUIDE_BYTES_MAX,
        "step {number} has {} bytes",
        picture.len()
    );
    let folder = root()
        .join("crates/portal/assets/guide")
        .join(visit.language);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("step-{number}.png")), picture).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "writes the pictures of the guide; run by cargo xtask pictures"]
async fn of_the_guide() {
    for language in ["en", "hi"] {
        let manner = Manner {
            screen: Screen::Guide,
            scripts: true,
        };
        let visit = Visit::begin(language, manner).await;
        let gstin = visit.eligible().await;
        visit.open(REGISTRATION).await;
        visit.browser.fill("#gstin", &gstin).await;
        take_step(&visit, 1).await;
        visit.to_details(REGISTRATION, &gstin).await;
        take_step(&visit, 2).await;
        visit.to_code(REGISTRATION, &gstin).await;
        visit.pass(31).await;
        visit.browser.client().refresh().await.unwrap();
        take_step(&visit, 3).await;
        visit.enter_code(&visit.one_time_password().await).await;
        visit.browser.fill("#user_id", "kaveri29").await;
        visit.browser.find("#user_id-state.good").await;
        visit.browser.fill("#password", PASSWORD).await;
        visit.browser.fill("#confirm", PASSWORD).await;
        take_step(&visit, 4).await;
    }
}

/// The page as it is now, from top to bottom.
async fn take(visit: &Visit, name: &str) {
    let picture = visit.browser.picture("html").await;
    let folder = root().join("target/pictures").join(visit.language);
    fs::create_dir_all(&folder).unwrap();
    let width = visit.screen().width();
    fs::write(folder.join(format!("{name}-{width}.png")), picture).unwrap();
}

/// The page as it is printed.
async fn take_print(visit: &Visit, name: &str) {
    let paper = visit.browser.print().await;
    let folder = root().join("target/pictures").join(visit.language);
    fs::write(folder.join(format!("{name}.pdf")), paper).unwrap();
}

async fn take_searches(visit: &Visit) {
    for address in pages::SEARCHES {
        visit.go(address).await;
        let name = address.trim_matches('/').replace(['/', '?', '=', '&'], "-");
        take(visit, &name).await;
    }
    for path in pages::TAXPAYER_SEARCHES {
        pages::ask_about_taxpayer(visit, path).await;
        let name = path.trim_matches('/').replace('/', "-");
        take(visit, &format!("{name}-found")).await;
    }
}

async fn take_registration(visit: &Visit) {
    let gstin = visit.eligible().await;
    for code in ["3030", "3027", "3046", "3013"] {
        let rows = visit.taxpayers("registration").await;
        let row = rows.iter().find(|row| row["code"] == code).unwrap();
        visit
            .look_up(REGISTRATION, row["gstin"].as_str().unwrap())
            .await;
        take(visit, &format!("registration-{code}")).await;
    }
    visit.to_details(REGISTRATION, &gstin).await;
    take(visit, "registration-details").await;
    visit.to_code(REGISTRATION, &gstin).await;
    take(visit, "registration-code").await;
    visit.enter_code("1").await;
    take(visit, "registration-code-refused").await;
    visit.enter_code(&visit.one_time_password().await).await;
    take(visit, "registration-credentials").await;
    visit.save("sahyadri", "short", "other").await;
    take(visit, "registration-credentials-refused").await;
    visit.save("kaveri29", PASSWORD, PASSWORD).await;
    take(visit, "registration-done").await;
    let rows = visit.taxpayers("enablement").await;
    visit
        .to_code(ENABLEMENT, rows[0]["gstin"].as_str().unwrap())
        .await;
    visit.enter_code(&visit.one_time_password().await).await;
    take(visit, "enablement-turnover").await;
}

/// Another document than the sample, with a wrong rate and a wrong total.
fn wrong(sample: &str) -> String {
    let mut document: Value = serde_json::from_str(sample).unwrap();
    let document_of = match &mut document {
        Value::Array(documents) => &mut documents[0],
        one => one,
    };
    document_of["DocDtls"]["No"] = json!("WRONG/1");
    document_of["ItemList"][0]["GstRt"] = json!(17);
    document_of["ValDtls"]["TotInvVal"] = json!(1);
    document.to_string()
}

/// From the page of a document to its e-way bill, made and cancelled, and back to the document.
async fn take_eway_bill(visit: &Visit) {
    let browser = &visit.browser;
    let document = browser.address().await;
    let document = document.trim_start_matches(&format!("/{}", visit.language));
    browser.follow("main a[href$='/eway-bill']").await;
    take(visit, "bill-make").await;
    browser.click("#mode option[value='1']").await;
    browser.fill("#transporter", "29AAACM").await;
    browser.click("details.more > summary").await;
    browser.fill("#dispatch-pin", "58").await;
    browser.follow("main form button.primary").await;
    take(visit, "bill-make-refused").await;
    visit.go(&format!("{document}/eway-bill")).await;
    browser.click("#mode option[value='1']").await;
    browser.fill("#vehicle", "KA01AB1234").await;
    browser.click("#vehicle-type option[value='R']").await;
    browser.follow("main form button.primary").await;
    take(visit, "bill").await;
    take_print(visit, "bill").await;
    browser.follow("main a[href$='/cancel']").await;
    take(visit, "bill-cancel").await;
    visit.go("/eway-bills").await;
    take(visit, "bills").await;
    let bill = browser.text("main td a").await;
    for path in [document, &format!("{document}/eway-bill")] {
        visit.go(path).await;
        let name = if path == document {
            "invoice-with-bill"
        } else {
            "bill-make-hindered"
        };
        take(visit, name).await;
    }
    visit.go(&format!("{document}/cancel")).await;
    take(visit, "cancel-blocked").await;
    let irn = document.trim_start_matches("/invoices/");
    let requests = json!([
        { "Irn": irn, "TransMode": "1", "Distance": 0, "VehNo": "KA01AB1234", "VehType": "R" },
        { "Irn": irn, "TransMode": "9", "VehNo": "1" },
    ]);
    visit.go("/eway-bills/upload").await;
    browser.fill("#text", &requests.to_string()).await;
    browser.follow("main form button.primary").await;
    browser.find(".results li").await;
    take(visit, "bills-upload-results").await;
    visit.go(&format!("/eway-bills/{bill}/cancel")).await;
    browser.click("#reason-2").await;
    browser.fill("#remark", "not sent").await;
    browser.click("#sure").await;
    browser.follow("main form button.danger").await;
    take(visit, "bill-cancelled").await;
    take_print(visit, "bill-cancelled").await;
    visit.go(document).await;
}

/// An app is set up, asked for at the login, and removed.
async fn take_two_step(visit: &Visit) {
    let browser = &visit.browser;
    two_step::begin(visit, "wrong").await;
    take(visit, "two-step-off-refused").await;
    visit.go(two_step::OVERVIEW).await;
    take(visit, "two-step-off").await;
    two_step::begin(visit, PASSWORD).await;
    take(visit, "two-step-set-up").await;
    let app = App::read(visit).await;
    two_step::enter(visit, "1").await;
    take(visit, "two-step-set-up-refused").await;
    two_step::enter(visit, &app.code(visit).await).await;
    take(visit, "two-step-codes").await;
    take_print(visit, "two-step-codes").await;
    let codes = browser.texts(".app-codes li").await;
    visit.go(two_step::OVERVIEW).await;
    take(visit, "two-step-on").await;
    visit.go(two_step::CODES).await;
    take(visit, "two-step-new-codes").await;
    browser.follow("form[action$='/logout'] button").await;
    visit.log_in("kaveri29", PASSWORD).await;
    take(visit, "login-app").await;
    two_step::enter(visit, "1").await;
    take(visit, "login-app-refused").await;
    browser.click("main details.more > summary").await;
    browser.fill("#recovery_code", &codes[0]).await;
    browser.follow("main form button.primary").await;
    visit.go(two_step::REMOVE).await;
    take(visit, "two-step-remove").await;
    browser.fill("#old_password", PASSWORD).await;
    browser.click("main details.more > summary").await;
    browser.fill("#recovery_code", &codes[0]).await;
    browser.follow("main form button.danger").await;
    take(visit, "two-step-remove-refused").await;
    browser.fill("#old_password", PASSWORD).await;
    browser.fill("#recovery_code", &codes[1]).await;
    browser.follow("main form button.danger").await;
    take(visit, "two-step-removed").await;
}

async fn take_account(visit: &Visit) {
    let browser = &visit.browser;
    visit.go("/login").await;
    visit.log_in("kaveri29", "wrong").await;
    take(visit, "login-refused").await;
    visit.log_in("kaveri29", PASSWORD).await;
    take(visit, "dashboard-empty").await;
    let sample = format!("/{}/upload/sample", visit.language);
    let sample = visit.download(&sample).await.text().await.unwrap();
    for (name, text) in [
        ("upload-registered", sample.clone()),
        ("upload-already", sample.clone()),
        ("upload-refused", wrong(&sample)),
    ] {
        visit.go("/upload").await;
        take(visit, "upload").await;
        browser.fill("#text", &text).await;
        browser.follow("main form button.primary").await;
        browser.find(".results li").await;
        take(visit, name).await;
    }
    visit.go("/dashboard").await;
    take(visit, "dashboard").await;
    visit.go("/invoices").await;
    take(visit, "invoices").await;
    browser.follow("main a[href*='/invoices/']").await;
    take(visit, "invoice").await;
    take_print(visit, "invoice").await;
    take_eway_bill(visit).await;
    let token = visit
        .download(&format!("{}/signed.json", browser.address().await))
        .await;
    let token = token.text().await.unwrap();
    browser.follow("main a[href$='/cancel']").await;
    take(visit, "cancel").await;
    browser.click("#reason-1").await;
    browser.fill("#remark", "twice").await;
    browser.click("#sure").await;
    browser.follow("main form button.danger").await;
    take(visit, "invoice-cancelled").await;
    take_print(visit, "invoice-cancelled").await;
    for page in [
        "cancel",
        "account/sessions",
        "account/password",
        "api-access",
    ] {
        visit.go(&format!("/{page}")).await;
        take(visit, &format!("account-{}", page.replace('/', "-"))).await;
    }
    browser.follow("form[action$='/api-access'] button").await;
    take(visit, "account-api-access-new").await;
    take_two_step(visit).await;
    visit.go("/search/verify").await;
    browser.fill("#text", &token).await;
    browser.follow("main form button.primary").await;
    take(visit, "verified").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "writes pictures of all pages to target/pictures; run by cargo xtask pictures"]
async fn of_every_page() {
    for language in ["en", "hi"] {
        for screen in [Screen::Desk, Screen::Phone] {
            let manner = Manner {
                screen,
                scripts: true,
            };
            let visit = Visit::begin(language, manner).await;
            for path in pages::listed(&visit).await {
                visit.go(&path).await;
                let name = match path.trim_matches('/') {
                    "" => "home".to_owned(),
                    path => path.replace('/', "-"),
                };
                take(&visit, &name).await;
            }
            take_searches(&visit).await;
            take_registration(&visit).await;
            take_account(&visit).await;
        }
    }
}
