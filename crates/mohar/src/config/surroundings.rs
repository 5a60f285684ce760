//! The sections about what is around the portal: audit log, GST registry, master codes, logs.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tracing_subscriber::EnvFilter;

use super::reader::Reader;
use super::{Audit, Log, LogFormat, Registry, Traces};

pub(super) fn audit(reader: &mut Reader<'_>, keys_folder: Option<&Path>, days: u32) -> Audit {
    let mut section = reader.section("audit");
    let folder = section.path(
        "folder",
        "The folder of the audit log; left out, it is called audit and stands beside the key \
         folder. docs/AUDIT.md says what is in it.",
    );
    let node = section.optional_text(
        "node",
        "The name of this process's chain in it: letters, digits, - and _. Left out, the first of \
         portal-1, portal-2 and so on that no other process writes.",
    );
    Audit {
        folder: folder.unwrap_or_else(|| {
            let beside = keys_folder.and_then(Path::parent).unwrap_or(Path::new("."));
            beside.join("audit")
        }),
        node,
        days,
    }
}

pub(super) fn registry(reader: &mut Reader<'_>) -> Option<Registry> {
    let mut section = reader.section("registry");
    let url = section.parsed(
        "url",
        (None, "an address that begins with https:// or http://"),
        "The GST common portal's taxpayer search; /commonapi/v1.1/search is added.",
        |text| {
            let url = reqwest::Url::parse(text).ok()?;
            let http = matches!(url.scheme(), "http" | "https") && url.host().is_some();
            http.then(|| text.trim_end_matches('/').to_owned())
        },
    );
    if url.is_none() {
        section.fault("url", "this is needed");
    }
    let client_id =
        section.optional_text("client_id", "Who the portal is there, if that is asked.");
    let secret_file = section.path(
        "client_secret_file",
        "The file of the secret that proves it: one line, readable by the portal's user only.",
    );
    if client_id.is_some() != secret_file.is_some() {
        section.fault(
            "client_id",
            "client_id and client_secret_file are set together or not at all",
        );
    }
    let connect_ms = section.number(
        "connect_ms",
        3_000,
        100..=60_000,
        "How long making a connection to it may take.",
    );
    let answer_ms = section.number(
        "answer_ms",
        10_000,
        100..=60_000,
        "How long its answer may take in all.",
    );
    let milliseconds = |count: u32| Duration::from_millis(u64::from(count));
    Some(Registry {
        url: url?,
        client: client_id.zip(secret_file),
        connect: milliseconds(connect_ms),
        answer: milliseconds(answer_ms),
    })
}

pub(super) fn masters(reader: &mut Reader<'_>) -> Option<PathBuf> {
    reader.section("masters").path(
        "overlay_file",
        "Newer master codes, laid over those of the program; docs/MASTERS.md says how they are \
         written.",
    )
}

pub(super) fn log(reader: &mut Reader<'_>) -> Log {
    let mut section = reader.section("log");
    let default = "info,audit=off".to_owned();
    let filter = section.parsed(
        "filter",
        (
            Some(default),
            "a filter such as \"info\" or \"warn,request=info\"",
        ),
        "What is logged on standard error. What goes into the audit log is left out unless it is \
         named, as in \"info\". The option --log goes before it.",
        |text| {
            EnvFilter::builder()
                .parse(text)
                .ok()
                .map(|_| text.to_owned())
        },
    );
    let json = section.parsed(
        "format",
        (Some("json".to_owned()), "\"json\" or \"text\""),
        "One JSON object a line, or text for a terminal.",
        |text| matches!(text, "json" | "text").then(|| text.to_owned()),
    );
    Log {
        filter: filter.unwrap_or_else(|| "info".to_owned()),
        format: match json.as_deref() {
            Some("text") => LogFormat::Text,
            _ => LogFormat::Json,
        },
    }
}

pub(super) fn traces(reader: &mut Reader<'_>) -> Option<Traces> {
    let mut section = reader.section("traces");
    let otlp_url = section.parsed(
        "otlp_url",
        (None, "an address that begins with https:// or http://"),
        "Where an OpenTelemetry collector takes traces by OTLP over HTTP, such as \
         http://127.0.0.1:4318/v1/traces. Left out, none are made.",
        |text| {
            let url = reqwest::Url::parse(text).ok()?;
            let http = matches!(url.scheme(), "http" | "https") && url.host().is_some();
            http.then(|| text.to_owned())
        },
    );
    let sample_percent = section.number(
        "sample_percent",
        10,
        1..=100,
        "How many requests of a hundred are traced.",
    );
    otlp_url.map(|otlp_url| Traces {
        otlp_url,
        sample_percent,
    })
}
