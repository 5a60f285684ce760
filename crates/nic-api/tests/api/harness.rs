//! A portal with its registry, and a client that speaks as ERPs do.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Query, Request};
use axum::http::{HeaderMap, Method};
use gst::{Gstin, PinCode, PrincipalPlace, RegistrationStatus, StateCode, Taxpayer, TaxpayerType};
use jiff::civil::date;
use seal::{AppKey, Credentials, Keys, LoginPublicKey, Randomness, SessionKey};
use serde::Deserialize;
use serde_json::Value;
use service::{AccountOrder, Clock, GstRegistry, Irp, Parts, ReadyAccount, Settings, registry};
use store::InstallationKind;
use store::sqlite::SqliteStore;
use tempfile::TempDir;
use tokio::task::JoinSet;
use tower::util::MapRequestLayer;
use tower::{Layer as _, ServiceExt as _};

/// When every test begins: noon in India.
pub(crate) const START: &str = "2026-04-02T06:30:00Z";

/// What a member of an answer says.
pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no text {name} in {value}"))
}

/// The names of an object's members in their order.
pub(crate) fn names(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    /// The envelope.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    /// The codes of a refusal, in their order.
    pub(crate) fn codes(&self) -> Vec<String> {
        let json = self.json();
        assert_eq!(json["Status"], 0, "{}", self.text);
        assert!(json["Data"].is_null(), "{}", self.text);
        assert_eq!(self.status, 200, "{}", self.text);
        let details = json["ErrorDetails"].as_array().unwrap();
        details
            .iter()
            .map(|entry| text(entry, "ErrorCode").to_owned())
            .collect()
    }
}

/// A request as it comes from the network.
pub(crate) fn request(
    method: Method,
    uri: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Request {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body.into()).unwrap()
}

/// Sends a request to a portal.
pub(crate) async fn send(irp: Irp, request: Request) -> Reply {
    let router: Router = nic_api::router(irp);
    let service = MapRequestLayer::new(nic_api::normalise::<Body>).layer(router);
    let response = service.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    Reply {
        status: parts.status.as_u16(),
        headers: parts.headers,
        text: String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

/// A portal.
pub(crate) struct World {
    pub(crate) irp: Irp,
    pub(crate) account: ReadyAccount,
    pub(crate) random: Randomness,
    _directory: TempDir,
    _registry: JoinSet<()>,
}

impl World {
    /// A portal with one supplier that may issue e-invoices.
    pub(crate) async fn start() -> Self {
        Self::with(Settings::default()).await
    }

    /// The same with other settings.
    pub(crate) async fn with(settings: Settings) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("irp.sqlite");
        let store = SqliteStore::open_or_create(&path, InstallationKind::Portal).unwrap();
        let random = Randomness::seeded(7);
        let now = START.parse().unwrap();
        let (registry, registry_url) = serve_registry().await;
        let irp = Irp::new(Parts {
            store: Arc::new(store),
            clock: Clock::settable(now),
            randomness: random.clone(),
            keys: Keys::throw_away(&settings.issuer, now, &random),
            registry: GstRegistry::new(registry_url),
            settings,
        });
        let account = irp
            .make_account(AccountOrder {
                gstin: supplier(),
                user_name: Some("kaveri".to_owned()),
                password: Some("Silk#Loom9482".to_owned()),
                turnover: Some("80000000".parse().unwrap()),
                enabled: Some(true),
            })
            .await
            .unwrap();
        Self {
            irp,
            account,
            random,
            _directory: directory,
            _registry: registry,
        }
    }

    /// Sends a request with headers and a body.
    pub(crate) async fn call(
        &self,
        method: Method,
        uri: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Reply {
        send(self.irp.clone(), request(method, uri, headers, body)).await
    }

    /// The headers of an authentication.
    pub(crate) fn client_headers(&self) -> [(&str, &str); 3] {
        [
            ("client-id", &self.account.client_id),
            ("client-secret", &self.account.client_secret),
            ("gstin", self.account.gstin.as_str()),
        ]
    }

    /// The body of an authentication.
    pub(crate) fn login(&self, password: &str, app_key: &AppKey) -> String {
        let credentials = Credentials {
            user_name: self.account.user_name.clone(),
            password: password.to_owned(),
            app_key: app_key.clone(),
            force_refresh: false,
        };
        let key = LoginPublicKey::from_pem(&self.irp.login_public_key_pem()).unwrap();
        let sealed = key.seal(credentials.to_plaintext().as_bytes()).unwrap();
        format!(r#"{{"Data":"{sealed}"}}"#)
    }

    /// Authenticates.
    pub(crate) async fn session(&self) -> Session<'_> {
        let app_key = AppKey::random(&self.random);
        let body = self.login(&self.account.password, &app_key);
        let path = "/eivital/v1.04/auth";
        let reply = self
            .call(Method::POST, path, &self.client_headers(), body)
            .await;
        self.session_of(&reply, &app_key)
    }

    /// The session that an authentication's answer opens.
    pub(crate) fn session_of(&self, reply: &Reply, app_key: &AppKey) -> Session<'_> {
        let json = reply.json();
        assert_eq!(json["Status"], 1, "{}", reply.text);
        let data = &json["Data"];
        Session {
            world: self,
            token: text(data, "AuthToken").to_owned(),
            key: SessionKey::unwrap(text(data, "Sek"), app_key).unwrap(),
        }
    }
}

/// An authenticated client.
pub(crate) struct Session<'a> {
    pub(crate) world: &'a World,
    pub(crate) token: String,
    pub(crate) key: SessionKey,
}

