//! The audit log of a process.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;
use thiserror::Error;

use super::chain::Chain;
use super::health::AuditHealth;
use super::line::{About, CHECKPOINT, Hash, STARTED, STOPPED, fitting, statement};
use crate::base64_text::encode_url;
use crate::signing_key::SigningKey;

/// Lines after which a checkpoint is signed.
pub const CHECKPOINT_LINES: u64 = 1_000;

/// A checkpoint is signed at the latest so long after a line.
pub const CHECKPOINT_EVERY_S: u32 = 60;

/// How often lines are brought to the disk, and a broken log is tried again.
const BEAT: Duration = Duration::from_secs(1);

/// Most characters of a node's name.
const NODE_CHARS_MAX: usize = 32;

type Now = Box<dyn Fn() -> Timestamp + Send + Sync>;
type Signer = Box<dyn Fn(Timestamp) -> Option<Arc<SigningKey>> + Send + Sync>;

/// Where and under which name a log is written.
pub struct AuditOptions {
    /// The folder; several processes may share one.
    pub folder: PathBuf,
    /// What tells this process's chain from others: letters, digits, `-` and `_`.
    pub node: String,
    /// What time it is.
    pub now: Now,
}

/// Why a log cannot be written.
#[derive(Debug, Error)]
pub enum AuditStart {
    /// The name would not make a file name.
    #[error("{0:?} is no name of a node: 1 to 32 letters, digits, - and _ are")]
    Node(String),
    /// The files cannot be used.
    #[error("the audit log in {folder} cannot be written", folder = .folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// The audit log of a process. A line is handed to the operating system before [`Self::append`]
/// returns, so it outlives the process; it is on the disk within a second.
pub struct AuditLog {
    shared: Arc<Shared>,
    stop: Option<Sender<()>>,
    keeper: Option<JoinHandle<()>>,
}

struct Shared {
    chain: Mutex<Chain>,
    health: AuditHealth,
    now: Now,
    node: String,
    signer: Mutex<Option<Signer>>,
}

impl AuditLog {
    /// Opens the log where it ended and writes a first line.
    pub fn start(options: AuditOptions) -> Result<Self, AuditStart> {
        let AuditOptions { folder, node, now } = options;
        let sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if node.is_empty() || node.len() > NODE_CHARS_MAX || !node.bytes().all(sign) {
            return Err(AuditStart::Node(node));
        }
        let opened = Chain::open(&folder, &node).and_then(|mut chain| {
            chain.append(now(), STARTED, About::new())?;
            if let Some(file) = chain.take_unsynced()? {
                file.sync_data()?;
            }
            Ok(chain)
        });
        let chain = opened.map_err(|source| AuditStart::Folder { folder, source })?;
        let shared = Arc::new(Shared {
            chain: Mutex::new(chain),
            health: AuditHealth::default(),
            now,
            node,
            signer: Mutex::default(),
        });
        // Weak: the log's end must not wait for everybody who asks how it is.
        let of_health = Arc::downgrade(&shared);
        shared.health.mend_with(move || {
            if let Some(shared) = of_health.upgrade() {
                shared.mend();
            }
        });
        let (stop, stopped) = channel();
        let of_keeper = Arc::clone(&shared);
        // Taken here: the thread may begin after many lines.
        let first_seq = shared.chain().seq;
        #[expect(
            clippy::disallowed_methods,
            reason = "the log owns the thread, stops it and waits for its end when it is dropped"
        )]
        let keeper = std::thread::spawn(move || of_keeper.keep(first_seq, &stopped));
        Ok(Self {
            shared,
            stop: Some(stop),
            keeper: Some(keeper),
        })
    }

    /// Gives the key with which checkpoints are signed from now on: whichever signs at a moment.
    pub fn sign_with(
        &self,
        signer: impl Fn(Timestamp) -> Option<Arc<SigningKey>> + Send + Sync + 'static,
    ) {
        let mut held = self
            .shared
            .signer
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *held = Some(Box::new(signer));
    }

    /// Writes a line. A line that cannot be written counts as lost in [`Self::health`] when this
    /// returns.
    pub fn append(&self, event: &str, about: About) {
        let about = fitting(about);
        let mut chain = self.shared.chain();
        let at = (self.shared.now)();
        if chain.append(at, event, about).is_err() {
            chain.lines_lost += 1;
            self.shared.health.lost();
        }
    }

    /// Whether lines are taken.
    pub fn health(&self) -> AuditHealth {
        self.shared.health.clone()
    }

    /// Number and hash of the last line, to be noted where nobody who can write the log can write.
    pub fn head(&self) -> (u64, String) {
        let chain = self.shared.chain();
        (chain.seq, hex::encode(chain.head))
    }
}

