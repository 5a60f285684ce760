//! What can go wrong with a statement, and what may be done about it.

use deadpool_postgres::{HookError, PoolError};
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use super::settings::chain;
use crate::StoreError;

/// Whether asking again is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// The server rolled the transaction back for the sake of another one: nothing was written.
    RolledBack,
    /// The connection was lost: whether it was written is unknown.
    Lost,
    /// Asking again would end the same way, or there is no time for it.
    Final,
}

/// A failed statement.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) error: StoreError,
    pub(super) nature: Nature,
}

/// What a statement returns.
pub(super) type Outcome<T> = Result<T, Fault>;

impl Fault {
    /// The database could not be asked, or did not answer in time.
    pub(super) fn unavailable(what: impl Into<String>) -> Self {
        StoreError::Unavailable(what.into()).into()
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self {
            error,
            nature: Nature::Final,
        }
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        fault.error
    }
}

impl From<Error> for Fault {
    fn from(fault: Error) -> Self {
        let Some(answer) = fault.as_db_error() else {
            // What the driver itself finds: the socket's end, in nearly all cases.
            return Self {
                error: StoreError::Unavailable(chain(&fault)),
                nature: Nature::Lost,
            };
        };
        // The answer's detail is left out: it quotes the row.
        let text = format!("{} ({})", answer.message(), answer.code().code());
        let nature = nature(answer.code());
        let error = if is_senseless(answer.code()) {
            StoreError::Corrupt(text)
        } else {
            StoreError::Unavailable(text)
        };
        Self { error, nature }
    }
}

impl From<PoolError> for Fault {
    fn from(fault: PoolError) -> Self {
        match fault {
            PoolError::Backend(fault) | PoolError::PostCreateHook(HookError::Backend(fault)) => {
                let fault = Self::from(fault);
                // Nothing was asked yet, and connecting again at once would not help.
                Self {
                    nature: Nature::Final,
                    ..fault
                }
            }
            PoolError::PostCreateHook(HookError::Message(what)) => Self::unavailable(what),
            PoolError::Timeout(_) => {
                Self::unavailable("no connection to the database became free in time")
            }
            PoolError::Closed | PoolError::NoRuntimeSpecified => {
                Self::unavailable("the database is closed")
            }
        }
    }
}

fn nature(code: &SqlState) -> Nature {
    match *code {
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => Nature::RolledBack,
        // The server is going down, is not up yet, or has become a replica.
        SqlState::ADMIN_SHUTDOWN
        | SqlState::CRASH_SHUTDOWN
        | SqlState::CANNOT_CONNECT_NOW
        | SqlState::READ_ONLY_SQL_TRANSACTION => Nature::Lost,
        _ if code.code().starts_with("08") => Nature::Lost,
        _ => Nature::Final,
    }
}

/// Whether the answer speaks of rows or a schema that cannot be: classes 21 to 23 (data and
/// constraints), 42 (names and types) and XX (damage). Lack of rights is in class 42, but an
/// operator can grant them while we wait.
fn is_senseless(code: &SqlState) -> bool {
    *code != SqlState::INSUFFICIENT_PRIVILEGE
        && ["21", "22", "23", "42", "XX"]
            .iter()
            .any(|class| code.code().starts_with(class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart() {
        assert_eq!(nature(&SqlState::T_R_DEADLOCK_DETECTED), Nature::RolledBack);
        assert_eq!(nature(&SqlState::CONNECTION_FAILURE), Nature::Lost);
        assert_eq!(nature(&SqlState::QUERY_CANCELED), Nature::Final);
        assert_eq!(nature(&SqlState::DISK_FULL), Nature::Final);
        for senseless in [
            SqlState::UNIQUE_VIOLATION,
            SqlState::UNDEFINED_TABLE,
            SqlState::DATA_CORRUPTED,
        ] {
            assert!(is_senseless(&senseless), "{senseless:?}");
        }
        for passing in [
            SqlState::INSUFFICIENT_PRIVILEGE,
            SqlState::TOO_MANY_CONNECTIONS,
            SqlState::DISK_FULL,
            SqlState::READ_ONLY_SQL_TRANSACTION,
        ] {
            assert!(!is_senseless(&passing), "{passing:?}");
        }
    }
}
