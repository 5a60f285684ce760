//! Two-step login: an app is set up, logged in by, and removed.

use jiff::Timestamp;
use seal::Totp;

use crate::browser::{Manner, Screen};
use crate::support::SandboxProcess;
use crate::visit::Visit;

pub(crate) const OVERVIEW: &str = "/account/two-step";
pub(crate) const SET_UP: &str = "/account/two-step/set-up";
pub(crate) const CONFIRM: &str = "/account/two-step/confirm";
pub(crate) const CODES: &str = "/account/two-step/recovery-codes";
pub(crate) const REMOVE: &str = "/account/two-step/remove";
pub(crate) const APP: &str = "/login/app";

/// The button that sends the form of a page.
const SEND: &str = "main form button.primary";

/// The field for a recovery code, once it is opened.
const RECOVERY: &str = "#recovery_code";

/// An app on somebody's phone.
pub(crate) struct App(Totp);

impl App {
    /// Reads the key that stands under the picture.
    pub(crate) async fn read(visit: &Visit) -> Self {
        let key = visit.browser.text("#key").await;
        let key: String = key.chars().filter(|sign| !sign.is_whitespace()).collect();
        Self(Totp::from_base32(&key).unwrap())
    }

    /// The code that it shows now.
    pub(crate) async fn code(&self, visit: &Visit) -> String {
        let clock = visit.sandbox.managed("/clock").await;
        let now: Timestamp = clock["now"].as_str().unwrap().parse().unwrap();
        self.0.code(Totp::step(now))
    }

    /// The code that it shows next.
    async fn next_code(&self, visit: &Visit) -> String {
        visit.pass(30).await;
        self.code(visit).await
    }
}

/// Gives the password that setting up asks for.
pub(crate) async fn begin(visit: &Visit, password: &str) {
    visit.open(OVERVIEW).await;
    visit.browser.fill("#old_password", password).await;
    visit.browser.follow(SEND).await;
}

/// Types the app's code and sends it.
pub(crate) async fn enter(visit: &Visit, code: &str) {
    visit.browser.fill("#code", code).await;
    visit.browser.follow(SEND).await;
}

async fn log_out(visit: &Visit) {
    visit.browser.follow("form[action$='/logout'] button").await;
    visit.at_with_notice("/login", "logged-out").await;
}

/// From the login to the picture, and past a wrong code to the recovery codes.
async fn sets_up(visit: &Visit, password: &str) -> (App, Vec<String>) {
    let browser = &visit.browser;
    browser.follow(&format!("main a[href$='{OVERVIEW}']")).await;
    visit.at(OVERVIEW).await;
    browser.follow(SEND).await;
    visit.at(SET_UP).await;
    assert!(browser.shows("#old_password-fault").await);
    begin(visit, password).await;
    visit.at(SET_UP).await;
    assert!(browser.shows("svg.app-qr").await);
    let app = App::read(visit).await;
    let code = app.code(visit).await;
    let (start, last) = code.split_at(5);
    let other = if last == "0" { "1" } else { "0" };
    enter(visit, &format!("{start}{other}")).await;
    visit.at(CONFIRM).await;
    assert!(browser.shows("#code-fault").await && browser.shows("svg.app-qr").await);
    let (start, end) = code.split_at(3);
    enter(visit, &format!("{start} {end}")).await;
    visit.at(CONFIRM).await;
    let codes = browser.texts(".app-codes li").await;
    assert_eq!(codes.len(), 10);
    browser.follow("main .actions a.primary").await;
    visit.at(OVERVIEW).await;
    assert_eq!(browser.text("#codes-left").await, "10");
    (app, codes)
}

/// Everything that an owner does with an app, from setting it up to removing it.
async fn uses_an_app(language: &'static str, manner: Manner, arguments: &[&str]) {
    let visit = Visit::of(SandboxProcess::start(arguments), language, manner).await;
    let browser = &visit.browser;
    let account = visit.sandbox.managed("/integrator").await;
    let text = |name: &str| account[name].as_str().unwrap();
    let (user_id, password) = (text("user_name"), text("password"));
    let by_message = !arguments.is_empty();
    let enter_without_app = async || {
        visit.log_in(user_id, password).await;
        if by_message {
            visit.at_with_notice("/login/verify", "code-sent").await;
            visit.enter_code(&visit.one_time_password().await).await;
        }
        visit.at("/dashboard").await;
    };
    enter_without_app().await;
    let (app, codes) = sets_up(&visit, password).await;

    log_out(&visit).await;
    visit.log_in(user_id, password).await;
    visit.at(APP).await;
    let code = app.next_code(&visit).await;
    enter(&visit, &code).await;
    visit.at("/dashboard").await;

    log_out(&visit).await;
    visit.log_in(user_id, password).await;
    enter(&visit, &code).await;
    visit.at(APP).await;
    assert!(browser.shows("#code-fault").await, "each code serves once");
    assert!(!browser.shows(RECOVERY).await);
    browser.click("main details.more > summary").await;
    browser.fill(RECOVERY, &codes[2]).await;
    browser.follow(SEND).await;
    visit.at("/dashboard").await;

    visit.open(OVERVIEW).await;
    assert_eq!(browser.text("#codes-left").await, "9");
    browser.follow(&format!("main a[href$='{CODES}']")).await;
    visit.at(CODES).await;
    browser.fill("#old_password", password).await;
    enter(&visit, &app.next_code(&visit).await).await;
    visit.at(CODES).await;
    let new = browser.texts(".app-codes li").await;
    assert!(new.len() == 10 && !new.contains(&codes[0]));

    visit.open(REMOVE).await;
    browser.click("main details.more > summary").await;
    browser.fill(RECOVERY, &codes[0]).await;
    browser.fill("#old_password", password).await;
    browser.follow("main form button.danger").await;
    visit.at(REMOVE).await;
    assert!(
        browser.shows("#recovery_code-fault").await,
        "it was replaced"
    );
    browser.fill("#old_password", password).await;
    browser.fill(RECOVERY, &new[0]).await;
    browser.follow("main form button.danger").await;
    visit.at_with_notice(OVERVIEW, "two-step-removed").await;
    log_out(&visit).await;
    visit.pass(60).await;
    enter_without_app().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_is_set_up_used_and_removed() {
    let manner = Manner {
        screen: Screen::Desk,
        scripts: true,
    };
    uses_an_app("en", manner, &["--second-factor"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_is_set_up_used_and_removed_in_hindi_on_a_phone() {
    let manner = Manner {
        screen: Screen::Phone,
        scripts: false,
    };
    uses_an_app("hi", manner, &[]).await;
}
