//! Step 5: the new password counts, and the way to the login.

use askama::Template;
use service::Stage;

use crate::cookies::Cookie;
use crate::page::{Answer, Page, ok};
use crate::pages::flow::{Flow, Step};
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "recovery/done.html")]
struct DonePage {
    shell: Shell,
    user_id: Option<String>,
}

/// `GET …/done`.
pub(super) async fn show(page: Page) -> Answer {
    match Flow::Recover.stage(&page).await? {
        Stage::Done => ok(&DonePage {
            user_id: page.cookie(Cookie::UserId),
            shell: page.shell("new-password-done-title"),
        }),
        stage => Ok(Flow::Recover.detour(&page, &stage, Step::Done)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_with_and_without_the_user_id() {
        for user_id in [None, Some("vandana01".to_owned())] {
            samples::render(|shell| DonePage {
                shell,
                user_id: user_id.clone(),
            });
        }
    }
}
