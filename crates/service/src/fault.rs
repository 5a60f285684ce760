//! How a use case fails.

use einvoice::finding::Finding;
use store::StoreError;
use store::invoices::Existing;
use store::line::Registered;

use crate::codes;
use crate::compare::Difference;
use crate::irp::Irp;

/// Seconds after which asking a database again makes sense.
const DATABASE_RETRY_S: u32 = 5;

/// The system's own failure, logged once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Something outside cannot be reached; trying again later helps.
    #[error("{} is not available", .0.what)]
    Unavailable(Unavailable),
    /// Something that should never happen; the log tells more under this reference.
    #[error("internal failure {reference}")]
    Internal {
        /// What to quote to the operator.
        reference: String,
    },
}

/// Something outside cannot be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable {
    /// What: `database`, `registry`, `password check`, `signing key` or `audit log`.
    pub what: &'static str,
    /// When to try again, in seconds.
    pub retry_after_s: u32,
}

/// How a use case of the pages fails.
#[derive(Debug)]
pub enum Failure<R> {
    /// It was refused, and the page tells why.
    Refused(R),
    /// The system failed.
    Trouble(Trouble),
}

impl<R> From<Trouble> for Failure<R> {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

/// How a use case of the API line fails.
#[derive(Debug)]
pub enum Fault {
    /// It was refused: one finding or more, all of one phase.
    Refused(Vec<Finding>),
    /// The document is registered already.
    Duplicate(Box<DuplicateDocument>),
    /// Something outside cannot be reached.
    Unavailable(Unavailable),
    /// Something that should never happen.
    Internal {
        /// What to quote to the operator.
        reference: String,
    },
}

impl Fault {
    /// A refusal for one reason, without pointer or particulars.
    pub(crate) fn code(code: &'static str) -> Self {
        Self::Refused(vec![Finding::new(codes::entry(code), "")])
    }

    /// A refusal for one reason at a place.
    pub(crate) fn at(code: &'static str, pointer: &str) -> Self {
        Self::Refused(vec![Finding::new(codes::entry(code), pointer)])
    }
}

impl From<Failure<Vec<Finding>>> for Fault {
    fn from(failure: Failure<Vec<Finding>>) -> Self {
        match failure {
            Failure::Refused(findings) => Self::Refused(findings),
            Failure::Trouble(trouble) => trouble.into(),
        }
    }
}

impl From<Trouble> for Fault {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Unavailable(unavailable) => Self::Unavailable(unavailable),
            Trouble::Internal { reference } => Self::Internal { reference },
        }
    }
}

/// A document that is registered already.
#[derive(Debug)]
pub struct DuplicateDocument {
    /// 2150, or 2278 when the registered document has been cancelled.
    pub finding: Finding,
    /// What is registered.
    pub existing: Existing,
    /// The registered document, when it was at hand.
    pub registered: Option<Registered>,
    /// Whether the registered document was compared with the one sent: only for its supplier, and
    /// only while it is not cancelled.
    pub compared: bool,
    /// In which members they differ, at most [`crate::DIFFERENCES_MAX`]; empty when they were not
    /// compared.
    pub differences: Vec<Difference>,
}

impl DuplicateDocument {
    /// Whether the registered document equals the one sent; `None` when that was not looked at.
    pub fn equals_sent(&self) -> Option<bool> {
        self.compared.then_some(self.differences.is_empty())
    }
}

impl Irp {
    /// What a store answered, with its failure logged.
    pub(crate) fn stored<T>(&self, answer: Result<T, StoreError>) -> Result<T, Trouble> {
        answer.map_err(|error| match error {
            StoreError::Unavailable(_) => {
                tracing::error!(%error, "database unavailable");
                Trouble::Unavailable(Unavailable {
                    what: "database",
                    retry_after_s: DATABASE_RETRY_S,
                })
            }
            error @ StoreError::Corrupt(_) => self.internal(&error),
        })
    }

    /// Logs what should never happen and gives it a reference.
    pub(crate) fn internal(&self, error: &dyn std::fmt::Display) -> Trouble {
        let reference = self.randomness().alphanumeric(12).to_ascii_uppercase();
        tracing::error!(%error, reference, "internal failure");
        Trouble::Internal { reference }
    }
}
