//! Whose database it is. A sandbox's data is invented and its keys protect nothing; a mark in the
//! database keeps the two apart also when a file was copied from one folder to another.

use crate::{StoreError, StoreResult};

/// What a database belongs to. The first who opens one writes it down; it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstallationKind {
    /// A real portal.
    Portal,
    /// A sandbox.
    Sandbox,
}

impl InstallationKind {
    /// Its number in the table `installation`.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Portal => 1,
            Self::Sandbox => 2,
        }
    }

    /// Refuses a database that is marked as the other kind's.
    pub(crate) fn judge(self, marked: i64) -> StoreResult<()> {
        if marked == i64::from(self.number()) {
            return Ok(());
        }
        let words = match self {
            Self::Portal => {
                "it belongs to a sandbox, where everything is invented; a real portal keeps out of \
                 it, and needs a database of its own"
            }
            Self::Sandbox => {
                "it belongs to a real portal; a sandbox does not touch it, and makes a database \
                 of its own in an empty folder"
            }
        };
        Err(StoreError::Corrupt(words.to_owned()))
    }
}
