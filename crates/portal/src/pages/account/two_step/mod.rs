//! Two-step login with an authenticator app: how it stands, setting it up, new recovery codes,
//! removing it.

mod change;
mod codes;
mod set_up;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use service::settings::SecondFactor;
use service::{AuthenticatorRefused, AuthenticatorState};

use super::app_code::TypedCode;
use crate::form::Faults;
use crate::notice::Notice;
use crate::page::{Answer, Page, SignedInPage, ok};
use crate::pages::registration::credential_faults::OLD;
use crate::portal::Portal;
use crate::problem::Problem;
use crate::shell::Shell;

/// The page's address, without the language.
const PATH: &str = "/account/two-step";

/// With so many recovery codes or fewer the page advises to make new ones.
const CODES_FEW: u32 = 3;

#[derive(Template)]
#[template(path = "account/two_step/overview.html")]
struct OverviewPage {
    shell: Shell,
    faults: Faults,
    user_id: String,
    on: Option<OnView>,
    by_message: bool,
}

/// An authenticator that is in force.
struct OnView {
    since: String,
    codes_left: u32,
    few: bool,
}

impl OverviewPage {
    fn new(page: &Page, user_id: &str, state: AuthenticatorState) -> Self {
        let shell = page.shell("two-step-title");
        Self {
            faults: Faults::none(),
            user_id: user_id.to_owned(),
            on: match state {
                AuthenticatorState::Off => None,
                AuthenticatorState::On {
                    since,
                    recovery_codes_left,
                } => Some(OnView {
                    since: shell.moment(&since),
                    codes_left: recovery_codes_left,
                    few: recovery_codes_left <= CODES_FEW,
                }),
            },
            by_message: by_message(page),
            shell,
        }
    }
}

/// Their routes.
pub(super) fn routes() -> Router<Portal> {
    Router::new()
        .route(PATH, get(show))
        .route(set_up::PATH, get(set_up::show).post(set_up::propose))
        .route(set_up::CONFIRM, get(set_up::back).post(set_up::confirm))
        .route(
            change::Change::Codes.path(),
            get(change::show_codes).post(change::renew_codes),
        )
        .route(
            change::Change::Removal.path(),
            get(change::show_removal).post(change::remove),
        )
}

/// `GET /{lang}/account/two-step`.
async fn show(signed_in_page: SignedInPage) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let state = page.portal.irp.authenticator(&signed_in).await?;
    ok(&OverviewPage::new(&page, &signed_in.actor.user_name, state))
}

/// Whether a login without an app asks for a code that was sent to the mobile.
fn by_message(page: &Page) -> bool {
    page.portal.irp.settings().login.second_factor == SecondFactor::OneTimePassword
}

/// Whoever sits at a login that was left open guesses here as others guess at the login.
async fn count_try(page: &Page) -> Result<(), Problem> {
    let taken = page.portal.limits.logins.take(page.context.address).await;
    taken.map_err(|retry_after_s| Problem::TooMany { retry_after_s })
}

/// What is said beside the fields; `None` when the overview tells best how it stands.
fn faults(
    refused: AuthenticatorRefused,
    typed: Option<&TypedCode>,
    shell: &Shell,
) -> Option<Faults> {
    match (refused, typed) {
        (AuthenticatorRefused::PasswordWrong { tries_max, block_s }, _) => {
            let minutes = block_s.div_ceil(60);
            let words = shell.t2("fault-old-password", "tries", tries_max, "minutes", minutes);
            Some(Faults::one(OLD, words))
        }
        (AuthenticatorRefused::CodeWrong { tries_left }, Some(typed)) => {
            Some(typed.wrong(tries_left, shell))
        }
        (AuthenticatorRefused::Blocked { until }, Some(typed)) => Some(typed.blocked(until, shell)),
        _ => None,
    }
}

/// Nothing was changed, and the overview tells best how it stands.
fn lapsed(page: &Page) -> Response {
    page.go_with(PATH, Notice::TwoStepLapsed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_on_and_off() {
        for codes_left in [0, 10] {
            samples::render(|shell| OverviewPage {
                faults: Faults::none(),
                user_id: "vandana01".to_owned(),
                on: Some(OnView {
                    since: "22/11/2026, 09:00 IST".to_owned(),
                    codes_left,
                    few: codes_left <= CODES_FEW,
                }),
                by_message: true,
                shell,
            });
        }
        for by_message in [false, true] {
            samples::render(|shell| OverviewPage {
                faults: Faults::one(OLD, shell.t("old-password-missing")),
                user_id: "vandana01".to_owned(),
                on: None,
                by_message,
                shell,
            });
        }
    }
}
