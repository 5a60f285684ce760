//! Pages that need no login, each in both languages: on a phone, by keyboard, and across the
//! language switch.

use fantoccini::Locator;
use fantoccini::key::Key;

use crate::browser::{Manner, Screen};
use crate::steps::REGISTRATION;
use crate::visit::Visit;

/// Searches that find something, or have something to say.
pub(crate) const SEARCHES: [&str; 10] = [
    "/search/hsn?q=84",
    "/search/hsn?q=84713011",
    "/search/hsn?q=transport",
    "/search/pin?state=29",
    "/search/pin?pin=560001",
    "/search/pin?pin=900001",
    "/search/distance?from=560001&to=110001",
    "/search/distance?from=560001&to=",
    "/masters/rate",
    "/masters/country?page=2",
];

/// The pages that ask the GST system about a taxpayer.
pub(crate) const TAXPAYER_SEARCHES: [&str; 2] = ["/search/taxpayer", "/search/e-invoice-status"];

/// Asks one of them about a taxpayer that may register.
pub(crate) async fn ask_about_taxpayer(visit: &Visit, path: &str) {
    visit.open(path).await;
    visit.browser.fill("#gstin", &visit.eligible().await).await;
    visit.browser.follow("main form button.primary").await;
    visit.at(path).await;
    visit.browser.find("main dl.facts").await;
}

/// The addresses of the site map, without their language.
pub(crate) async fn listed(visit: &Visit) -> Vec<String> {
    visit.open("/sitemap").await;
    let links = Locator::Css("main a[href^='/']");
    let mut paths = Vec::new();
    for link in visit.browser.client().find_all(links).await.unwrap() {
        let address = link.attr("href").await.unwrap().unwrap();
        let path = address
            .strip_prefix(&format!("/{}", visit.language))
            .unwrap();
        paths.push(path.to_owned());
    }
    assert!(paths.len() >= 15, "{paths:?}");
    paths
}

async fn all_hold(language: &'static str, manner: Manner) {
    let visit = Visit::begin(language, manner).await;
    for path in listed(&visit).await {
        visit.go(&path).await;
        let lands = visit.browser.address().await;
        let path = if lands.contains("notice=login-needed") {
            "/login"
        } else {
            &path
        };
        visit.at(path).await;
    }
    for address in SEARCHES {
        visit.open(address).await;
    }
    for path in TAXPAYER_SEARCHES {
        ask_about_taxpayer(&visit, path).await;
    }
    visit.open("/help/errors/3046").await;
    visit.open("/no-such-page").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_site_map_holds_in_hindi_on_a_phone() {
    all_hold(
        "hi",
        Manner {
            screen: Screen::Phone,
            scripts: true,
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_site_map_holds_in_english_on_a_phone() {
    all_hold(
        "en",
        Manner {
            screen: Screen::Phone,
            scripts: false,
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_site_map_holds_on_a_desk() {
    all_hold(
        "hi",
        Manner {
            screen: Screen::Desk,
            scripts: true,
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_switch_stays_on_the_page() {
    let mut visit = Visit::usual().await;
    visit.to_code(REGISTRATION, &visit.eligible().await).await;
    visit.browser.follow("a.language").await;
    visit.language = "hi";
    visit.at(&format!("{REGISTRATION}/verify")).await;
    visit.enter_code(&visit.one_time_password().await).await;
    visit.at(&format!("{REGISTRATION}/credentials")).await;
    visit.browser.follow("a.language").await;
    visit.language = "en";
    visit.at(&format!("{REGISTRATION}/credentials")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_key_skips_to_the_content() {
    let visit = Visit::usual().await;
    visit.open(REGISTRATION).await;
    let focused = async || visit.browser.client().active_element().await.unwrap();
    let press = async |key: Key| {
        let key = String::from(char::from(key));
        focused().await.send_keys(&key).await.unwrap();
    };
    press(Key::Tab).await;
    assert_eq!(
        focused().await.attr("class").await.unwrap().as_deref(),
        Some("skip")
    );
    press(Key::Enter).await;
    press(Key::Tab).await;
    assert_eq!(
        focused().await.attr("id").await.unwrap().as_deref(),
        Some("gstin")
    );
    focused()
        .await
        .send_keys(&visit.eligible().await)
        .await
        .unwrap();
    let page = visit.browser.find("html").await;
    press(Key::Enter).await;
    visit.browser.find("dl.facts").await;
    assert!(page.tag_name().await.is_err());
    visit.at(&format!("{REGISTRATION}/details")).await;
}
