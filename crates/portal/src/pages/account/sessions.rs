//! Where a user is logged in: the list, ending one login, ending all others.

use askama::Template;
use service::OwnSession;

use crate::cookies::Cookie;
use crate::form::Form;
use crate::notice::Notice;
use crate::page::{Answer, SignedInPage, ok};
use crate::problem::Problem;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "account/sessions.html")]
struct SessionsPage {
    shell: Shell,
    sessions: Vec<SessionRow>,
    idle_minutes: u32,
}

struct SessionRow {
    id: String,
    began: String,
    used: String,
    is_this: bool,
}

impl SessionRow {
    fn of(session: &OwnSession, shell: &Shell) -> Self {
        Self {
            id: session.id.clone(),
            began: shell.moment(&session.created_at),
            used: shell.moment(&session.seen_at),
            is_this: session.is_this,
        }
    }
}

/// `GET /{lang}/account/sessions`.
pub(super) async fn show(signed_in_page: SignedInPage) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let sessions = page.portal.irp.own_sessions(&signed_in).await?;
    let shell = page.shell("sessions-title");
    ok(&SessionsPage {
        sessions: sessions
            .iter()
            .map(|session| SessionRow::of(session, &shell))
            .collect(),
        idle_minutes: page.portal.irp.settings().session.idle_s.div_ceil(60),
        shell,
    })
}

/// `POST /{lang}/account/sessions/end`. One that is gone or somebody else's is not found.
pub(super) async fn end(signed_in_page: SignedInPage, form: Form) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let irp = &page.portal.irp;
    if !irp.end_session(&signed_in, form.text("session")).await? {
        return Err(Problem::NotFound);
    }
    let own = page.cookie(Cookie::Session).unwrap_or_default();
    if irp.session(&own).await?.is_some() {
        return Ok(page.go_with("/account/sessions", Notice::SessionEnded));
    }
    // It was this one.
    let response = page.go_with("/login", Notice::LoggedOut);
    Ok(page.without_cookie(response, Cookie::Session))
}

/// `POST /{lang}/account/sessions/end-others`.
pub(super) async fn end_others(signed_in_page: SignedInPage, _: Form) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    page.portal.irp.end_other_sessions(&signed_in).await?;
    Ok(page.go_with("/account/sessions", Notice::OtherSessionsEnded))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_with_one_and_with_several() {
        for count in [1, 3] {
            samples::render(|shell| SessionsPage {
                sessions: (0..count)
                    .map(|n| SessionRow {
                        id: format!("{n:016x}"),
                        began: "22/11/2026, 09:00 IST".to_owned(),
                        used: "22/11/2026, 09:05 IST".to_owned(),
                        is_this: n == 0,
                    })
                    .collect(),
                idle_minutes: 15,
                shell,
            });
        }
    }
}
