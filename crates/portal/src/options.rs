//! What an operator may set about the pages.

use service::Allowance;

/// How much a browser must calculate when its address has used up its look-ups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkOptions {
    /// PBKDF2 rounds of one guess.
    pub rounds: u32,
    /// Most guesses that a challenge takes; at least half of them are always needed.
    pub guesses_max: u32,
    /// Seconds for which a challenge may be solved.
    pub life_s: u32,
}

/// What an operator may set about the pages.
#[derive(Clone, Debug)]
pub struct PortalOptions {
    /// GSTIN look-ups an address may make before it has to calculate or to wait.
    pub look_ups: Allowance,
    /// Logins an address may try, right and wrong ones: an account's own block does not stop who
    /// tries one password on many accounts.
    pub logins: Allowance,
    /// User Id availability checks an address may make.
    pub name_checks: Allowance,
    /// Documents an address may have checked without a login.
    pub checks: Allowance,
    /// Pieces of feedback an address may leave.
    pub feedback: Allowance,
    /// The calculation.
    pub work: WorkOptions,
    /// An address for help and for reports of weaknesses, shown on the contact page.
    pub contact_email: Option<String>,
}

impl Default for PortalOptions {
    fn default() -> Self {
        Self {
            look_ups: Allowance::new(10, 600),
            // An office behind one address logs in at once in the morning.
            logins: Allowance::new(30, 600),
            name_checks: Allowance::new(60, 60),
            // Each asks the GST master for its two parties.
            checks: Allowance::new(60, 600),
            feedback: Allowance::new(5, 600),
            // About a second on a desktop, a few on a cheap phone.
            work: WorkOptions {
                rounds: 2_000,
                guesses_max: 400,
                life_s: 600,
            },
            contact_email: None,
        }
    }
}
