//! The list of the user's documents: search, newest first.

use askama::Template;
use einvoice::DocumentType;
use gst::ist;
use jiff::civil::Date;
use store::invoices::InvoiceFilter;

use super::rows::DocumentRow;
use crate::form::Faults;
use crate::page::{Answer, Page, SignedInPage, html, ok};
use crate::shell::Shell;

/// Longest text that is searched for: an IRN and some spaces.
const TEXT_CHARACTERS_MAX: usize = 100;

#[derive(Template)]
#[template(path = "account/invoices.html")]
struct InvoicesPage {
    shell: Shell,
    faults: Faults,
    wish: Wish,
    rows: Vec<DocumentRow>,
    older: Option<String>,
    is_first: bool,
}

/// What is searched for, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Wish {
    text: String,
    from: String,
    to: String,
    kind: String,
    status: String,
}

impl Wish {
    fn of(page: &Page) -> Self {
        let text = page.query("q");
        Self {
            text: text.trim().chars().take(TEXT_CHARACTERS_MAX).collect(),
            from: page.query("from").trim().to_owned(),
            to: page.query("to").trim().to_owned(),
            kind: page.query("type"),
            status: page.query("status"),
        }
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The filter, or what is wrong with the dates.
    fn filter(&self, shell: &Shell) -> Result<InvoiceFilter, Faults> {
        let mut faults = Faults::none();
        let mut day = |field: &'static str, text: &str| match (text, read_day(text)) {
            ("", _) => None,
            (_, Some(day)) => Some(day),
            (_, None) => {
                faults.add(field, shell.t("invoices-date-wrong"));
                None
            }
        };
        let filter = InvoiceFilter {
            text: Some(self.text.clone()).filter(|text| !text.is_empty()),
            dated_from: day("from", &self.from),
            dated_to: day("to", &self.to),
            kind: DocumentType::from_code(&self.kind),
            cancelled: match self.status.as_str() {
                "cancelled" => Some(true),
                "active" => Some(false),
                _ => None,
            },
        };
        if filter.dated_from > filter.dated_to && filter.dated_to.is_some() {
            faults.add("from", shell.t("invoices-dates-crossed"));
        }
        if faults.is_empty() {
            Ok(filter)
        } else {
            Err(faults)
        }
    }

    /// The query of the next page.
    fn older(&self, before: u64) -> String {
        let before = before.to_string();
        let members = [
            ("q", &self.text),
            ("from", &self.from),
            ("to", &self.to),
            ("type", &self.kind),
            ("status", &self.status),
            ("before", &before),
        ];
        let members = members.iter().filter(|(_, value)| !value.is_empty());
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(members)
            .finish()
    }
}

/// As browsers send a date, or as people write it.
fn read_day(text: &str) -> Option<Date> {
    let is_iso = text.len() == 10 && text.as_bytes()[4] == b'-';
    if is_iso {
        text.parse().ok()
    } else {
        ist::parse_slash_date(text)
    }
}

/// `GET /{lang}/invoices`.
pub(crate) async fn show(signed_in_page: SignedInPage) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let shell = page.shell("invoices-title");
    let wish = Wish::of(&page);
    let before: Option<u64> = page.query("before").parse().ok();
    let filter = match wish.filter(&shell) {
        Ok(filter) => filter,
        Err(faults) => {
            let rows = Vec::new();
            let page = InvoicesPage {
                shell,
                faults,
                wish,
                rows,
                older: None,
                is_first: true,
            };
            return Ok(html(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    let irp = &page.portal.irp;
    let listed = irp
        .list_documents(&signed_in.actor, &filter, before)
        .await?;
    ok(&InvoicesPage {
        rows: listed
            .rows
            .iter()
            .map(|listed| DocumentRow::of(listed, &shell))
            .collect(),
        older: listed.next.map(|before| wish.older(before)),
        is_first: before.is_none(),
        faults: Faults::none(),
        wish,
        shell,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;
    use einvoice::catalogue::Language;

    #[test]
    fn the_page_renders_in_both_languages() {
        let wish = Wish {
            text: "<b>".to_owned(),
            ..Wish::default()
        };
        samples::render(|shell| InvoicesPage {
            faults: Faults::one("from", shell.t("invoices-date-wrong")),
            wish: wish.clone(),
            rows: Vec::new(),
            older: None,
            is_first: true,
            shell,
        });
        samples::render(|shell| InvoicesPage {
            shell,
            faults: Faults::none(),
            wish: Wish::default(),
            rows: vec![DocumentRow::sample(false), DocumentRow::sample(true)],
            older: Some(wish.older(7)),
            is_first: false,
        });
        samples::render(|shell| InvoicesPage {
            shell,
            faults: Faults::none(),
            wish: Wish::default(),
            rows: Vec::new(),
            older: None,
            is_first: true,
        });
    }

    #[test]
    fn dates_are_read_as_browsers_and_people_write_them() {
        let day = jiff::civil::date(2026, 11, 22);
        assert_eq!(read_day("2026-11-22"), Some(day));
        assert_eq!(read_day("22/11/2026"), Some(day));
        assert_eq!(read_day("22-11-2026"), None);
        assert_eq!(read_day("2026-13-01"), None);
        assert_eq!(read_day("हिन्दी!"), None);
    }

    #[test]
    fn a_search_is_kept_over_the_pages_and_judged_before_it_runs() {
        let shell = Shell::sample(Language::English, None);
        let wish = Wish {
            text: "a b&c".to_owned(),
            from: "2026-11-02".to_owned(),
            to: "01/11/2026".to_owned(),
            ..Wish::default()
        };
        assert_eq!(
            wish.older(9),
            "q=a+b%26c&from=2026-11-02&to=01%2F11%2F2026&before=9"
        );
        let faults = wish.filter(&shell).expect_err("the dates are crossed");
        assert!(faults.has("from"));
        let only_from = Wish {
            to: String::new(),
            ..wish
        };
        assert!(only_from.filter(&shell).is_ok());
    }
}
