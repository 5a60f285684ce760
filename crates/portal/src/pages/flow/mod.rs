//! The steps that *Portal Login*, *e-Invoice Enablement*, *Forgot User Id or password* and a login
//! with a one-time password share: GSTIN, details, code.
//!
//! How far a browser has come is in the database, under the random token in its cookie. Each
//! step has its own address; a step that is not the present one leads to the one that is, with
//! a sentence that says why. So reloading, going back, a second tab and an expired step all end
//! somewhere sensible.

mod code;
mod details;
mod identify;
#[cfg(test)]
mod limit_tests;
pub(super) mod outcome;
#[cfg(test)]
mod tests;

pub(super) use details::{kind, status};

use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use gst::Decimal;
use service::{Stage, Trouble};

use crate::cookies::Cookie;
use crate::notice::Notice;
use crate::page::{Page, escaped};
use crate::pages::account::own_path;
use crate::portal::Portal;
use crate::shell::Shell;

/// One crore, in which turnovers are spoken of.
pub(super) const RUPEES_IN_A_CRORE: u32 = 10_000_000;

/// Rupees in crore, as they are written in a sentence.
pub(super) fn crore(rupees: Decimal) -> String {
    let crore = rupees / Decimal::from(RUPEES_IN_A_CRORE);
    crore.normalize().to_string()
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Registration ▸ Portal Login.
    Register,
    /// Registration ▸ e-Invoice Enablement.
    Enable,
    /// Login ▸ Forgot User Id or password.
    Recover,
    /// Login, after the right password.
    LogIn,
}

/// The steps in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// GSTIN and Go.
    Identify,
    /// The details from the GST master; Send OTP.
    Details,
    /// Verify OTP.
    Code,
    /// User Id and password, or year and turnover, or the new password.
    Last,
    /// What has been reached.
    Done,
}

/// A step in the list at the head of each step's page.
pub(super) struct StepMark {
    /// Its name.
    pub label: String,
    /// `done`, `now` or `later`.
    pub state: &'static str,
}

