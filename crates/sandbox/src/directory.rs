//! What the sandbox's GST master says of a GSTIN.
//!
//! First what was set through the management listener, then the demonstration taxpayers and the
//! well-known test numbers, then an invented taxpayer for any other GSTIN whose check digit holds.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use gst::{Decimal, Gstin, Taxpayer};
use serde::{Deserialize, Serialize};

use crate::{demo, invent, kept_file};

/// What was set for a GSTIN. A GSTIN with such a setting is known whatever its check digit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Turnover in rupees, instead of the one it would have.
    #[serde(default)]
    pub turnover: Option<Decimal>,
}

/// The directory.
#[derive(Debug)]
pub struct Directory {
    seeded: HashMap<Gstin, Taxpayer>,
    settings: Mutex<BTreeMap<Gstin, Setting>>,
    file: Option<PathBuf>,
}

impl Directory {
    /// A directory that keeps its settings in `file`, or forgets them if there is none.
    ///
    /// # Errors
    /// The file is there and cannot be read, or holds something else.
    pub fn open(file: Option<PathBuf>) -> io::Result<Self> {
        let settings = kept_file::read(file.as_deref())?;
        let seeded = demo::all()
            .iter()
            .filter_map(|row| row.taxpayer.clone())
            .map(|taxpayer| (taxpayer.gstin, taxpayer))
            .collect();
        Ok(Self {
            seeded,
            settings: Mutex::new(settings),
            file,
        })
    }

    /// What the GST master says of a GSTIN; `None` if it was never issued.
    pub fn taxpayer(&self, gstin: &Gstin) -> Option<Taxpayer> {
        let setting = self.lock().get(gstin).cloned();
        let known = setting.is_some() || gstin.check_digit_holds();
        let seeded = self.seeded.get(gstin).cloned();
        let mut taxpayer = seeded.or_else(|| known.then(|| invent::taxpayer(gstin)).flatten())?;
        if let Some(turnover) = setting.and_then(|setting| setting.turnover) {
            taxpayer.turnover = Some(turnover);
        }
        Some(taxpayer)
    }

    /// Sets what is said of a GSTIN from now on, or with `None` takes it back. Returns what had been
    /// set.
    ///
    /// # Errors
    /// The settings cannot be written; they hold until the sandbox stops.
    pub fn set(&self, gstin: Gstin, setting: Option<Setting>) -> io::Result<Option<Setting>> {
        let mut settings = self.lock();
        let before = match setting {
            Some(setting) => settings.insert(gstin, setting),
            None => settings.remove(&gstin),
        };
        if let Some(file) = &self.file {
            kept_file::write(file, &*settings)?;
        }
        Ok(before)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Gstin, Setting>> {
        // A panic elsewhere cannot leave a map of plain values half written.
        self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn directory() -> Directory {
        Directory::open(None).unwrap()
    }

    #[test]
    fn wrong_check_digits_are_unknown_unless_everybody_uses_them() {
        let directory = directory();
        for text in ["29AABCT1332L000", "29AWGPV7107B1Z1", "01AMBPG7773M002"] {
            let gstin = Gstin::parse(text).unwrap();
            assert_eq!(directory.taxpayer(&gstin).unwrap().gstin, gstin);
        }
        for text in ["33AABCT1332L000", "27SEZ1234567890"] {
            let gstin = Gstin::parse(text).unwrap();
            assert_eq!(directory.taxpayer(&gstin), None, "{text}");
        }
    }

    #[test]
    fn a_setting_makes_any_gstin_known() {
        let directory = directory();
        let gstin = Gstin::parse("33AABCT1332L000").unwrap();
        let turnover = Some(Decimal::from(123_456_789));
        directory.set(gstin, Some(Setting { turnover })).unwrap();
        assert_eq!(directory.taxpayer(&gstin).unwrap().turnover, turnover);

        directory.set(gstin, None).unwrap();
        assert_eq!(directory.taxpayer(&gstin), None);
    }

    #[test]
    fn settings_outlive_the_process_when_there_is_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("taxpayers.json");
        let gstin = demo::gstin(demo::INTEGRATOR);
        let turnover = Some(Decimal::from(99_000_000));
        let first = Directory::open(Some(file.clone())).unwrap();
        first.set(gstin, Some(Setting { turnover })).unwrap();
        let second = Directory::open(Some(file.clone())).unwrap();
        assert_eq!(second.taxpayer(&gstin).unwrap().turnover, turnover);

        fs::write(&file, "not a list of settings").unwrap();
        assert!(Directory::open(Some(file)).is_err());
    }
}
