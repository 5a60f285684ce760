//! User Id, password and Save.

use crate::steps::{PASSWORD, REGISTRATION};
use crate::visit::Visit;

const CREDENTIALS: &str = "/registration/portal-login/credentials";

/// The User Id of an account that every sandbox has, in other letters.
const TAKEN: &str = "SahyaDRI";

const STATE: &str = "#user_id-state";
const SUGGESTION: &str = "#suggestions button";

async fn is_registered_as(visit: &Visit, user_id: &str) {
    visit.at(&format!("{REGISTRATION}/done")).await;
    assert_eq!(visit.browser.text(".success .code").await, user_id);
    visit.log_in(&user_id.to_uppercase(), PASSWORD).await;
    visit.at("/dashboard").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_faults_are_told_at_once() {
    let visit = Visit::usual().await;
    visit.to_credentials(&visit.eligible().await).await;
    visit.save("a b", "short", "other").await;
    visit.at(CREDENTIALS).await;
    let browser = &visit.browser;
    for field in ["user_id", "password", "confirm"] {
        assert!(
            browser.shows(&format!(".faults a[href='#{field}']")).await,
            "{field}"
        );
        assert!(
            !browser.text(&format!("#{field}-fault")).await.is_empty(),
            "{field}"
        );
        let invalid = browser
            .find(&format!("#{field}"))
            .await
            .attr("aria-invalid")
            .await;
        assert_eq!(invalid.unwrap().as_deref(), Some("true"), "{field}");
    }
    assert_eq!(browser.texts("#user_id-fault .fault").await.len(), 2);
    assert!(browser.texts("#password-fault .fault").await.len() >= 2);
    assert_eq!(browser.value("#user_id").await, "a b");
    assert_eq!(browser.value("#password").await, "");
    assert_eq!(browser.value("#confirm").await, "");

    // The summary has the focus and leads to the field.
    browser.click(".faults a[href='#password']").await;
    let focused = browser.client().active_element().await.unwrap();
    assert_eq!(
        focused.attr("id").await.unwrap().as_deref(),
        Some("password")
    );

    visit.save("newkaveri", "aaaaaaaaA1%", "aaaaaaaaA1%").await;
    visit.at(CREDENTIALS).await;
    assert_eq!(browser.texts(".faults a").await.len(), 1);
    visit.save("newkaveri", PASSWORD, PASSWORD).await;
    is_registered_as(&visit, "newkaveri").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_id_is_taken_whatever_its_letter_case() {
    let visit = Visit::without_scripts().await;
    visit.to_credentials(&visit.eligible().await).await;
    visit.save(TAKEN, PASSWORD, PASSWORD).await;
    visit.at(CREDENTIALS).await;
    let browser = &visit.browser;
    assert!(!browser.text("#user_id-fault").await.is_empty());
    let suggestion = browser.text(SUGGESTION).await;
    browser.follow(SUGGESTION).await;
    visit.at(CREDENTIALS).await;
    assert_eq!(browser.value("#user_id").await, suggestion);

    browser.fill("#user_id", TAKEN).await;
    browser.follow("#check").await;
    assert!(browser.shows("#user_id-state.bad").await);
    browser.fill("#user_id", &suggestion).await;
    browser.follow("#check").await;
    visit.at(CREDENTIALS).await;
    assert!(browser.shows("#user_id-state.good").await);
    visit.save(&suggestion, PASSWORD, PASSWORD).await;
    is_registered_as(&visit, &suggestion).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_tells_while_one_types() {
    let visit = Visit::usual().await;
    visit.to_credentials(&visit.eligible().await).await;
    let browser = &visit.browser;
    browser.fill("#user_id", TAKEN).await;
    browser.find("#user_id-state.bad").await;
    let suggestion = browser.text(SUGGESTION).await;
    browser.click(SUGGESTION).await;
    assert_eq!(browser.value("#user_id").await, suggestion);
    browser.find("#user_id-state.good").await;
    browser.fill("#user_id", "x!").await;
    browser.find("#user_id-state.bad").await;
    assert!(!browser.text(STATE).await.is_empty());

    browser.fill("#password", PASSWORD).await;
    browser.fill("#confirm", &PASSWORD.replace('7', "8")).await;
    browser.find("#confirm-state.bad").await;
    browser.fill("#confirm", PASSWORD).await;
    browser.find("#confirm-state.good").await;
    browser.click("#show").await;
    let kind = async || {
        browser
            .find("#password")
            .await
            .attr("type")
            .await
            .unwrap()
            .unwrap()
    };
    assert_eq!(kind().await, "text");
    browser.click("#show").await;
    assert_eq!(kind().await, "password");
    visit.at(CREDENTIALS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registered_gstin_is_not_registered_again() {
    let visit = Visit::without_scripts().await;
    let gstin = visit.eligible().await;
    visit.to_credentials(&gstin).await;
    visit.save("kaveri2026", PASSWORD, PASSWORD).await;
    visit.at(&format!("{REGISTRATION}/done")).await;
    visit.browser.client().back().await.unwrap();
    visit
        .at_with_notice(&format!("{REGISTRATION}/done"), "step-done")
        .await;
    visit.look_up(REGISTRATION, &gstin).await;
    assert_eq!(visit.browser.text(".outcome .code").await, "3027");
    visit.browser.follow(".outcome a[href$='/login']").await;
    visit.at("/login").await;
}
