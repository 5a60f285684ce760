//! Sealed values, to be sealed anew.

use async_trait::async_trait;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::PostgresStore;
use super::columns::{bytes_32, gstin, number, value};
use crate::StoreResult;
use crate::sealed::{
    Resealed, SealedColumn, SealedCount, SealedPlace, SealedValue, SealedValues, elsewhere,
};

/// The columns of a place, each with its type.
fn key(column: SealedColumn) -> &'static [(&'static str, &'static str)] {
    match column {
        SealedColumn::TaxpayerContacts => &[("gstin", "text")],
        SealedColumn::ImportedContacts => &[("generation", "bigint"), ("gstin", "text")],
        SealedColumn::Messages | SealedColumn::FeedbackContacts => &[("id", "bigint")],
        SealedColumn::ApiTokens => &[("token_digest", "bytea")],
        SealedColumn::Authenticators => &[("account", "bigint")],
    }
}

/// Places, a column at a time.
#[derive(Default)]
struct Places {
    texts: Vec<String>,
    numbers: Vec<i64>,
    digests: Vec<Vec<u8>>,
}

impl Places {
    fn of<'p>(
        column: SealedColumn,
        places: impl Iterator<Item = &'p SealedPlace>,
    ) -> StoreResult<Self> {
        let mut all = Self::default();
        for place in places {
            match (column, place) {
                (SealedColumn::TaxpayerContacts, SealedPlace::Taxpayer(gstin)) => {
                    all.texts.push(gstin.to_string());
                }
                (SealedColumn::ImportedContacts, SealedPlace::Imported { generation, gstin }) => {
                    all.numbers.push(*generation);
                    all.texts.push(gstin.to_string());
                }
                (
                    SealedColumn::Messages
                    | SealedColumn::FeedbackContacts
                    | SealedColumn::Authenticators,
                    SealedPlace::Number(number),
                ) => all.numbers.push(*number),
                (SealedColumn::ApiTokens, SealedPlace::Digest(digest)) => {
                    all.digests.push(digest.to_vec());
                }
                _ => return Err(elsewhere(column)),
            }
        }
        Ok(all)
    }

    /// In the order of [`key`].
    fn values(&self, column: SealedColumn) -> Vec<&(dyn ToSql + Sync)> {
        match column {
            SealedColumn::TaxpayerContacts => vec![&self.texts],
            SealedColumn::ImportedContacts => vec![&self.numbers, &self.texts],
            SealedColumn::Messages
            | SealedColumn::FeedbackContacts
            | SealedColumn::Authenticators => vec![&self.numbers],
            SealedColumn::ApiTokens => vec![&self.digests],
        }
    }
}

fn place(column: SealedColumn, row: &Row) -> StoreResult<SealedPlace> {
    Ok(match column {
        SealedColumn::TaxpayerContacts => SealedPlace::Taxpayer(gstin(row, 1)?),
        SealedColumn::ImportedContacts => SealedPlace::Imported {
            generation: value(row, 1)?,
            gstin: gstin(row, 2)?,
        },
        SealedColumn::Messages | SealedColumn::FeedbackContacts | SealedColumn::Authenticators => {
            SealedPlace::Number(value(row, 1)?)
        }
        SealedColumn::ApiTokens => SealedPlace::Digest(bytes_32(row, 1)?),
    })
}

#[async_trait]
impl SealedValues for PostgresStore {
    async fn sealed_values(
        &self,
        column: SealedColumn,
        after: Option<SealedPlace>,
        limit: u32,
    ) -> StoreResult<Vec<SealedValue>> {
        let names: Vec<&str> = key(column).iter().map(|(name, _)| *name).collect();
        let names = names.join(", ");
        let condition = if after.is_some() {
            let marks: Vec<String> = (1..)
                .zip(key(column))
                .map(|(at, (_, kind))| format!("(${at}::{kind}[])[1]"))
                .collect();
            format!("AND ({names}) > ({})", marks.join(", "))
        } else {
            String::new()
        };
        let sql = format!(
            "SELECT {sealed}, {names} FROM {table} WHERE {sealed} IS NOT NULL {condition}
             ORDER BY {names} LIMIT {limit}",
            sealed = column.column(),
            table = column.table(),
        );
        let places = Places::of(column, after.iter())?;
        let bound = if after.is_some() {
            places.values(column)
        } else {
            Vec::new()
        };
        let rows = self.connections.rows(&sql, &bound).await?;
        rows.iter()
            .map(|row| {
                Ok(SealedValue {
                    sealed: value(row, 0)?,
                    place: place(column, row)?,
                })
            })
            .collect()
    }

    async fn replace_sealed(
        &self,
        column: SealedColumn,
        resealed: Vec<Resealed>,
    ) -> StoreResult<u64> {
        let places = Places::of(column, resealed.iter().map(|one| &one.old.place))?;
        let old: Vec<&[u8]> = resealed.iter().map(|one| &*one.old.sealed).collect();
        let new: Vec<&[u8]> = resealed.iter().map(|one| &*one.new).collect();
        let names: Vec<&str> = key(column).iter().map(|(name, _)| *name).collect();
        let arrays: Vec<String> = (3..)
            .zip(key(column))
            .map(|(at, (_, kind))| format!("${at}::{kind}[]"))
            .collect();
        let same: Vec<String> = names
            .iter()
            .map(|name| format!("AND t.{name} = r.{name}"))
            .collect();
        let sql = format!(
            "UPDATE {table} t SET {sealed} = r.new_value
             FROM unnest($1::bytea[], $2::bytea[], {arrays}) AS r (old_value, new_value, {names})
             WHERE t.{sealed} = r.old_value {same}",
            table = column.table(),
            sealed = column.column(),
            arrays = arrays.join(", "),
            names = names.join(", "),
            same = same.join(" "),
        );
        let mut bound: Vec<&(dyn ToSql + Sync)> = vec![&old, &new];
        bound.extend(places.values(column));
        self.connections.execute(&sql, &bound).await
    }

    async fn count_sealed(&self, column: SealedColumn) -> StoreResult<Vec<SealedCount>> {
        let sql = format!(
            "SELECT get_byte({sealed}, 0), count(*) FROM {table} WHERE {sealed} IS NOT NULL
             GROUP BY 1 ORDER BY 1",
            table = column.table(),
            sealed = column.column(),
        );
        let mut session = self.connections.session().await?;
        session.begin().await?;
        session.be_patient().await?;
        let rows = session.rows(&sql, &[]).await?;
        session.commit().await?;
        rows.iter()
            .map(|row| {
                Ok(SealedCount {
                    key: number::<i32, _>(row, 0)?,
                    values: number::<i64, _>(row, 1)?,
                })
            })
            .collect()
    }
}
