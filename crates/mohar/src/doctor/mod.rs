//! `mohar doctor`: looks for what is wrong with an installation, and says what to do about it.
//!
//! It may run beside a portal that serves. Nothing is changed.

mod clock;
mod database;
mod disk;
mod folders;
mod gateways;
mod keys;
mod master;
mod network;
mod portal;

use std::process::ExitCode;

use serde_json::json;

use crate::Failure;
use crate::cli::DoctorArguments;
use crate::config::{self, Config};
use crate::installation;
use crate::terminal::{plain, say};

/// Something has to be done before the portal can work.
const ILL: u8 = 1;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing to do.
    Good,
    /// Works, and should be looked at.
    Warning,
    /// Does not work.
    Bad,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Bad => "bad",
        }
    }
}

/// What one look found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    subject: &'static str,
    verdict: Verdict,
    found: String,
    /// What to do; empty when there is nothing to do.
    advice: &'static str,
}

impl Finding {
    pub(super) fn good(subject: &'static str, found: impl Into<String>) -> Self {
        Self {
            subject,
            verdict: Verdict::Good,
            found: found.into(),
            advice: "",
        }
    }

    pub(super) fn warning(
        subject: &'static str,
        found: impl Into<String>,
        advice: &'static str,
    ) -> Self {
        Self {
            advice,
            verdict: Verdict::Warning,
            ..Self::good(subject, found)
        }
    }

    pub(super) fn bad(
        subject: &'static str,
        found: impl Into<String>,
        advice: &'static str,
    ) -> Self {
        Self {
            verdict: Verdict::Bad,
            ..Self::warning(subject, found, advice)
        }
    }
}

/// Looks at everything and tells what it found.
pub(crate) fn run(arguments: &DoctorArguments) -> Result<ExitCode, Failure> {
    let config = config::required(&arguments.config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let findings = runtime.block_on(looked_at(&config));
    if arguments.json {
        let all: serde_json::Value = findings.iter().map(as_json).collect();
        say(&format!("{all:#}"))?;
    } else {
        for finding in &findings {
            say(&as_text(finding))?;
        }
    }
    let ill = findings.iter().any(|one| one.verdict == Verdict::Bad);
    Ok(if ill {
        ExitCode::from(ILL)
    } else {
        ExitCode::SUCCESS
    })
}

async fn looked_at(config: &Config) -> Vec<Finding> {
    let mut findings = vec![sandbox(config), files(config)];
    findings.extend(keys::look(config));
    findings.extend(folders::look(config));
    findings.extend(disk::look(config));
    findings.extend(database::look(config).await);
    findings.extend(clock::look(config).await);
    findings.extend(gateways::look(config).await);
    findings.push(network::look(config));
    findings.push(portal::look(config).await);
    findings
}

fn sandbox(config: &Config) -> Finding {
    match installation::refuse_sandbox(config) {
        Ok(()) => Finding::good("kind", "an installation of its own, nothing of a sandbox"),
        Err(failure) => Finding::bad(
            "kind",
            failure.to_string(),
            "Name folders of the portal's own in [database] and [keys], and run `mohar init`.",
        ),
    }
}

fn files(config: &Config) -> Finding {
    let connections_max = config.limits.connections.connections_max;
    match crate::open_files::allow(connections_max) {
        Ok(()) => Finding::good(
            "open files",
            format!("enough for {connections_max} connections"),
        ),
        Err(failure) => Finding::bad(
            "open files",
            failure.to_string(),
            "Raise LimitNOFILE in the systemd unit, or lower limits.connections_max.",
        ),
    }
}

fn as_json(finding: &Finding) -> serde_json::Value {
    json!({
        "subject": finding.subject,
        "verdict": finding.verdict.word(),
        "found": finding.found,
        "advice": finding.advice,
    })
}

fn as_text(finding: &Finding) -> String {
    let Finding {
        subject,
        verdict,
        found,
        advice,
    } = finding;
    let mut text = format!("{:<8} {subject}: {}", verdict.word(), plain(found));
    if !advice.is_empty() {
        text.push_str("\n         → ");
        text.push_str(advice);
    }
    text
}
