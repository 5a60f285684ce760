//! A portal whose outbox is filled by its own use cases, with a clock that can be put forward.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::Query;
use axum::routing::get;
use axum::{Json, Router};
use gateways::{DeliverySettings, Gateway, Worker};
use gst::{Decimal, Gstin, PrincipalPlace, RegistrationStatus, Taxpayer, TaxpayerType};
use jiff::SignedDuration;
use seal::{KeyFolder, Randomness};
use service::{Clock, CredentialsForm, GstRegistry, Irp, MessageToSend, Parts, Settings, registry};
use store::InstallationKind;
use store::messages::{Delivery, DeliveryState, Route};
use store::sqlite::SqliteStore;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

pub(crate) const GSTIN: &str = "29AAACM0000A1ZI";
pub(crate) const MOBILE: &str = "9999912345";
pub(crate) const EMAIL: &str = "accounts@malnadtools.example";
const PASSWORD: &str = "Tamarind_42_kettle";

/// How long a test waits for what has to happen.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct World {
    pub(crate) irp: Irp,
    pub(crate) clock: Clock,
    directory: TempDir,
    registry_url: String,
    _registry: JoinSet<()>,
}

impl World {
    pub(crate) async fn new() -> Self {
        let router = Router::new().route(
            "/commonapi/v1.1/search",
            get(|Query(_): Query<Vec<(String, String)>>| async {
                Json(registry::answer_json(&taxpayer()))
            }),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let registry_url = format!("http://{}/", listener.local_addr().unwrap());
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, router).await.unwrap() });
        let directory = tempfile::tempdir().unwrap();
        let clock = Clock::offset();
        Self {
            irp: portal(&directory, &clock, &registry_url),
            clock,
            directory,
            registry_url,
            _registry: serving,
        }
    }

    /// Another process on the same database and keys.
    pub(crate) fn another(&self) -> Irp {
        portal(&self.directory, &self.clock, &self.registry_url)
    }

    pub(crate) fn advance_s(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// Asks for a code, which queues one message a route, and gives the code.
    pub(crate) async fn code(&self) -> String {
        self.code_and(async |_, _| ()).await
    }

    async fn code_and(&self, next: impl AsyncFnOnce(service::OtpSent, &str)) -> String {
        let (_, started) = self.irp.begin_registration(GSTIN).await.unwrap();
        let sent = self.irp.send_code(started).await.unwrap();
        let inbox = self.irp.inbox(1).await.unwrap();
        let code = inbox[0].otp.clone().unwrap();
        next(sent, &code).await;
        code
    }

    /// Registers, which queues a code and then a notice for each route.
    pub(crate) async fn registration(&self) {
        self.code_and(async |sent, code| {
            let proved = self.irp.verify_code(sent, code).await.unwrap();
            let form = CredentialsForm {
                user_name: "Malnad01".to_owned(),
                password: PASSWORD.to_owned(),
                confirm: PASSWORD.to_owned(),
            };
            self.irp.create_credentials(proved, form).await.unwrap();
        })
        .await;
    }

    /// Claims a message without a worker.
    pub(crate) async fn claimed(&self, route: Route) -> MessageToSend {
        self.irp
            .claim_messages(route, 60, 1)
            .await
            .unwrap()
            .remove(0)
    }

    /// What became of the messages of a route, oldest first.
    pub(crate) async fn deliveries(&self, route: Route) -> Vec<Delivery> {
        let newest = self.irp.store().newest_messages(100).await.unwrap();
        let of_route = newest
            .into_iter()
            .filter(|queued| queued.message.route == route);
        let mut deliveries: Vec<_> = of_route.map(|queued| queued.delivery).collect();
        deliveries.reverse();
        deliveries
    }

    /// Waits until no message of a route waits, and tells what became of them.
    pub(crate) async fn settled(&self, route: Route) -> Vec<Delivery> {
        let is_settled =
            |delivery: &Delivery| !matches!(delivery.state, DeliveryState::Waiting { .. });
        self.when(route, |all| all.iter().all(is_settled)).await
    }

    /// Waits until the messages of a route are as they have to be.
    pub(crate) async fn when(
        &self,
        route: Route,
        wanted: impl Fn(&[Delivery]) -> bool,
    ) -> Vec<Delivery> {
        let waiting = async {
            loop {
                let deliveries = self.deliveries(route).await;
                if wanted(&deliveries) {
                    return deliveries;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let done = tokio::time::timeout(PATIENCE, waiting).await;
        done.expect("the messages come to their end")
    }
}

/// Waits until something is so.
pub(crate) async fn until(wanted: impl Fn() -> bool) {
    let waiting = async {
        while !wanted() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let done = tokio::time::timeout(PATIENCE, waiting).await;
    done.expect("it happens");
}

pub(crate) fn settings() -> DeliverySettings {
    DeliverySettings {
        at_once_max: 4,
        look: Duration::from_millis(20),
        give_up_s: 3_600,
    }
}

/// A worker at work.
pub(crate) struct Working {
    stop: watch::Sender<bool>,
    task: JoinSet<()>,
}

impl Working {
    pub(crate) fn start(irp: &Irp, gateway: Gateway) -> Self {
        let worker = Worker::new(irp.clone(), gateway, settings());
        let (stop, stopping) = watch::channel(false);
        let mut task = JoinSet::new();
        task.spawn(worker.run(stopping));
        Self { stop, task }
    }

    /// Stops as a process does that is told to.
    pub(crate) async fn stop(mut self) {
        self.stop.send(true).unwrap();
        let ended = tokio::time::timeout(PATIENCE, self.task.join_next()).await;
        ended.expect("a worker ends").unwrap().unwrap();
    }

    /// Ends as a process does that is killed.
    pub(crate) async fn kill(mut self) {
        self.task.shutdown().await;
    }
}

fn portal(directory: &TempDir, clock: &Clock, registry_url: &str) -> Irp {
    let mut settings = Settings::sandbox();
    (settings.otp.gap_s, settings.otp.sends_max) = (0, 100);
    let randomness = Randomness::system();
    let folder = KeyFolder::new(&directory.path().join("keys"));
    if folder.load().is_err() {
        folder
            .load_or_create("Mohar Sandbox", clock.now(), &randomness)
            .unwrap();
    }
    let store =
        SqliteStore::open_or_create(&directory.path().join("test.db"), InstallationKind::Portal)
            .unwrap();
    Irp::new(Parts {
        store: Arc::new(store),
        clock: clock.clone(),
        keys: folder.load().unwrap(),
        randomness,
        registry: GstRegistry::new(registry_url),
        settings,
    })
}

fn taxpayer() -> Taxpayer {
    let gstin: Gstin = GSTIN.parse().unwrap();
    Taxpayer {
        gstin,
        legal_name: "Malnad Tools Private Limited".to_owned(),
        trade_name: None,
        constitution: "Private Limited Company".to_owned(),
        kind: TaxpayerType::Regular,
        status: RegistrationStatus::Active,
        registered_on: "2017-07-01".parse().ok(),
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
        mobile: Some(MOBILE.to_owned()),
        email: Some(EMAIL.to_owned()),
        blocked_for_eway_bill: false,
    }
}
