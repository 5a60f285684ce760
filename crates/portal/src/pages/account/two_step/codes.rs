//! Recovery codes, shown once: in the answer to the form that made them, and never again.

use askama::Template;
use service::RecoveryCodes;

use crate::page::{Answer, Page, ok};
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "account/two_step/codes.html")]
struct CodesPage {
    shell: Shell,
    user_id: String,
    codes: Vec<String>,
    first: bool,
}

/// Shows them. There is no redirect, because then they would have to be kept for the next request.
/// `first` tells whether the app was set up with them or they replace others.
pub(super) fn show(page: &Page, user_id: &str, codes: RecoveryCodes, first: bool) -> Answer {
    ok(&CodesPage {
        shell: page.shell("two-step-codes-title"),
        user_id: user_id.to_owned(),
        codes: codes.0,
        first,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_the_first_codes_and_later_ones() {
        for first in [true, false] {
            samples::render(|shell| CodesPage {
                shell,
                user_id: "vandana01".to_owned(),
                codes: vec!["ABCD-2345-EFGH-6723-JKLM-4567".to_owned(); service::RECOVERY_CODES],
                first,
            });
        }
    }
}
