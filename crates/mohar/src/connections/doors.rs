//! How many connections may be open, in all and from one network.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use ipnet::IpNet;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Limits;
use crate::shares::{Share, Shares};

/// A listener's doors.
#[derive(Debug)]
pub(crate) struct Doors {
    connections_max: u32,
    places: Arc<Semaphore>,
    shares: Arc<Shares>,
    /// Proxies, each of which brings the connections of many.
    exempt: Arc<[IpNet]>,
    /// Whether it was said that all places are taken.
    full: AtomicBool,
    /// Not told by the places: one of them is held for whoever comes next.
    open: AtomicU32,
    shut: AtomicU64,
}

/// A connection's place, and its part of what its network may have.
#[derive(Debug)]
pub(crate) struct Admitted {
    doors: Arc<Doors>,
    _place: OwnedSemaphorePermit,
    _share: Option<Share>,
}

impl Drop for Admitted {
    fn drop(&mut self) {
        self.doors.open.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Doors {
    /// All open.
    pub(crate) fn new(limits: Limits, exempt: Arc<[IpNet]>) -> Arc<Self> {
        Arc::new(Self {
            connections_max: limits.connections_max,
            places: Arc::new(Semaphore::new(limits.connections_max as usize)),
            shares: Shares::new(limits.connections_per_address_max),
            exempt,
            full: AtomicBool::new(false),
            open: AtomicU32::new(0),
            shut: AtomicU64::new(0),
        })
    }

    /// A place, once there is one.
    pub(super) async fn place(&self) -> OwnedSemaphorePermit {
        let free = self.places.available_permits();
        if free == 0 && !self.full.swap(true, Ordering::Relaxed) {
            let connections_max = self.connections_max;
            tracing::warn!(connections_max, "all connections are taken: others wait");
        } else if free > self.connections_max as usize / 8 {
            // Not at the first free one: where many wait, that would be said without end.
            self.full.store(false, Ordering::Relaxed);
        }
        let place = Arc::clone(&self.places).acquire_owned().await;
        place.expect("the semaphore is never closed")
    }

    /// Lets a connection in, if its network has not too many already.
    pub(super) fn admitted(
        self: &Arc<Self>,
        place: OwnedSemaphorePermit,
        address: SocketAddr,
    ) -> Option<Admitted> {
        let address = address.ip().to_canonical();
        let share = if self.is_exempt(address) {
            None
        } else {
            let mut share = self.shares.of(address);
            if !share.grow(1) {
                self.shut.fetch_add(1, Ordering::Relaxed);
                return None;
            }
            Some(share)
        };
        self.open.fetch_add(1, Ordering::Relaxed);
        Some(Admitted {
            doors: Arc::clone(self),
            _place: place,
            _share: share,
        })
    }

    fn is_exempt(&self, address: IpAddr) -> bool {
        self.exempt.iter().any(|network| network.contains(&address))
    }

    /// Waits until all connections have ended.
    pub(super) async fn deserted(&self) {
        // All places are free when all tasks have ended.
        let _ = self.places.acquire_many(self.connections_max).await;
    }

    /// How many are open.
    pub(crate) fn open(&self) -> u32 {
        self.open.load(Ordering::Relaxed)
    }

    /// How many may be.
    pub(crate) fn connections_max(&self) -> u32 {
        self.connections_max
    }

    /// How many were closed at once, because their network had too many.
    pub(crate) fn shut(&self) -> u64 {
        self.shut.load(Ordering::Relaxed)
    }
}
