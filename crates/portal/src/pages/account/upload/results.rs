//! The results of an upload, while it runs and when it is done.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;

use super::super::invoice::download;
use super::Asked;
use super::export;
use super::jobs::{Job, RESULTS_LIFE};
use super::outcome::{BillOutcome, Line, Outcome};
use super::views::{BillView, LineView, OutcomeView};
use crate::page::{Answer, Page, SignedInPage, ok};
use crate::problem::Problem;
use crate::shell::Shell;

/// Documents on one page of results.
const LINES_PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "account/upload_results.html")]
struct ResultsPage {
    shell: Shell,
    address: String,
    asked: Asked,
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
                Outcome::Registered { .. }
                | Outcome::Bill {
                    outcome: BillOutcome::Made { .. },
                    ..
                } => sums.registered += 1,
                Outcome::Already { .. } => sums.already += 1,
                Outcome::Refused { .. }
                | Outcome::Bill {
                    outcome: BillOutcome::Refused { .. },
                    ..
                } => sums.refused += 1,
                Outcome::Bill { .. } | Outcome::Failed { .. } | Outcome::NotTried => {
                    sums.failed += 1;
                }
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
    let is_shown = |line: &Line| show == Show::All || is_problem(&line.outcome);
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
        asked: job.asked,
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

/// Whether something is left to do: the document or its e-way bill was not made by this upload.
fn is_problem(outcome: &Outcome) -> bool {
    !matches!(
        outcome,
        Outcome::Registered {
            eway_bill: None | Some(BillOutcome::Made { .. }),
            ..
        } | Outcome::Bill {
            outcome: BillOutcome::Made { .. },
            ..
        }
    )
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
    use super::super::outcome::Comparison;
    use super::super::views::FINDINGS_SHOWN_MAX;
    use super::*;
    use crate::pages::account::described::Described;
    use crate::texts::samples;
    use einvoice::finding::{Detail, Finding};
    use jiff::Timestamp;
    use service::Difference;

    fn line(outcome: Outcome) -> Arc<Line> {
        let document = Described {
            kind: Some(einvoice::DocumentType::CreditNote),
            number: "<b>1".to_owned(),
            date: "01/06/2026".to_owned(),
        };
        Arc::new(Line { document, outcome })
    }

    fn already(finding: Finding, irn: einvoice::Irn, comparison: Option<Comparison>) -> Arc<Line> {
        line(Outcome::Already {
            finding,
            irn,
            ack_number: 912_610_000_000_001,
            acked_at: Timestamp::UNIX_EPOCH,
            comparison,
        })
    }

    fn bill(outcome: BillOutcome) -> Arc<Line> {
        line(Outcome::Bill {
            irn: "<5a>".to_owned(),
            outcome,
        })
    }

    fn lines() -> Vec<Arc<Line>> {
        let entry = einvoice::catalogue::find("5002").expect("in the catalogue");
        let finding = Finding::new(entry, "/DocDtls/No").with(Detail {
            found: Some("<0>".to_owned()),
            ..Detail::default()
        });
        let irn: einvoice::Irn = "5a".repeat(32).parse().expect("an IRN");
        let (ack_number, acked_at) = (912_610_000_000_001, Timestamp::UNIX_EPOCH);
        let comparison = Comparison {
            differences: vec![Difference {
                pointer: "/BuyerDtls/LglNm".to_owned(),
                stored: Some("<Old>".to_owned()),
                sent: None,
            }],
            more: true,
        };
        let registered = |eway_bill: Option<BillOutcome>| {
            line(Outcome::Registered {
                irn,
                ack_number,
                acked_at,
                eway_bill,
            })
        };
        vec![
            registered(None),
            already(finding.clone(), irn, None),
            already(finding.clone(), irn, Some(Comparison::default())),
            already(finding.clone(), irn, Some(comparison)),
            line(Outcome::Refused {
                findings: vec![finding.clone(); 12],
                more: 3,
            }),
            line(Outcome::Failed {
                reference: "AB12".to_owned(),
            }),
            line(Outcome::NotTried),
            registered(Some(BillOutcome::Made {
                number: 910_000_000_001,
                made_at: acked_at,
                valid_until: None,
            })),
            registered(Some(BillOutcome::Refused {
                findings: vec![finding],
                more: 1,
            })),
            registered(Some(BillOutcome::Failed {
                reference: "AB12".to_owned(),
            })),
            registered(Some(BillOutcome::Unavailable)),
            bill(BillOutcome::Made {
                number: 910_000_000_002,
                made_at: acked_at,
                valid_until: Some(acked_at),
            }),
            bill(BillOutcome::Refused {
                findings: Vec::new(),
                more: 0,
            }),
            bill(BillOutcome::Unavailable),
        ]
    }

    #[test]
    fn what_leaves_something_to_do_is_a_problem() {
        let problems: Vec<bool> = lines()
            .iter()
            .map(|line| is_problem(&line.outcome))
            .collect();
        let expected = [
            false, true, true, true, true, true, true, false, true, true, true, false, true, true,
        ];
        assert_eq!(problems, expected);
    }

    fn page(shell: Shell, asked: Asked, running: bool) -> ResultsPage {
        let lines = lines();
        ResultsPage {
            address: shell.url("/uploads/abc"),
            asked,
            running,
            started_at: "22/11/2026, 09:00 IST".to_owned(),
            kept_until: "22/11/2026, 09:30 IST".to_owned(),
            sums: Sums::of(14, &lines),
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
        for asked in [Asked::Documents, Asked::EwayBills] {
            samples::render(|shell| page(shell, asked, false));
            samples::render(|shell| page(shell, asked, true));
        }
    }

    #[test]
    fn outcomes_are_counted_and_hidden_findings_named() {
        let sums = Sums::of(14, &lines());
        let expected = Sums {
            total: 14,
            done: 14,
            registered: 6,
            already: 3,
            refused: 2,
            failed: 3,
        };
        assert_eq!(sums, expected);
        let shell = Shell::sample(einvoice::Language::English, None);
        let view = LineView::of(5, &lines()[4], &shell);
        let OutcomeView::Refused(findings) = view.outcome else {
            panic!("it was refused")
        };
        assert_eq!(
            (findings.list.len(), findings.more),
            (FINDINGS_SHOWN_MAX, 5)
        );
    }
}
