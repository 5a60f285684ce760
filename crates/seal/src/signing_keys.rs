//! The signing keys: one signs, those before it are remembered, those after it wait.

use std::sync::Arc;

use jiff::Timestamp;

use crate::key_window::{Window, active};
use crate::signing_key::SigningKey;
use crate::verify::KeyRing;
use crate::verifying_key::VerifyingKey;

/// The signing keys with the times in which each signs.
#[derive(Debug)]
pub struct SigningKeys {
    keys: Vec<Held>,
}

/// One key: its public half for ever, its private half as long as it may sign.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) public: VerifyingKey,
    pub(crate) key: Option<Arc<SigningKey>>,
}

impl Held {
    fn window(&self) -> Window {
        self.public.window()
    }
}

impl SigningKeys {
    /// One key that signs from `now` on.
    pub(crate) fn only(key: SigningKey, now: Timestamp) -> Self {
        Self::new(vec![Held {
            public: key.public().within(Window::from(now)),
            key: Some(Arc::new(key)),
        }])
    }

    pub(crate) fn new(keys: Vec<Held>) -> Self {
        Self { keys }
    }

    /// The key that signs at a moment, if there is one. Whoever signs several things that belong
    /// together takes it once: it stays the same key whatever happens to the manifest meanwhile.
    ///
    /// A clock that stands before the first key's beginning gets the first: there was no other that
    /// it could have been, and a portal whose clock is wrong by a second goes on.
    pub fn at(&self, now: Timestamp) -> Option<Arc<SigningKey>> {
        let usable: Vec<&Held> = self.keys.iter().filter(|held| held.key.is_some()).collect();
        if let Some(held) = active(&usable, |held| held.window(), now) {
            return held.key.clone();
        }
        let begins = |held: &&Held| held.window().not_before;
        let first = self
            .keys
            .iter()
            .filter(|held| begins(held).is_some())
            .min_by_key(begins)?;
        let is_early = !first.window().has_begun(now);
        first.key.clone().filter(|_| is_early)
    }

    /// All that anybody may need to verify with: keys that signed, sign, or will sign at a time
    /// that is set. A key that waits for its turn without one is nobody's business yet.
    pub fn public(&self) -> Vec<VerifyingKey> {
        self.keys
            .iter()
            .filter(|held| held.window().not_before.is_some())
            .map(|held| held.public.clone())
            .collect()
    }

    /// The same, to check tokens with.
    pub fn ring(&self) -> KeyRing {
        KeyRing::new(self.public())
    }
}
