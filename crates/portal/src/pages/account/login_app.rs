//! The second step of a login: a code of the authenticator app.

use askama::Template;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use service::{AuthenticatorLoginRefused, AuthenticatorNeeded, Failure};

use super::app_code::{self, TypedCode};
use super::login;
use crate::cookies::Cookie;
use crate::form::{Faults, Form};
use crate::notice::Notice;
use crate::page::{Answer, Page, escaped, html, ok, unprocessable};
use crate::pages::flow::{Flow, StepMark};
use crate::problem::Problem;
use crate::shell::Shell;

/// The page's address, without the language.
pub(super) const PATH: &str = "/login/app";

#[derive(Template)]
#[template(path = "account/login_app.html")]
struct LoginAppPage {
    shell: Shell,
    steps: Vec<StepMark>,
    faults: Faults,
    action: String,
    tries_left: u32,
}

impl LoginAppPage {
    fn new(page: &Page, tries_left: u32) -> Self {
        let shell = page.shell("login-app-title");
        let query = Flow::LogIn.query(page);
        Self {
            steps: steps(&shell),
            faults: Faults::none(),
            action: format!("{}{query}", shell.url(PATH)),
            tries_left,
            shell,
        }
    }
}

fn steps(shell: &Shell) -> Vec<StepMark> {
    let step = |label, state| StepMark { label, state };
    vec![
        step(shell.t("step-credentials"), "done"),
        step(shell.t("login-app-step"), "now"),
    ]
}

/// From the right password to the page that asks for the code.
pub(super) fn ask(page: &Page, needed: &AuthenticatorNeeded, next: Option<&str>) -> Response {
    let response = match next {
        Some(next) => page.go(&format!("{PATH}?next={}", escaped(next))),
        None => page.go(PATH),
    };
    page.with_cookie(response, Cookie::LogIn, needed.token())
}

/// `GET /{lang}/login/app`.
pub(super) async fn show(page: Page) -> Answer {
    match waiting(&page).await? {
        Some(needed) => ok(&LoginAppPage::new(&page, needed.tries_left())),
        None => Ok(Flow::LogIn.start_again(&page)),
    }
}

/// `POST /{lang}/login/app`.
pub(super) async fn submit(page: Page, form: Form) -> Answer {
    let Some(needed) = waiting(&page).await? else {
        return Ok(Flow::LogIn.start_again(&page));
    };
    let mut shown = LoginAppPage::new(&page, needed.tries_left());
    let Some(typed) = TypedCode::of(&form) else {
        shown.faults = app_code::missing(&shown.shell);
        return unprocessable(&shown);
    };
    if let Err(retry_after_s) = page.portal.limits.logins.take(page.context.address).await {
        return Err(Problem::TooMany { retry_after_s });
    }
    let irp = &page.portal.irp;
    let entered = irp
        .complete_login_by_authenticator(needed.token(), &typed.text)
        .await;
    match entered {
        Ok(logged_in) => {
            let next = Flow::LogIn.next(&page);
            let response = login::enter(&page, &logged_in, next.as_deref()).await?;
            Ok(page.without_cookie(response, Cookie::LogIn))
        }
        Err(Failure::Refused(refused)) => refuse(&page, shown, &typed, refused),
        Err(Failure::Trouble(trouble)) => Err(trouble.into()),
    }
}

/// The login of this browser that waits for a code.
async fn waiting(page: &Page) -> Result<Option<AuthenticatorNeeded>, Problem> {
    match page.cookie(Cookie::LogIn) {
        Some(token) => Ok(page.portal.irp.authenticator_stage(&token).await?),
        None => Ok(None),
    }
}

fn refuse(
    page: &Page,
    mut shown: LoginAppPage,
    typed: &TypedCode,
    refused: AuthenticatorLoginRefused,
) -> Answer {
    let notice = match refused {
        AuthenticatorLoginRefused::Wrong { tries_left: 0 } => Notice::TriesUsedUp,
        AuthenticatorLoginRefused::Frozen { .. } => Notice::AccountFrozen,
        AuthenticatorLoginRefused::Overtaken => return Ok(Flow::LogIn.start_again(page)),
        AuthenticatorLoginRefused::Wrong { tries_left } => {
            shown.faults = typed.wrong(None, &shown.shell);
            shown.tries_left = tries_left;
            return unprocessable(&shown);
        }
        AuthenticatorLoginRefused::Blocked { until } => {
            shown.faults = typed.blocked(until, &shown.shell);
            let mut response = html(StatusCode::TOO_MANY_REQUESTS, &shown);
            let seconds = until.duration_since(page.now()).as_secs().max(1);
            let headers = response.headers_mut();
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
            return Ok(response);
        }
    };
    let response = page.go_with("/login", notice);
    Ok(page.without_cookie(response, Cookie::LogIn))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_clean_and_with_faults() {
        for field in [None, Some(app_code::CODE), Some(app_code::RECOVERY_CODE)] {
            samples::render(|shell| {
                let faults = field.map_or_else(Faults::none, |field| {
                    let text = String::new();
                    TypedCode { field, text }.wrong(Some(2), &shell)
                });
                LoginAppPage {
                    steps: steps(&shell),
                    faults,
                    action: "/en".to_owned(),
                    tries_left: 5,
                    shell,
                }
            });
        }
    }
}
