//! `mohar taxpayers show` and `mohar taxpayers imports`.

use std::process::ExitCode;

use gst::contact::{mask_email, mask_mobile};
use gst::ist;
use indicatif::{HumanCount, HumanDuration};
use jiff::Timestamp;
use jiff::civil::Date;
use seal::audit::AuditHealth;
use serde_json::Value;
use service::KnownTaxpayer;
use store::master_imports::{MasterImport, in_force};
use store::taxpayers::RecordSource;

use super::{ImportsArguments, ShowArguments, json};
use crate::config;
use crate::terminal::{plain, say};
use crate::{Failure, installation};

/// Nothing is known.
const UNKNOWN: u8 = 1;

/// Lists the imports, the newest first.
pub(super) async fn imports(arguments: &ImportsArguments) -> Result<ExitCode, Failure> {
    let config = config::required(&arguments.config)?;
    let store = installation::store(&config).await?;
    let imports = store.imports().await?;
    let force = in_force(&imports);
    if arguments.json {
        let all = imports.iter().rev();
        let all: Value = all
            .map(|import| json::import(import, force.as_ref()))
            .collect();
        say(&format!("{all:#}"))?;
        return Ok(ExitCode::SUCCESS);
    }
    if imports.is_empty() {
        say("no master was imported")?;
    }
    for import in imports.iter().rev() {
        say(&line(import, force.as_ref()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// How far an import has come.
#[derive(Clone, Copy, Debug)]
pub(super) enum State {
    InForce(Timestamp),
    WasInForce(Timestamp),
    GivenUp(Timestamp),
    Unfinished,
}

impl State {
    pub(super) fn of(import: &MasterImport, force: Option<&MasterImport>) -> Self {
        let is_it = |force: &MasterImport| force.generation == import.generation;
        match (import.active_at, import.given_up_at) {
            (Some(at), _) if force.is_some_and(is_it) => Self::InForce(at),
            (Some(at), _) => Self::WasInForce(at),
            (None, Some(at)) => Self::GivenUp(at),
            (None, None) => Self::Unfinished,
        }
    }

    /// For programs.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::InForce(_) => "in force",
            Self::WasInForce(_) => "was in force",
            Self::GivenUp(_) => "given up",
            Self::Unfinished => "unfinished",
        }
    }
}

fn line(import: &MasterImport, force: Option<&MasterImport>) -> String {
    let state = match State::of(import, force) {
        State::InForce(at) => format!("in force since {at}"),
        State::WasInForce(at) => format!("was in force from {at} on"),
        State::GivenUp(at) => format!("given up {at}"),
        State::Unfinished => "unfinished".to_owned(),
    };
    format!(
        "import {}: {state}; master of {}, {} rows, begun {}, sha256 {}",
        import.generation,
        import.as_of,
        HumanCount(import.rows),
        import.begun_at,
        hex::encode(import.source_digest)
    )
}

/// Shows a taxpayer. The registry is not asked.
pub(super) async fn show(arguments: &ShowArguments) -> Result<ExitCode, Failure> {
    let config = config::required(&arguments.config)?;
    let gstin = &arguments.gstin;
    let irp = installation::irp(&config, AuditHealth::default()).await?;
    let known = irp.stored_taxpayer(gstin).await?;
    if arguments.json {
        let told = known.as_ref().map(|known| json::taxpayer(known, irp.now()));
        say(&format!("{:#}", told.unwrap_or_default()))?;
        let unknown = ExitCode::from(UNKNOWN);
        return Ok(known.map_or(unknown, |_| ExitCode::SUCCESS));
    }
    let Some(known) = known else {
        say(&format!(
            "{gstin}: nothing is stored; a portal would ask the GST registry"
        ))?;
        return Ok(ExitCode::from(UNKNOWN));
    };
    say(&plain(&words(&known, irp.now())))?;
    Ok(ExitCode::SUCCESS)
}

fn words(known: &KnownTaxpayer, now: Timestamp) -> String {
    let KnownTaxpayer {
        taxpayer,
        fetched_at,
        source,
        enablement,
    } = known;
    let day = |day: Option<Date>| day.map_or("not known".to_owned(), ist::slash_date);
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "none".to_owned());
    let place = &taxpayer.address;
    let pin = place.pin.map(|pin| pin.to_string());
    let parts = [
        &place.building_number,
        &place.building_name,
        &place.floor,
        &place.street,
        &place.locality,
        &place.district,
        &place.state.english_name().to_owned(),
        &pin.unwrap_or_default(),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let address = parts.iter().map(|part| part.as_str()).collect::<Vec<_>>();
    let source = match source {
        RecordSource::Fetched => "fetched from the GST registry",
        RecordSource::Imported => "the imported master",
    };
    let age = now.duration_since(*fetched_at).unsigned_abs();
    let enabled = match enablement {
        Some(enablement) => format!("the taxpayer enabled itself at {}", enablement.at),
        None if known.e_invoice_enabled(ist::date(now)) => "by turnover".to_owned(),
        None => "not enabled".to_owned(),
    };
    [
        format!("{}  {}", taxpayer.gstin, taxpayer.legal_name),
        format!("trade name       {}", or_none(taxpayer.trade_name.clone())),
        format!(
            "constitution     {}",
            or_none(Some(taxpayer.constitution.clone()).filter(|text| !text.is_empty()))
        ),
        format!("type             {}", taxpayer.kind.gst_word()),
        format!("status           {}", taxpayer.status.gst_word()),
        format!("registered on    {}", day(taxpayer.registered_on)),
        format!("cancelled on     {}", day(taxpayer.deregistered_on)),
        format!("address          {}", address.join(", ")),
        format!(
            "turnover         {}",
            or_none(taxpayer.turnover.as_ref().map(ist::indian_grouping))
        ),
        format!(
            "mobile           {}",
            or_none(taxpayer.mobile.as_deref().map(mask_mobile))
        ),
        format!(
            "e-mail           {}",
            or_none(taxpayer.email.as_deref().map(mask_email))
        ),
        format!(
            "e-way bills      {}",
            if taxpayer.blocked_for_eway_bill {
                "blocked"
            } else {
                "not blocked"
            }
        ),
        format!("e-invoicing      {enabled}"),
        format!("source           {source}"),
        format!("as of            {fetched_at} ({} ago)", HumanDuration(age)),
    ]
    .join("\n")
}
