//! Upload: a file of documents, each registered on its own, or of requests for e-way bills, each
//! made on its own; progress and results.
//!
//! The post answers at once with the address of the results. A background task does the work,
//! and the results' page reloads itself until it is done, which needs no script.

mod export;
mod jobs;
mod outcome;
mod results;
mod run;
mod sample;
mod views;

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use service::settings::UploadSettings;
use tracing::Instrument as _;

use super::multipart::{self, Posted};
use super::split;
use crate::form::Faults;
use crate::page::{Answer, Page, SignedInPage, html, ok};
use crate::shell::Shell;

pub(crate) use jobs::Jobs;
use jobs::{Job, NoRoom};
pub(crate) use results::{progress, results_csv, results_json};
pub(crate) use sample::sample;

/// Letters and digits of a job's id.
const JOB_ID_CHARACTERS: usize = 24;

/// A short upload is waited for, so that its results come at once.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// What the elements of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Documents to be registered.
    Documents,
    /// Requests for e-way bills by IRN.
    EwayBills,
}

impl Asked {
    /// The key of the page's heading.
    fn title(self) -> &'static str {
        match self {
            Self::Documents => "upload-title",
            Self::EwayBills => "bills-upload-title",
        }
    }

    /// Where the file is sent.
    fn path(self) -> &'static str {
        match self {
            Self::Documents => "/upload",
            Self::EwayBills => "/eway-bills/upload",
        }
    }
}

#[derive(Template)]
#[template(path = "account/upload.html")]
struct UploadPage {
    shell: Shell,
    faults: Faults,
    asked: Asked,
    mebibytes: usize,
    documents: usize,
}

fn upload_page(shell: Shell, faults: Faults, asked: Asked, limits: &UploadSettings) -> UploadPage {
    UploadPage {
        shell,
        faults,
        asked,
        mebibytes: limits.file_bytes_max / (1024 * 1024),
        documents: limits.documents_max,
    }
}

/// `GET /{lang}/upload`.
pub(crate) async fn show(signed_in_page: SignedInPage) -> Answer {
    shown(&signed_in_page.page, Asked::Documents)
}

/// `POST /{lang}/upload`.
pub(crate) async fn submit(
    signed_in_page: SignedInPage,
    sent: Result<Multipart, MultipartRejection>,
) -> Answer {
    submitted(signed_in_page, sent, Asked::Documents).await
}

/// `GET /{lang}/eway-bills/upload`.
pub(crate) async fn show_bills(signed_in_page: SignedInPage) -> Answer {
    shown(&signed_in_page.page, Asked::EwayBills)
}

/// `POST /{lang}/eway-bills/upload`.
pub(crate) async fn submit_bills(
    signed_in_page: SignedInPage,
    sent: Result<Multipart, MultipartRejection>,
) -> Answer {
    submitted(signed_in_page, sent, Asked::EwayBills).await
}

fn shown(page: &Page, asked: Asked) -> Answer {
    let limits = &page.portal.irp.settings().upload;
    let shell = page.shell(asked.title());
    ok(&upload_page(shell, Faults::none(), asked, limits))
}

async fn submitted(
    signed_in_page: SignedInPage,
    sent: Result<Multipart, MultipartRejection>,
    asked: Asked,
) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let irp = page.portal.irp.clone();
    let limits = &irp.settings().upload;
    let shell = page.shell(asked.title());
    let refuse = |status: StatusCode, shell: Shell, message: String| {
        let faults = Faults::one("file", message);
        Ok(html(status, &upload_page(shell, faults, asked, limits)))
    };
    let file = match multipart::read(&page, sent, limits.file_bytes_max).await? {
        Posted::Content(file) => file,
        Posted::Nothing => {
            let message = shell.t("upload-nothing");
            return refuse(StatusCode::UNPROCESSABLE_ENTITY, shell, message);
        }
        Posted::TooLarge => {
            let mebibytes = limits.file_bytes_max / (1024 * 1024);
            let message = shell.t1("upload-too-large", "mebibytes", mebibytes);
            return refuse(StatusCode::PAYLOAD_TOO_LARGE, shell, message);
        }
    };
    let documents = match split::split(&file, limits.documents_max) {
        Ok(documents) => documents,
        Err(fault) => {
            let message = fault.message(limits.documents_max, &shell);
            return refuse(StatusCode::UNPROCESSABLE_ENTITY, shell, message);
        }
    };
    drop(file);
    let id = irp.randomness().alphanumeric(JOB_ID_CHARACTERS);
    let now = page.now();
    let job = Job::new(id, asked, signed_in.actor.account, documents.len(), now);
    let job = match page.portal.memory.jobs.open(job, now) {
        Ok(job) => job,
        Err(no_room) => {
            let message = match no_room {
                NoRoom::Yours => shell.t("upload-yours-running"),
                NoRoom::Others => shell.t("upload-others-running"),
            };
            return refuse(StatusCode::SERVICE_UNAVAILABLE, shell, message);
        }
    };
    let work = run::run(irp.clone(), signed_in.actor, Arc::clone(&job), documents);
    // A span of its own, as it outlives the request; what is logged in it names that all the same.
    let request_id = page.context.request_id.as_str();
    let span = tracing::info_span!(parent: None, "upload", request_id);
    page.portal.memory.jobs.start(work.instrument(span));
    // Whether it is done by then or not, the work goes on.
    let _ = tokio::time::timeout(PATIENCE, job.wait()).await;
    Ok(page.go(&format!("/uploads/{}", job.id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::account::split::FileFault;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_in_both_languages() {
        let limits = UploadSettings::default();
        for fault in [
            FileFault::Empty,
            FileFault::NotDocuments,
            FileFault::NotUtf8,
            FileFault::NotJson { line: 3, column: 7 },
            FileFault::TooMany { found: 1_001 },
        ] {
            for asked in [Asked::Documents, Asked::EwayBills] {
                samples::render(|shell| {
                    let message = fault.message(limits.documents_max, &shell);
                    let faults = Faults::one("file", message);
                    upload_page(shell, faults, asked, &limits)
                });
            }
        }
    }
}