impl Flow {
    /// The address of a step, without the language.
    pub(super) fn path(self, step: Step) -> &'static str {
        match (self, step) {
            (Self::Register, Step::Identify) => "/registration/portal-login",
            (Self::Register, Step::Details) => "/registration/portal-login/details",
            (Self::Register, Step::Code) => "/registration/portal-login/verify",
            (Self::Register, Step::Last) => "/registration/portal-login/credentials",
            (Self::Register, Step::Done) => "/registration/portal-login/done",
            (Self::Enable, Step::Identify) => "/registration/enablement",
            (Self::Enable, Step::Details) => "/registration/enablement/details",
            (Self::Enable, Step::Code) => "/registration/enablement/verify",
            (Self::Enable, Step::Last) => "/registration/enablement/turnover",
            (Self::Enable, Step::Done) => "/registration/enablement/done",
            (Self::Recover, Step::Identify) => "/login/recover",
            (Self::Recover, Step::Details) => "/login/recover/details",
            (Self::Recover, Step::Code) => "/login/recover/verify",
            (Self::Recover, Step::Last) => "/login/recover/password",
            (Self::Recover, Step::Done) => "/login/recover/done",
            (Self::LogIn, Step::Identify | Step::Done) => "/login",
            (Self::LogIn, Step::Details) => "/login/details",
            // The right code is the last thing that is asked for.
            (Self::LogIn, Step::Code | Step::Last) => "/login/verify",
        }
    }

    /// The cookie that holds the token.
    pub(super) fn cookie(self) -> Cookie {
        match self {
            Self::Register => Cookie::Registration,
            Self::Enable => Cookie::Enablement,
            Self::Recover => Cookie::Recovery,
            Self::LogIn => Cookie::LogIn,
        }
    }

    /// How far this browser has come.
    pub(super) async fn stage(self, page: &Page) -> Result<Stage, Trouble> {
        let Some(token) = page.cookie(self.cookie()) else {
            return Ok(Stage::Gone);
        };
        match self {
            Self::Register => page.portal.irp.registration_stage(&token).await,
            Self::Enable => page.portal.irp.enablement_stage(&token).await,
            Self::Recover => page.portal.irp.recovery_stage(&token).await,
            Self::LogIn => page.portal.irp.login_stage(&token).await,
        }
    }

    /// To where the flow is, with the reason why it is not the step that was asked for.
    pub(super) fn detour(self, page: &Page, stage: &Stage, wanted: Step) -> Response {
        let at = step_of(stage);
        if self == Self::LogIn && !matches!(at, Step::Details | Step::Code) {
            return self.start_again(page);
        }
        let notice = match at {
            Step::Identify => Notice::Gone,
            _ if at < wanted => Notice::StepNotReached,
            _ => Notice::StepDone,
        };
        self.go(page, at, notice)
    }

    /// 303 to a step, with a sentence that it shows.
    pub(super) fn go(self, page: &Page, step: Step, notice: Notice) -> Response {
        match self.next(page) {
            Some(next) => page.go_with_next(self.path(step), notice, &next),
            None => page.go_with(self.path(step), notice),
        }
    }

    /// What the forms of this flow have behind their addresses: where a login leads to.
    pub(super) fn query(self, page: &Page) -> String {
        let next = self.next(page);
        next.map_or_else(String::new, |next| format!("?next={}", escaped(&next)))
    }

    /// Where a login leads to, when a page was asked for.
    pub(super) fn next(self, page: &Page) -> Option<String> {
        let next = page.query("next");
        (self == Self::LogIn && own_path(&next).is_some()).then_some(next)
    }

    /// Back to the first step, because what the browser remembers is worth nothing any more.
    pub(super) fn start_again(self, page: &Page) -> Response {
        let notice = match self {
            Self::LogIn => Notice::LoginGone,
            _ => Notice::Gone,
        };
        let response = self.go(page, Step::Identify, notice);
        page.without_cookie(response, self.cookie())
    }

    /// The list of steps.
    pub(super) fn marks(self, shell: &Shell, now: Step) -> Vec<StepMark> {
        let first = match self {
            Self::LogIn => shell.t("step-credentials"),
            _ => shell.t("step-gstin"),
        };
        let last = match self {
            Self::Register => Some(shell.t("step-credentials")),
            Self::Enable => Some(shell.t("step-turnover")),
            Self::Recover => Some(shell.t("step-password")),
            Self::LogIn => None,
        };
        let mut labels = vec![
            (Step::Identify, first),
            (Step::Details, shell.t("step-details")),
            (Step::Code, shell.t("step-code")),
        ];
        labels.extend(last.map(|last| (Step::Last, last)));
        labels
            .into_iter()
            .map(|(step, label)| StepMark {
                label,
                state: match step.cmp(&now) {
                    std::cmp::Ordering::Less => "done",
                    std::cmp::Ordering::Equal => "now",
                    std::cmp::Ordering::Greater => "later",
                },
            })
            .collect()
    }
}

/// The step that a stage stands for.
pub(super) fn step_of(stage: &Stage) -> Step {
    match stage {
        Stage::Gone => Step::Identify,
        Stage::Started(_) => Step::Details,
        Stage::OtpSent(_) => Step::Code,
        Stage::MobileProved(_) => Step::Last,
        Stage::Done => Step::Done,
    }
}

/// The routes of the shared steps.
pub(super) fn routes(flow: Flow) -> Router<Portal> {
    let details = flow.path(Step::Details);
    let mut router = Router::new();
    // A login begins with User Id and password, on a page of its own.
    if flow != Flow::LogIn {
        router = router.route(
            flow.path(Step::Identify),
            get(identify::show).post(identify::submit),
        );
    }
    router
        .route(details, get(details::show))
        .route(
            &format!("{details}/refresh"),
            get(details::back).post(details::refresh),
        )
        .route(
            &format!("{details}/send"),
            get(details::back).post(code::send),
        )
        .route(flow.path(Step::Code), get(code::show).post(code::submit))
        .layer(Extension(flow))
}
