//! A store that fails on demand: before it has written, or after, which is what a lost answer
//! looks like. Or it lets callers wait, so that two of them meet.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use einvoice::Irn;
use gst::Gstin;
use jiff::Timestamp;
use store::account_care::{AccountUse, Freezing, Living};
use store::accounts::{
    Account, AccountCreation, AccountId, ChangedPassword, Frozen, NewAccount, NewPassword,
    PasswordChange, PasswordReplacement,
};
use store::allowances::{AllowanceKind, AllowanceRate, Taking};
use store::api_access::{ApiClient, ApiToken, TokenIssue};
use store::authenticators::{
    Authenticator, AuthenticatorChange, CodeTries, Confirmation, ConfirmedAuthenticator,
    CountedCode, Proposal, ProposedAuthenticator, WaitingLogin,
};
use store::eway_bills::{
    BillCancelOutcome, BillNumberBlock, BillOutcome, BillSeries, EwayBill, NewBill,
};
use store::feedback::Feedback;
use store::invoices::{CancelOutcome, Counts, Existing, InvoiceFilter, Listed, Registration};
use store::line::{AckBlock, AckSeries, Cancellation, Registered, Sealed};
use store::master_imports::{
    Activation, ImportStart, ImportedTaxpayer, LoadOutcome, MasterImport, NewImport,
};
use store::messages::{AfterFailure, NewMessage, QueuedMessage, Route};
use store::proofs::{CodeToSend, CountedTry, Proof, SendLimits, SendOutcome};
use store::retention::{Expired, Purged};
use store::sealed::{Resealed, SealedColumn, SealedCount, SealedPlace, SealedValue};
use store::sessions::{OpenedBy, Session, SessionOpening};
use store::sqlite::SqliteStore;
use store::taxpayers::{EnableOutcome, Enablement, TaxpayerRecord};
use store::write_figures::WriteFigures;
use store::{
    AccountCare, Accounts, Allowances, ApiAccess, Authenticators, EwayBills, FeedbackBox,
    GroupCommit, Invoices, MasterImports, Outbox, Proofs, Retention, SealedValues, Sessions,
    StoreError, StoreResult, Taxpayers,
};
use tokio::sync::Semaphore;

/// When a verb fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fails {
    Before,
    After,
}

