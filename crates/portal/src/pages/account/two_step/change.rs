//! What changes an authenticator that is in force: new recovery codes, and removing it. Both ask
//! for password and code: a login that was left open is not enough.

use askama::Template;
use service::{AuthenticatorRefused, AuthenticatorState, Failure, SignedIn};

use super::{by_message, codes, count_try, faults, lapsed};
use crate::form::{Faults, Form};
use crate::notice::Notice;
use crate::page::{Answer, Page, SignedInPage, ok, unprocessable};
use crate::pages::account::app_code::{CODE, TypedCode};
use crate::pages::registration::credential_faults::OLD;
use crate::problem::Problem;
use crate::shell::Shell;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// New recovery codes are made.
    Codes,
    /// The authenticator is removed.
    Removal,
}

impl Change {
    /// The address of its page, without the language.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Codes => "/account/two-step/recovery-codes",
            Self::Removal => "/account/two-step/remove",
        }
    }
}

#[derive(Template)]
#[template(path = "account/two_step/change.html")]
struct ChangePage {
    shell: Shell,
    faults: Faults,
    user_id: String,
    effect: String,
    action: String,
    button: String,
    removes: bool,
}

impl ChangePage {
    fn new(change: Change, shell: Shell, user_id: &str, by_message: bool) -> Self {
        let (effect, button) = match change {
            Change::Codes => (
                shell.t1("two-step-renew-lead", "count", service::RECOVERY_CODES),
                shell.t("two-step-renew"),
            ),
            Change::Removal => {
                let then = if by_message {
                    shell.t("two-step-remove-message")
                } else {
                    shell.t("two-step-remove-password")
                };
                let effect = shell.t("two-step-remove-effect");
                (format!("{then} {effect}"), shell.t("two-step-remove"))
            }
        };
        Self {
            faults: Faults::none(),
            user_id: user_id.to_owned(),
            effect,
            action: shell.url(change.path()),
            button,
            removes: change == Change::Removal,
            shell,
        }
    }

    fn of(change: Change, page: &Page, signed_in: &SignedIn) -> Self {
        let shell = match change {
            Change::Codes => page.shell("two-step-renew-title"),
            Change::Removal => page.shell("two-step-remove-title"),
        };
        Self::new(change, shell, &signed_in.actor.user_name, by_message(page))
    }
}

/// `GET /{lang}/account/two-step/recovery-codes`.
pub(super) async fn show_codes(signed_in_page: SignedInPage) -> Answer {
    show(Change::Codes, signed_in_page).await
}

/// `GET /{lang}/account/two-step/remove`.
pub(super) async fn show_removal(signed_in_page: SignedInPage) -> Answer {
    show(Change::Removal, signed_in_page).await
}

async fn show(change: Change, signed_in_page: SignedInPage) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    match page.portal.irp.authenticator(&signed_in).await? {
        AuthenticatorState::On { .. } => ok(&ChangePage::of(change, &page, &signed_in)),
        AuthenticatorState::Off => Ok(page.go(super::PATH)),
    }
}

/// `POST /{lang}/account/two-step/recovery-codes`.
pub(super) async fn renew_codes(signed_in_page: SignedInPage, form: Form) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let filled = match Filled::of(Change::Codes, &page, &signed_in, &form).await? {
        Ok(filled) => filled,
        Err(shown) => return unprocessable(&shown),
    };
    let renewed = page
        .portal
        .irp
        .renew_recovery_codes(&signed_in, filled.password, &filled.typed.text)
        .await;
    match renewed {
        Ok(made) => codes::show(&page, &signed_in.actor.user_name, made, false),
        Err(failure) => filled.explain(&page, failure),
    }
}

/// `POST /{lang}/account/two-step/remove`.
pub(super) async fn remove(signed_in_page: SignedInPage, form: Form) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let filled = match Filled::of(Change::Removal, &page, &signed_in, &form).await? {
        Ok(filled) => filled,
        Err(shown) => return unprocessable(&shown),
    };
    let removed = page
        .portal
        .irp
        .remove_authenticator(&signed_in, filled.password, &filled.typed.text)
        .await;
    match removed {
        Ok(()) => Ok(page.go_with(super::PATH, Notice::TwoStepRemoved)),
        Err(failure) => filled.explain(&page, failure),
    }
}

/// A form in which nothing is missing, and the page to show again if it is refused.
struct Filled<'f> {
    shown: ChangePage,
    password: &'f str,
    typed: TypedCode,
}

impl<'f> Filled<'f> {
    /// Reads it, and counts the try. The inner error is the page that says what is missing.
    async fn of(
        change: Change,
        page: &Page,
        signed_in: &SignedIn,
        form: &'f Form,
    ) -> Result<Result<Self, ChangePage>, Problem> {
        let mut shown = ChangePage::of(change, page, signed_in);
        let (password, typed) = (form.raw(OLD), TypedCode::of(form));
        if password.is_empty() {
            shown.faults.add(OLD, shown.shell.t("old-password-missing"));
        }
        let Some(typed) = typed else {
            let missing = shown.shell.t("two-step-either-missing");
            shown.faults.add(CODE, missing);
            return Ok(Err(shown));
        };
        if !shown.faults.is_empty() {
            return Ok(Err(shown));
        }
        count_try(page).await?;
        Ok(Ok(Self {
            shown,
            password,
            typed,
        }))
    }

    fn explain(mut self, page: &Page, failure: Failure<AuthenticatorRefused>) -> Answer {
        let refused = match failure {
            Failure::Refused(refused) => refused,
            Failure::Trouble(trouble) => return Err(trouble.into()),
        };
        match faults(refused, Some(&self.typed), &self.shown.shell) {
            Some(faults) => {
                self.shown.faults = faults;
                unprocessable(&self.shown)
            }
            None => Ok(lapsed(page)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::account::app_code::RECOVERY_CODE;
    use crate::texts::samples;

    #[test]
    fn the_pages_render_clean_and_with_faults() {
        for change in [Change::Codes, Change::Removal] {
            for field in [None, Some(OLD), Some(CODE), Some(RECOVERY_CODE)] {
                samples::render(|shell| {
                    let mut page = ChangePage::new(change, shell, "vandana01", field.is_some());
                    if let Some(field) = field {
                        let words = page.shell.t("two-step-code-wrong");
                        page.faults.add(field, words);
                    }
                    page
                });
            }
        }
    }
}
