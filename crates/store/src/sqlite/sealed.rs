//! Sealed values, to be sealed anew.

use async_trait::async_trait;
use gst::Gstin;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::SqliteStore;
use super::columns::{GstinText, corrupt};
use crate::StoreResult;
use crate::sealed::{
    Resealed, SealedColumn, SealedCount, SealedPlace, SealedValue, SealedValues, elsewhere,
};

/// The columns of a place.
fn key(column: SealedColumn) -> &'static [&'static str] {
    match column {
        SealedColumn::TaxpayerContacts => &["gstin"],
        SealedColumn::ImportedContacts => &["generation", "gstin"],
        SealedColumn::Messages | SealedColumn::FeedbackContacts => &["id"],
        SealedColumn::ApiTokens => &["token_digest"],
        SealedColumn::Authenticators => &["account"],
    }
}

/// A place as its columns hold it.
fn values(column: SealedColumn, place: &SealedPlace) -> StoreResult<Vec<Value>> {
    let text = |gstin: &Gstin| Value::Text(gstin.to_string());
    match (column, place) {
        (SealedColumn::TaxpayerContacts, SealedPlace::Taxpayer(gstin)) => Ok(vec![text(gstin)]),
        (SealedColumn::ImportedContacts, SealedPlace::Imported { generation, gstin }) => {
            Ok(vec![Value::Integer(*generation), text(gstin)])
        }
        (
            SealedColumn::Messages | SealedColumn::FeedbackContacts | SealedColumn::Authenticators,
            SealedPlace::Number(number),
        ) => Ok(vec![Value::Integer(*number)]),
        (SealedColumn::ApiTokens, SealedPlace::Digest(digest)) => {
            Ok(vec![Value::Blob(digest.to_vec())])
        }
        _ => Err(elsewhere(column)),
    }
}

fn place(column: SealedColumn, row: &Row<'_>) -> rusqlite::Result<SealedPlace> {
    Ok(match column {
        SealedColumn::TaxpayerContacts => {
            let GstinText(gstin) = row.get(1)?;
            SealedPlace::Taxpayer(gstin)
        }
        SealedColumn::ImportedContacts => {
            let GstinText(gstin) = row.get(2)?;
            SealedPlace::Imported {
                generation: row.get(1)?,
                gstin,
            }
        }
        SealedColumn::Messages | SealedColumn::FeedbackContacts | SealedColumn::Authenticators => {
            SealedPlace::Number(row.get(1)?)
        }
        SealedColumn::ApiTokens => SealedPlace::Digest(row.get(1)?),
    })
}

fn page(
    connection: &Connection,
    column: SealedColumn,
    after: Option<&SealedPlace>,
    limit: u32,
) -> StoreResult<Vec<SealedValue>> {
    let keys = key(column).join(", ");
    let (condition, bound) = match after {
        None => (String::new(), Vec::new()),
        Some(place) => {
            let marks = vec!["?"; key(column).len()].join(", ");
            (format!("AND ({keys}) > ({marks})"), values(column, place)?)
        }
    };
    let sql = format!(
        "SELECT {sealed}, {keys} FROM {table} WHERE {sealed} IS NOT NULL {condition}
         ORDER BY {keys} LIMIT {limit}",
        sealed = column.column(),
        table = column.table(),
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(bound), |row| {
        Ok(SealedValue {
            sealed: row.get(0)?,
            place: place(column, row)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn replace(
    connection: &Connection,
    column: SealedColumn,
    resealed: &[Resealed],
) -> StoreResult<u64> {
    let conditions: Vec<String> = (3..)
        .zip(key(column))
        .map(|(at, name)| format!("AND {name} = ?{at}"))
        .collect();
    let sql = format!(
        "UPDATE {table} SET {sealed} = ?1 WHERE {sealed} = ?2 {conditions}",
        table = column.table(),
        sealed = column.column(),
        conditions = conditions.join(" "),
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut replaced = 0;
    for Resealed { old, new } in resealed {
        let mut bound = vec![Value::Blob(new.clone()), Value::Blob(old.sealed.clone())];
        bound.extend(values(column, &old.place)?);
        replaced += u64::try_from(statement.execute(params_from_iter(bound))?).unwrap_or(0);
    }
    Ok(replaced)
}

fn count(connection: &Connection, column: SealedColumn) -> StoreResult<Vec<SealedCount>> {
    let sql = format!(
        "SELECT hex(substr({sealed}, 1, 1)), count(*) FROM {table} WHERE {sealed} IS NOT NULL
         GROUP BY 1 ORDER BY 1",
        table = column.table(),
        sealed = column.column(),
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let mut counts = Vec::new();
    while let Some(row) = rows.next()? {
        let digits = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        counts.push(SealedCount {
            key: u8::from_str_radix(digits, 16)
                .map_err(|_| corrupt(format!("{} holds an empty value", column.name())))?,
            values: row.get(1)?,
        });
    }
    Ok(counts)
}

#[async_trait]
impl SealedValues for SqliteStore {
    async fn sealed_values(
        &self,
        column: SealedColumn,
        after: Option<SealedPlace>,
        limit: u32,
    ) -> StoreResult<Vec<SealedValue>> {
        self.readers
            .read(move |connection| page(connection, column, after.as_ref(), limit))
            .await
    }

    async fn replace_sealed(
        &self,
        column: SealedColumn,
        values: Vec<Resealed>,
    ) -> StoreResult<u64> {
        self.writer
            .write(move |connection| replace(connection, column, &values))
            .await
    }

    async fn count_sealed(&self, column: SealedColumn) -> StoreResult<Vec<SealedCount>> {
        self.readers
            .read(move |connection| count(connection, column))
            .await
    }
}
