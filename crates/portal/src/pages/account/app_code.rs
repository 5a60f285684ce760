//! The fields for a code of an authenticator app and for the recovery code that stands in for it.
//!
//! They are two, as a phone shows digits alone for the first.

use jiff::Timestamp;

use crate::form::{Faults, Form};
use crate::shell::Shell;

/// The id and name of the field for the app's code.
pub(super) const CODE: &str = "code";

/// The id and name of the field for a recovery code.
pub(super) const RECOVERY_CODE: &str = "recovery_code";

/// A code as somebody typed it. When both fields are filled, the app's counts.
pub(super) struct TypedCode {
    /// The field that it stands in.
    pub(super) field: &'static str,
    /// The code, without the spaces that apps and people put between digits.
    pub(super) text: String,
}

impl TypedCode {
    /// The code of a form; `None` when both fields are empty.
    pub(super) fn of(form: &Form) -> Option<Self> {
        [CODE, RECOVERY_CODE]
            .into_iter()
            .map(|field| Self {
                field,
                text: without_spaces(form.raw(field)),
            })
            .find(|typed| !typed.text.is_empty())
    }

    /// Says beside the field that the code is wrong, and how many more may be tried.
    pub(super) fn wrong(&self, tries_left: Option<u32>, shell: &Shell) -> Faults {
        let mut words = match self.field {
            RECOVERY_CODE => shell.t("two-step-recovery-wrong"),
            _ => shell.t("two-step-code-wrong"),
        };
        if let Some(left) = tries_left {
            words.push(' ');
            words.push_str(&shell.t1("login-app-left", "count", left));
        }
        Faults::one(self.field, words)
    }

    /// Says beside the field that no code is looked at for a while.
    pub(super) fn blocked(&self, until: Timestamp, shell: &Shell) -> Faults {
        let words = shell.t1("two-step-blocked", "when", shell.moment(&until));
        Faults::one(self.field, words)
    }
}

/// Says that neither field was filled.
pub(super) fn missing(shell: &Shell) -> Faults {
    Faults::one(CODE, shell.t("two-step-either-missing"))
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}
