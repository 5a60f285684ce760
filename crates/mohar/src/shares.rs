//! How much of something each network holds, so that none holds all of it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What networks hold, and how much of it each may hold. Nothing is remembered of a network that
/// holds nothing.
#[derive(Debug)]
pub(crate) struct Shares {
    max: u32,
    held: Mutex<HashMap<IpAddr, u32>>,
}

impl Shares {
    /// Nobody holds anything yet.
    pub(crate) fn new(max: u32) -> Arc<Self> {
        Arc::new(Self {
            max,
            held: Mutex::default(),
        })
    }

    /// An empty share for the network of an address.
    pub(crate) fn of(self: &Arc<Self>, address: IpAddr) -> Share {
        Share {
            shares: Arc::clone(self),
            network: service::network(address),
            count: 0,
        }
    }

    fn held(&self) -> MutexGuard<'_, HashMap<IpAddr, u32>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What somebody of a network holds; given back when this is dropped.
#[derive(Debug)]
pub(crate) struct Share {
    shares: Arc<Shares>,
    network: IpAddr,
    count: u32,
}

impl Share {
    /// Takes so many more, or none when the network would hold too many.
    pub(crate) fn grow(&mut self, by: u32) -> bool {
        let mut held = self.shares.held();
        let before = held.get(&self.network).copied().unwrap_or(0);
        let after = before.saturating_add(by);
        if after > self.shares.max {
            return false;
        }
        if after > 0 {
            held.insert(self.network, after);
        }
        self.count += by;
        true
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if let Entry::Occupied(mut held) = self.shares.held().entry(self.network) {
            let left = held.get().saturating_sub(self.count);
            if left == 0 {
                held.remove();
            } else {
                held.insert(left);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_network_gets_its_share_and_not_one_more() {
        let shares = Shares::new(3);
        let mut one = shares.of(address("203.0.113.1"));
        let mut two = shares.of(address("::ffff:203.0.113.1"));
        assert!(one.grow(2));
        assert!(!two.grow(2));
        assert!(two.grow(1));
        assert!(!one.grow(1));
        assert!(shares.of(address("203.0.113.2")).grow(3));
        drop(one);
        assert!(two.grow(2));
    }

    #[test]
    fn a_customer_s_whole_ipv6_network_is_one() {
        let shares = Shares::new(1);
        let mut one = shares.of(address("2001:db8:1:2::1"));
        let mut same = shares.of(address("2001:db8:1:2:ffff::9"));
        let mut other = shares.of(address("2001:db8:1:3::1"));
        assert!(one.grow(1));
        assert!(!same.grow(1));
        assert!(other.grow(1));
    }

    #[test]
    fn whoever_holds_nothing_is_forgotten() {
        let shares = Shares::new(5);
        for last in 0..200_u8 {
            let mut share = shares.of(IpAddr::from([203, 0, 113, last]));
            assert!(share.grow(0));
            assert!(share.grow(4));
            assert!(!share.grow(2));
        }
        assert!(shares.held().is_empty());
    }
}