impl Session<'_> {
    /// The headers of a call.
    pub(crate) fn headers(&self) -> [(&str, &str); 5] {
        let [id, secret, gstin] = self.world.client_headers();
        let user = ("user_name", self.world.account.user_name.as_str());
        [id, secret, gstin, user, ("AuthToken", &self.token)]
    }

    /// JSON as it is sent.
    pub(crate) fn sealed(&self, json: &str) -> String {
        format!(r#"{{"Data":"{}"}}"#, self.key.encrypt(json.as_bytes()))
    }

    /// Sends encrypted JSON.
    pub(crate) async fn post(&self, uri: &str, json: &str) -> Reply {
        let body = self.sealed(json);
        self.world
            .call(Method::POST, uri, &self.headers(), body)
            .await
    }

    /// Asks for something.
    pub(crate) async fn get(&self, uri: &str) -> Reply {
        self.world
            .call(Method::GET, uri, &self.headers(), Body::empty())
            .await
    }

    /// The decrypted data of a success.
    pub(crate) fn open(&self, reply: &Reply) -> String {
        let json = reply.json();
        assert_eq!(json["Status"], 1, "{}", reply.text);
        assert_eq!(names(&json), ["Status", "ErrorDetails", "Data", "InfoDtls"]);
        String::from_utf8(self.key.decrypt(text(&json, "Data")).unwrap()).unwrap()
    }

    /// Registers a document and gives the decrypted answer.
    pub(crate) async fn registered(&self, number: &str) -> String {
        let reply = self.post("/eicore/v1.03/Invoice", &invoice(number)).await;
        self.open(&reply)
    }
}

/// The supplier of every test.
pub(crate) fn supplier() -> Gstin {
    Gstin::with_check_digit("29AAAPL2356Q1Z").unwrap()
}

/// The recipient of every test.
pub(crate) fn recipient() -> Gstin {
    Gstin::with_check_digit("27AABCM1234A1Z").unwrap()
}

/// A document of 1 April 2026 that breaks no rule.
pub(crate) fn invoice(number: &str) -> String {
    format!(
        concat!(
            r#"{{"Version":"1.1","TranDtls":{{"TaxSch":"GST","SupTyp":"B2B"}},"#,
            r#""DocDtls":{{"Typ":"INV","No":"{number}","Dt":"01/04/2026"}},"#,
            r#""SellerDtls":{{"Gstin":"{seller}","LglNm":"Kaveri Looms","Addr1":"12 MG Road","#,
            r#""Loc":"Bengaluru","Pin":560001,"Stcd":"29"}},"#,
            r#""BuyerDtls":{{"Gstin":"{buyer}","LglNm":"Malabar Traders","Pos":"27","#,
            r#""Addr1":"5 Hill Road","Loc":"Mumbai","Pin":400001,"Stcd":"27"}},"#,
            r#""ItemList":[{{"SlNo":"1","IsServc":"N","PrdDesc":"Cloth","HsnCd":"520811","#,
            r#""Qty":10,"Unit":"MTR","UnitPrice":100.00,"TotAmt":1000.00,"AssAmt":1000.00,"#,
            r#""GstRt":5.0,"IgstAmt":50.00,"TotItemVal":1050.00}}],"#,
            r#""ValDtls":{{"AssVal":1000.00,"IgstVal":50.00,"TotInvVal":1050.00}}}}"#,
        ),
        number = number,
        seller = supplier(),
        buyer = recipient(),
    )
}

#[derive(Deserialize)]
struct Search {
    gstin: String,
}

/// Serves a registry that knows every well-formed GSTIN, and gives its address.
async fn serve_registry() -> (JoinSet<()>, String) {
    let search = |Query(search): Query<Search>| async move {
        axum::Json(match search.gstin.parse() {
            Ok(gstin) => registry::answer_json(&taxpayer(gstin)),
            Err(_) => registry::unknown_json(),
        })
    };
    let router = Router::new().route("/commonapi/v1.1/search", axum::routing::get(search));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut server = JoinSet::new();
    server.spawn(async move { axum::serve(listener, router).await.unwrap() });
    (server, format!("http://{address}"))
}

fn taxpayer(gstin: Gstin) -> Taxpayer {
    Taxpayer {
        gstin,
        legal_name: format!("Taxpayer {gstin}"),
        trade_name: Some("Shop".to_owned()),
        constitution: "Partnership".to_owned(),
        kind: TaxpayerType::Regular,
        status: RegistrationStatus::Active,
        registered_on: Some(date(2017, 7, 1)),
        deregistered_on: None,
        address: PrincipalPlace {
            building_name: "Tower".to_owned(),
            building_number: "7".to_owned(),
            floor: String::new(),
            street: "Market Road".to_owned(),
            locality: "Old Town".to_owned(),
            district: "Central".to_owned(),
            pin: PinCode::new(400_001),
            state: StateCode::parse("27").unwrap(),
        },
        turnover: Some("80000000".parse().unwrap()),
        mobile: Some("9999912345".to_owned()),
        email: Some("shop@example.com".to_owned()),
        blocked_for_eway_bill: false,
    }
}
