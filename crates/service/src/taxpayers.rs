//! What is known of a taxpayer: this process's memory, the local copy, the GST registry.

use einvoice::facts::{Party, Standing};
use gst::{Gstin, RegistrationStatus, Taxpayer, ist, thresholds};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::taxpayers::{Enablement, RecordSource, TaxpayerRecord};
use tokio::time::Instant;

use crate::clock::later;
use crate::counts::Counters;
use crate::fault::{Trouble, Unavailable};
use crate::irp::Irp;
use crate::registry::RegistryFault;
use crate::registry_gate::RegistryTurn;

/// Seconds after which asking the registry again makes sense.
const REGISTRY_RETRY_S: u32 = 30;

/// A taxpayer with mobile number and e-mail address in clear. Mask them wherever they are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownTaxpayer {
    /// The master's record.
    pub taxpayer: Taxpayer,
    /// When it was fetched from the GST common portal.
    pub fetched_at: Timestamp,
    /// Whether it was fetched alone or imported with all others.
    pub source: RecordSource,
    /// Set when the taxpayer enabled itself.
    pub enablement: Option<Enablement>,
}

impl KnownTaxpayer {
    /// Whether e-invoicing is enabled on a day.
    pub fn e_invoice_enabled(&self, on: Date) -> bool {
        e_invoice_enabled(&self.taxpayer, self.enablement.as_ref(), on)
    }
}

/// Enabled is who declared it, and who in any year since 2017-18 had more turnover than the
/// threshold of the day.
fn e_invoice_enabled(taxpayer: &Taxpayer, enablement: Option<&Enablement>, on: Date) -> bool {
    let large = match (taxpayer.turnover, thresholds::e_invoice_above(on)) {
        (Some(turnover), Some(threshold)) => turnover > threshold,
        _ => false,
    };
    large || enablement.is_some()
}

/// What a process remembers of one party. Dates decide nothing in it, so it is good over midnight.
#[derive(Clone)]
pub(crate) struct CachedParty(Option<std::sync::Arc<TaxpayerRecord>>);

/// Mobile number and e-mail address as they are sealed.
#[derive(Serialize, Deserialize)]
struct Contact {
    mobile: Option<String>,
    email: Option<String>,
}

impl Irp {
    /// A taxpayer: the local copy, or a fresh one when there is none or it has grown old. `None`
    /// when the GST registry does not know the GSTIN.
    pub async fn taxpayer_for(&self, gstin: &Gstin) -> Result<Option<KnownTaxpayer>, Trouble> {
        let record = self.taxpayer_record(gstin).await?;
        record.map(|record| self.with_contact(record)).transpose()
    }

    /// A taxpayer as the database knows them, however old that is. The registry is not asked.
    pub async fn stored_taxpayer(&self, gstin: &Gstin) -> Result<Option<KnownTaxpayer>, Trouble> {
        let record = self.stored(self.store().taxpayer(gstin).await)?;
        record.map(|record| self.with_contact(record)).transpose()
    }

    /// Stores a taxpayer as the GST master's record of that time.
    pub async fn put_taxpayer(
        &self,
        taxpayer: Taxpayer,
        fetched_at: Timestamp,
    ) -> Result<(), Trouble> {
        let gstin = taxpayer.gstin;
        let record = self.without_contact(taxpayer, fetched_at)?;
        self.stored(self.store().put_taxpayer(record).await)?;
        self.parties().forget(&gstin);
        Ok(())
    }

    /// The same without mobile number and e-mail address.
    pub(crate) async fn taxpayer_record(
        &self,
        gstin: &Gstin,
    ) -> Result<Option<TaxpayerRecord>, Trouble> {
        let Some(record) = self.stored(self.store().taxpayer(gstin).await)? else {
            return self.fetch_taxpayer(gstin).await;
        };
        let ages = &self.settings().taxpayers;
        let life_s = match record.taxpayer.status {
            RegistrationStatus::Active => ages.fresh_s,
            // Somebody has just been refused or is about to be: the status may have changed.
            _ => ages.recheck_s,
        };
        if self.now() < later(record.fetched_at, life_s) {
            return Ok(Some(record));
        }
        // An old copy is better than none, so a registry that is down does not stop the line.
        let fetched = self.fetch_taxpayer(gstin).await;
        Ok(fetched.ok().flatten().or(Some(record)))
    }

    /// A taxpayer as the GST registry has it now, stored. Nobody waits when too many do already,
    /// or when the registry has just not answered.
    pub(crate) async fn fetch_taxpayer(
        &self,
        gstin: &Gstin,
    ) -> Result<Option<TaxpayerRecord>, Trouble> {
        let turn = self.registry_turn(gstin)?;
        self.fetch_in_turn(turn, gstin).await
    }

