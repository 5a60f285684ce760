//! A portal in a temporary directory, with everything outside it in the test's hands.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use einvoice::{Finding, example};
use gst::{
    Decimal, DocumentNumber, Gstin, PrincipalPlace, RegistrationStatus, Taxpayer, TaxpayerType,
};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use seal::audit::AuditHealth;
use seal::{AppKey, Credentials, Keys, LoginPublicKey, Randomness};
use serde_json::Value;
use service::{
    AccountOrder, Actor, AuthCall, AuthGrant, CallHeaders, Clock, Failure, Fault, GstRegistry, Irp,
    LoggedIn, LoginStep, Parts, ReadyAccount, SealedCredentials, Settings, registry,
};
use store::line::{Channel, Registered};
use store::sqlite::SqliteStore;
use store::{InstallationKind, Store};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::flaky_store::FlakyStore;

pub(crate) const SELLER: &str = "29AAACM0000A1ZI";
pub(crate) const BUYER: &str = "29AAACB0000B1ZR";
pub(crate) const PASSWORD: &str = "Tamarind_42_kettle";
/// Half past nine in the morning in India.
pub(crate) const START: &str = "2026-06-10T04:00:00.25Z";
/// A document date that is accepted then.
pub(crate) const DATED: Date = date(2026, 6, 9);

/// The GST registry.
#[derive(Clone, Default)]
pub(crate) struct Registry(Arc<RegistryState>);

#[derive(Default)]
struct RegistryState {
    taxpayers: Mutex<HashMap<String, Taxpayer>>,
    down: AtomicBool,
    asked: AtomicU32,
}

impl Registry {
    pub(crate) fn put(&self, taxpayer: Taxpayer) {
        let key = taxpayer.gstin.to_string();
        self.0.taxpayers.lock().unwrap().insert(key, taxpayer);
    }

    pub(crate) fn change(&self, gstin: &str, change: impl FnOnce(&mut Taxpayer)) {
        change(self.0.taxpayers.lock().unwrap().get_mut(gstin).unwrap());
    }

    pub(crate) fn remove(&self, gstin: &str) {
        self.0.taxpayers.lock().unwrap().remove(gstin);
    }

    pub(crate) fn down(&self, down: bool) {
        self.0.down.store(down, Ordering::SeqCst);
    }

    pub(crate) fn asked(&self) -> u32 {
        self.0.asked.load(Ordering::SeqCst)
    }

    #[expect(clippy::unused_async, reason = "a handler is async")]
    async fn search(
        State(registry): State<Self>,
        Query(query): Query<HashMap<String, String>>,
    ) -> Result<Json<Value>, StatusCode> {
        registry.0.asked.fetch_add(1, Ordering::SeqCst);
        if registry.0.down.load(Ordering::SeqCst) {
            return Err(StatusCode::SERVICE_UNAVAILABLE);
        }
        assert_eq!(query["action"], "TP");
        let taxpayers = registry.0.taxpayers.lock().unwrap();
        Ok(Json(match taxpayers.get(&query["gstin"]) {
            Some(taxpayer) => registry::answer_json(taxpayer),
            None => registry::unknown_json(),
        }))
    }
}

/// A portal and its surroundings.
pub(crate) struct World {
    pub(crate) irp: Irp,
    pub(crate) clock: Clock,
    pub(crate) registry: Registry,
    pub(crate) store: Arc<FlakyStore>,
    registry_url: String,
    directory: Arc<TempDir>,
    _server: JoinSet<()>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A portal with changed settings, whose registry knows seller and buyer.
    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let registry = Registry::default();
        registry.put(taxpayer(SELLER));
        registry.put(taxpayer(BUYER));
        let router = Router::new()
            .route("/commonapi/v1.1/search", get(Registry::search))
            .with_state(registry.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let registry_url = format!("http://{}/", listener.local_addr().unwrap());
        let mut server = JoinSet::new();
        server.spawn(async move { axum::serve(listener, router).await.unwrap() });
        let clock = Clock::settable(START.parse().unwrap());
        let mut settings = Settings::sandbox();
        settings.login.refusal_floor_ms = 0;
        change(&mut settings);
        let directory = Arc::new(tempfile::tempdir().unwrap());
        let store = Arc::new(FlakyStore::new(open(&directory)));
        let irp = portal(store.clone(), &clock, &registry_url, settings);
        Self {
            irp,
            clock,
            registry,
            store,
            registry_url,
            directory,
            _server: server,
        }
    }

    /// Another process on the same database: with keys of its own, which does not matter for what
    /// is tested with it, and a clock of its own.
    pub(crate) fn another(&self, clock: &Clock) -> Irp {
        let settings = self.irp.settings().clone();
        let store = Arc::new(open(&self.directory));
        portal(store, clock, &self.registry_url, settings)
    }

    /// Another process on the same database that asks another registry.
    pub(crate) fn another_asking(&self, registry: GstRegistry) -> Irp {
        let settings = self.irp.settings().clone();
        let store = Arc::new(open(&self.directory));
        Irp::new(Parts {
            registry,
            ..parts(store, &self.clock, &self.registry_url, settings)
        })
    }

    /// The same portal, which does nothing new while an audit log is broken.
    pub(crate) fn audited(&self, audit: AuditHealth) -> Irp {
        let settings = self.irp.settings().clone();
        let parts = parts(
            self.store.clone(),
            &self.clock,
            &self.registry_url,
            settings,
        );
        Irp::audited(parts, audit)
    }

