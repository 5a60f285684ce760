//! Somebody at a sandbox of their own, with a browser.

use serde_json::{Value, json};

use crate::browser::{Browser, Manner, Screen};
use crate::inspection::inspect;
use crate::support::SandboxProcess;

/// A browser and the sandbox that it visits.
pub(crate) struct Visit {
    pub(crate) browser: Browser,
    pub(crate) sandbox: SandboxProcess,
    pub(crate) language: &'static str,
    manner: Manner,
}

impl Visit {
    /// A sandbox and a browser.
    pub(crate) async fn begin(language: &'static str, manner: Manner) -> Self {
        Self::of(SandboxProcess::start(&[]), language, manner).await
    }

    /// A browser for a sandbox.
    pub(crate) async fn of(
        sandbox: SandboxProcess,
        language: &'static str,
        manner: Manner,
    ) -> Self {
        let browser = Browser::open(manner).await;
        Self {
            browser,
            sandbox,
            language,
            manner,
        }
    }

    /// In English, on a desk, with scripts.
    pub(crate) async fn usual() -> Self {
        Self::begin(
            "en",
            Manner {
                screen: Screen::Desk,
                scripts: true,
            },
        )
        .await
    }

    /// In English, on a desk, without scripts.
    pub(crate) async fn without_scripts() -> Self {
        Self::begin(
            "en",
            Manner {
                screen: Screen::Desk,
                scripts: false,
            },
        )
        .await
    }

    /// What the pages are seen on.
    pub(crate) fn screen(&self) -> Screen {
        self.manner.screen
    }

    /// Whether scripts of pages run.
    pub(crate) fn scripts(&self) -> bool {
        self.manner.scripts
    }

    /// Types an address: a path without its language. Where that leads is looked at next.
    pub(crate) async fn go(&self, path: &str) {
        let path = path.trim_end_matches('/');
        let url = format!("{}/{}{path}", self.sandbox.portal, self.language);
        self.browser.client().goto(&url).await.unwrap();
    }

    /// Is on the page of this path, whatever its query, and finds nothing wrong with it.
    pub(crate) async fn at(&self, path: &str) {
        let address = self.browser.address().await;
        let found = address.split('?').next().unwrap();
        let wanted = format!("/{}{}", self.language, path.trim_end_matches('/'));
        if found != wanted {
            let text = self.browser.text("main").await;
            panic!("is on {address}, not on {wanted}:\n{text}");
        }
        inspect(&self.browser, self.language, self.manner.screen).await;
    }

    /// Is on the page of this path because of something that is said in the query.
    pub(crate) async fn at_with_notice(&self, path: &str, notice: &str) {
        self.at(path).await;
        let address = self.browser.address().await;
        assert!(address.ends_with(&format!("notice={notice}")), "{address}");
        assert!(!self.browser.text("main > .notice").await.is_empty());
    }

    /// Goes to a page and is there.
    pub(crate) async fn open(&self, path: &str) {
        self.go(path).await;
        self.at(path.split('?').next().unwrap()).await;
    }

    /// Moves the sandbox's clock forward.
    pub(crate) async fn pass(&self, seconds: u32) {
        let change = json!({ "advance_s": seconds });
        assert_eq!(self.sandbox.manage("/clock", &change).await.0, 200);
    }

    /// The newest one-time password in the inbox.
    pub(crate) async fn one_time_password(&self) -> String {
        let inbox = self.sandbox.managed("/inbox").await;
        let mut codes = inbox
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| one["otp"].as_str());
        codes
            .next()
            .expect("a one-time password was sent")
            .to_owned()
    }

    /// The demonstration taxpayers of one page, as the management listener lists them.
    pub(crate) async fn taxpayers(&self, try_at: &str) -> Vec<Value> {
        let Value::Array(mut rows) = self.sandbox.managed("/taxpayers").await else {
            panic!("a list was expected");
        };
        rows.retain(|row| row["try_at"] == try_at);
        rows
    }

    /// The GSTIN of a taxpayer that can register.
    pub(crate) async fn eligible(&self) -> String {
        let rows = self.taxpayers("registration").await;
        let row = rows.iter().find(|row| row["code"].is_null()).unwrap();
        row["gstin"].as_str().unwrap().to_owned()
    }

    /// A page of the portal as another program gets it with the browser's login.
    pub(crate) async fn download(&self, path: &str) -> reqwest::Response {
        let session = self.browser.cookie("mohar_session").await;
        let request = reqwest::Client::new()
            .get(format!("{}{path}", self.sandbox.portal))
            .header("cookie", format!("mohar_session={session}"));
        request.send().await.unwrap().error_for_status().unwrap()
    }
}
