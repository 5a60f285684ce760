//! Step 4: User Id, password, confirm password, Save.

use askama::Template;
use service::{
    Availability, CredentialFault, CredentialsForm, CredentialsRefused, Failure, MobileProved,
    Stage,
};

use super::credential_faults::{self, CONFIRM, PASSWORD, USER_ID};
use crate::cookies::Cookie;
use crate::form::{Faults, Form};
use crate::notice::Notice;
use crate::page::{Answer, Page, ok, unprocessable};
use crate::pages::flow::{Flow, Step, StepMark};
use crate::problem::Problem;
use crate::shell::Shell;

const FLOW: Flow = Flow::Register;

/// Most characters of a User Id that are shown again.
const TYPED_CHARACTERS_MAX: usize = 40;

#[derive(Template)]
#[template(path = "registration/credentials.html")]
struct CredentialsPage {
    shell: Shell,
    steps: Vec<StepMark>,
    faults: Faults,
    gstin: String,
    legal_name: String,
    user_id: String,
    state: Option<State>,
    suggestions: Vec<String>,
    user_id_min: u32,
    user_id_max: u32,
    password_min: u32,
    together_max: u32,
    specials: &'static str,
    action: String,
    availability: String,
}

/// The answer of the Check button.
struct State {
    good: bool,
    message: String,
}

impl CredentialsPage {
    fn new(page: &Page, proved: &MobileProved) -> Self {
        let shell = page.shell("credentials-title");
        let limits = &page.portal.irp.settings().credentials;
        let action = shell.url(FLOW.path(Step::Last));
        Self {
            steps: FLOW.marks(&shell, Step::Last),
            faults: Faults::none(),
            gstin: proved.gstin().to_string(),
            legal_name: proved.taxpayer().legal_name.clone(),
            user_id: String::new(),
            state: None,
            suggestions: Vec::new(),
            user_id_min: limits.user_name_min,
            user_id_max: limits.user_name_max,
            password_min: limits.password_min,
            together_max: limits.together_max,
            specials: service::credentials::SPECIALS,
            availability: format!("{action}/availability"),
            action,
            shell,
        }
    }
}

/// `GET …/credentials`.
pub(super) async fn show(page: Page) -> Answer {
    match FLOW.stage(&page).await? {
        Stage::MobileProved(proved) => ok(&CredentialsPage::new(&page, &proved)),
        stage => Ok(FLOW.detour(&page, &stage, Step::Last)),
    }
}

/// `POST …/credentials`: Save, or Check, or the choice of a suggestion.
pub(super) async fn submit(page: Page, form: Form) -> Answer {
    let proved = match FLOW.stage(&page).await? {
        Stage::MobileProved(proved) => proved,
        stage => return Ok(FLOW.detour(&page, &stage, Step::Last)),
    };
    if form.has("pick") {
        let mut shown = CredentialsPage::new(&page, &proved);
        shown.user_id = typed(form.text("pick"));
        return ok(&shown);
    }
    if form.has("check") {
        return check(&page, &proved, form.text(USER_ID)).await;
    }
    save(&page, proved, &form).await
}

/// The Check button: for browsers without JavaScript.
async fn check(page: &Page, proved: &MobileProved, user_id: &str) -> Answer {
    if let Err(retry_after_s) = page.portal.limits.name_checks.take(page.context.address) {
        return Err(Problem::TooMany { retry_after_s });
    }
    let mut shown = CredentialsPage::new(page, proved);
    shown.user_id = typed(user_id);
    match page.portal.irp.user_name_availability(user_id).await? {
        Availability::Free => {
            let message = shown.shell.t("user-id-free");
            shown.state = Some(State {
                good: true,
                message,
            });
        }
        Availability::Taken { suggestions } => {
            let message = shown.shell.t("fault-user-id-taken");
            shown.state = Some(State {
                good: false,
                message,
            });
            shown.suggestions = suggestions;
        }
        Availability::Malformed(fault) => {
            let (_, message) = credential_faults::word(&fault, &shown.shell);
            shown.state = Some(State {
                good: false,
                message,
            });
        }
    }
    ok(&shown)
}

