//! Check an e-invoice: what registering would say about documents, without registering them.
//!
//! A sandbox does this for anybody; elsewhere it takes a login, because each document makes the
//! portal ask the GST master for two taxpayers.

use askama::Template;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use einvoice::Irn;
use einvoice::catalogue;
use einvoice::finding::Finding;
use serde_json::value::RawValue;
use service::{Assessment, Fault, Trouble};
use store::invoices::Existing;

use super::described::Described;
use super::findings::FindingsView;
use super::multipart::{self, Posted};
use super::rows::kind_word;
use super::split;
use crate::form::Faults;
use crate::page::{Answer, Page, html, ok};
use crate::problem::Problem;
use crate::shell::Shell;

/// Documents checked at a time. Whoever has more checks them by program.
const DOCUMENTS_MAX: usize = 20;

/// Largest text: two documents of the largest size.
const CONTENT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Largest text that stands in the form again, to be mended there.
const REPEATED_BYTES_MAX: usize = 64 * 1024;

/// Findings on one page; at least one of each document is always there.
const FINDINGS_SHOWN_MAX: usize = 300;

/// What registering a document says that is registered already, and if that one is cancelled.
const DUPLICATE: &str = "2150";
const DUPLICATE_CANCELLED: &str = "2278";

#[derive(Template)]
#[template(path = "account/check.html")]
struct CheckPage {
    shell: Shell,
    faults: Faults,
    lines: Vec<LineView>,
    sound: usize,
    text: String,
    mebibytes: usize,
    documents: usize,
}

/// One document's line.
struct LineView {
    position: usize,
    kind: String,
    number: String,
    date: String,
    verdict: VerdictView,
}

enum VerdictView {
    Sound {
        irn: String,
        /// What keeps it from the e-way bill that it asks for.
        eway_bill: FindingsView,
    },
    Registered {
        irn: String,
        acked_at: String,
        code: &'static str,
        sentence: &'static str,
        cancelled: bool,
        findings: FindingsView,
    },
    Faulty(FindingsView),
    Failed {
        reference: String,
    },
    NotChecked {
        seconds: u64,
    },
}

/// What was found out about one document.
enum Verdict {
    Sound(Irn, Vec<Finding>),
    Registered(Existing, Vec<Finding>),
    Faulty(Vec<Finding>),
    Failed { reference: String },
    NotChecked { retry_after_s: u64 },
}

impl Verdict {
    fn of(answer: Result<Assessment, Fault>) -> Result<Self, Pause> {
        match answer {
            Ok(Assessment {
                existing: Some(existing),
                findings,
                ..
            }) => Ok(Self::Registered(existing, findings)),
            Ok(Assessment {
                irn: Some(irn),
                findings,
                eway_bill,
                ..
            }) if findings.is_empty() => Ok(Self::Sound(irn, eway_bill)),
            Ok(Assessment { findings, .. }) | Err(Fault::Refused(findings)) => {
                Ok(Self::Faulty(findings))
            }
            Err(Fault::Duplicate(duplicate)) => {
                Ok(Self::Registered(duplicate.existing, Vec::new()))
            }
            Err(Fault::Internal { reference }) => Ok(Self::Failed { reference }),
            Err(Fault::Unavailable(unavailable)) => Err(Pause {
                retry_after_s: u64::from(unavailable.retry_after_s),
                problem: Trouble::Unavailable(unavailable).into(),
            }),
        }
    }
}

/// Why the rest of the documents is not checked now.
struct Pause {
    retry_after_s: u64,
    problem: Problem,
}

/// `GET /{lang}/check`.
pub(crate) async fn show(page: Page) -> Answer {
    may_check(&page)?;
    let mut shell = page.shell("check-title");
    shell.indexed = true;
    ok(&check_page(shell, Faults::none(), String::new()))
}

