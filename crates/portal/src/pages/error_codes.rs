//! Help ▸ Error codes: every code, its reason and its remedy, from the catalogue.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use einvoice::catalogue::{self, Entry};

use crate::page::{Answer, Page, ok};
use crate::portal::Portal;
use crate::problem::Problem;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "errors/list.html")]
struct ListPage {
    shell: Shell,
    entries: Vec<&'static Entry>,
    wanted: String,
}

#[derive(Template)]
#[template(path = "errors/entry.html")]
struct EntryPage {
    shell: Shell,
    entry: &'static Entry,
    since: Option<String>,
}

/// Most characters of a search that are looked at.
const WANTED_CHARACTERS_MAX: usize = 60;

/// Their routes.
pub(super) fn routes() -> Router<Portal> {
    Router::new()
        .route("/help/errors", get(list))
        .route("/help/errors/{code}", get(show))
}

async fn list(page: Page) -> Answer {
    let mut shell = page.shell("errors-title");
    shell.indexed = true;
    let wanted: String = page
        .query("q")
        .trim()
        .chars()
        .take(WANTED_CHARACTERS_MAX)
        .collect();
    let entries = catalogue::entries()
        .filter(|entry| matches(entry, &wanted.to_lowercase(), &shell))
        .collect();
    ok(&ListPage {
        shell,
        entries,
        wanted,
    })
}

fn matches(entry: &'static Entry, wanted: &str, shell: &Shell) -> bool {
    let words = shell.words(entry);
    entry.code.starts_with(wanted)
        || words.title.to_lowercase().contains(wanted)
        || words.reason.to_lowercase().contains(wanted)
}

async fn show(page: Page, Path(code): Path<String>) -> Answer {
    let entry = catalogue::find(&code).ok_or(Problem::NotFound)?;
    let mut shell = page.shell("errors-title");
    shell.title = shell.t1("error-title", "code", entry.code);
    shell.indexed = true;
    let since = entry.since.map(|day| shell.day(&day));
    ok(&EntryPage {
        shell,
        entry,
        since,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_pages_render_for_every_code() {
        samples::render(|shell| ListPage {
            shell,
            entries: catalogue::entries().collect(),
            wanted: String::new(),
        });
        for entry in catalogue::entries() {
            samples::render(|shell| EntryPage {
                shell,
                entry,
                since: Some("01/06/2025".to_owned()),
            });
        }
    }

    #[test]
    fn codes_are_found_by_their_beginning_and_by_their_words() {
        let shell = Shell::sample(einvoice::catalogue::Language::English, None);
        let entry = catalogue::find("3027").expect("a code of the catalogue");
        assert!(matches(entry, "302", &shell) && matches(entry, "", &shell));
        assert!(!matches(entry, "2172", &shell));
    }
}
