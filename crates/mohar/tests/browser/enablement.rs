//! e-Invoice Enablement, and the registration that it makes possible.

use crate::browser::{Manner, Screen};
use crate::steps::{ENABLEMENT, REGISTRATION};
use crate::visit::Visit;

const TURNOVER: &str = "/registration/enablement/turnover";

async fn declare(visit: &Visit, year: &str, turnover: &str) {
    let list = visit.browser.find("#financial_year").await;
    list.select_by_value(year).await.unwrap();
    visit.browser.fill("#turnover", turnover).await;
    visit.browser.follow("main form.panel button.primary").await;
}

async fn enables_and_registers(visit: &Visit) {
    let rows = visit.taxpayers("enablement").await;
    let gstin = rows.iter().find(|row| row["code"].is_null()).unwrap();
    let gstin = gstin["gstin"].as_str().unwrap();
    visit.look_up(REGISTRATION, gstin).await;
    assert_eq!(visit.browser.text(".outcome .code").await, "3046");
    visit
        .browser
        .follow(&format!(".outcome a[href$='{ENABLEMENT}']"))
        .await;
    visit.to_code(ENABLEMENT, gstin).await;
    visit.enter_code(&visit.one_time_password().await).await;
    visit.at_with_notice(TURNOVER, "mobile-proved").await;

    declare(visit, "", "five crore").await;
    visit.at(TURNOVER).await;
    for field in ["financial_year", "turnover"] {
        assert!(
            visit.browser.shows(&format!("#{field}-fault")).await,
            "{field}"
        );
    }
    assert_eq!(visit.browser.value("#turnover").await, "five crore");
    declare(visit, "2024-25", "0.49").await;
    visit.at(TURNOVER).await;
    let fault = visit.browser.text("#turnover-fault").await;
    assert!(fault.contains("3093"), "{fault}");
    declare(visit, "2024-25", "₹ 7.25").await;
    visit.at("/registration/enablement/done").await;

    visit
        .browser
        .follow(&format!(".success a[href$='{REGISTRATION}']"))
        .await;
    visit.at(REGISTRATION).await;
    // Codes for one GSTIN keep their distance, whatever they are for.
    visit.pass(30).await;
    visit.to_credentials(gstin).await;
    visit.look_up(ENABLEMENT, gstin).await;
    assert_eq!(visit.browser.text(".outcome .code").await, "3063");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_enabled_can_register() {
    enables_and_registers(&Visit::usual().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_enabled_can_register_in_hindi_on_a_phone() {
    let manner = Manner {
        screen: Screen::Phone,
        scripts: false,
    };
    enables_and_registers(&Visit::begin("hi", manner).await).await;
}
