//! Home: what this is, and the three things that people come for.

use askama::Template;

use crate::page::{Answer, Page, ok};
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    shell: Shell,
}

/// `GET /{lang}`.
pub(super) async fn show(page: Page) -> Answer {
    let mut shell = page.shell("home-title");
    shell.indexed = true;
    ok(&HomePage { shell })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_in_both_languages() {
        samples::render(|shell| HomePage { shell });
    }
}
