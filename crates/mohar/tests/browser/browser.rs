//! A browser, and what a person does with it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{sleep, timeout};

use crate::driver::Driver;

/// Browsers at once in this process; each is several processes that want a core.
static BROWSERS: Semaphore = Semaphore::const_new(2);

/// How long something is waited for that has to happen.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often it is looked for meanwhile.
const GLANCE: Duration = Duration::from_millis(20);

/// How long a page may take, so that one that hangs fails its test by name.
const LOAD_MS_MAX: u32 = 30_000;

/// What the pages are seen on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Screen {
    /// 1,280 pixels wide.
    Desk,
    /// 360 pixels wide, as the cheapest phones are.
    Phone,
    /// As wide as the pictures of the guide.
    Guide,
}

impl Screen {
    /// Width in CSS pixels.
    pub(crate) fn width(self) -> u32 {
        match self {
            Self::Desk => 1_280,
            Self::Phone => 360,
            Self::Guide => 640,
        }
    }

    fn height(self) -> u32 {
        match self {
            Self::Desk => 900,
            Self::Phone => 740,
            Self::Guide => 800,
        }
    }

    /// Pixels of the screen for each CSS pixel.
    fn ratio(self) -> u32 {
        match self {
            Self::Desk | Self::Phone => 2,
            Self::Guide => 1,
        }
    }
}

/// How the pages are looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// On what.
    pub(crate) screen: Screen,
    /// Whether scripts of pages run.
    pub(crate) scripts: bool,
}

/// A browser with a profile of its own, closed when it goes out of scope.
pub(crate) struct Browser {
    client: Client,
    driver: Driver,
    _profile: TempDir,
    _permit: SemaphorePermit<'static>,
}

impl Browser {
    /// Opens one, as soon as there is room for it.
    pub(crate) async fn open(manner: Manner) -> Self {
        let permit = BROWSERS.acquire().await.unwrap();
        let profile = tempfile::Builder::new()
            .prefix("mohar-browser-")
            .tempdir()
            .unwrap();
        let mut driver = Driver::start();
        let client = ClientBuilder::rustls()
            .unwrap()
            .capabilities(capabilities(manner, &profile))
            .connect(&driver.url())
            .await
            .unwrap();
        driver.own(client.session_id().await.unwrap().unwrap());
        if manner.screen == Screen::Phone {
            become_a_phone(&driver, manner.screen).await;
        }
        Self {
            client,
            driver,
            _profile: profile,
            _permit: permit,
        }
    }

    /// The WebDriver client, for what is not below.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// The driver, for what is Chromium's own.
    pub(crate) fn driver(&self) -> &Driver {
        &self.driver
    }

    /// Path and query of the page.
    pub(crate) async fn address(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        let query = url
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        format!("{}{query}", url.path())
    }

