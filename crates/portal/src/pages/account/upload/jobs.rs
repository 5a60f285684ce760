//! Uploads that are under way, and the results of those that are done.
//!
//! Results live in this process's memory for half an hour after the upload is done. What an
//! upload registers is durable at once, document by document, and stands in the list of invoices
//! whatever becomes of the job: when the process ends in the middle, the same file is uploaded
//! again, and the documents that were registered are answered with their IRNs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use store::accounts::AccountId;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::super::described::Described;
use super::Asked;
use super::outcome::{Line, Outcome};

/// Results are kept for so long after an upload is done.
pub(super) const RESULTS_LIFE: SignedDuration = SignedDuration::from_mins(30);

/// Uploads of one account that are kept; the oldest that is done makes room.
const JOBS_PER_ACCOUNT_MAX: usize = 3;

/// Uploads that are kept in all.
const JOBS_MAX: usize = 100;

/// Uploads under way at a time: each may hold a file of the largest size.
const RUNNING_MAX: usize = 16;

/// Findings and differences kept of all documents of an upload together; at least one of each
/// document is always kept.
const FINDINGS_PER_JOB_MAX: usize = 5_000;

/// One upload.
#[derive(Debug)]
pub(crate) struct Job {
    /// 128 random bits and more; still, only its account is shown it.
    pub(crate) id: String,
    /// What the elements of the file are.
    pub(crate) asked: Asked,
    /// Whose it is.
    pub(crate) account: AccountId,
    /// Documents in the file.
    pub(crate) total: usize,
    /// When it began.
    pub(crate) started_at: Timestamp,
    state: Mutex<State>,
    finished: Notify,
}

#[derive(Debug, Default)]
struct State {
    lines: Vec<Arc<Line>>,
    findings: usize,
    done_at: Option<Timestamp>,
}

impl Job {
    pub(super) fn new(
        id: String,
        asked: Asked,
        account: AccountId,
        total: usize,
        started_at: Timestamp,
    ) -> Self {
        Self {
            id,
            asked,
            account,
            total,
            started_at,
            state: Mutex::default(),
            finished: Notify::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds the next document's line.
    pub(super) fn add(&self, mut line: Line) {
        let mut state = self.state();
        let room = FINDINGS_PER_JOB_MAX.saturating_sub(state.findings);
        state.findings += line.keep_within(room);
        state.lines.push(Arc::new(line));
    }

    /// Marks the upload as done; documents without a line count as not tried.
    pub(super) fn finish(&self, now: Timestamp) {
        let mut state = self.state();
        while state.lines.len() < self.total {
            let document = Described::default();
            state.lines.push(Arc::new(Line {
                document,
                outcome: Outcome::NotTried,
            }));
        }
        state.done_at.get_or_insert(now);
        drop(state);
        self.finished.notify_waiters();
    }

    /// Waits until it is done.
    pub(super) async fn wait(&self) {
        // Made before the look, so that an end between look and wait is not missed.
        let finished = self.finished.notified();
        if self.done_at().is_none() {
            finished.await;
        }
    }

    /// When it was done.
    pub(super) fn done_at(&self) -> Option<Timestamp> {
        self.state().done_at
    }

    /// The lines so far.
    pub(super) fn lines(&self) -> Vec<Arc<Line>> {
        self.state().lines.clone()
    }

    fn is_over(&self, now: Timestamp) -> bool {
        self.done_at()
            .is_some_and(|at| now.duration_since(at) >= RESULTS_LIFE)
    }
}

/// Why an upload cannot begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoRoom {
    /// The account's earlier uploads are still under way.
    Yours,
    /// Too many others are.
    Others,
}

/// All uploads of this process.
#[derive(Debug, Default)]
pub(crate) struct Jobs {
    known: Mutex<HashMap<String, Arc<Job>>>,
    /// The work of those under way. It ends with the process, between two documents or in one:
    /// each is either registered for good by then or not at all.
    work: Mutex<JoinSet<()>>,
}

impl Jobs {
    /// Takes a new upload in.
    pub(super) fn open(&self, job: Job, now: Timestamp) -> Result<Arc<Job>, NoRoom> {
        let mut jobs = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.retain(|_, job| !job.is_over(now));
        let running = jobs.values().filter(|job| job.done_at().is_none()).count();
        if running >= RUNNING_MAX {
            return Err(NoRoom::Others);
        }
        let of_account = jobs
            .values()
            .filter(|other| other.account == job.account)
            .count();
        if of_account >= JOBS_PER_ACCOUNT_MAX
            && !remove_oldest(&mut jobs, |other| other.account == job.account)
        {
            return Err(NoRoom::Yours);
        }
        if jobs.len() >= JOBS_MAX && !remove_oldest(&mut jobs, |_| true) {
            return Err(NoRoom::Others);
        }
        let job = Arc::new(job);
        jobs.insert(job.id.clone(), Arc::clone(&job));
        Ok(job)
    }

