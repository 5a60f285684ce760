//! What a form for cancelling asks: the reason, a remark, and are you sure.

use crate::form::{Faults, Form};
use crate::shell::Shell;

/// NIC's codes of the reasons. What they mean differs between documents and e-way bills.
const REASONS: [u8; 4] = [1, 2, 3, 4];

/// A reason to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reason {
    pub(super) code: u8,
    pub(super) word: String,
    pub(super) chosen: bool,
}

/// What was sent, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Why {
    pub(super) faults: Faults,
    pub(super) reason: Option<u8>,
    pub(super) remark: String,
}

impl Why {
    /// Reads the form; a remark has 1 to `remark_max` characters.
    pub(super) fn read(form: &Form, remark_max: usize, shell: &Shell) -> Self {
        let reason = form.text("reason").parse().ok();
        let reason = reason.filter(|reason| REASONS.contains(reason));
        let remark = form.text("remark").to_owned();
        let mut faults = Faults::none();
        if reason.is_none() {
            faults.add("reason", shell.t("cancel-reason-missing"));
        }
        if remark.is_empty() || remark.chars().count() > remark_max {
            faults.add("remark", shell.t1("cancel-remark-wrong", "max", remark_max));
        }
        if !form.has("sure") {
            faults.add("sure", shell.t("cancel-sure-missing"));
        }
        Self {
            faults,
            reason,
            remark,
        }
    }

    /// The reason, when nothing is wrong.
    pub(super) fn sound_reason(&self) -> Option<u8> {
        self.reason.filter(|_| self.faults.is_empty())
    }

    /// The reasons to choose from, in the words of what is cancelled.
    pub(super) fn reasons(&self, word: impl Fn(u8) -> String) -> Vec<Reason> {
        REASONS
            .iter()
            .map(|code| Reason {
                code: *code,
                word: word(*code),
                chosen: self.reason == Some(*code),
            })
            .collect()
    }
}
