//! A portal over a real store, and a visitor with cookies, without a network.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Query;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::get;
use gst::{Decimal, Gstin, PrincipalPlace, RegistrationStatus, Taxpayer, TaxpayerType};
use http_body_util::BodyExt;
use jiff::Timestamp;
use seal::{Keys, Randomness};
use service::{Clock, GstRegistry, Irp, Parts, Settings, registry};
use store::InstallationKind;
use store::sqlite::SqliteStore;
use tower::ServiceExt;

use crate::{PortalOptions, router};

/// 10 June 2026, 12:00 IST.
const START: &str = "2026-06-10T06:30:00Z";

/// A registry that cannot be reached.
pub(crate) const NO_REGISTRY: &str = "http://127.0.0.1:9";

/// A taxpayer that may register.
pub(crate) fn taxpayer(first14: &str) -> Taxpayer {
    let gstin = Gstin::with_check_digit(first14).expect("fourteen characters of a GSTIN");
    Taxpayer {
        gstin,
        legal_name: "Malnad Tools Private Limited".to_owned(),
        trade_name: Some("Malnad Tools".to_owned()),
        constitution: "Private Limited Company".to_owned(),
        kind: TaxpayerType::Regular,
        status: RegistrationStatus::Active,
        registered_on: Some(jiff::civil::date(2017, 7, 1)),
        deregistered_on: None,
        address: PrincipalPlace {
            building_name: "Kaveri Towers".to_owned(),
            building_number: "12".to_owned(),
            floor: String::new(),
            street: "MG Road".to_owned(),
            locality: String::new(),
            district: "Bengaluru Urban".to_owned(),
            pin: gst::PinCode::new(560_001),
            state: gstin.state().expect("a state"),
        },
        turnover: Some(Decimal::from(70_000_000)),
        mobile: Some("9999912345".to_owned()),
        email: Some("accounts@malnad.example".to_owned()),
        blocked_for_eway_bill: false,
    }
}

/// A portal whose registry cannot be reached; taxpayers are put into its local copy.
pub(crate) struct TestPortal {
    pub(crate) irp: Irp,
    router: Router,
    _directory: tempfile::TempDir,
}

impl TestPortal {
    pub(crate) async fn new(taxpayers: Vec<Taxpayer>) -> Self {
        Self::with(taxpayers, NO_REGISTRY, PortalOptions::default()).await
    }

    pub(crate) async fn with(
        taxpayers: Vec<Taxpayer>,
        registry: &str,
        options: PortalOptions,
    ) -> Self {
        let portal = Self::made(registry, options, Settings::sandbox());
        let now = portal.irp.now();
        for taxpayer in taxpayers {
            let put = portal.irp.put_taxpayer(taxpayer, now).await;
            put.expect("the store works");
        }
        portal
    }

    /// With an operator's settings and without taxpayers.
    pub(crate) fn with_settings(settings: Settings) -> Self {
        Self::made(NO_REGISTRY, PortalOptions::default(), settings)
    }

    fn made(registry: &str, options: PortalOptions, mut settings: Settings) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let store = SqliteStore::open_or_create(
            &directory.path().join("mohar.db"),
            InstallationKind::Portal,
        );
        let now: Timestamp = START.parse().expect("a moment");
        let random = Randomness::seeded(7);
        settings.login.refusal_floor_ms = 0;
        let irp = Irp::new(Parts {
            store: Arc::new(store.expect("a store")),
            clock: Clock::settable(now),
            keys: Keys::throw_away("Test", now, &random),
            randomness: random,
            registry: GstRegistry::new(registry),
            settings,
        });
        let router = router(irp.clone(), options);
        Self {
            irp,
            router,
            _directory: directory,
        }
    }

    pub(crate) fn visitor(&self) -> Visitor {
        Visitor {
            router: self.router.clone(),
            cookies: BTreeMap::new(),
        }
    }

    /// The code of the newest message.
    pub(crate) async fn newest_code(&self) -> String {
        let inbox = self.irp.inbox(4).await.expect("the store works");
        inbox
            .into_iter()
            .find_map(|message| message.otp)
            .expect("a code was sent")
    }
}

/// What came back.
pub(crate) struct Seen {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn location(&self) -> &str {
        self.headers
            .get(LOCATION)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    #[track_caller]
    pub(crate) fn leads_to(&self, location: &str) {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        assert_eq!(self.location(), location);
    }
}

/// A browser without JavaScript.
#[derive(Clone)]
pub(crate) struct Visitor {
    router: Router,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    /// What it would send in the `Cookie` header.
    pub(crate) fn cookies(&self) -> String {
        let pairs = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    pub(crate) async fn get(&mut self, address: &str) -> Seen {
        self.send(Request::get(address), String::new()).await
    }

    /// Sends a form as the page at `page` would: with its token.
    pub(crate) async fn post(&mut self, page: &str, to: &str, fields: &[(&str, &str)]) -> Seen {
        let token = self.token(page).await;
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("form_token", &token).extend_pairs(fields);
        self.send_form(to, body.finish()).await
    }

    pub(crate) async fn send_form(&mut self, to: &str, body: String) -> Seen {
        let request = Request::post(to).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body).await
    }

    /// The form token that a page shows.
    pub(crate) async fn token(&mut self, page: &str) -> String {
        let seen = self.get(page).await;
        let (_, rest) = seen
            .body
            .split_once("name=\"form_token\" value=\"")
            .unwrap_or_else(|| panic!("{page} has a form: {} {}", seen.status, seen.location()));
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    pub(crate) async fn send(
        &mut self,
        request: axum::http::request::Builder,
        body: String,
    ) -> Seen {
        let request = request
            .header(COOKIE, self.cookies())
            .body(Body::from(body))
            .expect("a request");
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(SET_COOKIE) {
            let pair = cookie
                .to_str()
                .expect("text")
                .split(';')
                .next()
                .unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie");
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let body = body.collect().await.expect("a body").to_bytes();
        Seen {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }
}

/// Serves a registry that knows one taxpayer and gives its address.
pub(crate) async fn registry_of(taxpayer: Taxpayer) -> String {
    let answer = move |Query(query): Query<BTreeMap<String, String>>| {
        let known = query.get("gstin").map(String::as_str) == Some(taxpayer.gstin.as_str());
        let answer = if known {
            registry::answer_json(&taxpayer)
        } else {
            registry::unknown_json()
        };
        async move { axum::Json(answer) }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = Router::new().route("/commonapi/v1.1/search", get(answer));
    #[expect(clippy::disallowed_methods, reason = "ends with the test's runtime")]
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// The route table, as the router itself tells it: an address that is added later is in it too.
pub(crate) fn routes(router: &Router) -> Vec<String> {
    let told = format!("{router:?}");
    let mut paths: Vec<String> = told
        .split("RouteId(")
        .filter_map(|entry| entry.split_once("): \""))
        .filter_map(|(id, rest)| {
            id.parse::<u32>().ok()?;
            Some(rest.split_once('"')?.0.to_owned())
        })
        .filter(|path| !path.contains("__private__"))
        .collect();
    paths.sort_unstable();
    paths.dedup();
    assert!(paths.len() > 40, "the router tells its routes: {paths:?}");
    paths
}
