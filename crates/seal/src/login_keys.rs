//! The login keys: clients seal under the newest, and while they change over, the older one opens
//! what they still seal under it.
//!
//! Which key a ciphertext was meant for is not written on it. So every key of the time is tried on
//! every ciphertext, always all of them and each with the same work whatever comes out
//! ([`LoginKey::open`] never fails): the time tells how many keys there are, which is public, and
//! nothing about the ciphertext. Then the first key under which complete credentials came out is
//! taken. A forger learns no more than with one key: a changed ciphertext is readable only if it
//! holds complete credentials under one of them, not when a padding merely happens to fit.
//!
//! The two parts of the older shape are chosen each by itself. Were the key that fits one part
//! used for the other, then a known password in the one would say whether the padding of the other
//! is right under the same key, and that would be the oracle.

use std::sync::Arc;

use jiff::Timestamp;

use crate::credentials::Opened;
use crate::key_window::{Window, active};
use crate::login_key::{LoginKey, Parts};

/// The login keys with the times in which each is published and opens.
#[derive(Debug)]
pub struct LoginKeys {
    keys: Vec<(Window, Arc<LoginKey>)>,
}

/// The login keys of a moment.
#[derive(Clone, Debug)]
pub struct LoginRing {
    /// The one that clients are to seal under.
    published: Arc<LoginKey>,
    /// The others that open.
    others: Vec<Arc<LoginKey>>,
}

impl LoginKeys {
    /// One key, published from `now` on.
    pub(crate) fn only(key: LoginKey, now: Timestamp) -> Self {
        Self {
            keys: vec![(Window::from(now), Arc::new(key))],
        }
    }

    /// Keys in the order in which they came; nothing if there are none.
    pub(crate) fn new(keys: Vec<(Window, Arc<LoginKey>)>) -> Option<Self> {
        (!keys.is_empty()).then_some(Self { keys })
    }

    /// The keys of a moment: the published one, and every other that has not been retired. A key
    /// that is not published yet opens already, so that no clock needs to be exact. When none is to
    /// be published the last in the list is: refusing everybody's login would help nobody.
    pub fn at(&self, now: Timestamp) -> LoginRing {
        let last = &self.keys[self.keys.len() - 1];
        let (_, published) = active(&self.keys, |key| key.0, now).unwrap_or(last);
        let others = self
            .keys
            .iter()
            .filter(|(window, _)| window.not_before.is_some() && !window.is_retired(now))
            .map(|(_, key)| key)
            .filter(|key| !Arc::ptr_eq(published, key));
        LoginRing {
            published: Arc::clone(published),
            others: others.cloned().collect(),
        }
    }
}

impl LoginRing {
    /// Opens a v1.04 login; see [`LoginKey::open`]. Never fails.
    pub fn open(&self, sealed: &str) -> Opened {
        let opened: Vec<Opened> = self.others.iter().map(|key| key.open(sealed)).collect();
        opened
            .into_iter()
            .fold(self.published.open(sealed), Opened::or)
    }

    /// Opens a v1.03 login; see [`LoginKey::open_parts`]. Never fails.
    pub fn open_parts(
        &self,
        user_name: &str,
        sealed_password: &str,
        sealed_app_key: &str,
        force_refresh: bool,
    ) -> Opened {
        let parts = |key: &Arc<LoginKey>| key.parts(sealed_password, sealed_app_key);
        let opened: Vec<Parts> = self.others.iter().map(parts).collect();
        opened
            .into_iter()
            .fold(parts(&self.published), Parts::or)
            .into_opened(user_name, force_refresh)
    }

    /// The public key in PEM that clients are to seal under.
    pub fn public_pem(&self) -> String {
        self.published.public_pem()
    }

