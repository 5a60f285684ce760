//! What can go wrong on the way to an answer, and what the portal may answer instead.

use std::fmt;

use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

/// A call that did not succeed.
#[derive(Debug, Error)]
pub enum Error {
    /// The portal understood the call and refused it.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The portal could not be reached, or the connection broke. The call may have taken effect.
    #[error("the portal cannot be reached")]
    Transport(#[from] reqwest::Error),
    /// An answer outside the protocol, from the portal or from something in front of it.
    #[error("the portal answered with HTTP status {status}")]
    Status {
        /// The HTTP status.
        status: u16,
        /// The beginning of the body.
        body: String,
    },
    /// An answer that is not in NIC's wire format.
    #[error("the answer cannot be read: {0}")]
    Unreadable(&'static str),
    /// An answer longer than any that the protocol has.
    #[error("the answer is longer than {limit_bytes} bytes")]
    TooLong {
        /// Bytes that are read.
        limit_bytes: usize,
    },
    /// The answer's encryption does not fit the session.
    #[error("the answer cannot be decrypted")]
    Envelope(#[from] seal::EnvelopeFault),
    /// The portal's login key cannot be used, or the credentials do not fit in its block.
    #[error("the credentials cannot be sealed")]
    LoginKey(#[from] seal::KeyFault),
    /// A setting that no request can carry.
    #[error("the setting {0} cannot be sent in a header or an address")]
    Setting(&'static str),
}

impl Error {
    /// The portal's refusal, if that is what it is.
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }

    /// Whether the portal refused with this code.
    pub fn has_code(&self, code: &str) -> bool {
        self.api().is_some_and(|error| error.has_code(code))
    }
}

/// A refusal: everything that the portal found wrong, and what it says besides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiError {
    /// What is wrong, in the portal's order.
    pub errors: Vec<ApiFault>,
    /// What the portal says besides: with 2150, which registration is there already.
    pub info: Vec<InfoDetail>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct ApiFault {
    /// The code, four digits as a rule.
    #[serde(rename = "ErrorCode", deserialize_with = "crate::lenient::text")]
    pub code: String,
    /// What the portal says about it.
    #[serde(
        rename = "ErrorMessage",
        default,
        deserialize_with = "crate::lenient::text"
    )]
    pub message: String,
}

/// Something that the portal says besides its answer.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct InfoDetail {
    /// What it is about: `DUPIRN`, `EWBERR`, `EWBPPD`…
    #[serde(rename = "InfCd")]
    pub code: String,
    /// An object, a list or a text, depending on the code.
    #[serde(rename = "Desc", default)]
    pub description: Value,
}

impl ApiError {
    /// Whether one of the faults has this code.
    pub fn has_code(&self, code: &str) -> bool {
        self.errors.iter().any(|fault| fault.code == code)
    }

    /// The codes, in the portal's order.
    pub fn codes(&self) -> Vec<&str> {
        self.errors
            .iter()
            .map(|fault| fault.code.as_str())
            .collect()
    }

    /// With 2150 and 2295: the IRN under which the document is registered already.
    pub fn registered_irn(&self) -> Option<&str> {
        self.info
            .iter()
            .filter(|info| info.code.starts_with("DUPIRN"))
            .find_map(|info| info.description.get("Irn")?.as_str())
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the portal refused the call")?;
        let mut separator = ": ";
        for fault in &self.errors {
            write!(formatter, "{separator}{} {}", fault.code, fault.message)?;
            separator = "; ";
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}
