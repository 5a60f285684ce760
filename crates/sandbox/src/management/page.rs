//! The page for people.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse};
use gst::ist;
use service::InboxMessage;

use super::Management;
use super::problem::Problem;
use crate::demo::{self, Demonstration, TryAt};
use crate::integrator::Integrator;
use crate::seed;

/// Messages on the page; `/inbox` has more.
const MESSAGES_SHOWN: u32 = 20;

const STYLE: &str = include_str!("../../templates/style.css");

#[derive(Template)]
#[template(path = "management.html")]
struct Page<'a> {
    portal: &'a str,
    now: String,
    messages: Vec<Message>,
    groups: [Group; 3],
    integrator: &'a Integrator,
    registered: seed::Login,
}

struct Message {
    to: String,
    text: String,
    otp: Option<String>,
    sent_at: String,
}

struct Group {
    title: &'static str,
    /// Where on the portal, and the words of the link.
    link: Option<(&'static str, &'static str)>,
    rows: Vec<&'static Demonstration>,
}

/// The page.
pub(super) async fn show(State(management): State<Management>) -> Result<Html<String>, Problem> {
    let messages = management.irp.inbox(MESSAGES_SHOWN).await?;
    let page = Page {
        portal: &management.addresses.portal,
        now: ist::date_time(management.irp.now()),
        messages: messages.into_iter().map(Message::from).collect(),
        groups: groups(),
        integrator: management.ready_account()?,
        registered: seed::ALREADY_REGISTERED,
    };
    let html = page.render();
    // The template writes into memory and has no filters of its own: nothing in it can fail.
    Ok(Html(
        html.expect("a template without fallible parts renders"),
    ))
}

/// Its style sheet.
pub(super) async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

impl From<InboxMessage> for Message {
    fn from(message: InboxMessage) -> Self {
        Self {
            to: message.to,
            text: message.text,
            otp: message.otp,
            sent_at: ist::date_time(message.sent_at),
        }
    }
}

fn groups() -> [Group; 3] {
    let rows = |wanted: TryAt| {
        demo::all()
            .iter()
            .filter(|row| row.try_at == wanted)
            .collect()
    };
    [
        Group {
            title: "Registration",
            link: Some((
                "/en/registration/portal-login",
                "Registration ▸ Portal Login",
            )),
            rows: rows(TryAt::Registration),
        },
        Group {
            title: "Enablement",
            link: Some((
                "/en/registration/enablement",
                "Registration ▸ e-Invoice Enablement",
            )),
            rows: rows(TryAt::Enablement),
        },
        Group {
            title: "Through the API",
            link: None,
            rows: rows(TryAt::Api),
        },
    ]
}
