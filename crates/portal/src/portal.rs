//! What all handlers share.

use std::ops::Deref;
use std::sync::Arc;

use service::Irp;

use crate::limits::Limits;
use crate::options::PortalOptions;
use crate::pages::account::Memory;
use crate::work::Work;

/// What all handlers share; cheap to clone.
#[derive(Clone)]
pub struct Portal(Arc<Parts>);

/// The parts of a [`Portal`].
pub struct Parts {
    /// The use cases.
    pub irp: Irp,
    /// What one address may do.
    pub limits: Limits,
    /// The calculation for those who want to do more.
    pub work: Work,
    /// What the pages after login remember in this process.
    pub(crate) memory: Memory,
    /// What the operator set.
    pub options: PortalOptions,
    /// Whether the portal's address is HTTPS: stricter cookies, HSTS.
    pub secure: bool,
}

impl Portal {
    /// The portal of an IRP.
    pub fn new(irp: Irp, options: PortalOptions) -> Self {
        let secret = hex::encode(irp.keys().otp.digest("proof of work", b"portal"));
        Self(Arc::new(Parts {
            limits: Limits::new(&options, &irp),
            work: Work::new(options.work, secret, irp.randomness().clone()),
            memory: Memory::default(),
            secure: irp.settings().portal_url.starts_with("https://"),
            options,
            irp,
        }))
    }
}

impl Deref for Portal {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
