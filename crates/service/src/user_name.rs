//! Whether a User Id can be had, and others like it.

use crate::credentials::{CredentialFault, user_name_faults};
use crate::fault::Trouble;
use crate::irp::Irp;

/// User Ids that are suggested.
const SUGGESTIONS_MAX: usize = 3;
/// User Ids that are thought of, so that as many of them are free.
const CANDIDATES: u32 = 12;
/// Digits that are put behind a name.
const ADDED_DIGITS: usize = 3;

/// Whether a User Id can be had. What counts is Save; this is for whoever is typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// Nobody has it.
    Free,
    /// Somebody has it, perhaps in other letter case.
    Taken {
        /// Others like it that nobody has.
        suggestions: Vec<String>,
    },
    /// It cannot be a User Id.
    Malformed(CredentialFault),
}

impl Irp {
    /// Whether a User Id can be had.
    pub async fn user_name_availability(&self, user_name: &str) -> Result<Availability, Trouble> {
        let mut faults = user_name_faults(user_name, &self.settings().credentials);
        if !faults.is_empty() {
            return Ok(Availability::Malformed(faults.remove(0)));
        }
        let taken = self
            .store()
            .taken_user_names(&[user_name.to_ascii_lowercase()])
            .await;
        if self.stored(taken)?.is_empty() {
            return Ok(Availability::Free);
        }
        let suggestions = self.suggest_user_names(user_name).await?;
        Ok(Availability::Taken { suggestions })
    }

    /// User Ids like `user_name` that nobody has at this moment.
    pub(crate) async fn suggest_user_names(&self, user_name: &str) -> Result<Vec<String>, Trouble> {
        let length_max = self.settings().credentials.user_name_max as usize;
        let stem_max = length_max.saturating_sub(ADDED_DIGITS);
        let stem: String = user_name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(stem_max)
            .collect();
        let mut candidates: Vec<String> = Vec::new();
        for _ in 0..CANDIDATES {
            let candidate = format!("{stem}{}", self.randomness().digits(ADDED_DIGITS));
            if !candidates.contains(&candidate) {
                candidates.push(candidate);
            }
        }
        let lower: Vec<String> = candidates
            .iter()
            .map(|candidate| candidate.to_ascii_lowercase())
            .collect();
        let taken = self.stored(self.store().taken_user_names(&lower).await)?;
        candidates.retain(|candidate| !taken.contains(&candidate.to_ascii_lowercase()));
        candidates.truncate(SUGGESTIONS_MAX);
        Ok(candidates)
    }
}
