//! `mohar feedback`: what users said about the pages, for the operator.

use std::path::Path;
use std::sync::Arc;

use gst::ist;
use sandbox::data_folder::DataFolder;
use seal::{Keys, Randomness, key_store};
use serde_json::json;
use service::{Clock, FeedbackEntry, GstRegistry, Irp, Parts, Settings, Trouble};
use store::sqlite::SqliteStore;
use store::{InstallationKind, Store};

use crate::Failure;
use crate::cli::FeedbackArguments;
use crate::config;
use crate::installation;
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
    let (store, keys) = match (&arguments.config, &arguments.data) {
        (Some(file), _) => of_settings(file).await?,
        (None, Some(folder)) => of_folder(folder)?,
        (None, None) => return Err(Failure("give --config or --data".to_owned())),
    };
    let irp = Irp::new(Parts {
        store,
        clock: Clock::system(),
        randomness: Randomness::system(),
        keys,
        // Never asked here.
        registry: GstRegistry::new(String::new()),
        settings: Settings::default(),
    });
    irp.feedback(arguments.limit).await.map_err(trouble)
}

/// Database and keys of a portal.
async fn of_settings(file: &Path) -> Result<(Arc<dyn Store>, Keys), Failure> {
    let config = config::required(file)?;
    installation::refuse_sandbox(&config)?;
    // One whose signing key has ended still opens what was sealed.
    let keys = key_store::load(&config.keys_folder)?;
    Ok((installation::store(&config).await?, keys))
}

/// Database and keys of a data folder.
fn of_folder(folder: &Path) -> Result<(Arc<dyn Store>, Keys), Failure> {
    let kind = if DataFolder::is_of_a_sandbox(folder) {
        InstallationKind::Sandbox
    } else {
        InstallationKind::Portal
    };
    let folder = DataFolder::existing(folder);
    let store = SqliteStore::open(&folder.database(), kind)?;
    Ok((Arc::new(store), key_store::load(&folder.keys())?))
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
