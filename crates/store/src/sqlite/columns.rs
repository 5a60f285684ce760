//! Between Rust's types and columns.

use einvoice::{DocumentType, Irn};
use gst::Gstin;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Error, ErrorCode};

use crate::line::Channel;
use crate::{StoreError, codes};

impl From<Error> for StoreError {
    fn from(fault: Error) -> Self {
        match &fault {
            Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
                | ErrorCode::ConstraintViolation
                | ErrorCode::TypeMismatch => Self::Corrupt(fault.to_string()),
                _ => Self::Unavailable(fault.to_string()),
            },
            _ => Self::Corrupt(fault.to_string()),
        }
    }
}

/// What a column holds that cannot be.
pub(super) fn corrupt(what: impl Into<String>) -> StoreError {
    StoreError::Corrupt(what.into())
}

fn strange(what: &'static str) -> FromSqlError {
    FromSqlError::Other(what.into())
}

/// A moment, as UTC epoch milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Millis(pub(super) Timestamp);

impl ToSql for Millis {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.as_millisecond().into())
    }
}

impl FromSql for Millis {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let millis = value.as_i64()?;
        Timestamp::from_millisecond(millis)
            .map(Self)
            .map_err(|_| FromSqlError::OutOfRange(millis))
    }
}

/// A day, as the number yyyymmdd.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day(pub(super) Date);

impl ToSql for Day {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(codes::day_number(self.0).into())
    }
}

impl FromSql for Day {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = value.as_i64()?;
        codes::day(number)
            .map(Self)
            .ok_or(FromSqlError::OutOfRange(number))
    }
}

/// A GSTIN, as its 15 characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GstinText(pub(super) Gstin);

impl FromSql for GstinText {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Gstin::parse(value.as_str()?)
            .map(Self)
            .map_err(|_| strange("a GSTIN column holds something else"))
    }
}

/// An IRN, as its 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct IrnBytes(pub(super) Irn);

impl FromSql for IrnBytes {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 32]>::column_result(value).map(|bytes| Self(Irn::from_bytes(bytes)))
    }
}

/// A document type, as 1, 2 or 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind(pub(super) DocumentType);

impl ToSql for Kind {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(codes::document_type_number(self.0).into())
    }
}

impl FromSql for Kind {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = value.as_i64()?;
        codes::document_type(number)
            .map(Self)
            .ok_or(FromSqlError::OutOfRange(number))
    }
}

/// A channel, as 1 or 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ChannelNumber(pub(super) Channel);

impl ToSql for ChannelNumber {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(codes::channel_number(self.0).into())
    }
}

impl FromSql for ChannelNumber {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = value.as_i64()?;
        codes::channel(number)
            .map(Self)
            .ok_or(FromSqlError::OutOfRange(number))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rusqlite::Connection;

    #[test]
    fn days_are_legible_numbers_and_come_back() {
        let connection = Connection::open_in_memory().unwrap();
        for day in [date(2017, 7, 1), date(2024, 2, 29), date(9999, 12, 31)] {
            let (number, back): (i64, Day) = connection
                .query_row("SELECT ?1, ?1", [Day(day)], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .unwrap();
            assert_eq!(number.to_string(), day.strftime("%Y%m%d").to_string());
            assert_eq!(back, Day(day));
        }
        let impossible = connection.query_row("SELECT 20250230", [], |row| row.get::<_, Day>(0));
        assert!(impossible.is_err());
    }

    #[test]
    fn moments_come_back_to_the_millisecond() {
        let connection = Connection::open_in_memory().unwrap();
        let moment = Timestamp::from_millisecond(1_700_000_000_123).unwrap();
        let back: Millis = connection
            .query_row("SELECT ?1", [Millis(moment)], |row| row.get(0))
            .unwrap();
        assert_eq!(back.0, moment);
    }
}
