//! Between columns and Rust's types.

use std::borrow::Cow;

use gst::Gstin;
use jiff::Timestamp;
use tokio_postgres::Row;
use tokio_postgres::types::FromSql;

use crate::{StoreError, StoreResult};

/// What a column holds that cannot be.
pub(super) fn corrupt(what: impl Into<String>) -> StoreError {
    StoreError::Corrupt(what.into())
}

/// A column's value.
pub(super) fn value<'r, T: FromSql<'r>>(row: &'r Row, column: usize) -> StoreResult<T> {
    row.try_get(column)
        .map_err(|fault| corrupt(super::settings::chain(&fault)))
}

/// A column's number, in another width.
pub(super) fn number<'r, S: FromSql<'r>, T: TryFrom<S>>(
    row: &'r Row,
    column: usize,
) -> StoreResult<T> {
    T::try_from(value(row, column)?)
        .map_err(|_| corrupt(format!("column {} is out of range", name(row, column))))
}

/// A column's wide number that may be missing.
pub(super) fn number_maybe<T: TryFrom<i64>>(row: &Row, column: usize) -> StoreResult<Option<T>> {
    let wide: Option<i64> = value(row, column)?;
    wide.map(|wide| {
        T::try_from(wide)
            .map_err(|_| corrupt(format!("column {} is out of range", name(row, column))))
    })
    .transpose()
}

/// A moment.
pub(super) fn moment(row: &Row, column: usize) -> StoreResult<Timestamp> {
    from_millis(value(row, column)?)
}

/// A moment that may be missing.
pub(super) fn moment_maybe(row: &Row, column: usize) -> StoreResult<Option<Timestamp>> {
    let millis: Option<i64> = value(row, column)?;
    millis.map(from_millis).transpose()
}

fn from_millis(millis: i64) -> StoreResult<Timestamp> {
    Timestamp::from_millisecond(millis)
        .map_err(|_| corrupt(format!("{millis} is no moment of the calendar")))
}

/// A GSTIN.
pub(super) fn gstin(row: &Row, column: usize) -> StoreResult<Gstin> {
    Gstin::parse(value(row, column)?)
        .map_err(|_| corrupt(format!("column {} holds no GSTIN", name(row, column))))
}

/// Thirty-two bytes: a digest or an IRN.
pub(super) fn bytes_32(row: &Row, column: usize) -> StoreResult<[u8; 32]> {
    let bytes: &[u8] = value(row, column)?;
    bytes
        .try_into()
        .map_err(|_| corrupt(format!("column {} has not 32 bytes", name(row, column))))
}

/// A column's name, for messages.
pub(super) fn name(row: &Row, column: usize) -> String {
    row.columns()
        .get(column)
        .map_or_else(|| column.to_string(), |column| column.name().to_owned())
}

/// A moment, as it is stored.
pub(super) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// A text as a column can hold it: PostgreSQL's texts cannot hold the character NUL. What has to
/// be exact is not stored as text.
pub(super) fn storable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        Cow::Owned(text.replace('\0', "\u{FFFD}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a text can be the value of a column at all; nothing is found by one that cannot.
pub(super) fn can_be_stored(text: &str) -> bool {
    !text.contains('\0')
}
