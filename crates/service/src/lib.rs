//! The use cases: register, log in, issue, cancel, look up, enable.
//!
//! [`Irp`] is the portal without its outside: HTTP, pages and the command line are above it, the
//! database is below it, and clock, randomness, keys and the GST registry come in as values. One
//! file is one use case. A use case judges and remembers; it never formats an answer.
//!
//! Three shapes of failure, chosen by who reads them:
//!
//! - [`Fault`] for what the API line does: codes of the catalogue with their pointers.
//! - [`Failure`] for what a page does: a refusal that the page explains, or [`Trouble`].
//! - [`Trouble`] when only the system can fail. It has been logged once when it is returned.
//!
//! docs/ISSUANCE.md tells the steps of issuing and what a crash after each leaves.

pub mod account_care;
mod acknowledgement;
mod actor;
mod afresh;
mod api_authenticate;
mod api_caller;
mod api_clients;
mod assess;
mod audit;
mod authenticator;
mod authenticator_changes;
mod authenticator_login;
mod begin;
mod cache;
mod cancel;
mod cancel_eway_bill;
mod change_password;
pub mod clock;
mod codes;
mod compare;
mod constant_work;
mod counts;
mod create_credentials;
pub mod credentials;
mod dashboard;
mod deliver;
mod documents;
mod enablement;
mod eway_bills;
mod fault;
pub mod feedback;
mod flow;
mod gstin_details;
mod inbox;
mod irp;
mod issue;
mod judge;
pub mod limit;
mod list_documents;
mod local_limit;
mod login;
mod make_eway_bill;
pub mod master_record;
pub mod messages;
mod new_password;
mod operator;
mod own_sessions;
mod public_keys;
mod recover;
mod reencrypt;
pub mod refused_passwords;
pub mod registry;
mod registry_gate;
mod registry_time;
mod rejected;
pub mod restored;
pub mod retention;
mod send_code;
mod session;
pub mod settings;
mod sign;
mod strangers;
mod taxpayers;
mod user_name;
mod verify_code;
mod verify_text;

pub use account_care::{
    AccountOverview, FreezeReason, FreezeRefused, UnfreezeRefused, WhichAccount,
};
pub use actor::Actor;
pub use api_authenticate::{AuthCall, AuthGrant, SealedCredentials};
pub use api_caller::{ApiCaller, CallHeaders};
pub use api_clients::{NewClient, TooManyClients};
pub use assess::Assessment;
pub use authenticator::{
    AuthenticatorRefused, AuthenticatorState, Proposed, RECOVERY_CODES, RecoveryCodes,
};
pub use authenticator_login::{AuthenticatorLoginRefused, AuthenticatorNeeded};
pub use begin::Stop;
pub use cancel::CancelledDocument;
pub use cancel_eway_bill::{
    BILL_REMARK_CHARS_MAX, BillCancelRefusal, BillCancelRefused, CancelledBill,
};
pub use change_password::{ChangeForm, ChangeRefused, PasswordChanged};
pub use clock::Clock;
pub use compare::{DIFFERENCES_MAX, Difference, differences};
pub use counts::{Counts, MessageCounts};
pub use create_credentials::{CredentialsCreated, CredentialsForm, CredentialsRefused};
pub use credentials::{CharacterClass, CredentialFault, GuessReason};
pub use dashboard::Dashboard;
pub use deliver::MessageToSend;
pub use enablement::{EnableRefused, Enabled, EnablementForm};
pub use fault::{DuplicateDocument, Failure, Fault, Trouble, Unavailable};
pub use feedback::{FeedbackEntry, FeedbackForm, FeedbackRefused};
pub use flow::{FlowToken, MobileProved, OtpSent, Stage, Started};
pub use inbox::InboxMessage;
pub use irp::{Irp, Parts};
pub use issue::Issued;
pub use limit::{Allowance, Limit};
pub use list_documents::{PAGE_ROWS, Page};
pub use local_limit::{LocalLimit, network};
pub use login::{LoggedIn, LoginRefused, LoginStep};
pub use make_eway_bill::{BillAttempt, MadeBill};
pub use operator::{AccountOrder, OrderRefused, ReadyAccount};
pub use own_sessions::OwnSession;
pub use recover::{PasswordForm, PasswordRefused, PasswordReplaced, Recovered};
pub use reencrypt::{Reencrypted, reencrypt};
pub use registry::{GstRegistry, RegistryFault, RegistryOptions};
pub use registry_gate::REGISTRY_WAITERS_MAX;
pub use registry_time::RegistryTime;
pub use send_code::{CodeRequest, NotSent, WhyNotSent};
pub use session::SignedIn;
pub use settings::Settings;
pub use taxpayers::KnownTaxpayer;
pub use user_name::Availability;
pub use verify_code::CodeRefused;
pub use verify_text::{
    LiveStatus, SignatureVerdict, TokenKind, TokenVerdict, Verification, tokens_in, verdict,
};