pub(crate) struct FlakyStore {
    inner: SqliteStore,
    failing: Mutex<Vec<(&'static str, Fails)>>,
    gates: Mutex<Vec<(&'static str, Arc<Gate>)>>,
}

/// Where callers of a verb wait until the test lets them go on.
pub(crate) struct Gate {
    arrived: Semaphore,
    open: Semaphore,
}

impl Gate {
    /// Waits until somebody stands before the gate.
    pub(crate) async fn somebody_waits(&self) {
        self.arrived.acquire().await.unwrap().forget();
    }

    /// Lets one of them through.
    pub(crate) fn let_one_through(&self) {
        self.open.add_permits(1);
    }
}

impl FlakyStore {
    pub(crate) fn new(inner: SqliteStore) -> Self {
        Self {
            inner,
            failing: Mutex::default(),
            gates: Mutex::default(),
        }
    }

    /// These verbs fail from now on.
    pub(crate) fn fail(&self, verbs: &[(&'static str, Fails)]) {
        *self.failing.lock().unwrap() = verbs.to_vec();
    }

    /// Callers of this verb wait from now on.
    pub(crate) fn hold(&self, verb: &'static str) -> Arc<Gate> {
        let gate = Arc::new(Gate {
            arrived: Semaphore::new(0),
            open: Semaphore::new(0),
        });
        self.gates.lock().unwrap().push((verb, gate.clone()));
        gate
    }

    async fn pass_gate(&self, verb: &'static str) {
        let gates = self.gates.lock().unwrap().clone();
        if let Some((_, gate)) = gates.into_iter().find(|(held, _)| *held == verb) {
            gate.arrived.add_permits(1);
            gate.open.acquire().await.unwrap().forget();
        }
    }

    fn may(&self, verb: &'static str, moment: Fails) -> StoreResult<()> {
        if self.failing.lock().unwrap().contains(&(verb, moment)) {
            return Err(StoreError::Unavailable(format!("{verb} fails on demand")));
        }
        Ok(())
    }
}

/// Passes verbs on.
macro_rules! pass_on {
    ($subject:ident: $($verb:ident($($name:ident: $kind:ty),*) -> $answer:ty;)*) => {
        #[async_trait]
        impl $subject for FlakyStore {
            $(async fn $verb(&self, $($name: $kind),*) -> StoreResult<$answer> {
                self.pass_gate(stringify!($verb)).await;
                self.may(stringify!($verb), Fails::Before)?;
                let answer = self.inner.$verb($($name),*).await;
                self.may(stringify!($verb), Fails::After)?;
                answer
            })*
        }
    };
}

pass_on! { Invoices:
    reserve_ack_numbers(series: AckSeries, count: u32) -> AckBlock;
    latest_acked_at() -> Option<Timestamp>;
    register(sealed: Sealed) -> Registration;
    existing(irn: &Irn) -> Option<Existing>;
    by_irn(irn: &Irn) -> Option<Registered>;
    by_ack_number(ack_number: u64) -> Option<Registered>;
    cancel(supplier: &Gstin, irn: &Irn, acked_since: Timestamp, cancellation: Cancellation)
        -> CancelOutcome;
    list(supplier: &Gstin, filter: &InvoiceFilter, before: Option<u64>, limit: u32) -> Vec<Listed>;
    counts(supplier: &Gstin, since: Timestamp) -> Counts;
}

pass_on! { EwayBills:
    reserve_bill_numbers(series: BillSeries, count: u32) -> BillNumberBlock;
    make_bill(bill: NewBill) -> BillOutcome;
    bill_of(irn: &Irn) -> Option<EwayBill>;
    bill(number: u64) -> Option<EwayBill>;
    cancel_bill(made_by: &Gstin, number: u64, made_since: Timestamp, cancellation: Cancellation)
        -> BillCancelOutcome;
    bills(supplier: &Gstin, before: Option<u64>, limit: u32) -> Vec<EwayBill>;
}

pass_on! { Accounts:
    create_account(new: NewAccount) -> AccountCreation;
    replace_password(new: NewPassword) -> PasswordReplacement;
    change_password(new: ChangedPassword) -> PasswordChange;
    account_by_user_name(user_name: &str) -> Option<Account>;
    account_by_gstin(gstin: &Gstin) -> Option<Account>;
    taken_user_names(candidates: &[String]) -> Vec<String>;
    login_failed(account: AccountId, tries: u32, block_until: Timestamp) -> Option<Timestamp>;
    login_succeeded(account: AccountId, at: Timestamp) -> ();
}

pass_on! { AccountCare:
    freeze_account(account: AccountId, frozen: Frozen) -> Freezing;
    unfreeze_account(account: AccountId) -> Option<Frozen>;
    account_use(account: AccountId, living: Living) -> AccountUse;
}

pass_on! { Authenticators:
    authenticator(account: AccountId) -> Option<Authenticator>;
    propose_authenticator(new: ProposedAuthenticator) -> Proposal;
    confirm_authenticator(confirmed: ConfirmedAuthenticator) -> Confirmation;
    remove_authenticator(change: AuthenticatorChange) -> bool;
    renew_recovery_codes(change: AuthenticatorChange, recovery_codes: Vec<[u8; 32]>) -> bool;
    is_recovery_code(account: AccountId, digest: &[u8; 32]) -> bool;
    waiting_login(proof: &[u8; 32]) -> Option<WaitingLogin>;
    count_code(
        account: AccountId, login: Option<[u8; 32]>, at: Timestamp, tries: CodeTries
    ) -> CountedCode;
}

pass_on! { Sessions:
    open_session(session: Session, by: OpenedBy, stale_before: Timestamp) -> SessionOpening;
    session(token_digest: &[u8; 32]) -> Option<(Session, Account)>;
    touch_session(token_digest: &[u8; 32], at: Timestamp) -> ();
    close_session(token_digest: &[u8; 32]) -> ();
    close_all_sessions(account: AccountId) -> u64;
    close_other_sessions(account: AccountId, kept: &[u8; 32]) -> u64;
    sessions_of(account: AccountId, limit: u32) -> Vec<Session>;
}

pass_on! { Proofs:
    start_proof(proof: Proof) -> ();
    proof(token_digest: &[u8; 32]) -> Option<Proof>;
    send_code(token_digest: &[u8; 32], code: CodeToSend, limits: SendLimits) -> SendOutcome;
    count_try(token_digest: &[u8; 32], now: Timestamp, tries_max: u32) -> Option<CountedTry>;
    proved(token_digest: &[u8; 32], code_digest: &[u8; 32], at: Timestamp) -> bool;
}

pass_on! { Taxpayers:
    put_taxpayer(record: TaxpayerRecord) -> ();
    taxpayer(gstin: &Gstin) -> Option<TaxpayerRecord>;
    enable(gstin: &Gstin, proof: Option<&[u8; 32]>, enablement: Enablement,
        notices: Vec<NewMessage>) -> EnableOutcome;
}

pass_on! { MasterImports:
    begin_import(new: NewImport) -> ImportStart;
    load_taxpayers(generation: u64, rows: Vec<ImportedTaxpayer>) -> LoadOutcome;
    activate_import(generation: u64, rows: u64, now: Timestamp) -> Activation;
    imports() -> Vec<MasterImport>;
    take_away_rows(generation: u64, after: Option<&Gstin>, rows_max: u32) -> Option<Gstin>;
}

pass_on! { ApiAccess:
    create_client(client: ApiClient, clients_max: u32) -> bool;
    client(client_id: &str) -> Option<ApiClient>;
    clients_of(owner: &Gstin) -> Vec<ApiClient>;
    revoke_client(owner: &Gstin, client_id: &str, at: Timestamp) -> bool;
    issue_token(token: ApiToken, password_hash: &str, keep_beyond: Timestamp) -> TokenIssue;
    token(token_digest: &[u8; 32]) -> Option<(ApiToken, Account)>;
}

pass_on! { Outbox:
    queue_messages(messages: Vec<NewMessage>) -> ();
    newest_messages(limit: u32) -> Vec<QueuedMessage>;
    claim_messages(route: Route, now: Timestamp, lease_s: u32, limit: u32) -> Vec<QueuedMessage>;
    message_sent(id: i64, receipt: Option<String>, at: Timestamp) -> bool;
    message_failed(id: i64, try_number: u32, reason: &str, then: AfterFailure) -> bool;
}

pass_on! { SealedValues:
    sealed_values(column: SealedColumn, after: Option<SealedPlace>, limit: u32) -> Vec<SealedValue>;
    replace_sealed(column: SealedColumn, values: Vec<Resealed>) -> u64;
    count_sealed(column: SealedColumn) -> Vec<SealedCount>;
}

pass_on! { Retention:
    count_expired(expired: Expired) -> u64;
    purge(expired: Expired, limit: u32) -> Purged;
}

pass_on! { FeedbackBox:
    leave_feedback(feedback: Feedback) -> ();
    feedback(limit: u32) -> Vec<Feedback>;
}

pass_on! { Allowances:
    take_allowance(
        kind: AllowanceKind, network: IpAddr, now: Timestamp, rate: AllowanceRate
    ) -> Taking;
    forget_full_allowances(now: Timestamp, limit: u32) -> u32;
}

impl GroupCommit for FlakyStore {
    fn write_figures(&self) -> WriteFigures {
        self.inner.write_figures()
    }
}
