//! What is wrong with a User Id or a password, in words, beside the field it is about.

use einvoice::catalogue;
use service::{CharacterClass, CredentialFault, GuessReason};

use crate::form::Faults;
use crate::shell::Shell;

/// The ids and names of the fields.
pub(super) const USER_ID: &str = "user_id";
/// Password.
pub(in crate::pages) const PASSWORD: &str = "password";
/// Confirm password.
pub(in crate::pages) const CONFIRM: &str = "confirm";
/// The id and name of the field for the password that counts now.
pub(in crate::pages) const OLD: &str = "old_password";

/// The code of a new password that is the old one.
const UNCHANGED: &str = "3023";

/// All faults, each beside its field.
pub(in crate::pages) fn words(faults: &[CredentialFault], shell: &Shell) -> Faults {
    let mut shown = Faults::none();
    for fault in faults {
        let (field, message) = word(fault, shell);
        shown.add(field, message);
    }
    shown
}

/// One fault: its field and its sentence.
pub(super) fn word(fault: &CredentialFault, shell: &Shell) -> (&'static str, String) {
    match fault {
        CredentialFault::UserNameLength { min, max } => (
            USER_ID,
            shell.t2("fault-user-id-length", "min", min, "max", max),
        ),
        CredentialFault::UserNameCharacters => (USER_ID, shell.t("fault-user-id-characters")),
        CredentialFault::UserNameTaken { .. } => (USER_ID, shell.t("fault-user-id-taken")),
        CredentialFault::PasswordTooShort { min } => {
            (PASSWORD, shell.t1("fault-password-short", "min", min))
        }
        CredentialFault::PasswordCharacters => (PASSWORD, shell.t("fault-password-characters")),
        CredentialFault::PasswordMissingClass { which } => {
            let classes: Vec<String> = which
                .iter()
                .map(|class| class_word(*class, shell))
                .collect();
            (
                PASSWORD,
                shell.t1("fault-password-class", "which", classes.join(", ")),
            )
        }
        CredentialFault::PasswordGuessable { reason } => (
            PASSWORD,
            shell.t1(
                "fault-password-guessable",
                "why",
                guess_word(*reason, shell),
            ),
        ),
        CredentialFault::PasswordUnchanged => (PASSWORD, unchanged(shell)),
        CredentialFault::PasswordBreached => (PASSWORD, shell.t("fault-password-breached")),
        CredentialFault::OldPasswordWrong { tries_max, block_s } => {
            let (tries, minutes) = (tries_max, block_s.div_ceil(60));
            (
                OLD,
                shell.t2("fault-old-password", "tries", tries, "minutes", minutes),
            )
        }
        CredentialFault::ConfirmationDiffers => (CONFIRM, shell.t("fault-confirm")),
        CredentialFault::TogetherTooLong { max } => {
            (PASSWORD, shell.t1("fault-together", "max", max))
        }
        CredentialFault::AlreadyRegistered | CredentialFault::ProofSpent => {
            (USER_ID, shell.t("notice-gone"))
        }
    }
}

/// The words of the catalogue: this fault has a code.
fn unchanged(shell: &Shell) -> String {
    let Some(entry) = catalogue::find(UNCHANGED) else {
        return shell.t("password");
    };
    let words = shell.words(entry);
    format!("{} {} ({})", words.title, words.fix, entry.code)
}

fn class_word(class: CharacterClass, shell: &Shell) -> String {
    match class {
        CharacterClass::Upper => shell.t("class-upper"),
        CharacterClass::Lower => shell.t("class-lower"),
        CharacterClass::Digit => shell.t("class-digit"),
        CharacterClass::Special => {
            shell.t1("class-special", "signs", service::credentials::SPECIALS)
        }
    }
}

fn guess_word(reason: GuessReason, shell: &Shell) -> String {
    match reason {
        GuessReason::Common => shell.t("guess-common"),
        GuessReason::Personal => shell.t("guess-personal"),
        GuessReason::Word => shell.t("guess-word"),
        GuessReason::Name => shell.t("guess-name"),
        GuessReason::Keyboard => shell.t("guess-keyboard"),
        GuessReason::Repeat => shell.t("guess-repeat"),
        GuessReason::Sequence => shell.t("guess-sequence"),
        GuessReason::Date => shell.t("guess-date"),
        GuessReason::TooSimple => shell.t("guess-too-simple"),
    }
}
