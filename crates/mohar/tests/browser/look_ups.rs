//! Look-ups are slowed for whoever makes many: a browser calculates, one without scripts waits.

use crate::steps::REGISTRATION;
use crate::visit::Visit;

/// Look-ups that an address has at once.
const LOOK_UPS: usize = 10;

/// Seconds after which it has regained one.
const LOOK_UP_S: u32 = 60;

/// Uses up what this machine's address has.
async fn use_up(visit: &Visit) {
    for _ in 0..LOOK_UPS {
        visit.look_up(REGISTRATION, "29AAFCK7731D1Z").await;
        assert_eq!(visit.browser.text(".outcome .code").await, "3030");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_calculates_and_goes_on_by_itself() {
    let visit = Visit::usual().await;
    let gstin = visit.eligible().await;
    use_up(&visit).await;
    visit.look_up(REGISTRATION, &gstin).await;
    visit.browser.find("dl.facts").await;
    visit.at(&format!("{REGISTRATION}/details")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_one_waits() {
    let visit = Visit::without_scripts().await;
    let gstin = visit.eligible().await;
    use_up(&visit).await;
    visit.look_up(REGISTRATION, &gstin).await;
    visit.at(REGISTRATION).await;
    assert!(
        visit
            .browser
            .text("#work-wait")
            .await
            .contains(char::is_numeric)
    );
    assert_eq!(visit.browser.value("#gstin").await, gstin);
    visit.pass(LOOK_UP_S).await;
    visit.browser.follow("#work button.primary").await;
    visit.at(&format!("{REGISTRATION}/details")).await;
}
