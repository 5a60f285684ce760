//! What has to hold of every page.

use serde_json::json;

use crate::browser::{Browser, Screen};

const SCRIPT: &str = include_str!("inspection.js");

/// What the browser says of its own accord about pages that refuse a form with a status of 4xx,
/// as they should.
const STATUS: &str = "Failed to load resource: the server responded with a status of 4";

/// Looks at the page as a whole and at what the browser said about it.
pub(crate) async fn inspect(browser: &Browser, language: &str, screen: Screen) {
    let faults = browser
        .run(SCRIPT, vec![json!(language), json!(screen.width())])
        .await;
    let faults: Vec<_> = faults
        .as_array()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    let console = browser.driver().console().await;
    let console = console.into_iter().filter(|line| !line.contains(STATUS));
    let faults: Vec<_> = faults.into_iter().chain(console).collect();
    let address = browser.address().await;
    assert!(
        faults.is_empty(),
        "{address} on {screen:?}:\n{}",
        faults.join("\n")
    );
}
