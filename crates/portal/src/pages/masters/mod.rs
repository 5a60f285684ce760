//! Search ▸ Master codes: each table with its date and origin, to be looked at and downloaded.

mod codes;
mod download;
mod table;

use askama::Template;
use axum::Router;
use axum::routing::get;
use einvoice::catalogue::Language;
use gst::masters::lines_of_table::laid_over_count;
use gst::masters::overlay::Overlay;
use gst::masters::tables::{self, Table};
use gst::masters::{Names, tables::Origin};

use crate::page::{Answer, Page, ok};
use crate::portal::Portal;
use crate::shell::Shell;

/// One table in the list.
struct TableView {
    id: &'static str,
    name: String,
    what: String,
    rows: String,
    as_of: String,
    origin: &'static str,
    laid_over: usize,
}

#[derive(Template)]
#[template(path = "masters/list.html")]
struct ListPage {
    shell: Shell,
    tables: Vec<TableView>,
}

/// The pages of one language.
pub(super) fn routes() -> Router<Portal> {
    Router::new()
        .route("/masters", get(show))
        .route("/masters/codes", get(codes::show))
        .route("/masters/{id}", get(table::show))
}

/// The files, which are the same in both languages.
pub(crate) fn files() -> Router<Portal> {
    Router::new().route("/masters/{file}", get(download::serve))
}

async fn show(page: Page) -> Answer {
    let mut shell = page.shell("masters-title");
    shell.indexed = true;
    ok(&ListPage::new(shell, Overlay::installed()))
}

impl ListPage {
    fn new(shell: Shell, overlay: Option<&Overlay>) -> Self {
        let tables = tables::all();
        Self {
            tables: tables
                .iter()
                .map(|table| TableView::of(table, overlay, &shell))
                .collect(),
            shell,
        }
    }
}

impl TableView {
    fn of(table: &Table, overlay: Option<&Overlay>, shell: &Shell) -> Self {
        let Origin { name, as_of } = table.origin;
        let (title, what) = words(table.id, shell);
        Self {
            id: table.id,
            name: title,
            what,
            rows: gst::ist::indian_grouping(&table.count().into()),
            as_of: shell.day(&as_of),
            origin: name,
            laid_over: laid_over_count(table, overlay),
        }
    }
}

/// What a table is called, and what is in it.
fn words(id: &str, shell: &Shell) -> (String, String) {
    match id {
        "state" => (shell.t("masters-state"), shell.t("masters-state-what")),
        "hsn" => (shell.t("masters-hsn"), shell.t("masters-hsn-what")),
        "chapter" => (shell.t("masters-chapter"), shell.t("masters-chapter-what")),
        "uqc" => (shell.t("masters-uqc"), shell.t("masters-uqc-what")),
        "rate" => (shell.t("masters-rate"), shell.t("masters-rate-what")),
        "pin" => (shell.t("masters-pin"), shell.t("masters-pin-what")),
        "country" => (shell.t("masters-country"), shell.t("masters-country-what")),
        "currency" => (
            shell.t("masters-currency"),
            shell.t("masters-currency-what"),
        ),
        other => (other.to_owned(), String::new()),
    }
}

/// A name in the page's language.
pub(super) fn named(names: Names, shell: &Shell) -> &'static str {
    match shell.language {
        Language::English => names.english,
        Language::Hindi => names.hindi,
    }
}

/// A state's name in the page's language.
pub(super) fn state_name(state: gst::StateCode, shell: &Shell) -> &'static str {
    let (english, hindi) = (state.english_name(), state.hindi_name());
    named(Names { english, hindi }, shell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_with_and_without_an_overlay() {
        samples::render(|shell| ListPage::new(shell, None));
        let overlay = Overlay::parse("uqc,MLN,,,Millions,दस लाख\n").expect("one right line");
        samples::render(|shell| {
            let page = ListPage::new(shell, Some(&overlay));
            let marked: Vec<_> = page.tables.iter().map(|table| table.laid_over).collect();
            assert_eq!(marked.iter().sum::<usize>(), 1);
            page
        });
    }

    #[test]
    fn every_table_has_a_name() {
        let shell = Shell::sample(Language::Hindi, None);
        for table in tables::all() {
            let (name, what) = words(table.id, &shell);
            assert!(name != table.id && !what.is_empty(), "{}", table.id);
        }
    }
}