    /// Starts the work of an upload.
    pub(super) fn start(&self, work: impl Future<Output = ()> + Send + 'static) {
        let mut under_way = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        while under_way.try_join_next().is_some() {}
        under_way.spawn(work);
    }

    /// An account's upload; somebody else's looks like one that is not there.
    pub(super) fn of(&self, account: AccountId, id: &str, now: Timestamp) -> Option<Arc<Job>> {
        let jobs = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let job = jobs.get(id)?;
        (job.account == account && !job.is_over(now)).then(|| Arc::clone(job))
    }
}

/// Removes the oldest upload that is done, if there is one.
fn remove_oldest(jobs: &mut HashMap<String, Arc<Job>>, which: impl Fn(&Job) -> bool) -> bool {
    let oldest = jobs
        .values()
        .filter(|job| which(job) && job.done_at().is_some())
        .min_by_key(|job| job.done_at())
        .map(|job| job.id.clone());
    oldest.is_some_and(|id| jobs.remove(&id).is_some())
}

#[cfg(test)]
mod tests {
    use einvoice::finding::Finding;
    use service::Difference;

    use super::super::outcome::{
        BillOutcome, Comparison, DIFFERENCES_PER_DOCUMENT_MAX, FINDINGS_PER_DOCUMENT_MAX,
    };
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a moment")
    }

    fn job(id: &str, account: i64) -> Job {
        Job::new(
            id.to_owned(),
            Asked::Documents,
            AccountId(account),
            1,
            at(0),
        )
    }

    #[test]
    fn only_its_account_sees_a_job_and_only_for_a_while() {
        let jobs = Jobs::default();
        let opened = jobs.open(job("a", 1), at(0)).expect("room");
        assert!(jobs.of(AccountId(1), "a", at(1)).is_some());
        assert!(jobs.of(AccountId(2), "a", at(1)).is_none());
        assert!(jobs.of(AccountId(1), "b", at(1)).is_none());
        opened.finish(at(10));
        let life = RESULTS_LIFE.as_secs();
        assert!(jobs.of(AccountId(1), "a", at(10 + life - 1)).is_some());
        assert!(jobs.of(AccountId(1), "a", at(10 + life)).is_none());
    }

    #[test]
    fn an_account_keeps_three_and_the_oldest_that_is_done_makes_room() {
        let jobs = Jobs::default();
        for id in ["a", "b", "c"] {
            assert!(jobs.open(job(id, 1), at(0)).is_ok());
        }
        assert_eq!(jobs.open(job("d", 1), at(0)).err(), Some(NoRoom::Yours));
        assert!(jobs.open(job("e", 2), at(0)).is_ok());
        jobs.of(AccountId(1), "b", at(0))
            .expect("it is there")
            .finish(at(5));
        assert!(jobs.open(job("d", 1), at(6)).is_ok());
        assert!(jobs.of(AccountId(1), "b", at(6)).is_none());
        assert!(jobs.of(AccountId(1), "a", at(6)).is_some());
    }

    #[test]
    fn no_more_than_so_many_are_under_way() {
        let jobs = Jobs::default();
        for index in 0..RUNNING_MAX {
            let account = i64::try_from(index).expect("a small number");
            assert!(jobs.open(job(&index.to_string(), account), at(0)).is_ok());
        }
        assert_eq!(jobs.open(job("x", 99), at(0)).err(), Some(NoRoom::Others));
    }

