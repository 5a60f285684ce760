//! The local copy of the GST master.

use async_trait::async_trait;
use gst::{FinancialYear, Gstin, Taxpayer};
use tokio_postgres::Row;

use super::columns::{corrupt, millis, moment, moment_maybe, storable, value};
use super::connections::Session;
use super::faults::Outcome;
use super::{PostgresStore, messages, proofs};
use crate::StoreResult;
use crate::messages::NewMessage;
use crate::proofs::Purpose;
use crate::taxpayers::{EnableOutcome, Enablement, RecordSource, TaxpayerRecord, Taxpayers, newer};

/// At most one row of either kind: the fetched one, and that of the import in force.
const FIND: &str = "SELECT record, contact_sealed, fetched_at, enabled_at, enabled_year,
        enabled_turnover, false
     FROM taxpayers WHERE gstin = $1
     UNION ALL
     SELECT i.record, i.contact_sealed, m.as_of, NULL, NULL, NULL, true
     FROM master_imports m JOIN imported_taxpayers i ON i.generation = m.generation
     WHERE i.gstin = $1
        AND m.active_at = (SELECT max(active_at) FROM master_imports)";

#[async_trait]
impl Taxpayers for PostgresStore {
    async fn put_taxpayer(&self, record: TaxpayerRecord) -> StoreResult<()> {
        // Mobile and e-mail are at rest only as `contact_sealed`, whatever the caller left in.
        let bare = Taxpayer {
            mobile: None,
            email: None,
            ..record.taxpayer
        };
        let text = serde_json::to_string(&bare)
            .map_err(|fault| corrupt(format!("a taxpayer that cannot be written: {fault}")))?;
        self.connections
            .execute(
                "INSERT INTO taxpayers (gstin, record, contact_sealed, fetched_at)
                 VALUES ($1, $2, $3, $4)
                 ON CONFLICT (gstin) DO UPDATE SET record = excluded.record,
                    contact_sealed = excluded.contact_sealed,
                    fetched_at = excluded.fetched_at
                 WHERE excluded.fetched_at >= taxpayers.fetched_at",
                &[
                    &bare.gstin.as_str(),
                    &storable(&text),
                    &record.contact_sealed,
                    &millis(record.fetched_at),
                ],
            )
            .await?;
        Ok(())
    }

    async fn taxpayer(&self, gstin: &Gstin) -> StoreResult<Option<TaxpayerRecord>> {
        let rows = self.connections.rows(FIND, &[&gstin.as_str()]).await?;
        let (mut fetched, mut imported) = (None, None);
        for row in &rows {
            let record = record(row, gstin)?;
            match record.source {
                RecordSource::Fetched => fetched = Some(record),
                RecordSource::Imported => imported = Some(record),
            }
        }
        Ok(newer(fetched, imported))
    }

    async fn enable(
        &self,
        gstin: &Gstin,
        proof: Option<&[u8; 32]>,
        enablement: Enablement,
        notices: Vec<NewMessage>,
    ) -> StoreResult<EnableOutcome> {
        let context = (*gstin, proof.copied(), enablement, notices);
        self.connections
            .transact(&context, |session, context| {
                let (gstin, proof, enablement, notices) = context;
                Box::pin(async move {
                    let outcome = enable(session, gstin, proof.as_ref(), enablement).await?;
                    if outcome == EnableOutcome::Enabled {
                        messages::queue(session, notices).await?;
                    }
                    Ok(outcome)
                })
            })
            .await
    }
}

fn record(row: &Row, gstin: &Gstin) -> StoreResult<TaxpayerRecord> {
    let text: &str = value(row, 0)?;
    let enablement = match moment_maybe(row, 3)? {
        None => None,
        Some(at) => {
            let turnover: &str = value(row, 5)?;
            Some(Enablement {
                financial_year: FinancialYear::starting(value(row, 4)?),
                turnover: turnover
                    .parse()
                    .map_err(|_| corrupt(format!("turnover {turnover:?} of {gstin}")))?,
                at,
            })
        }
    };
    Ok(TaxpayerRecord {
        taxpayer: serde_json::from_str(text)
            .map_err(|fault| corrupt(format!("the taxpayer record of {gstin}: {fault}")))?,
        contact_sealed: value(row, 1)?,
        fetched_at: moment(row, 2)?,
        source: if value(row, 6)? {
            RecordSource::Imported
        } else {
            RecordSource::Fetched
        },
        enablement,
    })
}

/// Rivals wait for the master's row.
async fn enable(
    session: &Session,
    gstin: &Gstin,
    proof: Option<&[u8; 32]>,
    enablement: &Enablement,
) -> Outcome<EnableOutcome> {
    // Whoever is only in the imported master gets a row to be enabled in.
    session
        .execute(
            "INSERT INTO taxpayers (gstin, record, contact_sealed, fetched_at)
             SELECT i.gstin, i.record, i.contact_sealed, m.as_of
             FROM master_imports m JOIN imported_taxpayers i ON i.generation = m.generation
             WHERE i.gstin = $1
                AND m.active_at = (SELECT max(active_at) FROM master_imports)
             ON CONFLICT (gstin) DO NOTHING",
            &[&gstin.as_str()],
        )
        .await?;
    let locked = session
        .row(
            "SELECT enabled_at IS NOT NULL FROM taxpayers WHERE gstin = $1 FOR NO KEY UPDATE",
            &[&gstin.as_str()],
        )
        .await?;
    let Some(row) = locked else {
        return Err(corrupt(format!("{gstin} is to be enabled but not in the master")).into());
    };
    if value(&row, 0)? {
        return Ok(EnableOutcome::AlreadyEnabled);
    }
    if let Some(proof) = proof {
        if !proofs::is_proved(session, proof, gstin, Purpose::Enable).await? {
            return Ok(EnableOutcome::ProofSpent);
        }
        proofs::use_up(session, proof, enablement.at).await?;
    }
    session
        .execute(
            "UPDATE taxpayers SET enabled_at = $2, enabled_year = $3, enabled_turnover = $4
             WHERE gstin = $1",
            &[
                &gstin.as_str(),
                &millis(enablement.at),
                &enablement.financial_year.start_year(),
                &enablement.turnover.to_string(),
            ],
        )
        .await?;
    Ok(EnableOutcome::Enabled)
}
