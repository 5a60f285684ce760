//! The client: headers, sessions, and one way in which every call goes.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, RequestBuilder, Response};
use seal::{AppKey, LoginPublicKey, Randomness};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::error::Error;
use crate::reply::{Reply, Success};
use crate::session::{self, Session};
use crate::settings::Settings;

/// Bytes of an answer that are read: the longest encrypted data, and the envelope around it.
const ANSWER_BYTES_MAX: usize = seal::DATA_CHARS_MAX + 64 * 1024;

/// Characters of an answer outside the protocol that an error quotes.
const QUOTED_CHARS_MAX: usize = 300;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);

/// The codes for a token that does not hold (any more): the portal's, and the e-way bill system's.
const INVALID_TOKEN: [&str; 3] = ["1005", "105", "106"];

/// What a call sends, which also says what kind of envelope its answer has.
#[derive(Clone, Copy)]
enum Sent<'a> {
    Nothing,
    Json(&'a str),
    /// To the e-way bill system.
    Action {
        action: &'a str,
        json: &'a str,
    },
}

/// A client for one account. Clones share connections and session.
#[derive(Clone, Debug)]
pub struct Client(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    base_url: String,
    settings: Settings,
    login_key: LoginPublicKey,
    account: HeaderMap,
    random: Randomness,
    session: Mutex<Option<Arc<Session>>>,
}

