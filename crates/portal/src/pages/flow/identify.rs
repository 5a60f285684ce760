//! Step 1: GSTIN and Go.

use askama::Template;
use axum::Extension;
use axum::http::StatusCode;
use axum::response::Response;
use gst::Gstin;
use service::{Failure, Stage, Stop, Trouble};

use super::outcome::Outcome;
use super::{Flow, Step, StepMark, step_of};
use crate::form::{Faults, Form};
use crate::page::{Answer, Page, html, ok, unprocessable};
use crate::pages::admission::{Challenge, admit, with_retry_after};
use crate::shell::Shell;

/// Most characters of what was typed that are shown again.
const TYPED_CHARACTERS_MAX: usize = 20;

#[derive(Template)]
#[template(path = "flow/identify.html")]
struct IdentifyPage {
    shell: Shell,
    steps: Vec<StepMark>,
    lead: String,
    /// Whether the page tells what happens with the data: who recovers has been told before.
    data: bool,
    action: String,
    gstin: String,
    faults: Faults,
    outcome: Option<Outcome>,
    challenge: Option<Challenge>,
    under_way: Option<UnderWay>,
}

/// A flow that this browser has not finished.
struct UnderWay {
    gstin: Gstin,
    href: String,
}

impl IdentifyPage {
    fn new(page: &Page, flow: Flow) -> Self {
        let (title, lead) = match flow {
            Flow::Register => ("identify-register-title", "identify-register-lead"),
            Flow::Enable => ("identify-enable-title", "identify-enable-lead"),
            // A login begins on a page of its own.
            Flow::Recover | Flow::LogIn => ("identify-recover-title", "identify-recover-lead"),
        };
        let mut shell = page.shell(title);
        shell.indexed = flow != Flow::Recover;
        flow.path(Step::Identify).clone_into(&mut shell.path);
        Self {
            steps: flow.marks(&shell, Step::Identify),
            lead: shell.t(lead),
            data: flow != Flow::Recover,
            action: shell.url(flow.path(Step::Identify)),
            gstin: String::new(),
            faults: Faults::none(),
            outcome: None,
            challenge: None,
            under_way: None,
            shell,
        }
    }
}

/// `GET` of the first step.
pub(super) async fn show(page: Page, Extension(flow): Extension<Flow>) -> Answer {
    let mut shown = IdentifyPage::new(&page, flow);
    let stage = flow.stage(&page).await?;
    let gstin = match &stage {
        Stage::Started(at) => Some(at.gstin()),
        Stage::OtpSent(at) => Some(at.gstin()),
        Stage::MobileProved(at) => Some(at.gstin()),
        Stage::Gone | Stage::Done => None,
    };
    shown.under_way = gstin.map(|gstin| UnderWay {
        gstin,
        href: shown.shell.url(flow.path(step_of(&stage))),
    });
    ok(&shown)
}

/// `POST` of the first step: Go, or Update from GST Common Portal and Go.
pub(super) async fn submit(page: Page, Extension(flow): Extension<Flow>, form: Form) -> Answer {
    let typed = form.text("gstin");
    let mut shown = IdentifyPage::new(&page, flow);
    shown.gstin = typed
        .to_uppercase()
        .chars()
        .take(TYPED_CHARACTERS_MAX)
        .collect();
    if typed.is_empty() {
        shown.faults = Faults::one("gstin", shown.shell.t("identify-gstin-missing"));
        return unprocessable(&shown);
    }
    if let Err(wait_s) = admit(&page, &form).await {
        return slow_down(&page, shown, wait_s);
    }
    match begin(&page, flow, typed, form.has("refresh")).await {
        Ok(token) => {
            let next = page.go(flow.path(Step::Details));
            Ok(page.with_cookie(next, flow.cookie(), &token))
        }
        Err(Failure::Refused(stop)) => stopped(&page, shown, &stop, typed),
        Err(Failure::Trouble(trouble)) => Ok(troubled(&page, shown, trouble)),
    }
}

