//! The portal's inside: what the use cases share.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use gst::Gstin;
use jiff::Timestamp;
use seal::audit::AuditHealth;
use seal::{Keys, Randomness};
use store::Store;
use store::api_access::ApiClient;
use tokio::sync::{OnceCell, Semaphore};

use crate::acknowledgement::AckNumbers;
use crate::api_caller::KnownToken;
use crate::cache::ExpiringCache;
use crate::clock::Clock;
use crate::counts::{Counters, Counts};
use crate::limit::SharedAllowances;
use crate::registry::GstRegistry;
use crate::registry_gate::RegistryGate;
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
    store: Arc<dyn Store>,
    clock: Clock,
    randomness: Randomness,
    /// Replaced as a whole when the key folder has changed.
    keys: RwLock<Arc<Keys>>,
    registry: GstRegistry,
    registry_gate: RegistryGate,
    settings: Settings,
    audit: AuditHealth,
    acknowledgements: AckNumbers,
    password_permits: Semaphore,
    counters: Counters,
    shared_allowances: SharedAllowances,
    parties: ExpiringCache<Gstin, CachedParty>,
    asked: ExpiringCache<Gstin, Arc<OnceCell<()>>>,
    unanswered: ExpiringCache<Gstin, ()>,
    clients: ExpiringCache<String, Option<ApiClient>>,
    tokens: ExpiringCache<[u8; 32], Option<KnownToken>>,
}

impl Irp {
    /// Puts a portal together that keeps no audit log. Nothing is read or written yet.
    pub fn new(parts: Parts) -> Self {
        Self::audited(parts, AuditHealth::default())
    }

    /// Puts a portal together that does nothing new while its audit log is broken. The log itself
    /// takes what is traced under the target `audit`.
    pub fn audited(parts: Parts, audit: AuditHealth) -> Self {
        let permits = usize::try_from(parts.settings.credentials.argon2_permits.max(1));
        Self(Arc::new(Inner {
            store: parts.store,
            clock: parts.clock,
            randomness: parts.randomness,
            keys: RwLock::new(Arc::new(parts.keys)),
            registry: parts.registry,
            registry_gate: RegistryGate::default(),
            settings: parts.settings,
            audit,
            acknowledgements: AckNumbers::default(),
            password_permits: Semaphore::new(permits.unwrap_or(1)),
            counters: Counters::default(),
            shared_allowances: SharedAllowances::default(),
            parties: ExpiringCache::new(CACHE_ENTRIES_MAX),
            asked: ExpiringCache::new(CACHE_ENTRIES_MAX),
            unanswered: ExpiringCache::new(CACHE_ENTRIES_MAX),
            clients: ExpiringCache::new(CACHE_ENTRIES_MAX),
            tokens: ExpiringCache::new(CACHE_ENTRIES_MAX),
        }))
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The keys as they are now. Whoever does several things that belong together takes them once.
    pub fn keys(&self) -> Arc<Keys> {
        let keys = self.0.keys.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&keys)
    }

    pub(crate) fn put_keys(&self, keys: Keys) -> Arc<Keys> {
        let mut held = self.0.keys.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut held, Arc::new(keys))
    }

    pub(crate) fn audit_health(&self) -> &AuditHealth {
        &self.0.audit
    }

    /// What is remembered.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.0.store
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The randomness.
    pub fn randomness(&self) -> &Randomness {
        &self.0.randomness
    }

    /// What this process did so far.
    pub fn counts(&self) -> Counts {
        self.0.counters.read()
    }

    pub(crate) fn counters(&self) -> &Counters {
        &self.0.counters
    }

    pub(crate) fn shared_allowances(&self) -> &SharedAllowances {
        &self.0.shared_allowances
    }

    pub(crate) fn registry(&self) -> &GstRegistry {
        &self.0.registry
    }

    pub(crate) fn registry_gate(&self) -> &RegistryGate {
        &self.0.registry_gate
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

    /// GSTINs about which the registry gave no answer lately.
    pub(crate) fn unanswered(&self) -> &ExpiringCache<Gstin, ()> {
        &self.0.unanswered
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
