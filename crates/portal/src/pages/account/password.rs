//! Changing the password by the old one.

use askama::Template;
use service::{ChangeForm, ChangeRefused, Failure};

use crate::form::{Faults, Form};
use crate::notice::Notice;
use crate::page::{Answer, Page, SignedInPage, ok, unprocessable};
use crate::pages::registration::credential_faults::{self, CONFIRM, OLD, PASSWORD};
use crate::problem::Problem;
use crate::shell::Shell;

/// The page's address, without the language.
const PATH: &str = "/account/password";

#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    shell: Shell,
    faults: Faults,
    user_id: String,
    password_min: u32,
    together_max: u32,
    specials: &'static str,
}

impl PasswordPage {
    fn new(page: &Page, user_id: &str) -> Self {
        let limits = &page.portal.irp.settings().credentials;
        Self {
            shell: page.shell("change-password-title"),
            faults: Faults::none(),
            user_id: user_id.to_owned(),
            password_min: limits.password_min,
            together_max: limits.together_max,
            specials: service::credentials::SPECIALS,
        }
    }
}

/// `GET /{lang}/account/password`.
pub(super) async fn show(signed_in_page: SignedInPage) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    ok(&PasswordPage::new(&page, &signed_in.actor.user_name))
}

/// `POST /{lang}/account/password`.
pub(super) async fn submit(signed_in_page: SignedInPage, form: Form) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let mut shown = PasswordPage::new(&page, &signed_in.actor.user_name);
    if form.raw(OLD).is_empty() {
        shown.faults.add(OLD, shown.shell.t("old-password-missing"));
        return unprocessable(&shown);
    }
    // Whoever sits at a login that was left open guesses here as others guess at the login.
    if let Err(retry_after_s) = page.portal.limits.logins.take(page.context.address).await {
        return Err(Problem::TooMany { retry_after_s });
    }
    let filled = ChangeForm {
        old: form.raw(OLD).to_owned(),
        password: form.raw(PASSWORD).to_owned(),
        confirm: form.raw(CONFIRM).to_owned(),
    };
    match page.portal.irp.change_password(&signed_in, filled).await {
        Ok(_) => Ok(page.go_with("/account/sessions", Notice::PasswordChanged)),
        Err(Failure::Refused(ChangeRefused::Faults(faults))) => {
            shown.faults = credential_faults::words(&faults, &shown.shell);
            unprocessable(&shown)
        }
        Err(Failure::Refused(ChangeRefused::Overtaken)) => {
            Ok(page.go_with(PATH, Notice::PasswordOvertaken))
        }
        Err(Failure::Trouble(trouble)) => Err(trouble.into()),
    }
}

#[cfg(test)]
mod tests {
    use service::CredentialFault;

    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_clean_and_with_faults() {
        for faults in [
            vec![],
            vec![
                CredentialFault::OldPasswordWrong {
                    tries_max: 3,
                    block_s: 300,
                },
                CredentialFault::PasswordBreached,
                CredentialFault::ConfirmationDiffers,
            ],
        ] {
            samples::render(|shell| PasswordPage {
                faults: credential_faults::words(&faults, &shell),
                user_id: "vandana01".to_owned(),
                password_min: 8,
                together_max: 51,
                specials: service::credentials::SPECIALS,
                shell,
            });
        }
    }
}
