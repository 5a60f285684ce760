//! `mohar keys`: how signing, login and data keys come and go. docs/KEYS.md tells the procedures.
//!
//! Nothing here stops a running portal: it reads the folder again within seconds.

mod listing;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use jiff::{SignedDuration, Timestamp};
use seal::{KeyFolder, KeyKind, NewPlace, Randomness, Subject};
use serde_json::Value;
use service::Clock;

use crate::Failure;
use crate::audit::{AuditSlot, OPERATOR_NODE};
use crate::config;
use crate::files;
use crate::terminal::{plain, say};

/// How long before its time a key is in the folder: every process has read it by then, and so has
/// everybody who asks for the key set now and then.
const LEAD: SignedDuration = SignedDuration::from_mins(75);

/// How long an old login key still opens: integrators have to change a file.
const OVERLAP_DAYS: u32 = 90;

/// Bytes of a certificate with its issuers'.
const CERTIFICATE_BYTES_MAX: u64 = 64 * 1024;

/// `mohar keys`.
#[derive(Debug, Args)]
pub(crate) struct KeysArguments {
    #[command(flatten)]
    place: Place,

    /// The folder of the audit log, where every change is written down; that of the settings if
    /// nothing is said.
    #[arg(long, global = true, value_name = "DIR")]
    audit: Option<PathBuf>,

