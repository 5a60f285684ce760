//! The local copy of the GST master.

use async_trait::async_trait;
use gst::{FinancialYear, Gstin, Taxpayer};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::{Millis, corrupt};
use super::{SqliteStore, messages, proofs};
use crate::StoreResult;
use crate::messages::NewMessage;
use crate::proofs::Purpose;
use crate::taxpayers::{EnableOutcome, Enablement, RecordSource, TaxpayerRecord, Taxpayers, newer};

/// At most one row of either kind: the fetched one, and that of the import in force.
const FIND: &str = "SELECT record, contact_sealed, fetched_at, enabled_at, enabled_year,
        enabled_turnover, 0
     FROM taxpayers WHERE gstin = ?1
     UNION ALL
     SELECT i.record, i.contact_sealed, m.as_of, NULL, NULL, NULL, 1
     FROM master_imports m JOIN imported_taxpayers i ON i.generation = m.generation
     WHERE i.gstin = ?1
        AND m.active_at = (SELECT max(active_at) FROM master_imports)";

#[async_trait]
impl Taxpayers for SqliteStore {
    async fn put_taxpayer(&self, record: TaxpayerRecord) -> StoreResult<()> {
        // Mobile and e-mail are at rest only as `contact_sealed`, whatever the caller left in.
        let bare = Taxpayer {
            mobile: None,
            email: None,
            ..record.taxpayer
        };
        let text = serde_json::to_string(&bare)
            .map_err(|fault| corrupt(format!("a taxpayer that cannot be written: {fault}")))?;
        self.writer
            .write(move |connection| {
                connection
                    .prepare_cached(
                        "INSERT INTO taxpayers (gstin, record, contact_sealed, fetched_at)
                         VALUES (?1, ?2, ?3, ?4)
                         ON CONFLICT (gstin) DO UPDATE SET record = excluded.record,
                            contact_sealed = excluded.contact_sealed,
                            fetched_at = excluded.fetched_at
                         WHERE excluded.fetched_at >= taxpayers.fetched_at",
                    )?
                    .execute(params![
                        bare.gstin.as_str(),
                        text,
                        record.contact_sealed,
                        Millis(record.fetched_at),
                    ])?;
                Ok(())
            })
            .await
    }

    async fn taxpayer(&self, gstin: &Gstin) -> StoreResult<Option<TaxpayerRecord>> {
        self.readers
            .look_up(|connection| find(connection, gstin))
            .await
    }

    async fn enable(
        &self,
        gstin: &Gstin,
        proof: Option<&[u8; 32]>,
        enablement: Enablement,
        notices: Vec<NewMessage>,
    ) -> StoreResult<EnableOutcome> {
        let (gstin, proof) = (*gstin, proof.copied());
        self.writer
            .write(move |connection| {
                let outcome = enable(connection, &gstin, proof.as_ref(), &enablement)?;
                if outcome == EnableOutcome::Enabled {
                    messages::queue(connection, &notices)?;
                }
                Ok(outcome)
            })
            .await
    }
}

fn find(connection: &Connection, gstin: &Gstin) -> StoreResult<Option<TaxpayerRecord>> {
    let mut statement = connection.prepare_cached(FIND)?;
    let mut rows = statement.query([gstin.as_str()])?;
    let (mut fetched, mut imported) = (None, None);
    while let Some(row) = rows.next()? {
        let record = record(row, gstin)?;
        match record.source {
            RecordSource::Fetched => fetched = Some(record),
            RecordSource::Imported => imported = Some(record),
        }
    }
    Ok(newer(fetched, imported))
}

fn record(row: &Row<'_>, gstin: &Gstin) -> StoreResult<TaxpayerRecord> {
    let text = row
        .get_ref(0)?
        .as_str()
        .map_err(|_| corrupt("a taxpayer's record is no text"))?;
    let Millis(fetched_at) = row.get(2)?;
    let enablement = match row.get(3)? {
        None => None,
        Some(Millis(at)) => {
            let turnover: String = row.get(5)?;
            Some(Enablement {
                financial_year: FinancialYear::starting(row.get(4)?),
                turnover: turnover
                    .parse()
                    .map_err(|_| corrupt(format!("turnover {turnover:?} of {gstin}")))?,
                at,
            })
        }
    };
    let imported: bool = row.get(6)?;
    Ok(TaxpayerRecord {
        taxpayer: serde_json::from_str(text)
            .map_err(|fault| corrupt(format!("the taxpayer record of {gstin}: {fault}")))?,
        contact_sealed: row.get(1)?,
        fetched_at,
        source: if imported {
            RecordSource::Imported
        } else {
            RecordSource::Fetched
        },
        enablement,
    })
}

fn enable(
    connection: &Connection,
    gstin: &Gstin,
    proof: Option<&[u8; 32]>,
    enablement: &Enablement,
) -> StoreResult<EnableOutcome> {
    // Whoever is only in the imported master gets a row to be enabled in.
    connection
        .prepare_cached(
            "INSERT INTO taxpayers (gstin, record, contact_sealed, fetched_at)
             SELECT i.gstin, i.record, i.contact_sealed, m.as_of
             FROM master_imports m JOIN imported_taxpayers i ON i.generation = m.generation
             WHERE i.gstin = ?1
                AND m.active_at = (SELECT max(active_at) FROM master_imports)
             ON CONFLICT (gstin) DO NOTHING",
        )?
        .execute([gstin.as_str()])?;
    let enabled: Option<bool> = connection
        .prepare_cached("SELECT enabled_at IS NOT NULL FROM taxpayers WHERE gstin = ?1")?
        .query_row([gstin.as_str()], |row| row.get(0))
        .optional()?;
    match enabled {
        None => {
            return Err(corrupt(format!(
                "{gstin} is to be enabled but not in the master"
            )));
        }
        Some(true) => return Ok(EnableOutcome::AlreadyEnabled),
        Some(false) => {}
    }
    if let Some(proof) = proof {
        if !proofs::is_proved(connection, proof, gstin, Purpose::Enable)? {
            return Ok(EnableOutcome::ProofSpent);
        }
        proofs::use_up(connection, proof, enablement.at)?;
    }
    connection
        .prepare_cached(
            "UPDATE taxpayers SET enabled_at = ?2, enabled_year = ?3, enabled_turnover = ?4
             WHERE gstin = ?1",
        )?
        .execute(params![
            gstin.as_str(),
            Millis(enablement.at),
            enablement.financial_year.start_year(),
            enablement.turnover.to_string(),
        ])?;
    Ok(EnableOutcome::Enabled)
}
