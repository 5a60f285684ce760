//! The steps of *Portal Login* and *e-Invoice Enablement*, as a person takes them.

use crate::visit::Visit;

/// Registration ▸ Portal Login.
pub(crate) const REGISTRATION: &str = "/registration/portal-login";
/// Registration ▸ e-Invoice Enablement.
pub(crate) const ENABLEMENT: &str = "/registration/enablement";

/// A password that nobody guesses.
pub(crate) const PASSWORD: &str = "Tamarind%73lantern";

impl Visit {
    /// Types a GSTIN and chooses Go.
    pub(crate) async fn look_up(&self, flow: &str, gstin: &str) {
        self.open(flow).await;
        self.browser.fill("#gstin", gstin).await;
        self.browser.follow("main form.panel button.primary").await;
    }

    /// As far as the details.
    pub(crate) async fn to_details(&self, flow: &str, gstin: &str) {
        self.look_up(flow, gstin).await;
        self.at(&format!("{flow}/details")).await;
        assert_eq!(self.browser.text("dl.facts dd.gstin").await, gstin);
    }

    /// As far as the field for the one-time password.
    pub(crate) async fn to_code(&self, flow: &str, gstin: &str) {
        self.to_details(flow, gstin).await;
        self.browser.follow("form[action$='/send'] button").await;
        self.at_with_notice(&format!("{flow}/verify"), "code-sent")
            .await;
    }

    /// Types a one-time password and chooses Verify OTP.
    pub(crate) async fn enter_code(&self, code: &str) {
        self.browser.fill("#code", code).await;
        self.browser.follow("main form.panel button.primary").await;
    }

    /// As far as User Id and password.
    pub(crate) async fn to_credentials(&self, gstin: &str) {
        self.to_code(REGISTRATION, gstin).await;
        self.enter_code(&self.one_time_password().await).await;
        self.at_with_notice(&format!("{REGISTRATION}/credentials"), "mobile-proved")
            .await;
    }

    /// Fills in the credentials and chooses Save.
    pub(crate) async fn save(&self, user_id: &str, password: &str, confirm: &str) {
        self.browser.fill("#user_id", user_id).await;
        self.browser.fill("#password", password).await;
        self.browser.fill("#confirm", confirm).await;
        self.browser.follow("#credentials button[name=save]").await;
    }

    /// Logs in from the login page.
    pub(crate) async fn log_in(&self, user_id: &str, password: &str) {
        self.open("/login").await;
        self.browser.fill("#user_id", user_id).await;
        self.browser.fill("#password", password).await;
        self.browser.follow("main form button[type=submit]").await;
    }

    /// Logs in with the ready account and is at the dashboard.
    pub(crate) async fn log_in_ready(&self) {
        let account = self.sandbox.managed("/integrator").await;
        let text = |name: &str| account[name].as_str().unwrap();
        self.log_in(text("user_name"), text("password")).await;
        self.at("/dashboard").await;
    }
}
