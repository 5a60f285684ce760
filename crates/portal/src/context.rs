//! What is known about a request before any handler runs, and what every response gets.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use einvoice::catalogue::Language;

use crate::cookies::Cookie;
use crate::portal::Portal;
use crate::{csrf, language, problem, security};

/// The header that carries a request's id.
pub const REQUEST_ID: &str = "x-request-id";

/// Characters of a request id.
const REQUEST_ID_CHARACTERS: usize = 16;

/// What is known about a request.
#[derive(Debug)]
pub struct Context {
    /// The page's language.
    pub language: Language,
    /// The path without the language, `/` for the home page.
    pub path: String,
    /// An id to quote when asking for help.
    pub request_id: String,
    /// Who asks. All addresses count as one where the server did not say.
    pub address: IpAddr,
    /// The value of the cookie that forms are tied to.
    pub forms_cookie: String,
    forms_cookie_is_new: bool,
    forms_cookie_is_needed: AtomicBool,
}

impl Context {
    fn of(request: &Request, portal: &Portal) -> Self {
        let headers = request.headers();
        let (language, path) = match language::split(request.uri().path()) {
            Some((language, "" | "/")) => (language, "/"),
            Some((language, path)) => (language, path),
            None => (language::preferred(headers), "/"),
        };
        let cookie = Cookie::Forms.read(headers, portal.secure);
        let random = portal.irp.randomness();
        Self {
            language,
            path: path.to_owned(),
            request_id: given_id(headers)
                .unwrap_or_else(|| random.alphanumeric(REQUEST_ID_CHARACTERS)),
            address: address(request),
            forms_cookie_is_new: cookie.is_none(),
            forms_cookie: cookie.unwrap_or_else(|| new_cookie(random)),
            forms_cookie_is_needed: AtomicBool::new(false),
        }
    }

    /// A context for samples and tests.
    pub fn sample(language: Language, path: &str) -> Self {
        Self {
            language,
            path: path.to_owned(),
            request_id: "4Kq0vTz81LmXbR2e".to_owned(),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            forms_cookie: "sample".to_owned(),
            forms_cookie_is_new: false,
            forms_cookie_is_needed: AtomicBool::new(false),
        }
    }

    /// Called when a page shows a form; only then does the browser get the cookie.
    pub fn need_forms_cookie(&self) {
        self.forms_cookie_is_needed.store(true, Ordering::Relaxed);
    }

    fn set_forms_cookie(&self, headers: &mut HeaderMap, secure: bool) {
        if self.forms_cookie_is_new && self.forms_cookie_is_needed.load(Ordering::Relaxed) {
            append_cookie(headers, &Cookie::Forms.set(&self.forms_cookie, secure));
        }
    }
}

/// Adds a `Set-Cookie` header.
pub fn append_cookie(headers: &mut HeaderMap, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        headers.append(SET_COOKIE, value);
    }
}

/// The id that the server before the pages has given the request, and logs it under.
fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let good =
        id.len() == REQUEST_ID_CHARACTERS && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    good.then(|| id.to_owned())
}

fn new_cookie(random: &seal::Randomness) -> String {
    URL_SAFE_NO_PAD.encode(random.bytes::<{ csrf::COOKIE_BYTES }>())
}

fn address(request: &Request) -> IpAddr {
    request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip())
}

/// The outermost layer: makes the context, refuses forged posts, dresses bare errors as pages,
/// and sets the headers that every response needs.
pub async fn layer(State(portal): State<Portal>, mut request: Request, next: Next) -> Response {
    let context = Arc::new(Context::of(&request, &portal));
    request.extensions_mut().insert(Arc::clone(&context));
    let response = if csrf::comes_from_elsewhere(request.method(), request.headers()) {
        problem::Problem::Forged.into_bare_response()
    } else {
        next.run(request).await
    };
    let mut response = problem::dress(&portal, &context, response);
    let headers = response.headers_mut();
    if is_html(headers) {
        let tag = HeaderValue::from_static(context.language.tag());
        headers.insert(CONTENT_LANGUAGE, tag);
        context.set_forms_cookie(headers, portal.secure);
    }
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(&context.request_id) {
        headers.insert(REQUEST_ID, id);
    }
    security::set_headers(headers);
    response
}

/// Whether a response is a page.
pub fn is_html(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}
