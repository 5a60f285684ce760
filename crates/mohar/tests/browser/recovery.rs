//! User Id or password forgotten.

use crate::browser::{Manner, Screen};
use crate::steps::{PASSWORD, REGISTRATION};
use crate::visit::Visit;

const RECOVERY: &str = "/login/recover";
const NEW_PASSWORD: &str = "/login/recover/password";

async fn choose(visit: &Visit, password: &str, confirm: &str) {
    visit.browser.fill("#password", password).await;
    visit.browser.fill("#confirm", confirm).await;
    visit.browser.follow("main form.panel button.primary").await;
}

async fn recovers(language: &'static str, screen: Screen, scripts: bool) {
    let visit = Visit::begin(language, Manner { screen, scripts }).await;
    let browser = &visit.browser;
    let rows = visit.taxpayers("registration").await;
    let row = rows.iter().find(|row| row["code"] == "3027").unwrap();
    let gstin = row["gstin"].as_str().unwrap();
    visit.look_up(REGISTRATION, gstin).await;
    browser
        .follow(&format!(".outcome a[href$='{RECOVERY}']"))
        .await;
    visit.at(RECOVERY).await;
    visit.to_code(RECOVERY, gstin).await;
    visit.enter_code(&visit.one_time_password().await).await;
    visit.at_with_notice(NEW_PASSWORD, "mobile-proved").await;
    let user_id = browser.text("dl.facts .code").await;

    choose(&visit, "short", "other").await;
    visit.at(NEW_PASSWORD).await;
    assert!(browser.shows("#password-fault").await && browser.shows("#confirm-fault").await);
    choose(&visit, PASSWORD, PASSWORD).await;
    visit.at("/login/recover/done").await;
    assert_eq!(browser.text(".success .code").await, user_id);
    visit.log_in(&user_id, PASSWORD).await;
    visit.at("/dashboard").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced() {
    recovers("en", Screen::Desk, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_in_hindi_on_a_phone() {
    recovers("hi", Screen::Phone, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_account_there_is_nothing_to_recover() {
    let visit = Visit::without_scripts().await;
    visit.look_up(RECOVERY, &visit.eligible().await).await;
    visit.at(RECOVERY).await;
    let language = visit.language;
    let register = format!(".outcome a[href='/{language}{REGISTRATION}']");
    assert!(visit.browser.shows(&register).await);
}
