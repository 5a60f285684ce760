//! A gateway for text messages, as far as it can be told from outside: it notes what it is asked
//! and answers as the test says.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// What the gateway was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Asked {
    /// The body as JSON.
    pub(crate) fn json(&self) -> HashMap<String, String> {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// One answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, &'static str)>,
    pub(crate) body: String,
    pub(crate) after: Duration,
}

impl Answer {
    pub(crate) fn of(status: u16, body: &str) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.to_owned(),
            after: Duration::ZERO,
        }
    }

    pub(crate) fn after(self, milliseconds: u64) -> Self {
        let after = Duration::from_millis(milliseconds);
        Self { after, ..self }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }
}

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    asked: Vec<Asked>,
    answers: VecDeque<Answer>,
    slow: Duration,
}

/// The running gateway.
pub(crate) struct HttpServer {
    pub(crate) base: String,
    shared: Shared,
    _serving: JoinSet<()>,
}

impl HttpServer {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let shared = Shared::default();
        let router = Router::new().fallback(answer).with_state(shared.clone());
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            base,
            shared,
            _serving: serving,
        }
    }

    /// The next answer; without one it is 200 with a new receipt.
    pub(crate) fn next(&self, answer: Answer) {
        self.shared.0.lock().unwrap().answers.push_back(answer);
    }

    /// How long it takes for answers that nobody has said.
    pub(crate) fn slow(&self, milliseconds: u64) {
        self.shared.0.lock().unwrap().slow = Duration::from_millis(milliseconds);
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.0.lock().unwrap().asked.clone()
    }
}

async fn answer(
    State(shared): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: String,
) -> Response {
    let answer = {
        let mut inner = shared.0.lock().unwrap();
        inner.asked.push(Asked {
            method,
            uri,
            headers,
            body,
        });
        let receipt = format!(r#"{{"data":{{"id":"R-{}"}}}}"#, inner.asked.len());
        let usual = Answer {
            after: inner.slow,
            ..Answer::of(200, &receipt)
        };
        inner.answers.pop_front().unwrap_or(usual)
    };
    tokio::time::sleep(answer.after).await;
    let status = axum::http::StatusCode::from_u16(answer.status).unwrap();
    let mut response = (status, answer.body).into_response();
    for (name, value) in answer.headers {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}
