//! Imports of the whole GST master: many rows that come into force at one moment.

use async_trait::async_trait;
use gst::{Gstin, Taxpayer};
use jiff::Timestamp;

use crate::{StoreError, StoreResult};

/// An import that somebody wants to begin, or to go on with.
#[derive(Clone, Copy, Debug)]
pub struct NewImport {
    /// SHA-256 of what is imported.
    pub source_digest: [u8; 32],
    /// When that was taken from the registry.
    pub as_of: Timestamp,
    /// Now.
    pub now: Timestamp,
    /// Whether an unfinished import of something else is given up.
    pub give_up_unfinished: bool,
}

/// An import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MasterImport {
    /// Its number; later imports have larger ones.
    pub generation: u64,
    /// SHA-256 of what is imported.
    pub source_digest: [u8; 32],
    /// When that was taken from the registry.
    pub as_of: Timestamp,
    /// When the import began.
    pub begun_at: Timestamp,
    /// Rows that are loaded.
    pub rows: u64,
    /// Since when it is, or from when on it was, in force.
    pub active_at: Option<Timestamp>,
    /// When it was given up.
    pub given_up_at: Option<Timestamp>,
}

impl MasterImport {
    /// Whether rows may still be loaded.
    pub fn is_open(&self) -> bool {
        self.active_at.is_none() && self.given_up_at.is_none()
    }
}

/// What became of the wish to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportStart {
    /// A new import; nothing is loaded.
    Begun(MasterImport),
    /// The same import was begun before, and loading goes on after this GSTIN.
    Resumed(MasterImport, Option<Gstin>),
    /// The same import is in force: there is nothing to do.
    InForce(MasterImport),
    /// Refused: this other import is unfinished.
    Unfinished(MasterImport),
    /// Refused: this import is in force and was taken from the registry later.
    Outdated(MasterImport),
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadOutcome {
    /// It is loaded.
    Loaded,
    /// The import is finished, was given up, or never was.
    NotOpen,
    /// The batch is not in ascending order, or does not lie wholly behind what is loaded.
    OutOfOrder,
}

/// What became of an activation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// It is in force.
    Activated(MasterImport),
    /// The import is finished, was given up, or never was.
    NotOpen,
    /// Refused: another number of rows is loaded.
    Incomplete {
        /// How many are.
        loaded: u64,
    },
    /// Refused: this import is in force and was taken from the registry later.
    Outdated(MasterImport),
}

/// A row of a master, ready to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedTaxpayer {
    gstin: Gstin,
    record: String,
    contact_sealed: Option<Vec<u8>>,
}

impl ImportedTaxpayer {
    /// Takes a record and its sealed contact. Mobile and e-mail that were left in the record are
    /// taken out.
    ///
    /// # Errors
    /// `Corrupt` for a record that cannot be written as JSON.
    pub fn new(mut taxpayer: Taxpayer, contact_sealed: Option<Vec<u8>>) -> StoreResult<Self> {
        taxpayer.mobile = None;
        taxpayer.email = None;
        let record = serde_json::to_string(&taxpayer).map_err(|fault| {
            StoreError::Corrupt(format!("a taxpayer that cannot be written: {fault}"))
        })?;
        Ok(Self {
            gstin: taxpayer.gstin,
            record,
            contact_sealed,
        })
    }

    /// Puts together again what was taken apart by the other methods.
    pub fn from_parts(gstin: Gstin, record: String, contact_sealed: Option<Vec<u8>>) -> Self {
        Self {
            gstin,
            record,
            contact_sealed,
        }
    }

    /// Whose row it is.
    pub fn gstin(&self) -> Gstin {
        self.gstin
    }

    /// The record as JSON, without mobile and e-mail.
    pub fn record(&self) -> &str {
        &self.record
    }

    /// The record alone.
    pub fn into_record(self) -> String {
        self.record
    }

    /// Mobile and e-mail, sealed.
    pub fn contact_sealed(&self) -> Option<&[u8]> {
        self.contact_sealed.as_deref()
    }
}