/// `POST /{lang}/check`.
pub(crate) async fn submit(page: Page, sent: Result<Multipart, MultipartRejection>) -> Answer {
    may_check(&page)?;
    let posted = multipart::read(&page, sent, CONTENT_BYTES_MAX).await?;
    let shell = page.shell("check-title");
    let refuse = |status: StatusCode, shell: Shell, message: String, text: String| {
        let faults = Faults::one("file", message);
        Ok(html(status, &check_page(shell, faults, text)))
    };
    let content = match posted {
        Posted::Content(content) => content,
        Posted::Nothing => {
            let message = shell.t("upload-nothing");
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return refuse(status, shell, message, String::new());
        }
        Posted::TooLarge => {
            let message = shell.t1("upload-too-large", "mebibytes", mebibytes());
            let status = StatusCode::PAYLOAD_TOO_LARGE;
            return refuse(status, shell, message, String::new());
        }
    };
    let text = repeated(&content);
    let documents = match split::split(&content, DOCUMENTS_MAX) {
        Ok(documents) => documents,
        Err(fault) => {
            let message = fault.message(DOCUMENTS_MAX, &shell);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return refuse(status, shell, message, text);
        }
    };
    drop(content);
    let results = check_all(&page, &documents).await?;
    ok(&check_page(shell, Faults::none(), text).with(&results))
}

/// Anybody in a sandbox, and elsewhere who is logged in.
fn may_check(page: &Page) -> Result<(), Problem> {
    if page.signed_in.is_some() || page.portal.irp.settings().sandbox {
        Ok(())
    } else {
        Err(page.login_needed())
    }
}

/// Checks one document after the other.
///
/// # Errors
/// What keeps even the first from being checked. What comes between later ones is told in place
/// of their results, so that those of the others are not lost.
async fn check_all(
    page: &Page,
    documents: &[Box<RawValue>],
) -> Result<Vec<(Described, Verdict)>, Problem> {
    let mut results = Vec::with_capacity(documents.len());
    let mut paused = None;
    for document in documents {
        let verdict = match paused {
            None => check_one(page, document).await,
            Some(retry_after_s) => Ok(Verdict::NotChecked { retry_after_s }),
        };
        let verdict = match verdict {
            Ok(verdict) => verdict,
            Err(pause) if results.is_empty() => return Err(pause.problem),
            Err(Pause { retry_after_s, .. }) => {
                paused = Some(retry_after_s);
                Verdict::NotChecked { retry_after_s }
            }
        };
        // What is nested too deeply for a value has no name here.
        let value = serde_json::from_str(document.get()).unwrap_or_default();
        results.push((Described::of(&value), verdict));
    }
    Ok(results)
}

async fn check_one(page: &Page, document: &RawValue) -> Result<Verdict, Pause> {
    let caller = page.signed_in.as_ref().map(|signed_in| &signed_in.actor);
    if caller.is_none() {
        let taken = page.portal.limits.checks.take(page.context.address).await;
        taken.map_err(|retry_after_s| Pause {
            retry_after_s,
            problem: Problem::TooMany { retry_after_s },
        })?;
    }
    let irp = &page.portal.irp;
    Verdict::of(irp.assess(caller, document.get().as_bytes()).await)
}

/// What was sent, to be mended in the form; empty when it is too much for that.
fn repeated(content: &[u8]) -> String {
    let text = std::str::from_utf8(content).ok();
    text.filter(|text| text.len() <= REPEATED_BYTES_MAX)
        .map(|text| text.trim_start_matches('\u{feff}').to_owned())
        .unwrap_or_default()
}

fn mebibytes() -> usize {
    CONTENT_BYTES_MAX / (1024 * 1024)
}

fn check_page(shell: Shell, faults: Faults, text: String) -> CheckPage {
    CheckPage {
        shell,
        faults,
        lines: Vec::new(),
        sound: 0,
        text,
        mebibytes: mebibytes(),
        documents: DOCUMENTS_MAX,
    }
}

impl CheckPage {
    fn with(mut self, results: &[(Described, Verdict)]) -> Self {
        let mut room = FINDINGS_SHOWN_MAX;
        for (index, (document, verdict)) in results.iter().enumerate() {
            let kind = document.kind.map(|kind| kind_word(kind, &self.shell));
            self.lines.push(LineView {
                position: index + 1,
                kind: kind.unwrap_or_default(),
                number: document.number.clone(),
                date: document.date.clone(),
                verdict: VerdictView::of(verdict, &mut room, &self.shell),
            });
            self.sound += usize::from(matches!(verdict, Verdict::Sound(..)));
        }
        self
    }
}

