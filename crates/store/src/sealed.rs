//! What is sealed under the data keys, to be sealed anew after a rotation.
//!
//! The store knows where sealed values are and the number of the key in their first byte, nothing
//! more. What each is bound to is the business of whoever sealed it.

use async_trait::async_trait;
use gst::Gstin;

use crate::{StoreError, StoreResult};

/// A column of sealed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedColumn {
    /// Mobile and e-mail of taxpayers that were fetched one by one.
    TaxpayerContacts,
    /// The same of an imported master, in every import that is there.
    ImportedContacts,
    /// Recipients and texts of messages.
    Messages,
    /// How to reach those who left feedback.
    FeedbackContacts,
    /// API tokens with their session keys.
    ApiTokens,
    /// What authenticator apps share with the portal.
    Authenticators,
}

impl SealedColumn {
    /// All there are.
    pub const ALL: [Self; 6] = [
        Self::TaxpayerContacts,
        Self::ImportedContacts,
        Self::Messages,
        Self::FeedbackContacts,
        Self::ApiTokens,
        Self::Authenticators,
    ];

    /// Table and column, the same in every engine.
    pub fn name(self) -> &'static str {
        match self {
            Self::TaxpayerContacts => "taxpayers.contact_sealed",
            Self::ImportedContacts => "imported_taxpayers.contact_sealed",
            Self::Messages => "messages.sealed",
            Self::FeedbackContacts => "feedback.contact_sealed",
            Self::ApiTokens => "api_tokens.sealed",
            Self::Authenticators => "authenticators.secret_sealed",
        }
    }

    pub(crate) fn table(self) -> &'static str {
        self.name().split_once('.').map_or("", |(table, _)| table)
    }

    pub(crate) fn column(self) -> &'static str {
        self.name().split_once('.').map_or("", |(_, column)| column)
    }
}

/// Where a sealed value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealedPlace {
    /// A taxpayer's row.
    Taxpayer(Gstin),
    /// A taxpayer's row of an import.
    Imported {
        /// The import.
        generation: i64,
        /// Whose row.
        gstin: Gstin,
    },
    /// A message's or a feedback's row, or that of an account's authenticator.
    Number(i64),
    /// A token's row.
    Digest([u8; 32]),
}

/// A sealed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedValue {
    /// Where it stands.
    pub place: SealedPlace,
    /// What stands there.
    pub sealed: Vec<u8>,
}

/// A value that is to stand in another's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resealed {
    /// The value that was read.
    pub old: SealedValue,
    /// The same under another key.
    pub new: Vec<u8>,
}

/// How many values a key has sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedCount {
    /// The key's number.
    pub key: u8,
    /// Values of the column.
    pub values: u64,
}

/// All sealed values.
#[async_trait]
pub trait SealedValues: Send + Sync + 'static {
    /// The values of a column after a place, in one order for ever, at most `limit`. None is the
    /// end.
    async fn sealed_values(
        &self,
        column: SealedColumn,
        after: Option<SealedPlace>,
        limit: u32,
    ) -> StoreResult<Vec<SealedValue>>;

    /// Puts new values where the old ones still stand, in one commit, and tells how many it put.
    /// What somebody else has changed meanwhile stays.
    async fn replace_sealed(&self, column: SealedColumn, values: Vec<Resealed>)
    -> StoreResult<u64>;

    /// How many values each key has sealed, by the key's number. Reads the whole column.
    async fn count_sealed(&self, column: SealedColumn) -> StoreResult<Vec<SealedCount>>;
}

/// A place of one column given for another.
pub(crate) fn elsewhere(column: SealedColumn) -> StoreError {
    StoreError::Corrupt(format!("a place that {} does not have", column.name()))
}
