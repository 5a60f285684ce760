//! One table, to be looked at and searched. The two long ones have search pages of their own.

use askama::Template;
use axum::extract::Path;
use gst::masters::lines_of_table::{Line, lines};
use gst::masters::overlay::Overlay;
use gst::masters::tables::{self, Table};
use jiff::civil::Date;

use super::TableView;
use crate::page::{Answer, Page, ok};
use crate::pages::paging::Pages;
use crate::problem::Problem;
use crate::shell::Shell;

/// Most characters of a search that are looked at.
const WANTED_CHARACTERS_MAX: usize = 60;

/// A cell with its column's heading, for screens that show rows as cards.
struct Cell {
    heading: String,
    text: String,
}

struct Row {
    cells: Vec<Cell>,
    laid_over: bool,
}

#[derive(Template)]
#[template(path = "masters/table.html")]
struct TablePage {
    shell: Shell,
    table: TableView,
    wanted: String,
    headings: Vec<String>,
    rows: Vec<Row>,
    pages: Pages,
    path: String,
}

/// `GET /{lang}/masters/{id}`.
pub(super) async fn show(page: Page, Path(id): Path<String>) -> Answer {
    let table = tables::find(&id).ok_or(Problem::NotFound)?;
    match table.id {
        "hsn" => return Ok(page.go("/search/hsn")),
        "pin" => return Ok(page.go("/search/pin")),
        _ => {}
    }
    let mut shell = page.shell("masters-title");
    shell.indexed = true;
    let query = page.query("q");
    let wanted = query.trim().chars().take(WANTED_CHARACTERS_MAX).collect();
    let overlay = Overlay::installed();
    ok(&TablePage::new(
        shell,
        &table,
        wanted,
        &page.query("page"),
        overlay,
    ))
}

impl TablePage {
    fn new(
        mut shell: Shell,
        table: &Table,
        wanted: String,
        page: &str,
        overlay: Option<&Overlay>,
    ) -> Self {
        let view = TableView::of(table, overlay, &shell);
        shell.title.clone_from(&view.name);
        let mut found = lines(table, overlay);
        let needle = wanted.to_lowercase();
        found.retain(|line| {
            let mut fields = line.fields.iter();
            needle.is_empty() || fields.any(|field| field.to_lowercase().contains(&needle))
        });
        let columns = columns_in_use(table, &found);
        let headings: Vec<String> = columns
            .iter()
            .map(|place| heading(table.columns[*place], &shell))
            .collect();
        let pages = Pages::of(page, found.len(), &[("q", &wanted)]);
        let rows = pages.of_rows(&found).iter();
        let rows = rows
            .map(|line| row(line, &columns, &headings, &shell))
            .collect();
        Self {
            path: shell.url(&format!("/masters/{}", table.id)),
            table: view,
            wanted,
            headings,
            rows,
            pages,
            shell,
        }
    }
}

/// The places of the columns that say something in any row: days are empty in most tables.
fn columns_in_use(table: &Table, lines: &[Line]) -> Vec<usize> {
    let says = |place: &usize| lines.iter().any(|line| !line.fields[*place].is_empty());
    (0..table.columns.len()).filter(says).collect()
}

fn row(line: &Line, columns: &[usize], headings: &[String], shell: &Shell) -> Row {
    let cells = columns.iter().zip(headings).map(|(place, heading)| {
        let field = &line.fields[*place];
        let text = match field.parse::<Date>() {
            Ok(day) => shell.day(&day),
            Err(_) => field.clone(),
        };
        Cell {
            heading: heading.clone(),
            text,
        }
    });
    Row {
        cells: cells.collect(),
        laid_over: line.laid_over,
    }
}

fn heading(column: &str, shell: &Shell) -> String {
    match column {
        "code" => shell.t("masters-column-code"),
        "english_name" => shell.t("masters-column-english"),
        "hindi_name" => shell.t("masters-column-hindi"),
        "percent" => shell.t("masters-column-percent"),
        "since" => shell.t("masters-column-since"),
        "until" => shell.t("masters-column-until"),
        "source" => shell.t("masters-column-source"),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::testing::TestPortal;
    use crate::texts::samples;

    #[test]
    fn every_table_renders_also_laid_over_and_empty() {
        let overlay = Overlay::parse("rate,9,2026-04-01\ncurrency,XBT,,,<Bit>\n");
        let overlay = overlay.expect("two right lines");
        for table in tables::all() {
            if ["hsn", "pin"].contains(&table.id) {
                continue;
            }
            let make = |shell: Shell, wanted: &str| {
                TablePage::new(shell, &table, wanted.to_owned(), "2", Some(&overlay))
            };
            samples::render(|shell| make(shell, ""));
            samples::render(|shell| make(shell, "nothing has this"));
            let shell = Shell::sample(einvoice::Language::Hindi, None);
            let page = make(shell, "");
            assert!(page.headings.len() >= 3, "{:?}", page.headings);
            let untranslated = page
                .headings
                .iter()
                .any(|it| table.columns.contains(&it.as_str()));
            assert!(!untranslated, "{:?}", page.headings);
        }
    }

    #[tokio::test]
    async fn a_table_is_searched_in_both_languages_and_the_long_ones_have_their_pages() {
        let portal = TestPortal::new(Vec::new()).await;
        let mut visitor = portal.visitor();
        for query in [
            "kilogr",
            "KGS",
            "%E0%A4%95%E0%A4%BF%E0%A4%B2%E0%A5%8B%E0%A4%97%E0%A5%8D",
        ] {
            let seen = visitor.get(&format!("/en/masters/uqc?q={query}")).await;
            assert!(seen.body.contains("Kilograms"), "{query}");
            assert!(!seen.body.contains("Litres"), "{query}");
        }
        let second = visitor.get("/en/masters/country?page=2").await;
        assert!(second.body.contains("page=1") && second.body.contains("page=3"));
        assert!(!second.body.contains("Andorra"));
        visitor
            .get("/hi/masters/hsn")
            .await
            .leads_to("/hi/search/hsn");
        visitor
            .get("/en/masters/pin")
            .await
            .leads_to("/en/search/pin");
        let none = visitor.get("/en/masters/port").await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    }
}
