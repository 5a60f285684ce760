//! Step 5: enabled, and the way to Portal Login.

use askama::Template;
use service::Stage;

use crate::page::{Answer, Page, ok};
use crate::pages::flow::{Flow, Step};
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "enablement/done.html")]
struct DonePage {
    shell: Shell,
}

/// `GET …/done`.
pub(super) async fn show(page: Page) -> Answer {
    match Flow::Enable.stage(&page).await? {
        Stage::Done => ok(&DonePage {
            shell: page.shell("enabled-title"),
        }),
        stage => Ok(Flow::Enable.detour(&page, &stage, Step::Done)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders() {
        samples::render(|shell| DonePage { shell });
    }
}