    /// The first element that is meant, as soon as it is there.
    pub(crate) async fn find(&self, css: &str) -> Element {
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::Css(css))
            .await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{css} is not on {}: {error}", self.address().await),
        }
    }

    /// Whether something is on the page now and can be seen.
    pub(crate) async fn shows(&self, css: &str) -> bool {
        match self.client.find(Locator::Css(css)).await {
            Ok(element) => element.is_displayed().await.unwrap(),
            Err(_) => false,
        }
    }

    /// What can be read there.
    pub(crate) async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap()
    }

    /// What can be read in each of them.
    pub(crate) async fn texts(&self, css: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self.client.find_all(Locator::Css(css)).await.unwrap() {
            texts.push(element.text().await.unwrap());
        }
        texts
    }

    /// What stands in a field.
    pub(crate) async fn value(&self, css: &str) -> String {
        self.find(css)
            .await
            .prop("value")
            .await
            .unwrap()
            .unwrap_or_default()
    }

    /// Writes into a field in place of what is there.
    pub(crate) async fn fill(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Clicks on something that changes this page.
    pub(crate) async fn click(&self, css: &str) {
        let element = self.find(css).await;
        if let Err(error) = element.click().await {
            panic!(
                "{css} on {} cannot be clicked: {error}",
                self.address().await
            );
        }
    }

    /// Clicks on something that leads to another page, or to this one anew, and waits for it.
    pub(crate) async fn follow(&self, css: &str) {
        let page = self.find("html").await;
        self.click(css).await;
        let left = async {
            while page.tag_name().await.is_ok() {
                sleep(GLANCE).await;
            }
        };
        let gone = timeout(PATIENCE, left).await.is_ok();
        assert!(gone, "{css} on {} leads nowhere", self.address().await);
    }

    /// Waits until something that a script does is done.
    pub(crate) async fn wait_until(&self, css: &str, holds: impl Fn(&str) -> bool) {
        let mut seen = String::new();
        let done = async {
            loop {
                seen = self.text(css).await;
                if holds(&seen) {
                    break;
                }
                sleep(GLANCE).await;
            }
        };
        let done = timeout(PATIENCE, done).await.is_ok();
        assert!(done, "{css} stays at {seen:?}");
    }

    /// Runs a script on the page, whether or not the page's own scripts may run.
    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.unwrap()
    }

    /// A picture of an element, however much of it is on the screen.
    pub(crate) async fn picture(&self, css: &str) -> Vec<u8> {
        let box_of = "const box = arguments[0].getBoundingClientRect(); return [
            box.x + scrollX, box.y + scrollY, box.width, box.height];";
        let element = serde_json::to_value(self.find(css).await).unwrap();
        let clip = self.run(box_of, vec![element]).await;
        let parameters = json!({
            "captureBeyondViewport": true,
            "clip": {
                "x": clip[0], "y": clip[1], "width": clip[2], "height": clip[3], "scale": 1,
            },
        });
        let answer = self
            .driver
            .devtools("Page.captureScreenshot", parameters)
            .await;
        STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
    }

    /// The page on A4 paper, as PDF.
    pub(crate) async fn print(&self) -> Vec<u8> {
        let parameters = json!({ "paperWidth": 8.27, "paperHeight": 11.69 });
        let answer = self.driver.devtools("Page.printToPDF", parameters).await;
        STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
    }

    /// The value of a cookie.
    pub(crate) async fn cookie(&self, name: &str) -> String {
        self.client
            .get_named_cookie(name)
            .await
            .unwrap()
            .value()
            .to_owned()
    }
}

fn capabilities(manner: Manner, profile: &TempDir) -> Map<String, Value> {
    let Manner { screen, scripts } = manner;
    let mut arguments = vec![
        "--headless=new".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-lcd-text".to_owned(),
        "--disable-quic".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--no-first-run".to_owned(),
        "--hide-scrollbars".to_owned(),
        format!("--user-data-dir={}", profile.path().display()),
    ];
    let mut options = json!({
        "prefs": {
            "profile.managed_default_content_settings.javascript": if scripts { 1 } else { 2 },
            "credentials_enable_service": false,
            "profile.password_manager_leak_detection": false,
        },
    });
    arguments.push(format!("--force-device-scale-factor={}", screen.ratio()));
    arguments.push(format!(
        "--window-size={},{}",
        screen.width(),
        screen.height()
    ));
    options["args"] = json!(arguments);
    let capabilities = json!({
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
        "timeouts": { "pageLoad": LOAD_MS_MAX, "script": LOAD_MS_MAX },
    });
    capabilities.as_object().unwrap().clone()
}

/// The driver has phones of its own, but with them it waits for timers of the page at every click,
/// which never ring where scripts may not run.
async fn become_a_phone(driver: &Driver, screen: Screen) {
    let parameters = json!({
        "width": screen.width(),
        "height": screen.height(),
        "deviceScaleFactor": screen.ratio(),
        "mobile": true,
    });
    driver
        .devtools("Emulation.setDeviceMetricsOverride", parameters)
        .await;
}
