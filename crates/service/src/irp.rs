//! The portal's inside: what the use cases share.

use std::fmt;
use std::sync::Arc;

use gst::Gstin;
use jiff::Timestamp;
use seal::{KeyRing, Keys, Randomness};
use store::Store;
use store::api_access::ApiClient;
use tokio::sync::{OnceCell, Semaphore};

use crate::acknowledgement::AckNumbers;
use crate::api_caller::KnownToken;
use crate::cache::ExpiringCache;
use crate::clock::Clock;
use crate::registry::GstRegistry;
use crate::settings::Settings;
use crate::taxpayers::CachedParty;

/// Entries that a cache holds at most: some tens of megabytes for all of them together.
const CACHE_ENTRIES_MAX: usize = 50_000;

/// What a portal is put together from.
pub struct Parts {
    /// What is remembered.
    pub store: Arc<dyn Store>,
    /// What time it is.
    pub clock: Clock,
    /// Where codes, tokens and salts come from.
    pub randomness: Randomness,
    /// The portal's keys.
    pub keys: Keys,
    /// The GST common portal.
    pub registry: GstRegistry,
    /// Settings.
    pub settings: Settings,
}

/// The portal's inside. Clones share it.
#[derive(Clone)]
pub struct Irp(Arc<Inner>);

struct Inner {
    parts: Parts,
    key_ring: KeyRing,
    acknowledgements: AckNumbers,
    password_permits: Semaphore,
    parties: ExpiringCache<Gstin, CachedParty>,
    asked: ExpiringCache<Gstin, Arc<OnceCell<()>>>,
    clients: ExpiringCache<String, Option<ApiClient>>,
    tokens: ExpiringCache<[u8; 32], Option<KnownToken>>,
}

impl Irp {
    /// Puts a portal together. Nothing is read or written yet.
    pub fn new(parts: Parts) -> Self {
        let permits = usize::try_from(parts.settings.credentials.argon2_permits.max(1));
        Self(Arc::new(Inner {
            key_ring: KeyRing::new(vec![parts.keys.signing.public()]),
            acknowledgements: AckNumbers::default(),
            password_permits: Semaphore::new(permits.unwrap_or(1)),
            parties: ExpiringCache::new(CACHE_ENTRIES_MAX),
            asked: ExpiringCache::new(CACHE_ENTRIES_MAX),
            clients: ExpiringCache::new(CACHE_ENTRIES_MAX),
            tokens: ExpiringCache::new(CACHE_ENTRIES_MAX),
            parts,
        }))
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.0.parts.clock.now()
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.0.parts.settings
    }

    /// The keys.
    pub fn keys(&self) -> &Keys {
        &self.0.parts.keys
    }

    /// What is remembered.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.0.parts.store
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.parts.clock
    }

    /// The randomness.
    pub fn randomness(&self) -> &Randomness {
        &self.0.parts.randomness
    }

    pub(crate) fn registry(&self) -> &GstRegistry {
        &self.0.parts.registry
    }

    pub(crate) fn key_ring(&self) -> &KeyRing {
        &self.0.key_ring
    }

    pub(crate) fn acknowledgements(&self) -> &AckNumbers {
        &self.0.acknowledgements
    }

    pub(crate) fn password_permits(&self) -> &Semaphore {
        &self.0.password_permits
    }

    pub(crate) fn parties(&self) -> &ExpiringCache<Gstin, CachedParty> {
        &self.0.parties
    }

    /// GSTINs about which the registry was asked lately, or is being asked.
    pub(crate) fn asked(&self) -> &ExpiringCache<Gstin, Arc<OnceCell<()>>> {
        &self.0.asked
    }

    pub(crate) fn clients(&self) -> &ExpiringCache<String, Option<ApiClient>> {
        &self.0.clients
    }

    pub(crate) fn tokens(&self) -> &ExpiringCache<[u8; 32], Option<KnownToken>> {
        &self.0.tokens
    }
}

impl fmt::Debug for Irp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Irp")
            .field("settings", self.settings())
            .finish_non_exhaustive()
    }
}