async fn save(page: &Page, proved: MobileProved, form: &Form) -> Answer {
    let filled = CredentialsForm {
        user_name: form.text(USER_ID).to_owned(),
        password: form.raw(PASSWORD).to_owned(),
        confirm: form.raw(CONFIRM).to_owned(),
    };
    match page.portal.irp.create_credentials(proved, filled).await {
        Ok(created) => {
            let response = page.go(FLOW.path(Step::Done));
            Ok(page.with_cookie(response, Cookie::UserId, &created.user_name))
        }
        Err(Failure::Refused(refused)) => refuse(page, refused, form.text(USER_ID)),
        Err(Failure::Trouble(trouble)) => Err(trouble.into()),
    }
}

fn refuse(page: &Page, refused: CredentialsRefused, user_id: &str) -> Answer {
    let Some(proved) = refused.proved else {
        let registered = refused.faults.contains(&CredentialFault::AlreadyRegistered);
        let notice = if registered {
            Notice::AlreadyRegistered
        } else {
            Notice::Gone
        };
        let response = page.go_with(FLOW.path(Step::Identify), notice);
        return Ok(page.without_cookie(response, FLOW.cookie()));
    };
    let mut shown = CredentialsPage::new(page, &proved);
    shown.user_id = typed(user_id);
    shown.faults = credential_faults::words(&refused.faults, &shown.shell);
    shown.suggestions = refused
        .faults
        .into_iter()
        .find_map(|fault| match fault {
            CredentialFault::UserNameTaken { suggestions } => Some(suggestions),
            _ => None,
        })
        .unwrap_or_default();
    unprocessable(&shown)
}

fn typed(user_id: &str) -> String {
    user_id.chars().take(TYPED_CHARACTERS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use service::{CharacterClass, GuessReason};

    use super::*;
    use crate::texts::samples;

    fn all_faults() -> Vec<CredentialFault> {
        let mut faults = vec![
            CredentialFault::UserNameLength { min: 6, max: 15 },
            CredentialFault::UserNameCharacters,
            CredentialFault::UserNameTaken {
                suggestions: Vec::new(),
            },
            CredentialFault::PasswordTooShort { min: 8 },
            CredentialFault::PasswordCharacters,
            CredentialFault::PasswordMissingClass {
                which: vec![
                    CharacterClass::Upper,
                    CharacterClass::Lower,
                    CharacterClass::Digit,
                    CharacterClass::Special,
                ],
            },
            CredentialFault::PasswordUnchanged,
            CredentialFault::ConfirmationDiffers,
            CredentialFault::TogetherTooLong { max: 51 },
        ];
        for reason in [
            GuessReason::Common,
            GuessReason::Personal,
            GuessReason::Word,
            GuessReason::Name,
            GuessReason::Keyboard,
            GuessReason::Repeat,
            GuessReason::Sequence,
            GuessReason::Date,
            GuessReason::TooSimple,
        ] {
            faults.push(CredentialFault::PasswordGuessable { reason });
        }
        faults
    }

    #[test]
    fn the_page_renders_clean_and_with_every_fault() {
        for wrong in [false, true] {
            samples::render(|shell| CredentialsPage {
                steps: FLOW.marks(&shell, Step::Last),
                faults: if wrong {
                    credential_faults::words(&all_faults(), &shell)
                } else {
                    Faults::none()
                },
                gstin: "29AAACM0001A1ZX".to_owned(),
                legal_name: "Vandana Traders".to_owned(),
                user_id: "vandana01".to_owned(),
                state: wrong.then(|| State {
                    good: false,
                    message: "no".to_owned(),
                }),
                suggestions: vec!["vandana02".to_owned()],
                user_id_min: 6,
                user_id_max: 15,
                password_min: 8,
                together_max: 51,
                specials: service::credentials::SPECIALS,
                action: "/en".to_owned(),
                availability: "/en".to_owned(),
                shell,
            });
        }
    }
}
