//! `keys.json`: which keys of a kind there are, from when to when each is used, and who keeps it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::key_files::Directory;
use crate::key_store::KeyStoreFault;
use crate::key_window::Window;
use crate::token_key::TokenPlace;

/// The manifest's file in the folder of a kind.
pub(crate) const MANIFEST_FILE: &str = "keys.json";

/// Keys of one kind, retired ones counted. As many as a reader of our key set accepts.
pub const KEYS_MAX: usize = 64;

/// The layout of the manifest.
const FORMAT: u32 = 1;

/// The keys of one kind, in the order in which they came.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    format: u32,
    pub(crate) keys: Vec<Entry>,
}

/// One key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) not_before: Option<Timestamp>,
    pub(crate) retired_at: Option<Timestamp>,
    pub(crate) custody: Custody,
}

/// Who keeps a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Custody {
    /// A file beside the manifest.
    File(String),
    /// A PKCS#11 token.
    Pkcs11(TokenPlace),
}

impl Entry {
    pub(crate) fn window(&self) -> Window {
        Window {
            not_before: self.not_before,
            retired_at: self.retired_at,
        }
    }
}

impl Manifest {
    pub(crate) fn empty() -> Self {
        Self {
            format: FORMAT,
            keys: Vec::new(),
        }
    }

    /// The manifest of a folder, unless there is none.
    pub(crate) fn read(directory: &Directory) -> Result<Option<Self>, KeyStoreFault> {
        let Some(text) = directory.read(MANIFEST_FILE)? else {
            return Ok(None);
        };
        let fault = |reason: String| KeyStoreFault::Manifest {
            path: directory.path(MANIFEST_FILE),
            reason,
        };
        let manifest: Self =
            serde_json::from_str(&text).map_err(|error| fault(error.to_string()))?;
        manifest.check().map_err(fault)?;
        Ok(Some(manifest))
    }

    pub(crate) fn write(&self, directory: &Directory) -> Result<(), KeyStoreFault> {
        self.check().map_err(|reason| KeyStoreFault::Manifest {
            path: directory.path(MANIFEST_FILE),
            reason,
        })?;
        let text = serde_json::to_string_pretty(self).expect("a manifest has only texts as names");
        directory.write(MANIFEST_FILE, &text)
    }

    pub(crate) fn entry(&mut self, id: &str) -> Option<&mut Entry> {
        self.keys.iter_mut().find(|entry| entry.id == id)
    }

    fn check(&self) -> Result<(), String> {
        if self.format != FORMAT {
            return Err(format!(
                "its format is {} where {FORMAT} is known",
                self.format
            ));
        }
        if self.keys.len() > KEYS_MAX {
            return Err(format!("it has more than {KEYS_MAX} keys"));
        }
        for (index, entry) in self.keys.iter().enumerate() {
            let id = &entry.id;
            // Identifiers become file names.
            if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return Err(format!("{id:?} is no identifier of a key"));
            }
            if self.keys[..index].iter().any(|other| other.id == *id) {
                return Err(format!("the key {id} is in it twice"));
            }
            if let Custody::File(name) = &entry.custody
                && (name.contains(['/', '\\']) || name.starts_with('.') || name.is_empty())
            {
                return Err(format!("{name:?} is not a file beside it"));
            }
        }
        Ok(())
    }
}
