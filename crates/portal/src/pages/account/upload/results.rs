//! The results of an upload, while it runs and when it is done.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use einvoice::finding::Finding;

use super::super::invoice::download;
use super::super::rows::kind_word;
use super::export;
use super::jobs::{Job, Line, Outcome, RESULTS_LIFE};
use crate::page::{Answer, Page, SignedInPage, ok};
use crate::problem::Problem;
use crate::shell::Shell;

/// Documents on one page of results.
const LINES_PER_PAGE: usize = 50;

/// Findings shown of one document; the downloads have all that are kept.
const FINDINGS_SHOWN_MAX: usize = 10;

#[derive(Template)]
#[template(path = "account/upload_results.html")]
struct ResultsPage {
    shell: Shell,
    address: String,
    running: bool,
    started_at: String,
    kept_until: String,
    sums: Sums,
    show: Show,
    lines: Vec<LineView>,
    newer: Option<String>,
    older: Option<String>,
}

/// How many documents came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    total: usize,
    done: usize,
    registered: usize,
    already: usize,
    refused: usize,
    failed: usize,
}

impl Sums {
    fn of(total: usize, lines: &[Arc<Line>]) -> Self {
        let mut sums = Self {
            total,
            done: lines.len(),
            ..Self::default()
        };
        for line in lines {
            match line.outcome {
                Outcome::Registered { .. } => sums.registered += 1,
                Outcome::Already { .. } => sums.already += 1,
                Outcome::Refused { .. } => sums.refused += 1,
                Outcome::Failed { .. } | Outcome::NotTried => sums.failed += 1,
            }
        }
        sums
    }
}

/// Which documents are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    All,
    Problems,
}

/// One document's line.
struct LineView {
    position: usize,
    kind: String,
    number: String,
    date: String,
    outcome: OutcomeView,
}

enum OutcomeView {
    Registered {
        irn: String,
        ack_number: u64,
        acked_at: String,
    },
    Already {
        irn: String,
        sentence: String,
        code: &'static str,
        acked_at: String,
    },
    Refused {
        findings: Vec<FindingView>,
        more: usize,
    },
    Failed {
        reference: String,
    },
    NotTried,
}

struct FindingView {
    code: &'static str,
    message: String,
    pointer: String,
    found: String,
    expected: String,
    fix: &'static str,
}

impl FindingView {
    fn of(finding: &Finding, shell: &Shell) -> Self {
        Self {
            code: finding.code(),
            message: finding.message(shell.language),
            pointer: finding.pointer.clone(),
            found: finding.detail.found.clone().unwrap_or_default(),
            expected: expected_words(finding.detail.expected.as_deref(), shell),
            fix: shell.words(finding.entry).fix,
        }
    }
}

/// A range that programs read as `0..9`, `0..` or `..9` in words; anything else as it is.
fn expected_words(expected: Option<&str>, shell: &Shell) -> String {
    let expected = expected.unwrap_or_default();
    let is_end = |end: &str| {
        end.chars()
            .all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | '/' | '-'))
    };
    match expected.split_once("..") {
        Some((min, max)) if is_end(min) && is_end(max) => match (min, max) {
            ("", "") => expected.to_owned(),
            (min, "") => shell.t1("range-from", "min", min),
            ("", max) => shell.t1("range-to", "max", max),
            (min, max) => shell.t2("range", "min", min, "max", max),
        },
        _ => expected.to_owned(),
    }
}

impl LineView {
    fn of(position: usize, line: &Line, shell: &Shell) -> Self {
        let document = &line.document;
        Self {
            position,
            kind: document
                .kind
                .map(|kind| kind_word(kind, shell))
                .unwrap_or_default(),
            number: document.number.clone(),
            date: document.date.clone(),
            outcome: OutcomeView::of(&line.outcome, shell),
        }
    }
}