    #[command(subcommand)]
    command: KeysCommand,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Place {
    /// The file of settings, which names the key folder.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// The key folder.
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum KeysCommand {
    /// Show which keys there are, and from when to when each is used.
    List {
        /// Print a JSON array.
        #[arg(long)]
        json: bool,
    },
    /// Make a key that waits for its turn.
    New {
        /// signing, login or data.
        kind: KeyKind,
        #[command(flatten)]
        token: Token,
    },
    /// Put a key to use in place of the one that is in use; a new one, unless --to names one.
    Rotate {
        /// signing, login or data.
        kind: KeyKind,
        /// A key that waits.
        #[arg(long, value_name = "ID")]
        to: Option<String>,
        /// From when on, as 2026-12-01T00:00:00Z; in 75 minutes if nothing is said.
        #[arg(long, value_name = "TIME", conflicts_with = "now")]
        at: Option<Timestamp>,
        /// At once: other processes and those who verify may not know the key yet.
        #[arg(long)]
        now: bool,
        /// How long the old login key still opens.
        #[arg(long, value_name = "DAYS", default_value_t = OVERLAP_DAYS)]
        overlap_days: u32,
        #[command(flatten)]
        token: Token,
    },
    /// Take a key out of use. What was done with it stays good.
    Retire {
        /// signing, login or data.
        kind: KeyKind,
        /// Which key.
        id: String,
        /// From when on; at once if nothing is said.
        #[arg(long, value_name = "TIME")]
        at: Option<Timestamp>,
    },
    /// Print what others need: public key, certificate, or the whole key set.
    Export {
        /// In which form.
        #[arg(long, value_enum, default_value_t = Form::Certificate)]
        form: Form,
        /// Which signing key; the one in use if nothing is said.
        #[arg(long, value_name = "ID")]
        id: Option<String>,
    },
    /// Print a request for a certificate of a signing key (PKCS#10), to send to an authority.
    Csr {
        /// Which signing key.
        id: String,
        /// The name that the certificate is to bear.
        #[arg(long, value_name = "NAME")]
        common_name: String,
        /// The organization's legal name.
        #[arg(long, value_name = "NAME")]
        organization: Option<String>,
        /// Two letters.
        #[arg(long, value_name = "CODE", default_value = "IN")]
        country: String,
    },
    /// Give a signing key the certificate that an authority issued for it.
    Import {
        /// Which signing key.
        id: String,
        /// The certificate in PEM, and after it those of its issuers.
        file: PathBuf,
    },
}

/// Where a new signing key is to be, if not in a file.
#[derive(Debug, Args)]
struct Token {
    /// The module that speaks to a PKCS#11 token, which is to make and keep the key.
    #[arg(long, value_name = "FILE", requires_all = ["label", "pin_file"])]
    module: Option<PathBuf>,
    /// The token's label.
    #[arg(long = "token", value_name = "LABEL", requires = "module")]
    label: Option<String>,
    /// The file with the user's PIN, mode 600.
    #[arg(long, value_name = "FILE", requires = "module")]
    pin_file: Option<PathBuf>,
    /// The identifier (`CKA_ID`) in hexadecimal of a key that the token has already.
    #[arg(long, value_name = "HEX", requires = "module")]
    object: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// The signing key's certificate, and those of its issuers.
    Certificate,
    /// The signing key's public half alone.
    PublicKey,
    /// All signing keys as a JSON Web Key Set.
    Jwks,
    /// The public key under which API clients seal their credentials.
    LoginKey,
}

impl Token {
    fn place(&self) -> Result<NewPlace, Failure> {
        let (Some(module), Some(token), Some(pin_file)) =
            (&self.module, &self.label, &self.pin_file)
        else {
            return Ok(NewPlace::File);
        };
        Ok(NewPlace::Token {
            module: module.clone(),
            token: token.clone(),
            // The portal may be started elsewhere.
            pin_file: std::path::absolute(pin_file)?,
            object: self.object.clone(),
        })
    }
}

/// Runs `mohar keys`.
pub(crate) fn run(arguments: &KeysArguments, audit: &AuditSlot) -> Result<ExitCode, Failure> {
    let work = Work::begin(&arguments.place)?;
    let folder = arguments.audit.as_ref().or(work.audit.as_ref());
    if let Some(folder) = folder.filter(|_| arguments.command.changes()) {
        // The folder's own keys sign the checkpoint; it is read before anything is written.
        let keys = std::sync::Arc::new(work.folder.load()?);
        audit.open(folder, OPERATOR_NODE)?;
        audit.sign_with(move || keys.clone());
    }
    let done = work.run(&arguments.command);
    audit.close();
    done.map(|()| ExitCode::SUCCESS)
}

impl KeysCommand {
    /// Whether it leaves anything other than it was.
    fn changes(&self) -> bool {
        !matches!(self, Self::List { .. } | Self::Export { .. })
    }
}

struct Work {
    folder: KeyFolder,
    /// Where the settings want it to be written down.
    audit: Option<PathBuf>,
    issuer: String,
    now: Timestamp,
    randomness: Randomness,
}

impl Work {
    fn begin(place: &Place) -> Result<Self, Failure> {
        let (path, issuer, audit) = match (&place.config, &place.keys) {
            (Some(file), _) => {
                let config = config::required(file)?;
                let audit = Some(config.audit.folder);
                (config.keys_folder, config.settings.issuer, audit)
            }
            (None, Some(path)) => (path.clone(), "Mohar".to_owned(), None),
            (None, None) => return Err(Failure("give --config or --keys".to_owned())),
        };
        let folder = KeyFolder::new(&path);
        folder.load()?;
        Ok(Self {
            folder,
            audit,
            issuer,
            now: Clock::system().now(),
            randomness: Randomness::system(),
        })
    }

    fn run(&self, command: &KeysCommand) -> Result<(), Failure> {
        match command {
            KeysCommand::List { json } => self.list(*json)?,
            KeysCommand::New { kind, token } => {
                let id = self.add(*kind, token)?;
                say(&format!(
                    "{kind} key {id} was made. It waits: mohar keys rotate {kind} --to {id}"
                ))?;
            }
            KeysCommand::Rotate {
                kind,
                to,
                at,
                now,
                overlap_days,
                token,
            } => {
                let at = at.unwrap_or(if *now { self.now } else { self.now + LEAD });
                self.rotate(*kind, to.as_deref(), at, *overlap_days, token)?;
            }
            KeysCommand::Retire { kind, id, at } => {
                let at = at.unwrap_or(self.now);
                self.folder.retire(*kind, id, at, self.now)?;
                tracing::info!(target: "audit", %kind, id, %at, "key retired");
                say(&format!("{kind} key {id} is not used from {at} on"))?;
            }
            KeysCommand::Export { form, id } => self.export(*form, id.as_deref())?,
            KeysCommand::Csr {
                id,
                common_name,
                organization,
                country,
            } => {
                let subject = Subject {
                    common_name: common_name.clone(),
                    organization: organization.clone(),
                    country: Some(country.clone()),
                };
                let request = self.folder.signing_key(id)?.certificate_request(&subject)?;
                tracing::info!(target: "audit", id, "certificate requested");
                say(request.trim_end())?;
            }
            KeysCommand::Import { id, file } => {
                let pem = files::bytes(file, CERTIFICATE_BYTES_MAX)?;
                let pem = String::from_utf8_lossy(&pem);
                let new = self.folder.import_certificate(id, &pem, self.now)?;
                tracing::info!(target: "audit", id, new, "certificate imported");
                say(&format!(
                    "the key has the identifier {new} under this certificate. It waits: \
                     mohar keys rotate signing --to {new}"
                ))?;
            }
        }
        Ok(())
    }

    fn list(&self, as_json_array: bool) -> Result<(), Failure> {
        let listed = self.folder.list(self.now)?;
        if as_json_array {
            let all: Value = listed.iter().map(listing::as_json).collect();
            return Ok(say(&format!("{all:#}"))?);
        }
        for key in &listed {
            say(&plain(&listing::as_text(key, self.now)))?;
        }
        Ok(())
    }

    fn add(&self, kind: KeyKind, token: &Token) -> Result<String, Failure> {
        let place = token.place()?;
        let id = self
            .folder
            .add(kind, &place, &self.issuer, self.now, &self.randomness)?;
        tracing::info!(target: "audit", %kind, id, "key made");
        Ok(id)
    }

    fn rotate(
        &self,
        kind: KeyKind,
        to: Option<&str>,
        at: Timestamp,
        overlap_days: u32,
        token: &Token,
    ) -> Result<(), Failure> {
        let id = match to {
            Some(id) => id.to_owned(),
            None => self.add(kind, token)?,
        };
        let overlap = match kind {
            KeyKind::Login => SignedDuration::from_hours(24 * i64::from(overlap_days)),
            KeyKind::Signing | KeyKind::Data => SignedDuration::ZERO,
        };
        let old_until = at.saturating_add(overlap)?;
        if kind == KeyKind::Signing {
            // A token that does not sign is found out before it is relied on.
            self.folder.signing_key(&id)?.prove()?;
        }
        self.folder.rotate(kind, &id, at, old_until, self.now)?;
        tracing::info!(target: "audit", %kind, id, %at, %old_until, "key rotated");
        say(&format!("{kind} key {id} is used from {at} on"))?;
        let before = match kind {
            KeyKind::Signing => "What the key before it signed stays good; keep its certificate.",
            KeyKind::Login => &format!("The key before it opens until {old_until}."),
            KeyKind::Data => "What is stored under the key before it is still read: keep that key.",
        };
        Ok(say(before)?)
    }

    fn export(&self, form: Form, id: Option<&str>) -> Result<(), Failure> {
        let keys = self.folder.load()?;
        let key = || {
            let public = keys.signing.public();
            let wanted = match id {
                Some(id) => public.into_iter().find(|key| key.key_id() == Some(id)),
                None => keys.signing.at(self.now).map(|key| key.public()),
            };
            wanted.ok_or_else(|| Failure("there is no such signing key in use".to_owned()))
        };
        let text = match form {
            Form::Certificate => key()?.certificates_pem(),
            Form::PublicKey => key()?.public_key_pem()?,
            Form::Jwks => format!("{:#}", seal::jwks(&keys.signing.public())),
            Form::LoginKey => keys.login.at(self.now).public_pem(),
        };
        Ok(say(text.trim_end())?)
    }
}
