//! Every outcome of *GSTIN and Go*: its code, the words, and where to go from there.

use crate::browser::{Manner, Screen};
use crate::steps::{ENABLEMENT, REGISTRATION};
use crate::visit::Visit;

/// Seconds after which an address has regained a look-up.
const LOOK_UP_S: u32 = 60;

/// Tries a page's taxpayers one after another; those that go on are at their details.
async fn try_all(visit: &Visit, try_at: &str, flow: &str) {
    let rows = visit.taxpayers(try_at).await;
    assert!(rows.len() >= 4, "{} rows", rows.len());
    for row in rows {
        let gstin = row["gstin"].as_str().unwrap();
        visit.look_up(flow, gstin).await;
        match row["code"].as_str() {
            None => visit.at(&format!("{flow}/details")).await,
            Some(code) => {
                visit.at(flow).await;
                stops_with(visit, gstin, code).await;
                if let Some(name) = row["legal_name"].as_str() {
                    let outcome = visit.browser.text(".outcome").await;
                    assert!(outcome.contains(name), "{name} is not in {outcome}");
                }
            }
        }
        visit.pass(LOOK_UP_S).await;
    }
}

/// The page says why, under which code, and links to what to do next.
async fn stops_with(visit: &Visit, gstin: &str, code: &str) {
    let browser = &visit.browser;
    let shown = browser.texts(".outcome .code").await;
    assert_eq!(shown, [code], "{gstin}");
    assert!(!browser.text("#outcome-title").await.is_empty());
    assert_eq!(browser.value("#gstin").await, gstin);
    let language = visit.language;
    let way_on = match code {
        "3027" => format!("a[href='/{language}/login']"),
        "3046" => format!("a[href='/{language}{ENABLEMENT}']"),
        "3063" => format!("a[href='/{language}{REGISTRATION}']"),
        "3014" => format!("a[href='/{language}/contact']"),
        _ => "a[href^='https://']".to_owned(),
    };
    assert!(
        browser.shows(&format!(".outcome {way_on}")).await,
        "{gstin}: no {way_on}"
    );
    let about = format!(".outcome a[href='/{language}/help/errors/{code}']");
    assert!(browser.shows(&about).await, "{gstin}: no {about}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_outcome_of_registration() {
    let visit = Visit::usual().await;
    try_all(&visit, "registration", REGISTRATION).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_outcome_of_registration_in_hindi_on_a_phone() {
    let manner = Manner {
        screen: Screen::Phone,
        scripts: false,
    };
    let visit = Visit::begin("hi", manner).await;
    try_all(&visit, "registration", REGISTRATION).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_outcome_of_enablement() {
    let visit = Visit::without_scripts().await;
    try_all(&visit, "enablement", ENABLEMENT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_check_digit_is_named() {
    let visit = Visit::usual().await;
    let right = visit.eligible().await;
    let (first14, digit) = right.split_at(14);
    let wrong = format!("{first14}{}", if digit == "0" { "1" } else { "0" });
    visit.look_up(REGISTRATION, &wrong.to_lowercase()).await;
    visit.at(REGISTRATION).await;
    stops_with(&visit, &wrong, "3030").await;
    let fault = visit.browser.text("#gstin-fault").await;
    let expected = format!("would be {digit},");
    assert!(
        fault.contains(&expected),
        "{expected:?} is not in {fault:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outcome_leads_on_and_explains_its_code() {
    let visit = Visit::usual().await;
    let rows = visit.taxpayers("registration").await;
    let row = rows.iter().find(|row| row["code"] == "3046").unwrap();
    let gstin = row["gstin"].as_str().unwrap();
    visit.look_up(REGISTRATION, gstin).await;
    visit
        .browser
        .follow(".outcome a[href*='/help/errors/']")
        .await;
    visit.at("/help/errors/3046").await;
    visit.look_up(REGISTRATION, gstin).await;
    visit
        .browser
        .follow(&format!(".outcome a[href$='{ENABLEMENT}']"))
        .await;
    visit.at(ENABLEMENT).await;
}
