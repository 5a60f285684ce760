//! `mohar feedback`: what users said about the pages, for the operator.

use std::sync::Arc;

use gst::ist;
use sandbox::data_folder::DataFolder;
use seal::{Randomness, key_store};
use serde_json::json;
use service::{Clock, FeedbackEntry, GstRegistry, Irp, Parts, Settings, Trouble};
use store::InstallationKind;
use store::sqlite::SqliteStore;

use crate::Failure;
use crate::cli::FeedbackArguments;
use crate::terminal::{plain, say};

/// Lists feedback, newest first.
pub(crate) fn run(arguments: &FeedbackArguments) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let entries = runtime.block_on(entries(arguments))?;
    if arguments.json {
        let all: serde_json::Value = entries.iter().map(as_json).collect();
        say(&format!("{all:#}"))?;
    } else if entries.is_empty() {
        say("Nobody has left feedback yet.")?;
    } else {
        for entry in &entries {
            say(&format!("{}\n", as_text(entry)))?;
        }
    }
    Ok(())
}

async fn entries(arguments: &FeedbackArguments) -> Result<Vec<FeedbackEntry>, Failure> {
    let folder = DataFolder::existing(&arguments.data);
    let kind = if DataFolder::is_of_a_sandbox(&arguments.data) {
        InstallationKind::Sandbox
    } else {
        InstallationKind::Portal
    };
    let store = SqliteStore::open(&folder.database(), kind)?;
    let (clock, randomness) = (Clock::system(), Randomness::system());
    let keys = key_store::load(&folder.keys())?;
    let irp = Irp::new(Parts {
        store: Arc::new(store),
        clock,
        randomness,
        keys,
        // Never asked here.
        registry: GstRegistry::new(String::new()),
        settings: Settings::sandbox(),
    });
    irp.feedback(arguments.limit).await.map_err(trouble)
}

fn as_json(entry: &FeedbackEntry) -> serde_json::Value {
    json!({
        "at": entry.at,
        "page": entry.page,
        "language": entry.language,
        "text": entry.text,
        "contact": entry.contact,
    })
}

fn as_text(entry: &FeedbackEntry) -> String {
    let FeedbackEntry {
        at,
        page,
        language,
        text,
        contact,
    } = entry;
    let contact = contact.as_deref().unwrap_or("no contact left");
    let at = ist::date_time(*at);
    // What a visitor typed must not steer the operator's terminal.
    format!(
        "{at}  {}  {}  ({})\n{}",
        plain(page),
        plain(language),
        plain(contact),
        plain(text)
    )
}

fn trouble(trouble: Trouble) -> Failure {
    Failure(match trouble {
        Trouble::Unavailable(unavailable) => format!("the {} is unavailable", unavailable.what),
        Trouble::Internal { reference } => format!("see the log under {reference}"),
    })
}
