//! Whose database it is. A sandbox's data is invented and its keys protect nothing; a mark in the
//! database keeps the two apart also when a file was copied from one folder to another.

use crate::{StoreError, StoreResult};

/// The issuer that every token of every sandbox names, and no portal's does.
pub const SANDBOX_ISSUER: &str = "Mohar Sandbox";

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
        Err(self.refusal())
    }

    /// Refuses a database without a mark that is the other kind's by what was signed in it, and,
    /// unless an operator has said whose it is, one that may be.
    pub(crate) fn judge_unmarked(self, found: Unmarked, doubt: Doubt) -> StoreResult<()> {
        let (own, others) = match self {
            Self::Portal => (found.signed_by_portal, found.signed_by_sandbox),
            Self::Sandbox => (found.signed_by_sandbox, found.signed_by_portal),
        };
        if others {
            return Err(self.refusal());
        }
        let is_doubtful = !own && found.has_accounts;
        // A sandbox that takes a portal's database spoils nobody's register, and nothing is signed
        // in this one.
        if self == Self::Portal && is_doubtful && doubt == Doubt::Refuse {
            return Err(StoreError::Corrupt(
                "it holds accounts and nothing that was signed, and is of a version that does not \
                 say whether it is a real portal's or a sandbox's; if it is this portal's, say so: \
                 `mohar migrate --adopt`"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    fn refusal(self) -> StoreError {
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
        StoreError::Corrupt(words.to_owned())
    }
}

/// What is in a database that does not say whose it is, as none of a version before 5 does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unmarked {
    /// A sandbox has signed documents in it.
    pub(crate) signed_by_sandbox: bool,
    /// Somebody else has.
    pub(crate) signed_by_portal: bool,
    /// It has accounts. Every sandbox that has ever run has.
    pub(crate) has_accounts: bool,
}

/// What becomes of a database of which nothing says for certain whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// It is left alone.
    Refuse,
    /// It is taken: an operator has said whose it is.
    Adopt,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All that can be found, and who takes it: a portal, a portal that was told, a sandbox.
    #[test]
    fn what_was_signed_tells_whose_a_database_is() {
        use InstallationKind::{Portal, Sandbox};
        for (by_sandbox, by_portal, has_accounts, takers) in [
            (false, false, false, [true, true, true]),
            (false, false, true, [false, true, true]),
            (false, true, true, [true, true, false]),
            (false, true, false, [true, true, false]),
            (true, false, true, [false, false, true]),
            (true, false, false, [false, false, true]),
            (true, true, true, [false, false, false]),
        ] {
            let found = Unmarked {
                signed_by_sandbox: by_sandbox,
                signed_by_portal: by_portal,
                has_accounts,
            };
            let taken = [
                Portal.judge_unmarked(found, Doubt::Refuse).is_ok(),
                Portal.judge_unmarked(found, Doubt::Adopt).is_ok(),
                Sandbox.judge_unmarked(found, Doubt::Refuse).is_ok(),
            ];
            assert_eq!(taken, takers, "{found:?}");
        }
    }
}
