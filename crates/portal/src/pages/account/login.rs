//! Logging in and out.

use askama::Template;
use service::{Failure, LoggedIn, LoginRefused, LoginStep, MobileProved, Started};

use super::login_app;
use crate::cookies::Cookie;
use crate::form::{Faults, Form};
use crate::notice::Notice;
use crate::page::{Answer, Page, SignedInPage, ok, unprocessable};
use crate::pages::flow::{Flow, Step};
use crate::problem::Problem;
use crate::shell::Shell;

/// Where a login leads when nothing else is asked for.
const DASHBOARD: &str = "/dashboard";

/// Longest path that a login leads back to.
const NEXT_BYTES_MAX: usize = 512;

#[derive(Template)]
#[template(path = "account/login.html")]
struct LoginPage {
    shell: Shell,
    faults: Faults,
    user_id: String,
    next: String,
}

/// `GET /{lang}/login`.
pub(crate) async fn show(page: Page) -> Answer {
    let next = page.query("next");
    if page.signed_in.is_some() {
        return Ok(page.go(own_path(&next).unwrap_or(DASHBOARD)));
    }
    ok(&LoginPage {
        shell: page.shell("login-title"),
        faults: Faults::none(),
        user_id: page.cookie(Cookie::UserId).unwrap_or_default(),
        next: own_path(&next).unwrap_or_default().to_owned(),
    })
}

/// `POST /{lang}/login`.
pub(crate) async fn submit(page: Page, form: Form) -> Answer {
    let (user_id, password) = (form.text("user_id"), form.raw("password"));
    let next = own_path(form.text("next"));
    let shell = page.shell("login-title");
    let mut faults = Faults::none();
    if user_id.is_empty() {
        faults.add("user_id", shell.t("login-user-id-missing"));
    }
    if password.is_empty() {
        faults.add("password", shell.t("login-password-missing"));
    }
    if faults.is_empty() {
        // Before the password is judged: that is what guessing is after, and what costs a core.
        if let Err(retry_after_s) = page.portal.limits.logins.take(page.context.address).await {
            return Err(Problem::TooMany { retry_after_s });
        }
        match page.portal.irp.log_in(user_id, password).await {
            Ok(LoginStep::LoggedIn(logged_in)) => return enter(&page, &logged_in, next).await,
            Ok(LoginStep::AuthenticatorNeeded(needed)) => {
                return Ok(login_app::ask(&page, &needed, next));
            }
            Ok(LoginStep::CodeNeeded(started)) => return ask_for_code(&page, *started, next).await,
            Err(Failure::Refused(refused)) => {
                faults.add("user_id", refusal(&refused, &shell));
            }
            Err(Failure::Trouble(trouble)) => return Err(trouble.into()),
        }
    }
    unprocessable(&LoginPage {
        shell,
        faults,
        user_id: user_id.to_owned(),
        next: next.unwrap_or_default().to_owned(),
    })
}

fn refusal(refused: &LoginRefused, shell: &Shell) -> String {
    match refused {
        LoginRefused::Wrong { tries_max, block_s } => {
            let (tries, minutes) = (tries_max, block_s.div_ceil(60));
            shell.t2("login-refused", "tries", tries, "minutes", minutes)
        }
        LoginRefused::Frozen { since } => shell.t1("login-frozen", "when", shell.moment(since)),
        LoginRefused::Overtaken => shell.t("notice-login-gone"),
    }
}

/// Lets somebody in.
///
/// The token is new with every login, so a cookie that was planted before is worth nothing after
/// it; a login that the browser had before ends.
pub(super) async fn enter(page: &Page, logged_in: &LoggedIn, next: Option<&str>) -> Answer {
    if let Some(earlier) = page.cookie(Cookie::Session) {
        page.portal.irp.log_out(&earlier).await?;
    }
    let response = page.go(next.unwrap_or(DASHBOARD));
    let token = &logged_in.session_token;
    Ok(page.with_cookie(response, Cookie::Session, token))
}

