//! What a handler gets and gives: the page's context, and responses made from templates.

use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use einvoice::catalogue::Language;
use jiff::Timestamp;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use service::SignedIn;

use crate::context::{Context, append_cookie};
use crate::cookies::Cookie;
use crate::csrf;
use crate::notice::Notice;
use crate::portal::Portal;
use crate::problem::Problem;
use crate::shell::{Shell, User, address};

/// The outcome of a handler.
pub type Answer = Result<Response, Problem>;

/// A request for a page.
pub struct Page {
    /// What all handlers share.
    pub portal: Portal,
    /// What is known about the request.
    pub context: Arc<Context>,
    /// Who is logged in.
    pub signed_in: Option<SignedIn>,
    query: String,
    headers: HeaderMap,
}

/// A request for a page that needs a login; without one the browser is sent to log in and back.
pub struct SignedInPage {
    /// The page.
    pub page: Page,
    /// The login.
    pub signed_in: SignedIn,
}

impl FromRequestParts<Portal> for Page {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Problem> {
        let context = parts
            .extensions
            .get::<Arc<Context>>()
            .cloned()
            .ok_or_else(Problem::unexpected)?;
        let signed_in = match Cookie::Session.read(&parts.headers, portal.secure) {
            Some(token) => portal.irp.session(&token).await?,
            None => None,
        };
        Ok(Self {
            portal: portal.clone(),
            context,
            signed_in,
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers.clone(),
        })
    }
}

impl FromRequestParts<Portal> for SignedInPage {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Problem> {
        let page = Page::from_request_parts(parts, portal).await?;
        match page.signed_in.clone() {
            Some(signed_in) => Ok(Self { page, signed_in }),
            None => Err(page.login_needed()),
        }
    }
}

impl Page {
    /// The page's language.
    pub fn language(&self) -> Language {
        self.context.language
    }

    /// The portal's time.
    pub fn now(&self) -> Timestamp {
        self.portal.irp.now()
    }

    /// What the template gets; `title_key` is the text of the page's `h1`.
    pub fn shell(&self, title_key: &str) -> Shell {
        let mut shell = Shell::new(&self.portal, &self.context, String::new());
        shell.title = shell.t(title_key);
        shell.user = self.signed_in.as_ref().map(User::of);
        shell.set_notice(Notice::in_query(&self.query));
        shell
    }

    /// The value of a query member; empty when it is not there.
    pub fn query(&self, name: &str) -> String {
        form_urlencoded::parse(self.query.as_bytes())
            .find(|(member, _)| member == name)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    }

    /// The value of one of our cookies.
    pub fn cookie(&self, cookie: Cookie) -> Option<String> {
        cookie.read(&self.headers, self.portal.secure)
    }

    /// Whether a form token holds, for forms with files, which [`crate::form::Form`] does not read.
    pub fn form_token_holds(&self, token: &str) -> bool {
        csrf::holds(&self.portal, &self.context.forms_cookie, token)
    }

    /// 303 to a page in the same language: the answer to a form that did what it should.
    pub fn go(&self, path: &str) -> Response {
        see_other(&address(self.language(), path))
    }

    /// 303 with a sentence that the next page shows.
    pub fn go_with(&self, path: &str, notice: Notice) -> Response {
        let page = address(self.language(), path);
        see_other(&format!("{page}?notice={}", notice.word()))
    }

    /// The same, and the page is to lead on to another path afterwards.
    pub fn go_with_next(&self, path: &str, notice: Notice, next: &str) -> Response {
        let page = address(self.language(), path);
        let (notice, next) = (notice.word(), escaped(next));
        see_other(&format!("{page}?notice={notice}&next={next}"))
    }

    /// Adds a cookie to a response.
    pub fn with_cookie(&self, mut response: Response, cookie: Cookie, value: &str) -> Response {
        append_cookie(
            response.headers_mut(),
            &cookie.set(value, self.portal.secure),
        );
        response
    }

    /// Removes a cookie with a response.
    pub fn without_cookie(&self, mut response: Response, cookie: Cookie) -> Response {
        append_cookie(response.headers_mut(), &cookie.remove(self.portal.secure));
        response
    }

    /// Sends the browser to log in and back.
    pub fn login_needed(&self) -> Problem {
        let next = escaped(&self.context.path);
        let login = address(self.language(), "/login");
        let notice = Notice::LoginNeeded.word();
        Problem::LoginNeeded {
            location: format!("{login}?notice={notice}&next={next}"),
        }
    }
}

/// A text as the value of a query member.
pub fn escaped(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// A page with 200.
pub fn ok(template: &impl Template) -> Answer {
    Ok(html(StatusCode::OK, template))
}

/// The page again with what is wrong with the form: 422.
pub fn unprocessable(template: &impl Template) -> Answer {
    Ok(html(StatusCode::UNPROCESSABLE_ENTITY, template))
}

/// A page with a status.
pub fn html(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => {
            let kind = HeaderValue::from_static("text/html; charset=utf-8");
            (status, [(CONTENT_TYPE, kind)], text).into_response()
        }
        Err(fault) => {
            // Templates write to a string and call nothing that fails.
            tracing::error!(%fault, "a template did not render");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// 303.
pub fn see_other(location: &str) -> Response {
    match HeaderValue::from_str(location) {
        Ok(location) => (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