/// The page that says why a GSTIN cannot go on, also for later steps that find it out.
pub(super) fn refuse(page: &Page, flow: Flow, stop: &Stop) -> Answer {
    let mut shown = IdentifyPage::new(page, flow);
    let gstin = stop
        .gstin
        .map(|gstin| gstin.to_string())
        .unwrap_or_default();
    shown.gstin.clone_from(&gstin);
    stopped(page, shown, stop, &gstin)
}

async fn begin(
    page: &Page,
    flow: Flow,
    typed: &str,
    afresh: bool,
) -> Result<String, Failure<Stop>> {
    let irp = &page.portal.irp;
    if afresh && let Ok(gstin) = Gstin::parse(typed) {
        irp.refresh_gstin(&gstin).await?;
    }
    let (token, _) = match flow {
        Flow::Register => irp.begin_registration(typed).await?,
        Flow::Enable => irp.begin_enablement(typed).await?,
        Flow::Recover | Flow::LogIn => irp.begin_recovery(typed).await?,
    };
    Ok(token.0)
}

fn slow_down(page: &Page, mut shown: IdentifyPage, wait_s: u64) -> Answer {
    shown.challenge = Some(Challenge::new(page, wait_s)?);
    let response = html(StatusCode::TOO_MANY_REQUESTS, &shown);
    Ok(with_retry_after(response, wait_s))
}

fn stopped(page: &Page, mut shown: IdentifyPage, stop: &Stop, typed: &str) -> Answer {
    let outcome = Outcome::of(stop, typed, page, &shown.shell);
    if outcome.code == "3030" {
        let message = outcome.particulars.first().cloned();
        let message = message.unwrap_or_else(|| outcome.title.to_owned());
        shown.faults = Faults::one("gstin", message);
    }
    shown.outcome = Some(outcome);
    unprocessable(&shown)
}

fn troubled(page: &Page, mut shown: IdentifyPage, trouble: Trouble) -> Response {
    let (status, reference, retry_after_s) = match trouble {
        Trouble::Unavailable(unavailable) => (
            StatusCode::SERVICE_UNAVAILABLE,
            page.context.request_id.clone(),
            Some(u64::from(unavailable.retry_after_s)),
        ),
        Trouble::Internal { reference } => (StatusCode::INTERNAL_SERVER_ERROR, reference, None),
    };
    shown.outcome = Outcome::of_trouble(&reference, &shown.shell);
    let response = html(status, &shown);
    match retry_after_s {
        Some(seconds) => with_retry_after(response, seconds),
        None => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;
    use einvoice::catalogue;

    fn sample(shell: Shell, code: Option<&str>) -> IdentifyPage {
        let entry = code.map(|code| catalogue::find(code).expect("a code of the catalogue"));
        IdentifyPage {
            steps: Flow::Register.marks(&shell, Step::Identify),
            lead: shell.t("identify-register-lead"),
            data: code.is_some(),
            action: shell.url("/registration/portal-login"),
            gstin: "29AAACM0001A1ZX".to_owned(),
            faults: Faults::one("gstin", shell.t("identify-gstin-missing")),
            outcome: entry.map(|entry| Outcome::of_entry(entry, &shell)),
            challenge: Some(Challenge {
                json: "{\"a\":1}".to_owned(),
                wait_s: 60,
            }),
            under_way: Some(UnderWay {
                gstin: "29AAACM0001A1ZX".parse().expect("a GSTIN"),
                href: "/en".to_owned(),
            }),
            shell,
        }
    }

    #[test]
    fn the_page_renders_with_every_outcome() {
        samples::render(|shell| sample(shell, None));
        for code in [
            "3030", "3027", "3046", "3013", "3015", "3016", "3017", "3012", "3014", "3032", "3037",
            "3044", "3045", "3020", "3043", "3063", "3064", "3080",
        ] {
            samples::render(|shell| sample(shell, Some(code)));
        }
    }
}