impl Drop for AuditLog {
    /// Writes the last line, signs the last checkpoint and brings all to the disk.
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(keeper) = self.keeper.take() {
            // A keeper that panicked has reported that; the log is still closed.
            let _ = keeper.join();
        }
        self.append(STOPPED, About::new());
        self.shared.checkpoint();
        self.shared.sync();
    }
}

impl fmt::Debug for AuditLog {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AuditLog")
            .field("node", &self.shared.node)
            .finish_non_exhaustive()
    }
}

impl Shared {
    /// A panic while a line was written leaves a chain that the next write puts right.
    fn chain(&self) -> MutexGuard<'_, Chain> {
        self.chain.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Brings lines to the disk, signs checkpoints and mends, until the log is dropped.
    fn keep(&self, mut signed_seq: u64, stopped: &Receiver<()>) {
        let mut beats = 0;
        while stopped.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
            self.mend();
            let lines = self.chain().seq - signed_seq;
            beats = if lines == 0 { 0 } else { beats + 1 };
            if (lines >= CHECKPOINT_LINES || beats >= CHECKPOINT_EVERY_S) && self.checkpoint() {
                (signed_seq, beats) = (self.chain().seq, 0);
            }
            self.sync();
        }
    }

    /// Tries a broken log again.
    fn mend(&self) {
        let mut chain = self.chain();
        if chain.lines_lost > 0 {
            let at = (self.now)();
            if chain.mend(at).is_err() {
                return;
            }
        }
        if self.health.mark_as_it_is().is_none() {
            self.health.mended();
        }
    }

    /// Brings the lines so far to the disk. If that fails, nobody knows what of them is there.
    fn sync(&self) {
        let unsynced = self.chain().take_unsynced();
        let synced = unsynced.and_then(|file| file.map_or(Ok(()), |file| file.sync_data()));
        if synced.is_err() {
            self.chain().lines_lost += 1;
            self.health.lost();
        }
    }

    /// Signs the last line and writes that down. The chain is not held while the key signs, which
    /// a token may take its time for; the checkpoint names the line that it is about.
    fn checkpoint(&self) -> bool {
        let at = (self.now)();
        let key = {
            let signer = self.signer.lock().unwrap_or_else(PoisonError::into_inner);
            signer.as_ref().and_then(|signer| signer(at))
        };
        let Some(key) = key else {
            return false;
        };
        let (seq, head): (u64, Hash) = {
            let chain = self.chain();
            (chain.seq, chain.head)
        };
        let Ok(signature) = key.sign(statement(&self.node, seq, &head).as_bytes()) else {
            return false;
        };
        let about = About::from_iter([
            ("line".to_owned(), seq.into()),
            ("sha256".to_owned(), hex::encode(head).into()),
            ("kid".to_owned(), key.key_id().into()),
            (
                "signature".to_owned(),
                encode_url(signature.as_bytes()).into(),
            ),
        ]);
        let mut chain = self.chain();
        if chain.append(at, CHECKPOINT, about).is_err() {
            chain.lines_lost += 1;
            self.health.lost();
            return false;
        }
        true
    }
}