/// Whether a batch can be loaded behind the last row that is there.
pub(crate) fn is_in_order(rows: &[ImportedTaxpayer], loaded_up_to: Option<Gstin>) -> bool {
    let first = rows.first().map(ImportedTaxpayer::gstin);
    let behind = match (loaded_up_to, first) {
        (Some(last), Some(first)) => last < first,
        _ => true,
    };
    behind && rows.is_sorted_by(|one, next| one.gstin < next.gstin)
}

/// What a wish to begin meets, judged by what is there: all imports, ascending. `None` when a new
/// import is to be made, after giving up those that are open.
pub(crate) fn judge_start(
    new: &NewImport,
    imports: &[MasterImport],
    loaded_up_to: impl FnOnce(u64) -> StoreResult<Option<Gstin>>,
) -> StoreResult<Option<ImportStart>> {
    let same = |import: &MasterImport| {
        import.source_digest == new.source_digest && import.as_of == new.as_of
    };
    if let Some(force) = in_force(imports) {
        if same(&force) {
            return Ok(Some(ImportStart::InForce(force)));
        }
        if force.as_of > new.as_of {
            return Ok(Some(ImportStart::Outdated(force)));
        }
    }
    let open = imports.iter().copied().find(MasterImport::is_open);
    Ok(match open {
        Some(open) if same(&open) => {
            let last = loaded_up_to(open.generation)?;
            Some(ImportStart::Resumed(open, last))
        }
        Some(open) if !new.give_up_unfinished => Some(ImportStart::Unfinished(open)),
        _ => None,
    })
}

/// What becomes of an activation. `Activated` is the import as it has to be written: in force from a
/// moment that is later than any other's, whatever the clock says.
pub(crate) fn judge_activation(
    imports: &[MasterImport],
    generation: u64,
    rows: u64,
    now: Timestamp,
) -> Activation {
    let import = imports.iter().find(|one| one.generation == generation);
    let Some(import) = import.filter(|one| one.is_open()) else {
        return Activation::NotOpen;
    };
    if import.rows != rows {
        return Activation::Incomplete {
            loaded: import.rows,
        };
    }
    let before = in_force(imports);
    if let Some(before) = before.filter(|before| before.as_of > import.as_of) {
        return Activation::Outdated(before);
    }
    let earliest = before.and_then(|before| before.active_at).map(|at| {
        let next = at.as_millisecond().saturating_add(1);
        Timestamp::from_millisecond(next).unwrap_or(at)
    });
    Activation::Activated(MasterImport {
        active_at: Some(earliest.map_or(now, |earliest| earliest.max(now))),
        ..*import
    })
}

/// The import whose rows count.
pub fn in_force(imports: &[MasterImport]) -> Option<MasterImport> {
    let active = imports.iter().filter(|import| import.active_at.is_some());
    active.max_by_key(|import| import.active_at).copied()
}

/// Imports of the whole GST master.
///
/// One import is open at most. Its rows are nobody's until it is activated; from that commit on
/// every reader has them all, and none of the import before.
#[async_trait]
pub trait MasterImports: Send + Sync + 'static {
    /// Begins an import, or finds the one that was begun. Nothing changes when it is refused.
    async fn begin_import(&self, new: NewImport) -> StoreResult<ImportStart>;

    /// Loads a batch, whole or not at all: in ascending order, behind all that is loaded.
    async fn load_taxpayers(
        &self,
        generation: u64,
        rows: Vec<ImportedTaxpayer>,
    ) -> StoreResult<LoadOutcome>;

    /// Brings an import into force, if exactly so many rows are loaded.
    async fn activate_import(
        &self,
        generation: u64,
        rows: u64,
        now: Timestamp,
    ) -> StoreResult<Activation>;

    /// All imports, ascending.
    async fn imports(&self) -> StoreResult<Vec<MasterImport>>;

    /// Takes away at most so many rows of an import that was in force or was given up, after this
    /// GSTIN in ascending order. Returns the last one; `None` when there was nothing to take, also
    /// because the import is open or in force.
    async fn take_away_rows(
        &self,
        generation: u64,
        after: Option<&Gstin>,
        rows_max: u32,
    ) -> StoreResult<Option<Gstin>>;
}
