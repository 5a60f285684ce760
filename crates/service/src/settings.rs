//! What an operator may set. The default is what a real portal runs with.
//!
//! Units stand last in the names: `_s` seconds, `_ms` milliseconds, `_bytes`. Limits are the
//! largest value that is still accepted.

use std::path::PathBuf;

use einvoice::facts::Policy;

use crate::limit::Allowance;
use crate::retention::DOCUMENTS_MONTHS_MIN;

/// All settings of the use cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The portal's name on its pages and in its messages.
    pub brand: String,
    /// The issuer in every token. Never another portal's name.
    pub issuer: String,
    /// Whether this is a sandbox, which pages and prints then say.
    pub sandbox: bool,
    /// Where the portal is reached, without a slash at the end.
    pub portal_url: String,
    /// Acknowledgement numbers and e-way bill numbers.
    pub ack: AckSettings,
    /// What is accepted in documents.
    pub policy: Policy,
    /// One-time passwords.
    pub otp: OtpSettings,
    /// Logging in.
    pub login: LoginSettings,
    /// Browser sessions.
    pub session: SessionSettings,
    /// NIC's API.
    pub api: ApiSettings,
    /// How long after its acknowledgement a document may be cancelled.
    pub cancel_window_s: u32,
    /// How long after it was made an e-way bill may be cancelled.
    pub bill_cancel_window_s: u32,
    /// Uploads on the portal.
    pub upload: UploadSettings,
    /// User Ids and passwords.
    pub credentials: CredentialSettings,
    /// The local copy of the GST master.
    pub taxpayers: TaxpayerSettings,
    /// How long things are kept.
    pub retention: RetentionSettings,
}

/// How long things are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionSettings {
    /// Documents: months after the annual return of their financial year is due.
    pub documents_months: u32,
    /// Messages.
    pub messages_days: u32,
    /// Feedback.
    pub feedback_days: u32,
}

/// Acknowledgement numbers and e-way bill numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AckSettings {
    /// First digit, 1 to 9.
    pub irp_digit: u8,
    /// Second digit, 0 to 9.
    pub node_digit: u8,
    /// How many numbers of either kind a process reserves at once. What it has not used when it
    /// dies is a gap.
    pub block: u32,
}

/// One-time passwords.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtpSettings {
    /// Digits of a code.
    pub digits: u8,
    /// How long a code is good.
    pub life_s: u32,
    /// Codes that may be tried against one that was sent.
    pub tries_max: u32,
    /// Least time between two sends for one GSTIN.
    pub gap_s: u32,
    /// Most sends for one GSTIN in a window.
    pub sends_max: u32,
    /// The window.
    pub window_s: u32,
    /// How long a registration may take from its first step to the right code.
    pub flow_life_s: u32,
    /// How long the proof of a mobile is good for choosing credentials.
    pub proof_life_s: u32,
}

/// Logging in, on the pages and through the API alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginSettings {
    /// Wrong passwords in a row that block an account.
    pub tries_max: u32,
    /// How long it is blocked.
    pub block_s: u32,
    /// A refused login or code is not answered sooner than this, so that the time an answer takes
    /// does not tell why.
    pub refusal_floor_ms: u32,
    /// What is asked after the right password on the pages. NIC's API has no place for it.
    pub second_factor: SecondFactor,
    /// Most codes that are sent for logins of one GSTIN in the window of one-time passwords. Who
    /// knows a password causes them, so they are counted apart from those that anybody can cause.
    pub code_sends_max: u32,
}

/// What is asked after the right password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// Nothing.
    Off,
    /// A code that is sent to the registered mobile.
    OneTimePassword,
}

/// Browser sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionSettings {
    /// A session ends when it has not been used for this long.
    pub idle_s: u32,
    /// A session ends this long after its login, used or not.
    pub absolute_s: u32,
    /// The last use is written down at most this often.
    pub touch_gap_s: u32,
}

/// NIC's API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiSettings {
    /// Life of a token.
    pub token_life_s: u32,
    /// A new token is made on demand only when the old one has at most this long to live.
    pub refresh_window_s: u32,
    /// A token is still accepted this long after its end.
    pub old_token_grace_s: u32,
    /// Documents older than this are not handed out through the API (2283); `None`: at any age.
    pub details_window_days: Option<u32>,
    /// Clients that a GSTIN may have at a time.
    pub clients_max: u32,
    /// Largest request body.
    pub request_bytes_max: usize,
    /// Authentications that an address may try, right and wrong ones.
    pub authentications: Allowance,
}

/// Uploads on the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadSettings {
    /// Largest file.
    pub file_bytes_max: usize,
    /// Most documents in one file.
    pub documents_max: usize,
}

