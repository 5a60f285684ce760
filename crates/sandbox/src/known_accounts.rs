//! The accounts whose passwords the sandbox knows, because it made them itself.
//!
//! A test suite orders its accounts at every run; on a sandbox that was there before, it has to
//! get the same ones again. The database knows only hashes of passwords and secrets.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use gst::Gstin;
use serde::{Deserialize, Serialize};
use service::ReadyAccount;

use crate::kept_file;

/// Credentials for the pages and for the API.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownAccount {
    /// User Id.
    pub user_name: String,
    /// Password.
    pub password: String,
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub client_secret: String,
}

impl std::fmt::Debug for KnownAccount {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("KnownAccount")
            .field("user_name", &self.user_name)
            .finish_non_exhaustive()
    }
}

impl From<ReadyAccount> for KnownAccount {
    fn from(ready: ReadyAccount) -> Self {
        Self {
            user_name: ready.user_name,
            password: ready.password,
            client_id: ready.client_id,
            client_secret: ready.client_secret,
        }
    }
}

/// All of them, by taxpayer.
#[derive(Debug)]
pub struct KnownAccounts {
    accounts: Mutex<BTreeMap<Gstin, KnownAccount>>,
    file: Option<PathBuf>,
}

impl KnownAccounts {
    /// Accounts that are kept in `file`, or forgotten if there is none.
    ///
    /// # Errors
    /// The file is there and cannot be read, or holds something else.
    pub fn open(file: Option<PathBuf>) -> io::Result<Self> {
        Ok(Self {
            accounts: Mutex::new(kept_file::read(file.as_deref())?),
            file,
        })
    }

    /// A taxpayer's account.
    pub fn get(&self, gstin: &Gstin) -> Option<KnownAccount> {
        self.lock().get(gstin).cloned()
    }

    /// Keeps an account.
    ///
    /// # Errors
    /// The file cannot be written; the account is known until the sandbox stops.
    pub fn keep(&self, gstin: Gstin, account: KnownAccount) -> io::Result<()> {
        let mut accounts = self.lock();
        accounts.insert(gstin, account);
        match &self.file {
            Some(file) => kept_file::write(file, &*accounts),
            None => Ok(()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Gstin, KnownAccount>> {
        // A panic elsewhere cannot leave a map of plain values half written.
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::demo;

    #[test]
    fn accounts_outlive_the_process_when_there_is_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("accounts.json");
        let gstin = demo::gstin(demo::INTEGRATOR);
        let account = KnownAccount {
            user_name: "anand7".to_owned(),
            password: "Teak-Loom#47river".to_owned(),
            client_id: "id".to_owned(),
            client_secret: "secret".to_owned(),
        };
        let first = KnownAccounts::open(Some(file.clone())).unwrap();
        assert_eq!(first.get(&gstin), None);
        first.keep(gstin, account.clone()).unwrap();
        let second = KnownAccounts::open(Some(file.clone())).unwrap();
        assert_eq!(second.get(&gstin), Some(account));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "passwords are for their owner only");
        }

        fs::write(&file, "not a list of accounts").unwrap();
        assert!(KnownAccounts::open(Some(file)).is_err());
    }
}