impl Client {
    /// A client with connections of its own. Nothing is sent yet.
    pub fn new(base_url: &str, settings: Settings) -> Result<Self, Error> {
        let http = reqwest::Client::builder()
            .user_agent(concat!("nic-client/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(ANSWER_TIMEOUT)
            .build()?;
        Self::with_connections(base_url, settings, http)
    }

    /// A client that shares its connections: for many accounts with one portal, or for settings
    /// (proxy, certificates, time limits) that the caller has chosen.
    pub fn with_connections(
        base_url: &str,
        settings: Settings,
        http: reqwest::Client,
    ) -> Result<Self, Error> {
        let login_key = LoginPublicKey::from_pem(&settings.login_public_key_pem)?;
        let account = account_headers(&settings)?;
        Ok(Self(Arc::new(Inner {
            http,
            base_url: base_url.trim_end_matches('/').to_owned(),
            settings,
            login_key,
            account,
            random: Randomness::system(),
            session: Mutex::new(None),
        })))
    }

    /// Logs in, whether there is a session or not, and uses what comes back from now on. While a
    /// token holds, portals answer with the same one.
    pub async fn authenticate(&self) -> Result<Session, Error> {
        let mut current = self.0.session.lock().await;
        let session = Arc::new(self.log_in(false).await?);
        *current = Some(Arc::clone(&session));
        Ok(Session::clone(&session))
    }

    /// Logs in and asks for a new token. Portals give one only shortly before the old one ends.
    pub async fn authenticate_forcing_refresh(&self) -> Result<Session, Error> {
        let mut current = self.0.session.lock().await;
        let session = Arc::new(self.log_in(true).await?);
        *current = Some(Arc::clone(&session));
        Ok(Session::clone(&session))
    }

    /// Logs in with the request of version 1.03.
    pub async fn authenticate_v1_03(&self) -> Result<Session, Error> {
        let mut current = self.0.session.lock().await;
        let app_key = AppKey::random(&self.0.random);
        let body = session::request_v1_03(&self.0.settings, &self.0.login_key, &app_key)?;
        let answer = self.send_login("/eivital/v1.03/auth", &body).await?;
        let session = Arc::new(Session::read(answer.data, &app_key)?);
        *current = Some(Arc::clone(&session));
        Ok(Session::clone(&session))
    }

    /// Uses a session that was obtained elsewhere, such as by another process.
    pub async fn resume(&self, session: Session) {
        *self.0.session.lock().await = Some(Arc::new(session));
    }

    /// Sends JSON, encrypted, to a path of the portal, and gives the decrypted answer.
    pub async fn post_raw(&self, path: &str, json: &str) -> Result<Reply, Error> {
        self.call(Method::POST, path, Sent::Json(json)).await
    }

    /// Fetches a path of the portal, and gives the decrypted answer.
    pub async fn get_raw(&self, path: &str) -> Result<Reply, Error> {
        self.call(Method::GET, path, Sent::Nothing).await
    }

    /// Sends JSON, encrypted, with what is to be done with it, to a path of the e-way bill system,
    /// and gives the decrypted answer.
    pub async fn act_raw(&self, path: &str, action: &str, json: &str) -> Result<Reply, Error> {
        let sent = Sent::Action { action, json };
        self.call(Method::POST, path, sent).await
    }

    /// Whether the portal is there and answers.
    pub async fn ping(&self) -> Result<(), Error> {
        let session = self.0.session.lock().await.clone();
        let mut request = self.request(Method::GET, "/eivital/v1.04/heartbeat/ping");
        if let Some(session) = session {
            request = request.header("authtoken", &session.auth_token);
        }
        let body = receive(request.send().await?).await?;
        // Portals differ in what a living heart says; only a refusal is none.
        match Success::read(&body) {
            Err(Error::Api(refusal)) => Err(refusal.into()),
            _ => Ok(()),
        }
    }

    /// One call. When the token does not hold, it logs in again and tries once more: the portal
    /// has refused the first call, so that nothing can happen twice.
    async fn call(&self, method: Method, path: &str, sent: Sent<'_>) -> Result<Reply, Error> {
        let session = self.session(None).await?;
        match self.call_in(&session, method.clone(), path, sent).await {
            Err(error) if INVALID_TOKEN.iter().any(|code| error.has_code(code)) => {
                let session = self.session(Some(&session)).await?;
                self.call_in(&session, method, path, sent).await
            }
            outcome => outcome,
        }
    }

    async fn call_in(
        &self,
        session: &Session,
        method: Method,
        path: &str,
        sent: Sent<'_>,
    ) -> Result<Reply, Error> {
        let request = self
            .request(method, path)
            .header("authtoken", &session.auth_token);
        let encrypted = |json: &str| session.key.encrypt(json.as_bytes());
        let request = match sent {
            Sent::Nothing => request,
            Sent::Json(json) => request.json(&json!({ "Data": encrypted(json) })),
            Sent::Action { action, json } => {
                request.json(&json!({ "action": action, "data": encrypted(json) }))
            }
        };
        let body = receive(request.send().await?).await?;
        let success = match sent {
            Sent::Nothing | Sent::Json(_) => Success::read(&body)?,
            Sent::Action { .. } => Success::read_of_eway_bill_system(&body)?,
        };
        success.decrypt(&session.key)
    }

    /// The current session, or a new one when there is none or only the one that was refused.
    /// Callers who find this at the same time wait for one login.
    async fn session(&self, refused: Option<&Arc<Session>>) -> Result<Arc<Session>, Error> {
        let mut current = self.0.session.lock().await;
        if let Some(session) = current.as_ref()
            && !refused.is_some_and(|refused| Arc::ptr_eq(refused, session))
        {
            return Ok(Arc::clone(session));
        }
        let session = Arc::new(self.log_in(false).await?);
        *current = Some(Arc::clone(&session));
        Ok(session)
    }

    async fn log_in(&self, force_refresh: bool) -> Result<Session, Error> {
        let app_key = AppKey::random(&self.0.random);
        let body = session::request(&self.0.settings, &self.0.login_key, &app_key, force_refresh)?;
        let answer = self.send_login("/eivital/v1.04/auth", &body).await?;
        Session::read(answer.data, &app_key)
    }

    async fn send_login(&self, path: &str, body: &Value) -> Result<Success, Error> {
        let request = self.request(Method::POST, path).json(body);
        Success::read(&receive(request.send().await?).await?)
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.0
            .http
            .request(method, format!("{}{path}", self.0.base_url))
            .headers(self.0.account.clone())
    }
}

/// The headers that every call carries.
fn account_headers(settings: &Settings) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    for (name, value, secret) in [
        ("client_id", &settings.client_id, false),
        ("client_secret", &settings.client_secret, true),
        ("gstin", &settings.gstin, false),
        ("user_name", &settings.user_name, false),
    ] {
        let mut value = HeaderValue::from_str(value).map_err(|_| Error::Setting(name))?;
        value.set_sensitive(secret);
        headers.insert(HeaderName::from_static(name), value);
    }
    Ok(headers)
}

/// The body of an answer, no longer than one can be.
async fn receive(mut response: Response) -> Result<Vec<u8>, Error> {
    let status = response.status();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(Error::TooLong {
                limit_bytes: ANSWER_BYTES_MAX,
            });
        }
        body.extend_from_slice(&chunk);
    }
    // Some gateways put a refusal in NIC's words under another status than 200.
    if status.is_success() || matches!(Success::read(&body), Err(Error::Api(_))) {
        return Ok(body);
    }
    Err(Error::Status {
        status: status.as_u16(),
        body: String::from_utf8_lossy(&body)
            .chars()
            .take(QUOTED_CHARS_MAX)
            .collect(),
    })
}