impl OutcomeView {
    fn of(outcome: &Outcome, shell: &Shell) -> Self {
        match outcome {
            Outcome::Registered {
                irn,
                ack_number,
                acked_at,
            } => Self::Registered {
                irn: irn.to_string(),
                ack_number: *ack_number,
                acked_at: shell.moment(acked_at),
            },
            Outcome::Already {
                finding,
                irn,
                acked_at,
                ..
            } => Self::Already {
                irn: irn.to_string(),
                sentence: finding.message(shell.language),
                code: finding.code(),
                acked_at: shell.moment(acked_at),
            },
            Outcome::Refused { findings, more } => Self::Refused {
                findings: findings
                    .iter()
                    .take(FINDINGS_SHOWN_MAX)
                    .map(|finding| FindingView::of(finding, shell))
                    .collect(),
                more: more + findings.len().saturating_sub(FINDINGS_SHOWN_MAX),
            },
            Outcome::Failed { reference } => Self::Failed {
                reference: reference.clone(),
            },
            Outcome::NotTried => Self::NotTried,
        }
    }
}

fn own_job(page: &SignedInPage, id: &str) -> Result<Arc<Job>, Problem> {
    let account = page.signed_in.actor.account;
    let jobs = &page.page.portal.memory.jobs;
    jobs.of(account, id, page.page.now())
        .ok_or(Problem::NotFound)
}

/// `GET /{lang}/uploads/{id}`.
pub(crate) async fn progress(signed_in_page: SignedInPage, Path(id): Path<String>) -> Answer {
    let job = own_job(&signed_in_page, &id)?;
    ok(&results_page(&signed_in_page.page, &job))
}

fn results_page(page: &Page, job: &Job) -> ResultsPage {
    // First whether it is done and then the lines, or the last of them could be missing.
    let done_at = job.done_at();
    let lines = job.lines();
    let shell = page.shell(match done_at {
        None => "results-title-running",
        Some(_) => "results-title",
    });
    let show = match page.query("show").as_str() {
        "problems" => Show::Problems,
        _ => Show::All,
    };
    let number: usize = page.query("page").parse().unwrap_or(1);
    let is_shown =
        |line: &Line| show == Show::All || !matches!(line.outcome, Outcome::Registered { .. });
    let shown: Vec<LineView> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_shown(line))
        .skip(number.saturating_sub(1).saturating_mul(LINES_PER_PAGE))
        .take(LINES_PER_PAGE + 1)
        .map(|(index, line)| LineView::of(index + 1, line, &shell))
        .collect();
    let has_more = shown.len() > LINES_PER_PAGE;
    let link = |number: usize| match show {
        Show::All => format!("?page={number}"),
        Show::Problems => format!("?show=problems&page={number}"),
    };
    let kept_until = done_at.and_then(|at| at.checked_add(RESULTS_LIFE).ok());
    ResultsPage {
        address: shell.url(&format!("/uploads/{}", job.id)),
        running: done_at.is_none(),
        started_at: shell.moment(&job.started_at),
        kept_until: kept_until
            .map(|until| shell.moment(&until))
            .unwrap_or_default(),
        sums: Sums::of(job.total, &lines),
        show,
        lines: shown.into_iter().take(LINES_PER_PAGE).collect(),
        newer: (number > 1).then(|| link(number - 1)),
        older: has_more.then(|| link(number + 1)),
        shell,
    }
}

/// `GET /{lang}/uploads/{id}/results.csv`.
pub(crate) async fn results_csv(signed_in_page: SignedInPage, Path(id): Path<String>) -> Answer {
    let job = own_job(&signed_in_page, &id)?;
    let text = export::csv(&job.lines(), signed_in_page.page.language());
    Ok(download(
        "upload-results.csv",
        "text/csv; charset=utf-8",
        text,
    ))
}

