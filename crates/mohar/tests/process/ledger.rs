//! What callers were answered while things died, and whether all of it is there afterwards.
//!
//! Callers behave as clients are told to: what got no answer, or a 503, is sent again until it is
//! answered. An answer is the registration itself or, when the reply to an earlier try was lost,
//! 2150 with its IRN. Every answer is written down here and held against what the portal and the
//! database say in the end.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use nic_client::{Client, Error, Registration};
use service::{AccountOrder, ReadyAccount};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::support::invoice;
use crate::support::portal::{Installation, PortalProcess};

/// How long a caller waits before it sends a document again.
const AGAIN_AFTER: Duration = Duration::from_millis(100);

/// The whole register of a PostgreSQL database, a document a line, as [`Ledger::check_rows`]
/// reads it.
pub(crate) const ROWS: &str = "
    SELECT concat_ws(' ', encode(irn, 'hex'), ack_no, encode(invoice_signature, 'hex'),
                     encode(qr_signature, 'hex')) FROM invoices";

/// An account, and the key that its logins are sealed with.
pub(crate) type Account = (ReadyAccount, String);

/// Everything that was answered. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Ledger(Arc<Inner>);

#[derive(Default)]
struct Inner {
    answers: Mutex<Answers>,
    is_over: AtomicBool,
}

#[derive(Default)]
struct Answers {
    /// By IRN: whose, and what was answered.
    registered: BTreeMap<String, (usize, Registration)>,
    /// When each answer came.
    at: Vec<Instant>,
    counts: Counts,
}

/// How the calls ended.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// With a registration, at the first or a later try.
    pub(crate) registered: usize,
    /// With 2150: an earlier try had taken effect and its reply was lost.
    pub(crate) known_already: usize,
    /// With a 503-class answer: sent again.
    pub(crate) refused: usize,
    /// Without an answer: sent again.
    pub(crate) unanswered: usize,
}

/// Callers at work.
pub(crate) struct Load {
    ledger: Ledger,
    callers: JoinSet<()>,
}

/// Accounts of so many suppliers, made as an operator does.
pub(crate) async fn accounts(installation: &Installation, suppliers: usize) -> Vec<Account> {
    let irp = installation.irp().await;
    let mut accounts = Vec::new();
    for number in 0..suppliers {
        let gstin = gst::Gstin::with_check_digit(&format!("29AAHCC77{number:02}K1Z")).unwrap();
        let order = AccountOrder {
            gstin,
            user_name: None,
            password: None,
            turnover: None,
            enabled: None,
        };
        let account = irp.make_account(order).await.unwrap();
        accounts.push((account, irp.login_public_key_pem()));
    }
    accounts
}

impl Ledger {
    /// Puts callers to work: for every account so many, which go around the portals. Each rests
    /// for a while after an answer.
    pub(crate) fn load(
        &self,
        portals: &[&PortalProcess],
        accounts: &[Account],
        callers_each: usize,
        rest: Duration,
    ) -> Load {
        let mut callers = JoinSet::new();
        for (supplier, account) in accounts.iter().enumerate() {
            let clients: Vec<_> = portals.iter().map(|one| one.client(account)).collect();
            for caller in 0..callers_each {
                let ledger = self.clone();
                let caller = Caller {
                    supplier,
                    gstin: account.0.gstin.to_string(),
                    clients: clients.clone(),
                    turn: caller,
                    series: format!("K{supplier}/{caller}/"),
                    rest,
                };
                callers.spawn(async move { caller.work(&ledger).await });
            }
        }
        let ledger = self.clone();
        Load { ledger, callers }
    }

    /// How the calls ended so far.
    pub(crate) fn counts(&self) -> Counts {
        self.lock().counts
    }

    /// The longest time without an answer from one moment to another.
    pub(crate) fn longest_pause(&self, from: Instant, until: Instant) -> Duration {
        let (mut longest, mut last) = (Duration::ZERO, from);
        let mut moments: Vec<_> = self.lock().at.clone();
        moments.retain(|at| (from..until).contains(at));
        moments.sort_unstable();
        moments.push(until);
        for at in moments {
            longest = longest.max(at - last);
            last = at;
        }
        longest
    }

    /// Asks the portal for everything that was answered: it says the same, to the byte.
    pub(crate) async fn check_through(&self, portal: &PortalProcess, accounts: &[Account]) {
        let clients: Vec<_> = accounts.iter().map(|one| portal.client(one)).collect();
        let registered: Vec<_> = self.lock().registered.values().cloned().collect();
        assert!(!registered.is_empty());
        for (supplier, answered) in registered {
            let found = clients[supplier].get_by_irn(&answered.irn).await.unwrap();
            assert_eq!(found, answered);
        }
    }

