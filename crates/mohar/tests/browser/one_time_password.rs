//! The one-time password, and what else can happen between two steps: reload, back, a second tab,
//! time.

use crate::steps::{ENABLEMENT, REGISTRATION};
use crate::visit::Visit;

/// Seconds between two codes.
const GAP_S: u32 = 30;
/// Seconds for which a code is good.
const CODE_LIFE_S: u32 = 600;
/// Seconds after which an unfinished entry has lapsed.
const ENTRY_LIFE_S: u32 = 3_600;
/// Wrong codes after which the right one is refused too.
const TRIES_MAX: u32 = 5;
/// Codes that are sent for one GSTIN in a day.
const SENDS_MAX: u32 = 5;

const DETAILS: &str = "/registration/portal-login/details";
const VERIFY: &str = "/registration/portal-login/verify";
const CREDENTIALS: &str = "/registration/portal-login/credentials";

const SEND: &str = "#send";

/// Another code of six digits.
fn other_than(code: &str) -> String {
    let (start, last) = code.split_at(5);
    format!("{start}{}", if last == "0" { "1" } else { "0" })
}

/// The code is refused, in words that do not depend on why.
async fn is_refused(visit: &Visit, code: &str) -> String {
    visit.enter_code(code).await;
    visit.at(VERIFY).await;
    visit.browser.text("#code-fault").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_code_is_refused_and_the_right_one_still_holds() {
    let visit = Visit::usual().await;
    visit.to_code(REGISTRATION, &visit.eligible().await).await;
    let code = visit.one_time_password().await;
    let missing = is_refused(&visit, "").await;
    let wrong = is_refused(&visit, &other_than(&code)).await;
    assert_ne!(missing, wrong);
    assert_eq!(visit.browser.value("#code").await, "");
    let (start, end) = code.split_at(3);
    visit.enter_code(&format!(" {start} {end}")).await;
    visit.at_with_notice(CREDENTIALS, "mobile-proved").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_expired_replaced_and_used_up_look_the_same() {
    let visit = Visit::without_scripts().await;
    visit.to_code(REGISTRATION, &visit.eligible().await).await;
    let first = visit.one_time_password().await;
    let wrong = is_refused(&visit, &other_than(&first)).await;
    visit.pass(CODE_LIFE_S).await;
    assert_eq!(is_refused(&visit, &first).await, wrong);

    visit.browser.follow(SEND).await;
    visit.at_with_notice(VERIFY, "code-sent").await;
    let second = visit.one_time_password().await;
    assert_ne!(first, second);
    assert_eq!(is_refused(&visit, &first).await, wrong);
    for _ in 1..TRIES_MAX {
        assert_eq!(is_refused(&visit, &other_than(&second)).await, wrong);
    }
    assert_eq!(is_refused(&visit, &second).await, wrong);

    visit.pass(GAP_S).await;
    visit.browser.follow(SEND).await;
    visit.at_with_notice(VERIFY, "code-sent").await;
    visit.enter_code(&visit.one_time_password().await).await;
    visit.at_with_notice(CREDENTIALS, "mobile-proved").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_sent_with_a_gap_and_not_without_end() {
    let visit = Visit::without_scripts().await;
    visit.to_code(REGISTRATION, &visit.eligible().await).await;
    let asked_too_soon = async || {
        visit.browser.follow(SEND).await;
        visit.browser.text(".faults a[href='#send']").await
    };
    let soon = asked_too_soon().await;
    assert!(soon.contains(char::is_numeric), "{soon}");
    for _ in 1..SENDS_MAX {
        visit.pass(GAP_S).await;
        visit.browser.follow(SEND).await;
        visit.at_with_notice(VERIFY, "code-sent").await;
    }
    visit.pass(GAP_S).await;
    let too_many = asked_too_soon().await;
    assert!(too_many.contains("IST"), "{too_many}");
    visit.enter_code(&visit.one_time_password().await).await;
    visit.at(CREDENTIALS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_counts_down_to_the_next_code() {
    let visit = Visit::usual().await;
    visit.to_code(REGISTRATION, &visit.eligible().await).await;
    let first = visit.one_time_password().await;
    visit
        .browser
        .wait_until(SEND, |text| text.contains('('))
        .await;
    visit.browser.click(SEND).await;
    visit.at(VERIFY).await;
    assert_eq!(visit.one_time_password().await, first);
    visit.pass(GAP_S).await;
    visit.browser.client().refresh().await.unwrap();
    assert!(!visit.browser.text(SEND).await.contains('('));
    visit.browser.follow(SEND).await;
    visit.at_with_notice(VERIFY, "code-sent").await;
    assert_ne!(visit.one_time_password().await, first);
}

#[tokio::test(flavor = "multi_thread")]
async fn reload_back_and_jumping_ahead_end_at_the_step_that_is_due() {
    let visit = Visit::usual().await;
    visit.go(CREDENTIALS).await;
    visit.at_with_notice(REGISTRATION, "gone").await;
    visit.to_code(REGISTRATION, &visit.eligible().await).await;
    visit.browser.client().refresh().await.unwrap();
    visit.at(VERIFY).await;
    visit.go(CREDENTIALS).await;
    visit.at_with_notice(VERIFY, "step-not-reached").await;

    visit.enter_code(&visit.one_time_password().await).await;
    visit.at(CREDENTIALS).await;
    // Back may show the page as it was or ask for it anew; either way it leads on.
    visit.browser.client().back().await.unwrap();
    if visit.browser.shows("#code").await {
        visit.enter_code("123456").await;
    }
    visit.at_with_notice(CREDENTIALS, "step-done").await;
    visit.go(DETAILS).await;
    visit.at_with_notice(CREDENTIALS, "step-done").await;
    visit.browser.client().refresh().await.unwrap();
    visit.at(CREDENTIALS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_tab_joins_the_entry_or_replaces_it() {
    let visit = Visit::usual().await;
    let gstin = visit.eligible().await;
    visit.to_code(REGISTRATION, &gstin).await;
    let code = visit.one_time_password().await;
    let client = visit.browser.client();
    let first_tab = client.window().await.unwrap();
    let second_tab = client.new_window(true).await.unwrap().handle;

    client.switch_to_window(second_tab.clone()).await.unwrap();
    visit.open(REGISTRATION).await;
    assert!(visit.browser.text("main .info").await.contains(&gstin));
    visit.browser.follow("main .info a").await;
    visit.at(VERIFY).await;

    let rows = visit.taxpayers("registration").await;
    let other = rows
        .iter()
        .filter(|row| row["code"].is_null())
        .nth(1)
        .unwrap();
    let other = other["gstin"].as_str().unwrap();
    visit.to_details(REGISTRATION, other).await;
    client.switch_to_window(first_tab).await.unwrap();
    visit.enter_code(&code).await;
    visit.at_with_notice(DETAILS, "step-not-reached").await;
    assert_eq!(visit.browser.text("dl.facts dd.gstin").await, other);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_lapses() {
    let visit = Visit::usual().await;
    for flow in [REGISTRATION, ENABLEMENT] {
        let rows = visit
            .taxpayers(flow.trim_start_matches("/registration/"))
            .await;
        let gstin = match rows.first() {
            Some(row) => row["gstin"].as_str().unwrap().to_owned(),
            None => visit.eligible().await,
        };
        visit.to_code(flow, &gstin).await;
        let code = visit.one_time_password().await;
        visit.pass(ENTRY_LIFE_S).await;
        visit.enter_code(&code).await;
        visit.at_with_notice(flow, "gone").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn details_are_fetched_afresh() {
    let visit = Visit::usual().await;
    visit
        .to_details(REGISTRATION, &visit.eligible().await)
        .await;
    let fetched = visit.browser.text("main .column > p.soft").await;
    visit.pass(2 * GAP_S).await;
    visit
        .browser
        .follow("form[action$='/refresh'] button")
        .await;
    visit.at_with_notice(DETAILS, "refreshed").await;
    assert_ne!(visit.browser.text("main .column > p.soft").await, fetched);
    for shown in visit.browser.texts("dl.facts .code").await {
        assert!(
            shown.contains(['x', 'X', '*', '•']),
            "{shown} is not masked"
        );
    }
}