/// Sends the code that the right password leads to. When none can be sent at the moment, the page
/// where it is asked for says why.
async fn ask_for_code(page: &Page, started: Started, next: Option<&str>) -> Answer {
    let token = started.token().to_owned();
    let (step, notice) = match page.portal.irp.send_code(started).await {
        Ok(_) => (Step::Code, Notice::CodeSent),
        Err(Failure::Refused(_)) => (Step::Details, Notice::CodeNotSent),
        Err(Failure::Trouble(trouble)) => return Err(trouble.into()),
    };
    let path = Flow::LogIn.path(step);
    let response = match next {
        Some(next) => page.go_with_next(path, notice, next),
        None => page.go_with(path, notice),
    };
    Ok(page.with_cookie(response, Cookie::LogIn, &token))
}

/// The code was right.
pub(in crate::pages) async fn complete(page: &Page, proved: MobileProved) -> Answer {
    match page.portal.irp.complete_login(proved).await {
        Ok(logged_in) => {
            let next = Flow::LogIn.next(page);
            let response = enter(page, &logged_in, next.as_deref()).await?;
            Ok(page.without_cookie(response, Cookie::LogIn))
        }
        Err(Failure::Refused(LoginRefused::Frozen { .. })) => {
            let response = page.go_with("/login", Notice::AccountFrozen);
            Ok(page.without_cookie(response, Cookie::LogIn))
        }
        Err(Failure::Refused(_)) => Ok(Flow::LogIn.start_again(page)),
        Err(Failure::Trouble(trouble)) => Err(trouble.into()),
    }
}

/// `POST /{lang}/logout`.
pub(crate) async fn log_out(page: Page, _: Form) -> Answer {
    if let Some(token) = page.cookie(Cookie::Session) {
        page.portal.irp.log_out(&token).await?;
    }
    let response = page.go_with("/login", Notice::LoggedOut);
    Ok(page.without_cookie(response, Cookie::Session))
}

/// `POST /{lang}/logout/everywhere`.
pub(crate) async fn log_out_everywhere(signed_in_page: SignedInPage, _: Form) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    page.portal.irp.log_out_everywhere(&signed_in).await?;
    let response = page.go_with("/login", Notice::LoggedOutEverywhere);
    Ok(page.without_cookie(response, Cookie::Session))
}

/// A path of this portal, without its language: nothing that a browser could take for another
/// site, and nothing that could end a header.
pub(in crate::pages) fn own_path(next: &str) -> Option<&str> {
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>');
    let own = next.starts_with('/')
        && !next.contains("//")
        && next.len() <= NEXT_BYTES_MAX
        && next.bytes().all(plain);
    own.then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_in_both_languages() {
        samples::render(|shell| LoginPage {
            faults: Faults::one(
                "user_id",
                shell.t2("login-refused", "tries", 3, "minutes", 5),
            ),
            user_id: "vandana01".to_owned(),
            next: "/invoices".to_owned(),
            shell,
        });
        samples::render(|shell| LoginPage {
            shell,
            faults: Faults::none(),
            user_id: String::new(),
            next: String::new(),
        });
    }

    #[test]
    fn only_paths_of_our_own_are_returned_to() {
        for next in ["/upload", "/invoices/ab12/cancel", "/invoices?q=a&before=7"] {
            assert_eq!(own_path(next), Some(next));
        }
        for next in [
            "",
            "upload",
            "//evil.example",
            "/\\evil.example",
            "/a//evil.example",
            "https://evil.example/",
            "/a b",
            "/a\r\nSet-Cookie: x=1",
            "/हिन्दी",
        ] {
            assert_eq!(own_path(next), None, "{next}");
        }
        let longest = format!("/{}", "a".repeat(NEXT_BYTES_MAX - 1));
        assert_eq!(own_path(&longest), Some(longest.as_str()));
        assert_eq!(own_path(&format!("{longest}a")), None);
    }
}