    #[test]
    fn findings_are_kept_up_to_a_limit_and_counted_beyond() {
        let entry = einvoice::catalogue::find("5002").expect("in the catalogue");
        let refused = |count: usize| Line {
            document: Described::default(),
            outcome: Outcome::Refused {
                findings: vec![Finding::new(entry, ""); count],
                more: 0,
            },
        };
        let kept = |job: &Job| match &job.lines().last().expect("a line").outcome {
            Outcome::Refused { findings, more } => (findings.len(), *more),
            other => panic!("{other:?}"),
        };
        let job = Job::new("a".to_owned(), Asked::Documents, AccountId(1), 200, at(0));
        job.add(refused(FINDINGS_PER_DOCUMENT_MAX));
        assert_eq!(kept(&job), (FINDINGS_PER_DOCUMENT_MAX, 0));
        job.add(refused(FINDINGS_PER_DOCUMENT_MAX + 1));
        assert_eq!(kept(&job), (FINDINGS_PER_DOCUMENT_MAX, 1));
        for _ in 0..FINDINGS_PER_JOB_MAX / FINDINGS_PER_DOCUMENT_MAX {
            job.add(refused(FINDINGS_PER_DOCUMENT_MAX));
        }
        assert_eq!(kept(&job), (1, FINDINGS_PER_DOCUMENT_MAX - 1));
    }

    #[test]
    fn findings_of_an_e_way_bill_count_like_those_of_a_document() {
        let entry = einvoice::catalogue::find("4011").expect("in the catalogue");
        let registered = |count: usize| Line {
            document: Described::default(),
            outcome: Outcome::Registered {
                irn: "5a".repeat(32).parse().expect("an IRN"),
                ack_number: 1,
                acked_at: at(0),
                eway_bill: Some(BillOutcome::Refused {
                    findings: vec![Finding::new(entry, ""); count],
                    more: 0,
                }),
            },
        };
        let max = FINDINGS_PER_DOCUMENT_MAX;
        for (found, room, kept) in [
            (0, 9, 0),
            (9, 9, 9),
            (9, 8, 8),
            (9, 0, 1),
            (max + 1, 99, max),
        ] {
            let mut line = registered(found);
            assert_eq!(line.keep_within(room), kept);
            let Outcome::Registered {
                eway_bill: Some(BillOutcome::Refused { findings, more }),
                ..
            } = line.outcome
            else {
                panic!("it stays what it was")
            };
            assert_eq!((findings.len(), more), (kept, found - kept));
        }
    }

    #[test]
    fn differences_are_kept_up_to_a_limit() {
        let entry = einvoice::catalogue::find("2150").expect("in the catalogue");
        let difference = Difference {
            pointer: "/ValDtls/TotInvVal".to_owned(),
            stored: Some("1".to_owned()),
            sent: Some("2".to_owned()),
        };
        let already = |count: usize| Line {
            document: Described::default(),
            outcome: Outcome::Already {
                finding: Finding::new(entry, ""),
                irn: "5a".repeat(32).parse().expect("an IRN"),
                ack_number: 1,
                acked_at: at(0),
                comparison: Some(Comparison {
                    differences: vec![difference.clone(); count],
                    more: false,
                }),
            },
        };
        let kept = |job: &Job| match &job.lines().last().expect("a line").outcome {
            Outcome::Already { comparison, .. } => comparison
                .as_ref()
                .map(|comparison| (comparison.differences.len(), comparison.more)),
            other => panic!("{other:?}"),
        };
        let job = Job::new("a".to_owned(), Asked::Documents, AccountId(1), 1_000, at(0));
        let max = DIFFERENCES_PER_DOCUMENT_MAX;
        job.add(already(0));
        assert_eq!(kept(&job), Some((0, false)));
        job.add(already(max));
        assert_eq!(kept(&job), Some((max, false)));
        job.add(already(max + 1));
        assert_eq!(kept(&job), Some((max, true)));
        for _ in 0..FINDINGS_PER_JOB_MAX / max {
            job.add(already(max));
        }
        assert_eq!(kept(&job), Some((1, true)));
    }

    #[test]
    fn what_was_not_tried_is_said_when_a_job_ends_early() {
        let job = Job::new("a".to_owned(), Asked::Documents, AccountId(1), 3, at(0));
        job.add(Line {
            document: Described::default(),
            outcome: Outcome::NotTried,
        });
        assert_eq!(job.done_at(), None);
        job.finish(at(4));
        job.finish(at(9));
        assert_eq!((job.done_at(), job.lines().len()), (Some(at(4)), 3));
    }
}
