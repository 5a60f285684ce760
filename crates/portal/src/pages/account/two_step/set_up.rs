//! Setting an authenticator app up: the picture that it scans, and the first code.

use askama::Template;
use service::{AuthenticatorState, Failure, Proposed};

use super::{OverviewPage, codes, count_try, faults, lapsed};
use crate::form::{Faults, Form};
use crate::page::{Answer, Page, SignedInPage, ok, unprocessable};
use crate::pages::account::app_code::{CODE, TypedCode};
use crate::pages::account::qr::QrPicture;
use crate::pages::registration::credential_faults::OLD;
use crate::shell::Shell;

/// Where the picture is, without the language.
pub(super) const PATH: &str = "/account/two-step/set-up";

/// Where the first code goes.
pub(super) const CONFIRM: &str = "/account/two-step/confirm";

/// Characters of the key that stand together, so that it can be typed.
const GROUP_CHARACTERS: usize = 4;

#[derive(Template)]
#[template(path = "account/two_step/set_up.html")]
struct SetUpPage {
    shell: Shell,
    faults: Faults,
    qr: Option<QrPicture>,
    uri: String,
    account: String,
    key: Vec<String>,
}

impl SetUpPage {
    fn new(page: &Page, user_id: &str, proposed: Proposed) -> Self {
        Self {
            shell: page.shell("two-step-set-up-title"),
            faults: Faults::none(),
            qr: QrPicture::of(&proposed.uri),
            account: user_id.to_owned(),
            key: groups(&proposed.secret_base32),
            uri: proposed.uri,
        }
    }
}

fn groups(key: &str) -> Vec<String> {
    let characters: Vec<char> = key.chars().collect();
    characters
        .chunks(GROUP_CHARACTERS)
        .map(|group| group.iter().collect())
        .collect()
}

/// `POST /{lang}/account/two-step/set-up`: makes a key for the app.
pub(super) async fn propose(signed_in_page: SignedInPage, form: Form) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let (irp, user_id) = (&page.portal.irp, &signed_in.actor.user_name);
    let state = irp.authenticator(&signed_in).await?;
    if state != AuthenticatorState::Off {
        return Ok(lapsed(&page));
    }
    let mut shown = OverviewPage::new(&page, user_id, state);
    let password = form.raw(OLD);
    if password.is_empty() {
        shown.faults.add(OLD, shown.shell.t("old-password-missing"));
        return unprocessable(&shown);
    }
    count_try(&page).await?;
    match irp.propose_authenticator(&signed_in, password).await {
        Ok(_) => Ok(page.go(PATH)),
        Err(Failure::Refused(refused)) => match faults(refused, None, &shown.shell) {
            Some(faults) => {
                shown.faults = faults;
                unprocessable(&shown)
            }
            None => Ok(lapsed(&page)),
        },
        Err(Failure::Trouble(trouble)) => Err(trouble.into()),
    }
}

/// `GET /{lang}/account/two-step/set-up`: the same picture at every reload, until it is confirmed.
pub(super) async fn show(signed_in_page: SignedInPage) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    match page.portal.irp.proposed_authenticator(&signed_in).await? {
        Some(proposed) => {
            let user_id = &signed_in.actor.user_name;
            ok(&SetUpPage::new(&page, user_id, proposed))
        }
        None => Ok(page.go(super::PATH)),
    }
}

/// `GET /{lang}/account/two-step/confirm`: someone reloaded or switched the language.
pub(super) async fn back(page: Page) -> Answer {
    Ok(page.go(PATH))
}

/// `POST /{lang}/account/two-step/confirm`: the first code puts the app in force.
pub(super) async fn confirm(signed_in_page: SignedInPage, form: Form) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let (irp, user_id) = (&page.portal.irp, &signed_in.actor.user_name);
    let Some(proposed) = irp.proposed_authenticator(&signed_in).await? else {
        return Ok(lapsed(&page));
    };
    let mut shown = SetUpPage::new(&page, user_id, proposed);
    let Some(typed) = TypedCode::of(&form).filter(|typed| typed.field == CODE) else {
        shown
            .faults
            .add(CODE, shown.shell.t("two-step-code-missing"));
        return unprocessable(&shown);
    };
    count_try(&page).await?;
    match irp.confirm_authenticator(&signed_in, &typed.text).await {
        Ok(made) => codes::show(&page, user_id, made, true),
        Err(Failure::Refused(refused)) => match faults(refused, Some(&typed), &shown.shell) {
            Some(faults) => {
                shown.faults = faults;
                unprocessable(&shown)
            }
            None => Ok(lapsed(&page)),
        },
        Err(Failure::Trouble(trouble)) => Err(trouble.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn the_page_renders_clean_and_with_a_fault() {
        for wrong in [false, true] {
            samples::render(|shell| {
                let uri = format!("otpauth://totp/Mohar:vandana01?secret={SECRET}&issuer=Mohar");
                let mut faults = Faults::none();
                if wrong {
                    faults.add(CODE, shell.t("two-step-code-wrong"));
                }
                SetUpPage {
                    faults,
                    qr: QrPicture::of(&uri),
                    uri,
                    account: "vandana01".to_owned(),
                    key: groups(SECRET),
                    shell,
                }
            });
        }
    }

    #[test]
    fn the_key_is_shown_in_groups_of_four() {
        let groups = groups(SECRET);
        assert_eq!(groups.len(), 8);
        assert!(groups.iter().all(|group| group.len() == GROUP_CHARACTERS));
        assert_eq!(groups.concat(), SECRET);
    }
}
