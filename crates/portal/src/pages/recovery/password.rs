//! Step 4: the User Id is shown, and a new password can be chosen.

use askama::Template;
use service::{Failure, MobileProved, PasswordForm, PasswordRefused, Recovered, Stage};

use crate::cookies::Cookie;
use crate::form::{Faults, Form};
use crate::notice::Notice;
use crate::page::{Answer, Page, ok, unprocessable};
use crate::pages::flow::{Flow, Step, StepMark};
use crate::pages::registration::credential_faults::{self, CONFIRM, PASSWORD};
use crate::shell::Shell;

const FLOW: Flow = Flow::Recover;

#[derive(Template)]
#[template(path = "recovery/password.html")]
struct PasswordPage {
    shell: Shell,
    steps: Vec<StepMark>,
    faults: Faults,
    user_id: String,
    frozen: bool,
    has_authenticator: bool,
    gstin: String,
    legal_name: String,
    password_min: u32,
    together_max: u32,
    specials: &'static str,
    action: String,
}

impl PasswordPage {
    fn new(page: &Page, proved: &MobileProved, user: Recovered) -> Self {
        let shell = page.shell("new-password-title");
        let limits = &page.portal.irp.settings().credentials;
        Self {
            steps: FLOW.marks(&shell, Step::Last),
            faults: Faults::none(),
            user_id: user.user_name,
            frozen: user.frozen,
            has_authenticator: user.has_authenticator,
            gstin: proved.gstin().to_string(),
            legal_name: proved.taxpayer().legal_name.clone(),
            password_min: limits.password_min,
            together_max: limits.together_max,
            specials: service::credentials::SPECIALS,
            action: shell.url(FLOW.path(Step::Last)),
            shell,
        }
    }
}

/// `GET …/password`. The login is filled in with the User Id from then on.
pub(super) async fn show(page: Page) -> Answer {
    let proved = match FLOW.stage(&page).await? {
        Stage::MobileProved(proved) => proved,
        stage => return Ok(FLOW.detour(&page, &stage, Step::Last)),
    };
    match page.portal.irp.recovered_user(&proved).await? {
        Some(user) => {
            let user_id = user.user_name.clone();
            let response = ok(&PasswordPage::new(&page, &proved, user))?;
            Ok(page.with_cookie(response, Cookie::UserId, &user_id))
        }
        None => Ok(FLOW.start_again(&page)),
    }
}

/// `POST …/password`: Save.
pub(super) async fn submit(page: Page, form: Form) -> Answer {
    let proved = match FLOW.stage(&page).await? {
        Stage::MobileProved(proved) => proved,
        stage => return Ok(FLOW.detour(&page, &stage, Step::Last)),
    };
    let filled = PasswordForm {
        password: form.raw(PASSWORD).to_owned(),
        confirm: form.raw(CONFIRM).to_owned(),
    };
    match page.portal.irp.replace_password(proved, filled).await {
        Ok(replaced) => {
            let done = FLOW.path(Step::Done);
            let response = if replaced.frozen {
                page.go_with(done, Notice::StillFrozen)
            } else if replaced.authenticator_removed {
                page.go_with(done, Notice::TwoStepRemoved)
            } else {
                page.go(done)
            };
            Ok(page.with_cookie(response, Cookie::UserId, &replaced.user_name))
        }
        Err(Failure::Refused(refused)) => refuse(&page, refused).await,
        Err(Failure::Trouble(trouble)) => Err(trouble.into()),
    }
}

async fn refuse(page: &Page, refused: PasswordRefused) -> Answer {
    let Some(proved) = refused.proved else {
        return Ok(FLOW.start_again(page));
    };
    let Some(user) = page.portal.irp.recovered_user(&proved).await? else {
        return Ok(FLOW.start_again(page));
    };
    let mut shown = PasswordPage::new(page, &proved, user);
    shown.faults = credential_faults::words(&refused.faults, &shown.shell);
    unprocessable(&shown)
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
                CredentialFault::PasswordTooShort { min: 8 },
                CredentialFault::PasswordUnchanged,
                CredentialFault::ConfirmationDiffers,
            ],
        ] {
            samples::render(|shell| PasswordPage {
                steps: FLOW.marks(&shell, Step::Last),
                faults: credential_faults::words(&faults, &shell),
                user_id: "vandana01".to_owned(),
                frozen: !faults.is_empty(),
                has_authenticator: !faults.is_empty(),
                gstin: "29AAACM0001A1ZX".to_owned(),
                legal_name: "Vandana Traders".to_owned(),
                password_min: 8,
                together_max: 51,
                specials: service::credentials::SPECIALS,
                action: "/en".to_owned(),
                shell,
            });
        }
    }
}
