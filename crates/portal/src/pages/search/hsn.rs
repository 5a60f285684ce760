//! Search ▸ HSN/SAC: by the digits that a code begins with, or by words of its chapter.

use askama::Template;
use gst::HsnCode;
use gst::masters::chapter::{self, Chapter};
use gst::masters::lines_of_table::{FoundHsn, hsn_beginning_with};
use gst::masters::overlay::{Overlay, Period};
use gst::masters::{hsn, tables};

use super::super::masters::named;
use super::super::paging::Pages;
use super::typed;
use crate::form::Faults;
use crate::page::{Answer, Page, ok, unprocessable};
use crate::shell::Shell;

/// Digits of the longest code.
const HSN_DIGITS_MAX: usize = 8;

/// Codes that are offered in place of one that does not exist.
const NEAREST_SHOWN: usize = 5;

struct ChapterView {
    digits: &'static str,
    name: &'static str,
}

struct CodeView {
    code: String,
    chapter: &'static str,
    service: bool,
    /// Whether there are codes below it.
    below: bool,
    /// The days of an operator's row; empty where it is the table's.
    laid_over: String,
}

#[derive(Template)]
#[template(path = "search/hsn.html")]
struct HsnPage {
    shell: Shell,
    faults: Faults,
    wanted: String,
    /// Chapters that the words are about.
    chapters: Vec<ChapterView>,
    codes: Vec<CodeView>,
    pages: Pages,
    path: String,
    /// Known codes like the one that is not.
    nearest: Vec<String>,
    as_of: String,
}

/// `GET /{lang}/search/hsn`.
pub(super) async fn show(page: Page) -> Answer {
    let mut shell = page.shell("nav-search-hsn");
    shell.indexed = true;
    let wanted = typed(&page.query("q"));
    let shown = HsnPage::new(shell, wanted, &page.query("page"), Overlay::installed());
    if shown.faults.is_empty() {
        ok(&shown)
    } else {
        unprocessable(&shown)
    }
}

impl HsnPage {
    fn new(shell: Shell, wanted: String, page: &str, overlay: Option<&Overlay>) -> Self {
        let table = tables::find("hsn");
        let mut shown = Self {
            as_of: table.map_or_else(String::new, |table| shell.day(&table.origin.as_of)),
            path: shell.url("/search/hsn"),
            faults: Faults::none(),
            chapters: Vec::new(),
            codes: Vec::new(),
            pages: Pages::default(),
            nearest: Vec::new(),
            wanted,
            shell,
        };
        let digits: String = shown.wanted.split([' ', '.']).collect();
        if digits.is_empty() {
            shown.chapters = shown.views(chapter::all());
        } else if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            shown.chapters = shown.views(chapter::matching(&shown.wanted));
        } else if digits.len() > HSN_DIGITS_MAX {
            let message = shown.shell.t1("search-hsn-long", "max", HSN_DIGITS_MAX);
            shown.faults = Faults::one("q", message);
        } else {
            shown.list(&digits, page, overlay);
        }
        shown
    }

    fn views(&self, chapters: impl Iterator<Item = Chapter>) -> Vec<ChapterView> {
        let view = |chapter: Chapter| ChapterView {
            digits: chapter.digits,
            name: named(chapter.names, &self.shell),
        };
        chapters.map(view).collect()
    }

    fn list(&mut self, digits: &str, page: &str, overlay: Option<&Overlay>) {
        let found = hsn_beginning_with(digits, overlay);
        self.pages = Pages::of(page, found.len(), &[("q", &self.wanted)]);
        let first = self.pages.first.saturating_sub(1);
        let shown = self.pages.of_rows(&found).iter().enumerate();
        self.codes = shown
            .map(|(place, code)| self.view(code, found.get(first + place + 1)))
            .collect();
        let unknown = HsnCode::parse(digits)
            .ok()
            .filter(|code| found.iter().all(|found| found.code != *code));
        if let Some(code) = unknown {
            let nearest = hsn::nearest(&code, NEAREST_SHOWN);
            self.nearest = nearest.iter().map(ToString::to_string).collect();
        }
    }

    fn view(&self, found: &FoundHsn, after: Option<&FoundHsn>) -> CodeView {
        let code = found.code;
        let chapter = chapter::of(&code);
        let periods = found.laid_over.as_deref().unwrap_or_default();
        let days = |period: &Period| days_of(period, &self.shell);
        CodeView {
            code: code.to_string(),
            chapter: chapter.map_or("", |chapter| named(chapter.names, &self.shell)),
            service: code.is_service(),
            below: after.is_some_and(|after| after.code.as_str().starts_with(code.as_str())),
            laid_over: periods.iter().map(days).collect::<Vec<_>>().join("; "),
        }
    }
}

/// From when to when documents may carry a code that an operator has laid over the table.
fn days_of(period: &Period, shell: &Shell) -> String {
    match (period.since, period.until) {
        (Some(first), Some(last)) => {
            let (first, last) = (shell.day(&first), shell.day(&last));
            shell.t2("search-days-between", "first", first, "last", last)
        }
        (Some(first), None) => shell.t1("search-days-since", "first", shell.day(&first)),
        (None, Some(last)) => shell.t1("search-days-until", "last", shell.day(&last)),
        (None, None) => shell.t("search-days-always"),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::testing::TestPortal;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_with_everything_it_can_find() {
        let overlay = Overlay::parse(
            "hsn,73269077,2026-04-01\nhsn,73269077,,2025-03-31\n\
             hsn,73269078\nhsn,73269079,2026-04-01,2026-04-30\n",
        );
        let overlay = overlay.expect("right lines");
        for wanted in [
            "",
            "iron",
            "लोहा",
            "nothing",
            "7326",
            "9983",
            "73269077",
            "73269011",
            "123456789",
        ] {
            samples::render(|shell| HsnPage::new(shell, wanted.to_owned(), "1", Some(&overlay)));
        }
        let shell = Shell::sample(einvoice::Language::English, None);
        let page = HsnPage::new(shell, "73269077".to_owned(), "", Some(&overlay));
        assert_eq!(page.codes[0].laid_over, "from 01/04/2026; until 31/03/2025");
        assert!(page.nearest.is_empty());
    }

    #[tokio::test]
    async fn codes_are_found_by_digits_and_words_in_pages() {
        let portal = TestPortal::new(Vec::new()).await;
        let mut visitor = portal.visitor();
        let seen = visitor.get("/en/search/hsn?q=8471").await;
        assert!(seen.body.contains(">84713010<"), "{}", seen.body);
        assert!(seen.body.contains("Machinery, boilers, computers"));
        let seen = visitor.get("/en/search/hsn?q=84&page=2").await;
        assert!(seen.body.contains("?q=84&#38;page=1") && seen.body.contains("?q=84&#38;page=3"));
        let seen = visitor.get("/hi/search/hsn?q=Footwear").await;
        assert!(seen.body.contains("?q=64\""));
        let seen = visitor.get("/en/search/hsn?q=84713011").await;
        assert!(
            seen.body.contains("?q=84713010\""),
            "the nearest is offered"
        );
        let seen = visitor.get("/en/search/hsn?q=847130101").await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        let seen = visitor.get("/en/search/hsn?q=8471+30.10").await;
        assert!(seen.body.contains(">84713010<"));
    }
}
