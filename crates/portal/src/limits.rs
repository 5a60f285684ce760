//! How much one address may do, so that the pages cannot be used to harvest the GST master.

use service::{Irp, Limit, LocalLimit};
use store::allowances::AllowanceKind;

use crate::options::PortalOptions;

/// The limits of the pages.
pub struct Limits {
    /// GSTIN look-ups.
    pub look_ups: Limit,
    /// Logins.
    pub logins: Limit,
    /// User Id availability checks. Asked with every key that is pressed, by who has proved a
    /// mobile for it: not worth a write to the database.
    pub name_checks: LocalLimit,
    /// Documents checked without a login.
    pub checks: Limit,
    /// Pieces of feedback.
    pub feedback: Limit,
}

impl Limits {
    /// The limits that the options name.
    pub fn new(options: &PortalOptions, irp: &Irp) -> Self {
        Self {
            look_ups: Limit::new(AllowanceKind::LookUps, options.look_ups, irp),
            logins: Limit::new(AllowanceKind::Logins, options.logins, irp),
            name_checks: LocalLimit::new(options.name_checks, irp.clock()),
            checks: Limit::new(AllowanceKind::Checks, options.checks, irp),
            feedback: Limit::new(AllowanceKind::Feedback, options.feedback, irp),
        }
    }
}
