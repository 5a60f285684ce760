//! Step 5: the credentials exist, and what to do next.

use askama::Template;
use service::Stage;

use crate::cookies::Cookie;
use crate::page::{Answer, Page, ok};
use crate::pages::flow::{Flow, Step};
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "registration/done.html")]
struct DonePage {
    shell: Shell,
    user_id: Option<String>,
    api_address: String,
}

/// `GET …/done`.
pub(super) async fn show(page: Page) -> Answer {
    match Flow::Register.stage(&page).await? {
        Stage::Done => ok(&DonePage {
            user_id: page.cookie(Cookie::UserId),
            api_address: page.portal.irp.settings().portal_url.clone(),
            shell: page.shell("done-title"),
        }),
        stage => Ok(Flow::Register.detour(&page, &stage, Step::Done)),
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
                api_address: "http://127.0.0.1:8080".to_owned(),
            });
        }
    }
}