    pub(crate) fn advance_s(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// A ready account of the seller or whoever else.
    pub(crate) async fn account(&self, gstin: &str, user_name: &str) -> ReadyAccount {
        let order = AccountOrder {
            gstin: gstin.parse().unwrap(),
            user_name: Some(user_name.to_owned()),
            password: Some(PASSWORD.to_owned()),
            turnover: None,
            enabled: None,
        };
        self.irp.make_account(order).await.unwrap()
    }

    /// The newest code that was sent.
    pub(crate) async fn newest_code(&self) -> String {
        let inbox = self.irp.inbox(10).await.unwrap();
        inbox.into_iter().find_map(|message| message.otp).unwrap()
    }

    pub(crate) async fn authenticate(
        &self,
        account: &ReadyAccount,
        app_key: &AppKey,
        force_refresh: bool,
    ) -> Result<AuthGrant, Fault> {
        let credentials = Credentials {
            user_name: account.user_name.clone(),
            password: account.password.clone(),
            app_key: app_key.clone(),
            force_refresh,
        };
        let sealed = self.sealed(&credentials);
        self.irp
            .api_authenticate(AuthCall {
                client_id: Some(&account.client_id),
                client_secret: Some(&account.client_secret),
                gstin: Some(account.gstin.as_str()),
                credentials: SealedCredentials::Whole(&sealed),
            })
            .await
    }

    /// Credentials on their way through the envelope.
    pub(crate) fn sealed(&self, credentials: &Credentials) -> String {
        let key = LoginPublicKey::from_pem(&self.irp.login_public_key_pem()).unwrap();
        key.seal(credentials.to_plaintext().as_bytes()).unwrap()
    }

    pub(crate) async fn issue(&self, actor: &Actor, number: &str) -> Result<Registered, Fault> {
        let issued = self.irp.issue(actor, invoice(number).as_bytes()).await?;
        assert!(issued.eway_bill.is_none(), "none was asked for");
        Ok(issued.registered)
    }
}

fn open(directory: &TempDir) -> SqliteStore {
    SqliteStore::open_or_create(&directory.path().join("test.db"), InstallationKind::Portal)
        .unwrap()
}

fn portal(store: Arc<dyn Store>, clock: &Clock, registry_url: &str, settings: Settings) -> Irp {
    Irp::new(parts(store, clock, registry_url, settings))
}

fn parts(store: Arc<dyn Store>, clock: &Clock, registry_url: &str, settings: Settings) -> Parts {
    let randomness = Randomness::system();
    Parts {
        store,
        clock: clock.clone(),
        keys: Keys::throw_away("Mohar Sandbox", clock.now(), &randomness),
        randomness,
        registry: GstRegistry::new(registry_url),
        settings,
    }
}

/// An active taxpayer of 20 crore with mobile and e-mail.
pub(crate) fn taxpayer(gstin: &str) -> Taxpayer {
    let gstin: Gstin = gstin.parse().unwrap();
    Taxpayer {
        gstin,
        legal_name: "Malnad Tools Private Limited".to_owned(),
        trade_name: Some("Malnad Tools".to_owned()),
        constitution: "Private Limited Company".to_owned(),
        kind: TaxpayerType::Regular,
        status: RegistrationStatus::Active,
        registered_on: Some(date(2017, 7, 1)),
        deregistered_on: None,
        address: PrincipalPlace {
            building_name: String::new(),
            building_number: "12".to_owned(),
            floor: String::new(),
            street: "Market Road".to_owned(),
            locality: "Shivajinagar".to_owned(),
            district: "Bengaluru Urban".to_owned(),
            pin: "560001".parse().ok(),
            state: gstin.state().unwrap(),
        },
        turnover: Some(Decimal::from(200_000_000)),
        mobile: Some("9999912345".to_owned()),
        email: Some("accounts@malnadtools.example".to_owned()),
        blocked_for_eway_bill: false,
    }
}

/// An invoice of the seller's to the buyer.
pub(crate) fn invoice(number: &str) -> String {
    let number = DocumentNumber::parse(number).unwrap();
    example::pretty_request_json(&example::domestic_invoice(&number, DATED))
}

/// The same with something changed.
pub(crate) fn document(number: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut members = serde_json::from_str(&invoice(number)).unwrap();
    change(&mut members);
    members
}

pub(crate) fn actor(account: &ReadyAccount, channel: Channel) -> Actor {
    Actor {
        account: account.account,
        user_name: account.user_name.clone(),
        gstin: account.gstin,
        channel,
        client_id: None,
    }
}

pub(crate) fn headers<'a>(
    account: &'a ReadyAccount,
    auth_token: &'a str,
    gstin: &'a str,
) -> CallHeaders<'a> {
    CallHeaders {
        client_id: Some(&account.client_id),
        client_secret: Some(&account.client_secret),
        gstin: Some(gstin),
        user_name: Some(&account.user_name),
        auth_token: Some(auth_token),
    }
}

/// The codes of a refusal.
pub(crate) fn codes<T: std::fmt::Debug>(outcome: Result<T, Fault>) -> Vec<&'static str> {
    match outcome {
        Err(Fault::Refused(findings)) => findings.iter().map(Finding::code).collect(),
        Err(Fault::Duplicate(duplicate)) => vec![duplicate.finding.code()],
        other => panic!("not a refusal: {other:?}"),
    }
}

/// What a page's use case refused with.
pub(crate) fn refusal<T: std::fmt::Debug, R>(outcome: Result<T, Failure<R>>) -> R {
    match outcome {
        Err(Failure::Refused(refused)) => refused,
        Err(Failure::Trouble(trouble)) => panic!("{trouble}"),
        Ok(done) => panic!("not refused: {done:?}"),
    }
}

/// A login that needed no second factor.
pub(crate) fn logged_in<R: std::fmt::Debug>(outcome: Result<LoginStep, R>) -> LoggedIn {
    match outcome {
        Ok(LoginStep::LoggedIn(login)) => login,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}
