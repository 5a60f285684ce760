//! Feedback, from the foot of a page to the operator's list.

use serde_json::Value;

use crate::browser::{Manner, Screen};
use crate::support::{SandboxProcess, mohar, printed};
use crate::visit::Visit;

#[tokio::test(flavor = "multi_thread")]
async fn feedback_reaches_the_operator() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let sandbox = SandboxProcess::start(&["--data", data]);
    let manner = Manner {
        screen: Screen::Phone,
        scripts: false,
    };
    let visit = Visit::of(sandbox, "hi", manner).await;
    visit.open("/help/errors/2150").await;
    let browser = &visit.browser;
    browser.follow(".foot a[href*='/feedback']").await;
    visit.at("/feedback").await;
    let about = "/hi/help/errors/2150";
    assert_eq!(browser.text("main form code").await, about);

    browser.follow("main form.panel button.primary").await;
    visit.at("/feedback").await;
    assert!(browser.shows("#text-fault").await);
    let words = "दूसरा वाक्य समझ में नहीं आया।";
    browser.fill("#text", words).await;
    browser.fill("#contact", "asha@example.com").await;
    browser.follow("main form.panel button.primary").await;
    visit
        .at(browser.address().await.trim_start_matches("/hi"))
        .await;
    assert!(!browser.shows("main form.panel").await);

    let listed = mohar(&["feedback", "--data", data, "--json"]);
    let listed: Value = serde_json::from_str(&printed(&listed.stdout)).unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(listed[0]["text"], words);
    assert_eq!(listed[0]["page"], about);
    assert_eq!(listed[0]["contact"], "asha@example.com");
}