    /// Holds the rows of [`ROWS`] against the answers: each is there with its number and its
    /// signatures, no document is there twice, and no number was given to two. Returns how many
    /// rows there are.
    pub(crate) fn check_rows(&self, rows: &str) -> usize {
        let (mut stored, mut numbers) = (HashMap::new(), HashSet::new());
        for row in rows.lines() {
            let parts: Vec<_> = row.split(' ').collect();
            let [irn, number, invoice, code] = parts.try_into().unwrap();
            let number: u64 = number.parse().unwrap();
            assert!(numbers.insert(number), "{number} was given out twice");
            let other = stored.insert(irn, (number, invoice, code));
            assert_eq!(other, None, "{irn} is there twice");
        }
        let answers = self.lock();
        for (irn, (_, answered)) in &answers.registered {
            let (number, invoice, code) = stored
                .get(irn.as_str())
                .unwrap_or_else(|| panic!("{irn} was answered and is lost"));
            assert_eq!(*number, answered.ack_no, "{irn}");
            assert_eq!(*invoice, signature(&answered.signed_invoice), "{irn}");
            assert_eq!(*code, signature(&answered.signed_qr_code), "{irn}");
        }
        stored.len()
    }

    fn count(&self, outcome: &Result<Registration, Error>, is_known: bool) {
        let counts = &mut self.lock().counts;
        let kind = match outcome {
            Ok(_) if is_known => &mut counts.known_already,
            Ok(_) => &mut counts.registered,
            Err(Error::Transport(_)) => &mut counts.unanswered,
            Err(away) if is_away(away) => &mut counts.refused,
            Err(other) => panic!("{other}"),
        };
        *kind += 1;
    }

    fn lock(&self) -> MutexGuard<'_, Answers> {
        self.0.answers.lock().unwrap()
    }

    /// Writes an answer down.
    fn answered(&self, supplier: usize, registration: Registration) {
        let mut answers = self.lock();
        answers.at.push(Instant::now());
        let irn = registration.irn.clone();
        let other = answers.registered.insert(irn, (supplier, registration));
        assert!(other.is_none(), "two documents have one IRN: {other:?}");
    }
}

impl Load {
    /// Lets every caller finish the document that it is at, and waits for them.
    pub(crate) async fn end(mut self) {
        self.ledger.0.is_over.store(true, Ordering::Relaxed);
        while let Some(ended) = self.callers.join_next().await {
            ended.unwrap();
        }
    }
}

/// One caller.
struct Caller {
    supplier: usize,
    gstin: String,
    /// Its client at each portal.
    clients: Vec<Client>,
    /// Which portal is next.
    turn: usize,
    /// What its documents' numbers begin with.
    series: String,
    rest: Duration,
}

impl Caller {
    async fn work(mut self, ledger: &Ledger) {
        for count in 1_u32.. {
            if ledger.0.is_over.load(Ordering::Relaxed) {
                return;
            }
            let document = invoice(&self.gstin, &format!("{}{count}", self.series));
            let registration = self.register(&document, ledger).await;
            ledger.answered(self.supplier, registration);
            sleep(self.rest).await;
        }
    }

    /// Sends a document until it is answered.
    async fn register(&mut self, document: &str, ledger: &Ledger) -> Registration {
        let mut tries = 0_u32;
        loop {
            tries += 1;
            self.turn += 1;
            let client = &self.clients[self.turn % self.clients.len()];
            let (outcome, is_known) = match client.generate(document).await {
                Err(duplicate) if duplicate.has_code("2150") => {
                    assert!(tries > 1, "{duplicate}: it was sent once");
                    let api = duplicate.api();
                    let irn = api.and_then(|api| api.registered_irn()).unwrap();
                    (client.get_by_irn(irn).await, true)
                }
                outcome => (outcome, false),
            };
            ledger.count(&outcome, is_known);
            if let Ok(registration) = outcome {
                return registration;
            }
            sleep(AGAIN_AFTER).await;
        }
    }
}

/// Whether an answer asks to be asked again.
fn is_away(error: &Error) -> bool {
    error.has_code("5001") || matches!(error, Error::Status { status, .. } if *status == 503)
}

/// The signature of a token, in hex.
fn signature(token: &str) -> String {
    let last = token.rsplit('.').next().unwrap_or_default();
    hex::encode(URL_SAFE_NO_PAD.decode(last).unwrap())
}
