//! Several states.

use crate::StateCode;

/// A set of states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateSet(u128);

impl StateSet {
    /// Whether the state is one of them.
    pub fn contains(self, state: StateCode) -> bool {
        self.0 & bit(state) != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many there are.
    pub fn len(self) -> usize {
        // At most one for each of the 128 bits.
        self.0.count_ones() as usize
    }

    /// The states, in ascending order of their codes.
    pub fn iter(self) -> impl Iterator<Item = StateCode> {
        let all = StateCode::ALL.iter().copied();
        all.filter(move |state| self.contains(*state))
    }

    /// The states of both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl FromIterator<StateCode> for StateSet {
    fn from_iter<I: IntoIterator<Item = StateCode>>(states: I) -> Self {
        Self(states.into_iter().fold(0, |set, state| set | bit(state)))
    }
}

/// A state's number is at most 97, so that each has a bit of its own.
fn bit(state: StateCode) -> u128 {
    1 << state.number()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_exactly_what_was_put_in() {
        assert!(StateSet::default().is_empty());
        for state in StateCode::ALL {
            let set: StateSet = [*state].into_iter().collect();
            assert_eq!(set.iter().collect::<Vec<_>>(), [*state]);
            assert_eq!(set.len(), 1);
        }
        let all: StateSet = StateCode::ALL.iter().copied().collect();
        assert_eq!(all.len(), StateCode::ALL.len());
        assert_eq!(all.union(StateSet::default()), all);
    }
}