    /// The same by somebody who has a turn at the registry.
    pub(crate) async fn fetch_in_turn(
        &self,
        mut turn: RegistryTurn<'_>,
        gstin: &Gstin,
    ) -> Result<Option<TaxpayerRecord>, Trouble> {
        self.note_asked(gstin);
        turn.asks(Instant::now());
        let fetched = self.registry().fetch(gstin).await;
        turn.settle(fetched.as_ref().is_err_and(RegistryFault::is_away));
        if fetched.is_err() {
            self.note_unanswered(gstin);
        }
        Counters::count(match &fetched {
            Ok(_) => &self.counters().registry_answers,
            Err(_) => &self.counters().registry_failures,
        });
        let Some(taxpayer) = fetched.map_err(|fault| registry_trouble(&fault))? else {
            return Ok(None);
        };
        self.put_taxpayer(taxpayer, self.now()).await?;
        let record = self.stored(self.store().taxpayer(gstin).await)?;
        let shared = record.clone().map(std::sync::Arc::new);
        self.remember_party(gstin, shared, self.now());
        Ok(record)
    }

    /// What the rules may know of a party.
    pub(crate) async fn party(&self, gstin: &Gstin) -> Result<Party, Trouble> {
        let now = self.now();
        let today = ist::date(now);
        if let Some(CachedParty(record)) = self.parties().get(gstin, now) {
            return Ok(party_of(record.as_deref(), today));
        }
        let record = self.taxpayer_record(gstin).await?.map(std::sync::Arc::new);
        let party = party_of(record.as_deref(), today);
        self.remember_party(gstin, record, now);
        Ok(party)
    }

    /// Remembers a party, unless something newer is remembered already: who has looked it up
    /// before a fetch may come here after it.
    fn remember_party(
        &self,
        gstin: &Gstin,
        record: Option<std::sync::Arc<TaxpayerRecord>>,
        now: Timestamp,
    ) {
        let ages = &self.settings().taxpayers;
        let life_s = match record {
            Some(_) => ages.standing_cache_s,
            None => ages.unknown_cache_s,
        };
        let fetched_at = record.as_ref().map(|record| record.fetched_at);
        let newer = |there: &CachedParty| {
            // Nothing is older than any record.
            there.0.as_ref().map(|record| record.fetched_at) > fetched_at
        };
        self.parties()
            .put_unless(gstin, CachedParty(record), now, life_s, newer);
    }

    /// Opens mobile number and e-mail address of a record.
    pub(crate) fn with_contact(&self, record: TaxpayerRecord) -> Result<KnownTaxpayer, Trouble> {
        let mut taxpayer = record.taxpayer;
        if let Some(sealed) = &record.contact_sealed {
            let contact = self.open_contact(&taxpayer.gstin, sealed)?;
            taxpayer.mobile = contact.mobile;
            taxpayer.email = contact.email;
        }
        Ok(KnownTaxpayer {
            taxpayer,
            fetched_at: record.fetched_at,
            source: record.source,
            enablement: record.enablement,
        })
    }

    fn without_contact(
        &self,
        taxpayer: Taxpayer,
        fetched_at: Timestamp,
    ) -> Result<TaxpayerRecord, Trouble> {
        let (taxpayer, contact_sealed) = self.seal_contact(taxpayer)?;
        Ok(TaxpayerRecord {
            taxpayer,
            contact_sealed,
            fetched_at,
            source: RecordSource::Fetched,
            enablement: None,
        })
    }

    /// Takes mobile number and e-mail address out of a taxpayer and seals them, if there are any.
    pub fn seal_contact(
        &self,
        mut taxpayer: Taxpayer,
    ) -> Result<(Taxpayer, Option<Vec<u8>>), Trouble> {
        let contact = Contact {
            mobile: taxpayer.mobile.take(),
            email: taxpayer.email.take(),
        };
        let contact_sealed = if contact.mobile.is_some() || contact.email.is_some() {
            let plain = serde_json::to_vec(&contact).map_err(|error| self.internal(&error))?;
            let context = contact_context(&taxpayer.gstin);
            Some(self.seal_data(&plain, context.as_bytes()))
        } else {
            None
        };
        Ok((taxpayer, contact_sealed))
    }

    fn open_contact(&self, gstin: &Gstin, sealed: &[u8]) -> Result<Contact, Trouble> {
        let plain = self
            .keys()
            .data
            .open(sealed, contact_context(gstin).as_bytes())
            .map_err(|fault| self.internal(&fault))?;
        serde_json::from_slice(&plain).map_err(|error| self.internal(&error))
    }
}

fn registry_trouble(fault: &RegistryFault) -> Trouble {
    tracing::warn!(error = %fault, "GST registry unavailable");
    Trouble::Unavailable(Unavailable {
        what: "registry",
        retry_after_s: REGISTRY_RETRY_S,
    })
}

/// Binds a sealed contact to its GSTIN, so that a row cannot be moved to another taxpayer.
pub(crate) fn contact_context(gstin: &Gstin) -> String {
    format!("contact {gstin}")
}

fn party_of(record: Option<&TaxpayerRecord>, today: Date) -> Party {
    let Some(TaxpayerRecord {
        taxpayer,
        enablement,
        ..
    }) = record
    else {
        return Party::Unknown;
    };
    Party::Known(Standing {
        status: taxpayer.status,
        kind: taxpayer.kind,
        registered_on: taxpayer.registered_on,
        deregistered_on: taxpayer.deregistered_on,
        turnover: taxpayer.turnover,
        e_invoice_enabled: e_invoice_enabled(taxpayer, enablement.as_ref(), today),
        eway_bill_blocked: taxpayer.blocked_for_eway_bill,
    })
}