impl VerdictView {
    fn of(verdict: &Verdict, room: &mut usize, shell: &Shell) -> Self {
        let mut shown = |findings: &[Finding]| {
            let view = FindingsView::of(findings, (*room).max(1), shell);
            *room = room.saturating_sub(view.list.len());
            view
        };
        match verdict {
            Verdict::Sound(irn, eway_bill) => Self::Sound {
                irn: irn.to_string(),
                eway_bill: shown(eway_bill),
            },
            Verdict::Registered(existing, findings) => {
                let code = if existing.cancelled {
                    DUPLICATE_CANCELLED
                } else {
                    DUPLICATE
                };
                let entry = catalogue::find(code);
                Self::Registered {
                    irn: existing.irn.to_string(),
                    acked_at: shell.moment(&existing.acked_at),
                    code,
                    sentence: entry.map_or("", |entry| shell.words(entry).title),
                    cancelled: existing.cancelled,
                    findings: shown(findings),
                }
            }
            Verdict::Faulty(findings) => Self::Faulty(shown(findings)),
            Verdict::Failed { reference } => Self::Failed {
                reference: reference.clone(),
            },
            Verdict::NotChecked { retry_after_s } => Self::NotChecked {
                seconds: *retry_after_s,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;
    use einvoice::finding::Detail;
    use jiff::Timestamp;

    fn findings(count: usize) -> Vec<Finding> {
        let entry = catalogue::find("5002").expect("in the catalogue");
        let finding = Finding::new(entry, "/DocDtls/No").with(Detail {
            found: Some("<0>".to_owned()),
            ..Detail::default()
        });
        vec![finding; count]
    }

    fn results() -> Vec<(Described, Verdict)> {
        let irn: Irn = "5a".repeat(32).parse().expect("an IRN");
        let existing = |cancelled| Existing {
            irn,
            ack_number: 912_610_000_000_001,
            acked_at: Timestamp::UNIX_EPOCH,
            cancelled,
        };
        let document = || Described {
            kind: Some(einvoice::DocumentType::DebitNote),
            number: "<b>1".to_owned(),
            date: "01/06/2026".to_owned(),
        };
        let reference = "AB12".to_owned();
        vec![
            (document(), Verdict::Sound(irn, Vec::new())),
            (document(), Verdict::Sound(irn, findings(1))),
            (document(), Verdict::Registered(existing(false), Vec::new())),
            (document(), Verdict::Registered(existing(true), findings(1))),
            (document(), Verdict::Faulty(findings(3))),
            (Described::default(), Verdict::Failed { reference }),
            (document(), Verdict::NotChecked { retry_after_s: 10 }),
        ]
    }

    #[test]
    fn the_page_renders_in_both_languages() {
        samples::render(|shell| check_page(shell, Faults::none(), String::new()));
        samples::render(|shell| {
            let faults = Faults::one("file", shell.t("upload-nothing"));
            check_page(shell, faults, "{\"</textarea>".to_owned())
        });
        samples::render(|shell| check_page(shell, Faults::none(), String::new()).with(&results()));
    }

    #[test]
    fn duplicates_have_their_codes_in_the_catalogue() {
        for code in [DUPLICATE, DUPLICATE_CANCELLED] {
            assert!(catalogue::find(code).is_some());
        }
    }

    #[test]
    fn the_findings_of_a_page_are_limited_and_each_document_has_one() {
        let shell = || Shell::sample(einvoice::Language::English, None);
        let shown = |counts: &[usize]| -> Vec<(usize, usize)> {
            let verdicts = counts.iter().map(|count| Verdict::Faulty(findings(*count)));
            let results: Vec<_> = verdicts.map(|it| (Described::default(), it)).collect();
            let page = check_page(shell(), Faults::none(), String::new()).with(&results);
            let views = page.lines.into_iter().map(|line| match line.verdict {
                VerdictView::Faulty(findings) => (findings.list.len(), findings.more),
                _ => panic!("it is faulty"),
            });
            views.collect()
        };
        let max = FINDINGS_SHOWN_MAX;
        assert_eq!(shown(&[max]), [(max, 0)]);
        assert_eq!(shown(&[max + 1, 2]), [(max, 1), (1, 1)]);
        assert_eq!(shown(&[max - 1, 2]), [(max - 1, 0), (1, 1)]);
    }

    #[test]
    fn so_much_is_repeated() {
        let largest = "x".repeat(REPEATED_BYTES_MAX);
        assert_eq!(repeated(largest.as_bytes()), largest);
        assert_eq!(repeated(format!("{largest}x").as_bytes()), "");
        assert_eq!(repeated("\u{feff}{}".as_bytes()), "{}");
        assert_eq!(repeated(b"{\"a\":\"\xFF\"}"), "");
    }
}