/// User Ids and passwords.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialSettings {
    /// Fewest characters of a User Id.
    pub user_name_min: u32,
    /// Most characters of a User Id.
    pub user_name_max: u32,
    /// Fewest characters of a password.
    pub password_min: u32,
    /// Most bytes of User Id and password together, as they stand in the JSON that an API client
    /// seals: one RSA block has room for no more.
    pub together_max: u32,
    /// Passwords that are hashed or checked at a time; each takes 19 MiB and a core.
    pub argon2_permits: u32,
    /// A file of passwords that nobody may choose; `None`: there is none.
    pub refused_file: Option<PathBuf>,
}

/// The local copy of the GST master.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxpayerSettings {
    /// A copy older than this is fetched anew when it is needed, and serves on if that fails.
    pub fresh_s: u32,
    /// The same for a copy that says that the registration is not active.
    pub recheck_s: u32,
    /// How long a process trusts what it has just read of a taxpayer.
    pub standing_cache_s: u32,
    /// How long a process remembers that the registry does not know a GSTIN.
    pub unknown_cache_s: u32,
    /// Before a document is refused for what is known of a party, the registry is asked about the
    /// party afresh: at most once in this time for a GSTIN, so that refused documents cannot flood
    /// the registry.
    pub afresh_gap_s: u32,
}

/// 24 hours.
const DAY_S: u32 = 86_400;

impl Default for Settings {
    fn default() -> Self {
        Self {
            brand: "Mohar".to_owned(),
            issuer: "Mohar".to_owned(),
            sandbox: false,
            portal_url: "http://127.0.0.1:8080".to_owned(),
            ack: AckSettings::default(),
            policy: Policy::default(),
            otp: OtpSettings::default(),
            login: LoginSettings::default(),
            session: SessionSettings::default(),
            api: ApiSettings::default(),
            cancel_window_s: DAY_S,
            bill_cancel_window_s: DAY_S,
            upload: UploadSettings::default(),
            credentials: CredentialSettings::default(),
            taxpayers: TaxpayerSettings::default(),
            retention: RetentionSettings::default(),
        }
    }
}

impl Settings {
    /// What a sandbox runs with: its own issuer, tokens that live an hour, and logins by password
    /// alone, so that the scripts of integrators go on working.
    pub fn sandbox() -> Self {
        Self {
            issuer: "Mohar Sandbox".to_owned(),
            sandbox: true,
            api: ApiSettings {
                token_life_s: 3_600,
                ..ApiSettings::default()
            },
            login: LoginSettings {
                second_factor: SecondFactor::Off,
                ..LoginSettings::default()
            },
            ..Self::default()
        }
    }
}

impl Default for RetentionSettings {
    fn default() -> Self {
        Self {
            documents_months: DOCUMENTS_MONTHS_MIN,
            messages_days: 90,
            feedback_days: 730,
        }
    }
}

impl Default for AckSettings {
    fn default() -> Self {
        Self {
            irp_digit: 9,
            node_digit: 1,
            block: 1_000,
        }
    }
}

impl Default for OtpSettings {
    fn default() -> Self {
        Self {
            digits: 6,
            life_s: 600,
            tries_max: 5,
            gap_s: 30,
            sends_max: 5,
            window_s: DAY_S,
            flow_life_s: 3_600,
            proof_life_s: 1_800,
        }
    }
}

impl Default for LoginSettings {
    fn default() -> Self {
        Self {
            tries_max: 3,
            block_s: 300,
            refusal_floor_ms: 250,
            second_factor: SecondFactor::OneTimePassword,
            code_sends_max: 30,
        }
    }
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self {
            idle_s: 900,
            absolute_s: 43_200,
            touch_gap_s: 15,
        }
    }
}

impl Default for ApiSettings {
    fn default() -> Self {
        Self {
            token_life_s: 21_600,
            refresh_window_s: 600,
            old_token_grace_s: 60,
            details_window_days: None,
            clients_max: 10,
            request_bytes_max: 2 * 1024 * 1024,
            // A provider logs the GSTINs of all its customers in from one address: at this rate
            // 216,000 within the life of a token.
            authentications: Allowance::new(600, 60),
        }
    }
}

impl Default for UploadSettings {
    fn default() -> Self {
        Self {
            file_bytes_max: 5 * 1024 * 1024,
            documents_max: 1_000,
        }
    }
}

impl Default for CredentialSettings {
    fn default() -> Self {
        Self {
            user_name_min: 6,
            user_name_max: 15,
            password_min: 8,
            together_max: 51,
            argon2_permits: 4,
            refused_file: None,
        }
    }
}

impl Default for TaxpayerSettings {
    fn default() -> Self {
        Self {
            fresh_s: 7 * DAY_S,
            recheck_s: 600,
            standing_cache_s: 60,
            unknown_cache_s: 10,
            afresh_gap_s: 60,
        }
    }
}
