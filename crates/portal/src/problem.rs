//! What stops a request, and the page that says so.
//!
//! Handlers return a [`Problem`]; it travels as a bare response, and the outermost layer, which
//! knows the language, dresses it as a page. Bare errors of the framework are dressed the same way.

use std::sync::Arc;

use askama::Template;
use axum::http::header::{LOCATION, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use service::{Fault, Trouble};

use crate::context::{Context, is_html};
use crate::page::html;
use crate::portal::Portal;
use crate::shell::Shell;

/// What stops a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// 403: the form did not come from our page, or its cookie is gone.
    Forged,
    /// 404.
    NotFound,
    /// 405.
    MethodNotAllowed,
    /// 413.
    TooLarge,
    /// 429 with the seconds to wait.
    TooMany {
        /// Seconds to wait.
        retry_after_s: u64,
    },
    /// 500 with the reference that the log has too.
    Internal {
        /// The reference; `None` when the request's own id serves.
        reference: Option<String>,
    },
    /// 503 with the seconds to wait.
    Unavailable {
        /// Seconds to wait.
        retry_after_s: u64,
    },
    /// 303: this page needs a login; afterwards the browser comes back to it.
    LoginNeeded {
        /// Where to go: the login page with the way back.
        location: String,
    },
}

impl From<Trouble> for Problem {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Unavailable(unavailable) => Self::Unavailable {
                retry_after_s: u64::from(unavailable.retry_after_s),
            },
            Trouble::Internal { reference } => Self::Internal {
                reference: Some(reference),
            },
        }
    }
}

/// For a look-up: what is not there and what is somebody else's are refused alike.
impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(_) | Fault::Duplicate(_) => Self::NotFound,
            Fault::Unavailable(unavailable) => Trouble::Unavailable(unavailable).into(),
            Fault::Internal { reference } => Trouble::Internal { reference }.into(),
        }
    }
}

impl Problem {
    /// Something that cannot happen did.
    pub fn unexpected() -> Self {
        Self::Internal { reference: None }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Forged => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::LoginNeeded { .. } => StatusCode::SEE_OTHER,
        }
    }

    /// Without its page, which the outermost layer adds.
    pub fn into_bare_response(self) -> Response {
        let mut response = self.status().into_response();
        match &self {
            Self::LoginNeeded { location } => {
                if let Ok(location) = HeaderValue::from_str(location) {
                    response.headers_mut().insert(LOCATION, location);
                }
            }
            Self::TooMany { retry_after_s } | Self::Unavailable { retry_after_s } => {
                let seconds = HeaderValue::from(*retry_after_s);
                response.headers_mut().insert(RETRY_AFTER, seconds);
            }
            _ => {}
        }
        response.extensions_mut().insert(self);
        response
    }

    /// What a bare error of the framework is.
    fn of(status: StatusCode) -> Option<Self> {
        match status {
            StatusCode::NOT_FOUND => Some(Self::NotFound),
            StatusCode::METHOD_NOT_ALLOWED => Some(Self::MethodNotAllowed),
            StatusCode::PAYLOAD_TOO_LARGE => Some(Self::TooLarge),
            StatusCode::INTERNAL_SERVER_ERROR => Some(Self::unexpected()),
            _ => None,
        }
    }

    /// Heading and advice. Spelled out, so that a test finds each key.
    fn words(&self, shell: &Shell) -> (String, String) {
        match self {
            Self::Forged => (shell.t("problem-forged"), shell.t("problem-forged-advice")),
            Self::NotFound => (
                shell.t("problem-not-found"),
                shell.t("problem-not-found-advice"),
            ),
            Self::MethodNotAllowed => (shell.t("problem-method"), shell.t("problem-method-advice")),
            Self::TooLarge => (
                shell.t("problem-too-large"),
                shell.t("problem-too-large-advice"),
            ),
            Self::TooMany { retry_after_s } => (
                shell.t("problem-too-many"),
                shell.t1("problem-too-many-advice", "seconds", retry_after_s),
            ),
            Self::Unavailable { retry_after_s } => (
                shell.t("problem-unavailable"),
                shell.t1("problem-unavailable-advice", "seconds", retry_after_s),
            ),
            Self::Internal { .. } | Self::LoginNeeded { .. } => (
                shell.t("problem-internal"),
                shell.t("problem-internal-advice"),
            ),
        }
    }

    fn reference<'a>(&'a self, context: &'a Context) -> &'a str {
        match self {
            Self::Internal {
                reference: Some(reference),
            } => reference,
            _ => &context.request_id,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.into_bare_response()
    }
}

/// The page of a problem.
#[derive(Template)]
#[template(path = "problem.html")]
pub struct ProblemPage {
    shell: Shell,
    status: u16,
    advice: String,
    reference: String,
}

impl ProblemPage {
    /// The page of a problem.
    pub fn new(problem: &Problem, mut shell: Shell, context: &Context) -> Self {
        let (title, advice) = problem.words(&shell);
        shell.title = title;
        Self {
            advice,
            status: problem.status().as_u16(),
            reference: problem.reference(context).to_owned(),
            shell,
        }
    }
}

/// Gives a bare error its page; leaves every other response as it is.
pub fn dress(portal: &Portal, context: &Arc<Context>, mut response: Response) -> Response {
    let problem = response.extensions_mut().remove::<Problem>();
    let bare = !response.headers().contains_key("content-type")
        || response.status() == StatusCode::INTERNAL_SERVER_ERROR && !is_html(response.headers());
    let problem = problem.or_else(|| Problem::of(response.status()).filter(|_| bare));
    let Some(problem) = problem else {
        return response;
    };
    if matches!(problem, Problem::LoginNeeded { .. }) {
        return response;
    }
    let shell = Shell::new(portal, context, String::new());
    let page = ProblemPage::new(&problem, shell, context);
    let mut dressed = html(problem.status(), &page);
    for name in [
        RETRY_AFTER,
        axum::http::header::ALLOW,
        axum::http::header::SET_COOKIE,
    ] {
        for value in response.headers().get_all(&name) {
            dressed.headers_mut().append(&name, value.clone());
        }
    }
    dressed
}
