//! Step 3: Send OTP, Verify OTP.

use askama::Template;
use axum::Extension;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use gst::{contact, ist};
use jiff::Timestamp;
use service::{CodeRequest, Failure, NotSent, OtpSent, Stage, WhyNotSent};

use super::outcome::Outcome;
use super::{Flow, Step, StepMark, details};
use crate::form::{Faults, Form};
use crate::notice::Notice;
use crate::page::{Answer, Page, html, ok, unprocessable};
use crate::pages::account::login;
use crate::shell::Shell;

/// The id and name of the field.
const FIELD: &str = "code";

#[derive(Template)]
#[template(path = "flow/code.html")]
struct CodePage {
    shell: Shell,
    steps: Vec<StepMark>,
    faults: Faults,
    gstin: String,
    mobile: String,
    email: String,
    digits: u8,
    good_until: String,
    resend_in_s: i64,
    resend_time: String,
    action: String,
    send: String,
    again: String,
    again_word: String,
}

/// What the way back to the first step is called.
pub(super) fn again_word(flow: Flow, shell: &Shell) -> String {
    match flow {
        Flow::LogIn => shell.t("login-again"),
        _ => shell.t("details-other-gstin"),
    }
}

impl CodePage {
    fn new(page: &Page, flow: Flow, sent: &OtpSent, faults: Faults) -> Self {
        let mut shell = page.shell("code-title");
        flow.path(Step::Code).clone_into(&mut shell.path);
        let (taxpayer, query) = (sent.taxpayer(), flow.query(page));
        Self {
            steps: flow.marks(&shell, Step::Code),
            faults,
            gstin: sent.gstin().to_string(),
            mobile: taxpayer
                .mobile
                .as_deref()
                .map(contact::mask_mobile)
                .unwrap_or_default(),
            email: taxpayer
                .email
                .as_deref()
                .map(contact::mask_email)
                .unwrap_or_default(),
            digits: page.portal.irp.settings().otp.digits,
            good_until: time(sent.expires_at()),
            resend_in_s: seconds_until(sent.resend_at(), page.now()),
            resend_time: time(sent.resend_at()),
            action: format!("{}{query}", shell.url(flow.path(Step::Code))),
            send: format!("{}/send{query}", shell.url(flow.path(Step::Details))),
            again: shell.url(flow.path(Step::Identify)),
            again_word: again_word(flow, &shell),
            shell,
        }
    }
}

/// `GET …/verify`.
pub(super) async fn show(page: Page, Extension(flow): Extension<Flow>) -> Answer {
    match flow.stage(&page).await? {
        Stage::OtpSent(sent) => ok(&CodePage::new(&page, flow, &sent, Faults::none())),
        stage => Ok(flow.detour(&page, &stage, Step::Code)),
    }
}

/// `POST …/verify`.
pub(super) async fn submit(page: Page, Extension(flow): Extension<Flow>, form: Form) -> Answer {
    let sent = match flow.stage(&page).await? {
        Stage::OtpSent(sent) => sent,
        stage => return Ok(flow.detour(&page, &stage, Step::Code)),
    };
    // People copy codes with the spaces that their message app shows.
    let code: String = form
        .raw(FIELD)
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .collect();
    if code.is_empty() {
        let mut shown = CodePage::new(&page, flow, &sent, Faults::none());
        shown.faults.add(FIELD, shown.shell.t("code-missing"));
        return unprocessable(&shown);
    }
    match page.portal.irp.verify_code(sent, &code).await {
        Ok(proved) if flow == Flow::LogIn => login::complete(&page, proved).await,
        Ok(_) => Ok(flow.go(&page, Step::Last, Notice::MobileProved)),
        Err(Failure::Refused(refused)) => {
            let mut shown = CodePage::new(&page, flow, &refused.state, Faults::none());
            shown.faults.add(FIELD, shown.shell.t("code-refused"));
            unprocessable(&shown)
        }
        Err(Failure::Trouble(trouble)) => Err(trouble.into()),
    }
}

/// `POST …/details/send`: the first code and every later one.
pub(super) async fn send(page: Page, Extension(flow): Extension<Flow>, _form: Form) -> Answer {
    let request: CodeRequest = match flow.stage(&page).await? {
        Stage::Started(started) => started.into(),
        Stage::OtpSent(sent) => sent.into(),
        stage => return Ok(flow.detour(&page, &stage, Step::Details)),
    };
    match page.portal.irp.send_code(request).await {
        Ok(_) => Ok(flow.go(&page, Step::Code, Notice::CodeSent)),
        Err(Failure::Refused(not_sent)) => explain(&page, flow, not_sent).await,
        Err(Failure::Trouble(trouble)) => Err(trouble.into()),
    }
}

async fn explain(page: &Page, flow: Flow, not_sent: NotSent) -> Answer {
    let shell = page.shell("code-title");
    let (message, retry_at) = match &not_sent.why {
        WhyNotSent::TooSoon { retry_at } => {
            let seconds = seconds_until(*retry_at, page.now()).max(1);
            (
                shell.t1("code-too-soon", "seconds", seconds),
                Some(*retry_at),
            )
        }
        WhyNotSent::TooMany { retry_at } => (
            shell.t1("code-too-many", "when", shell.moment(retry_at)),
            Some(*retry_at),
        ),
        WhyNotSent::NoMobile(entry) => {
            let outcome = Outcome::of_entry(entry, &shell);
            (format!("{} {}", outcome.title, outcome.fix), None)
        }
        WhyNotSent::NotOpen => return Ok(flow.start_again(page)),
    };
    let mut response = match not_sent.state {
        Some(sent) => {
            let faults = Faults::one("send", message);
            let shown = CodePage::new(page, flow, &sent, faults);
            html(StatusCode::TOO_MANY_REQUESTS, &shown)
        }
        None => match flow.stage(page).await? {
            Stage::Started(started) => details::render(page, flow, &started, Some(message)),
            stage => flow.detour(page, &stage, Step::Details),
        },
    };
    if let Some(retry_at) = retry_at {
        let seconds = seconds_until(retry_at, page.now()).max(1);
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

fn seconds_until(at: Timestamp, now: Timestamp) -> i64 {
    let left = at.duration_since(now);
    // A second that has begun is not over.
    (left.as_secs() + i64::from(left.subsec_nanos() > 0)).max(0)
}

fn time(at: Timestamp) -> String {
    ist::date_time(at)
        .split(' ')
        .nth(1)
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders() {
        for fault in [FIELD, "send"] {
            samples::render(|shell| CodePage {
                steps: Flow::Register.marks(&shell, Step::Code),
                faults: Faults::one(fault, shell.t("code-refused")),
                gstin: "29AAACM0001A1ZX".to_owned(),
                mobile: "99xxxxxx45".to_owned(),
                email: String::new(),
                digits: 6,
                good_until: "14:05:00".to_owned(),
                resend_in_s: 12,
                resend_time: "13:55:30".to_owned(),
                action: "/en".to_owned(),
                send: "/en".to_owned(),
                again: "/en".to_owned(),
                again_word: again_word(Flow::LogIn, &shell),
                shell,
            });
        }
    }

    #[test]
    fn a_second_that_has_begun_is_waited_for() {
        let start = Timestamp::UNIX_EPOCH;
        let at = |milliseconds| Timestamp::from_millisecond(milliseconds).expect("a moment");
        assert_eq!(seconds_until(at(1_001), start), 2);
        assert_eq!(seconds_until(at(1_000), start), 1);
        assert_eq!(seconds_until(start, at(5_000)), 0);
    }
}
