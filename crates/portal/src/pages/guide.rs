//! Help ▸ Create your credentials: four steps with pictures of these very pages.
//!
//! The browser test takes the pictures. A picture that is not there yet is left out; the text
//! beside it says everything that it shows.

use askama::Template;

use crate::assets;
use crate::page::{Answer, Page, ok};
use crate::shell::Shell;

/// One step.
struct GuideStep {
    number: u8,
    heading: String,
    text: String,
    picture: Option<String>,
    description: String,
}

#[derive(Template)]
#[template(path = "guide.html")]
struct GuidePage {
    shell: Shell,
    steps: Vec<GuideStep>,
}

impl GuidePage {
    fn new(shell: Shell) -> Self {
        let words = [
            (
                shell.t("guide-1"),
                shell.t("guide-1-text"),
                shell.t("guide-1-picture"),
            ),
            (
                shell.t("guide-2"),
                shell.t("guide-2-text"),
                shell.t("guide-2-picture"),
            ),
            (
                shell.t("guide-3"),
                shell.t("guide-3-text"),
                shell.t("guide-3-picture"),
            ),
            (
                shell.t("guide-4"),
                shell.t("guide-4-text"),
                shell.t("guide-4-picture"),
            ),
        ];
        let steps = (1..)
            .zip(words)
            .map(|(number, (heading, text, description))| {
                let file = format!("guide/{}/step-{number}.png", shell.tag());
                let picture = assets::exists(&file).then(|| assets::address(&file));
                GuideStep {
                    number,
                    heading,
                    text,
                    picture,
                    description,
                }
            })
            .collect();
        Self { shell, steps }
    }
}

/// `GET /{lang}/help/create-credentials`.
pub(super) async fn show(page: Page) -> Answer {
    let mut shell = page.shell("guide-title");
    shell.indexed = true;
    ok(&GuidePage::new(shell))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_with_and_without_pictures() {
        samples::render(GuidePage::new);
        samples::render(|shell| {
            let mut page = GuidePage::new(shell);
            for step in &mut page.steps {
                step.picture = Some("/assets/guide/en/step-1.png".to_owned());
            }
            page
        });
    }
}