/// `GET /{lang}/uploads/{id}/results.json`: with the signed invoices.
pub(crate) async fn results_json(signed_in_page: SignedInPage, Path(id): Path<String>) -> Answer {
    let job = own_job(&signed_in_page, &id)?;
    let irp = &signed_in_page.page.portal.irp;
    let actor = &signed_in_page.signed_in.actor;
    let language = signed_in_page.page.language();
    let text = export::json(irp, actor, &job.lines(), language).await?;
    Ok(download("upload-results.json", "application/json", text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;
    use einvoice::finding::Detail;
    use jiff::Timestamp;

    fn line(outcome: Outcome) -> Arc<Line> {
        let document = super::super::jobs::Described {
            kind: Some(einvoice::DocumentType::CreditNote),
            number: "<b>1".to_owned(),
            date: "01/06/2026".to_owned(),
        };
        Arc::new(Line { document, outcome })
    }

    fn lines() -> Vec<Arc<Line>> {
        let entry = einvoice::catalogue::find("5002").expect("in the catalogue");
        let finding = Finding::new(entry, "/DocDtls/No").with(Detail {
            found: Some("<0>".to_owned()),
            ..Detail::default()
        });
        let irn: einvoice::Irn = "5a".repeat(32).parse().expect("an IRN");
        let (ack_number, acked_at) = (912_610_000_000_001, Timestamp::UNIX_EPOCH);
        vec![
            line(Outcome::Registered {
                irn,
                ack_number,
                acked_at,
            }),
            line(Outcome::Already {
                finding: finding.clone(),
                irn,
                ack_number,
                acked_at,
            }),
            line(Outcome::Refused {
                findings: vec![finding; 12],
                more: 3,
            }),
            line(Outcome::Failed {
                reference: "AB12".to_owned(),
            }),
            line(Outcome::NotTried),
        ]
    }

    fn page(shell: Shell, running: bool) -> ResultsPage {
        let lines = lines();
        ResultsPage {
            address: shell.url("/uploads/abc"),
            running,
            started_at: "22/11/2026, 09:00 IST".to_owned(),
            kept_until: "22/11/2026, 09:30 IST".to_owned(),
            sums: Sums::of(7, &lines),
            show: Show::All,
            lines: lines
                .iter()
                .enumerate()
                .map(|(index, line)| LineView::of(index + 1, line, &shell))
                .collect(),
            newer: Some("?page=1".to_owned()),
            older: Some("?page=3".to_owned()),
            shell,
        }
    }

    #[test]
    fn the_page_renders_in_both_languages() {
        samples::render(|shell| page(shell, false));
        samples::render(|shell| page(shell, true));
    }

    #[test]
    fn ranges_are_put_in_words_and_nothing_else() {
        let english = Shell::sample(einvoice::Language::English, None);
        let hindi = Shell::sample(einvoice::Language::Hindi, None);
        for (expected, in_english, in_hindi) in [
            ("1061..1064", "1061 to 1064", "1061 से 1064"),
            ("-0.5..99.25", "-0.5 to 99.25", "-0.5 से 99.25"),
            (
                "23/10/2026..",
                "23/10/2026 or later",
                "23/10/2026 या उसके बाद",
            ),
            (
                "..22/11/2026",
                "22/11/2026 or earlier",
                "22/11/2026 या उससे पहले",
            ),
            ("^[a..z]$", "^[a..z]$", "^[a..z]$"),
            ("..", "..", ".."),
            ("29", "29", "29"),
        ] {
            assert_eq!(expected_words(Some(expected), &english), in_english);
            assert_eq!(expected_words(Some(expected), &hindi), in_hindi);
        }
        assert_eq!(expected_words(None, &english), "");
    }

    #[test]
    fn outcomes_are_counted_and_hidden_findings_named() {
        let sums = Sums::of(7, &lines());
        let expected = Sums {
            total: 7,
            done: 5,
            registered: 1,
            already: 1,
            refused: 1,
            failed: 2,
        };
        assert_eq!(sums, expected);
        let shell = Shell::sample(einvoice::Language::English, None);
        let view = LineView::of(3, &lines()[2], &shell);
        let OutcomeView::Refused { findings, more } = view.outcome else {
            panic!("it was refused")
        };
        assert_eq!((findings.len(), more), (FINDINGS_SHOWN_MAX, 5));
    }
}