    /// How many keys open.
    pub fn count(&self) -> usize {
        1 + self.others.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::{Credentials, Verdict};
    use crate::envelope::AppKey;
    use crate::login_public_key::LoginPublicKey;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn credentials() -> Credentials {
        Credentials {
            user_name: "mohar".to_owned(),
            password: "Correct#1".to_owned(),
            app_key: AppKey::from_bytes([7; 32]),
            force_refresh: false,
        }
    }

    /// Two keys: the first from 0 to 30, the second published from 10 on.
    struct Two {
        keys: LoginKeys,
        first: LoginPublicKey,
        second: LoginPublicKey,
    }

    fn two() -> Two {
        let (first, second) = (LoginKey::generate(), LoginKey::generate());
        let public = |key: &LoginKey| LoginPublicKey::from_pem(&key.public_pem()).unwrap();
        let window = |from, until: Option<i64>| Window {
            not_before: Some(at(from)),
            retired_at: until.map(at),
        };
        let publics = (public(&first), public(&second));
        let keys = vec![
            (window(0, Some(30)), Arc::new(first)),
            (window(10, None), Arc::new(second)),
        ];
        Two {
            keys: LoginKeys::new(keys).unwrap(),
            first: publics.0,
            second: publics.1,
        }
    }

    fn sealed(key: &LoginPublicKey) -> String {
        key.seal(credentials().to_plaintext().as_bytes()).unwrap()
    }

    #[test]
    fn both_keys_open_during_the_overlap_and_one_after_it() {
        let two = two();
        let accepted = |second, key: &LoginPublicKey| {
            let verdict = two.keys.at(at(second)).open(&sealed(key)).settle(true);
            verdict == Verdict::Accepted(credentials())
        };
        for second in [0, 9, 10, 29] {
            assert!(accepted(second, &two.first), "{second}");
            assert!(accepted(second, &two.second), "{second}");
        }
        assert!(!accepted(30, &two.first));
        assert!(accepted(30, &two.second));
        assert_eq!(two.keys.at(at(29)).count(), 2);
        assert_eq!(two.keys.at(at(30)).count(), 1);
    }

    #[test]
    fn the_published_key_changes_at_its_moment() {
        let two = two();
        let published = |second| two.keys.at(at(second)).public_pem();
        assert_eq!(published(0), published(9));
        assert_ne!(published(9), published(10));
        assert_eq!(published(10), published(30));
    }

    #[test]
    fn a_forgery_is_nobody_under_two_keys_and_always_the_same_one() {
        let ring = two().keys.at(at(20));
        for forgery in ["", "AAAA", &"A".repeat(344), &"*".repeat(600)] {
            let opened = ring.open(forgery);
            assert_eq!(opened.credentials(), ring.open(forgery).credentials());
            assert_eq!(opened.settle(true), Verdict::Unreadable);
        }
    }

    #[test]
    fn each_part_of_the_older_shape_is_opened_by_the_key_it_was_sealed_under() {
        let two = two();
        let ring = two.keys.at(at(20));
        let password = |key: &LoginPublicKey| key.seal(b"Correct#1").unwrap();
        let app_key = |key: &LoginPublicKey| key.seal(&[7; 32]).unwrap();
        for first in [&two.first, &two.second] {
            for second in [&two.first, &two.second] {
                let opened = ring.open_parts("mohar", &password(first), &app_key(second), false);
                assert_eq!(opened.credentials(), &credentials());
            }
            // Whether the other part can be read does not change what comes of the first.
            let opened = ring.open_parts("mohar", &password(first), "AAAA", false);
            assert_eq!(opened.credentials().password, "Correct#1");
            assert_ne!(opened.credentials().app_key, AppKey::from_bytes([7; 32]));
        }
    }

    #[test]
    fn what_no_key_reads_of_the_older_shape_is_a_wrong_password() {
        let ring = two().keys.at(at(20));
        let opened = ring.open_parts("mohar", "AAAA", "AAAA", false);
        assert_eq!(opened.settle(false), Verdict::WrongCredentials);
    }
}
