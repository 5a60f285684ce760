//! `mohar taxpayers show` and `mohar taxpayers imports`.

use std::path::Path;
use std::process::ExitCode;

use gst::contact::{mask_email, mask_mobile};
use gst::{Gstin, ist};
use indicatif::{HumanCount, HumanDuration};
use jiff::Timestamp;
use jiff::civil::Date;
use seal::audit::AuditHealth;
use service::KnownTaxpayer;
use store::master_imports::{MasterImport, in_force};
use store::taxpayers::RecordSource;

use crate::config;
use crate::terminal::{plain, say};
use crate::{Failure, installation};

/// Nothing is known.
const UNKNOWN: u8 = 1;

/// Lists the imports, the newest first.
pub(super) async fn imports(config: &Path) -> Result<ExitCode, Failure> {
    let config = config::required(config)?;
    let store = installation::store(&config).await?;
    let imports = store.imports().await?;
    if imports.is_empty() {
        say("no master was imported")?;
    }
    let force = in_force(&imports);
    for import in imports.iter().rev() {
        say(&line(import, force.as_ref()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn line(import: &MasterImport, force: Option<&MasterImport>) -> String {
    let state = match (import.active_at, import.given_up_at) {
        (Some(at), _) if force.is_some_and(|force| force.generation == import.generation) => {
            format!("in force since {at}")
        }
        (Some(at), _) => format!("was in force from {at} on"),
        (None, Some(at)) => format!("given up {at}"),
        (None, None) => "unfinished".to_owned(),
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
pub(super) async fn show(config: &Path, gstin: &Gstin) -> Result<ExitCode, Failure> {
    let config = config::required(config)?;
    let irp = installation::irp(&config, AuditHealth::default()).await?;
    let Some(known) = irp.stored_taxpayer(gstin).await? else {
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
