//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use gst::Decimal;

use crate::copy;

use crate::accounts::{FreezeArguments, ShowCommand, Which};
use crate::audit::AuditCommand;
use crate::backup::{BackupArguments, RestoreArguments};
use crate::keys::KeysArguments;
use crate::taxpayers::TaxpayersCommand;

/// An Invoice Registration Portal that anyone can run.
#[derive(Debug, Parser)]
#[command(name = "mohar", version, about)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,

    /// What to log on standard error, as `info,nic_api=debug`; `warn` unless settings say more.
    #[arg(long, global = true, value_name = "FILTER")]
    pub(crate) log: Option<String>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start a portal for trying out: demonstration taxpayers, an inbox, a ready account.
    Sandbox(SandboxArguments),
    /// Run a real portal.
    Serve(Settled),
    /// Look into a file of settings.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Make keys and an empty database for a portal that has none.
    Init(Settled),
    /// Bring the database's schema up to date.
    Migrate(MigrateArguments),
    /// Copy everything from an embedded database into an empty PostgreSQL one.
    Copy(CopyArguments),
    /// Look for what is wrong with an installation, and say what to do.
    Doctor(DoctorArguments),
    /// Say all that is wrong with e-invoices, without a network.
    Check(CheckArguments),
    /// Look after the keys: those that sign, those that open logins, those that protect data.
    Keys(KeysArguments),
    /// Close an account: nobody logs in with it, and its sessions and API tokens end.
    Freeze(FreezeArguments),
    /// Open an account again that was frozen.
    Unfreeze(Which),
    /// Look something up for an operator.
    #[command(subcommand)]
    Show(ShowCommand),
    /// Look after the audit log.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Look after what is known of taxpayers: bring in the GST master, look into it.
    #[command(subcommand)]
    Taxpayers(TaxpayersCommand),
    /// Check a signed invoice or QR code, without a network.
    Verify(VerifyArguments),
    /// Copy the database into a folder while portals serve from it, or prove such a copy.
    Backup(BackupArguments),
    /// Bring a database back from a backup.
    Restore(RestoreArguments),
    /// Delete what is past its time, as a portal does once an hour.
    Retain(RetainArguments),
    /// List what users said about the pages, newest first.
    Feedback(FeedbackArguments),
}

/// What every command needs that works on a real portal.
#[derive(Debug, Args)]
pub(crate) struct Settled {
    /// The file of settings; docs/CONFIGURATION.md lists what may stand in it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,
}

/// `mohar migrate`.
#[derive(Debug, Args)]
pub(crate) struct MigrateArguments {
    /// The file of settings; docs/CONFIGURATION.md lists what may stand in it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,

    /// Say that the database is this portal's, when it is of a version that does not tell it from a
    /// sandbox's and holds nothing signed that would.
    #[arg(long)]
    pub(crate) adopt: bool,
}

/// `mohar config`.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Tell everything that is wrong with a file, and with the files that it names.
    Check(Settled),
    /// Print every setting in force.
    Show(Settled),
    /// Print every setting there is, with limits, default and meaning.
    Reference,
}

/// `mohar copy`.
#[derive(Debug, Args)]
pub(crate) struct CopyArguments {
    /// The database to read, as `sqlite:FILE`. Nobody may write to it meanwhile.
    #[arg(long, value_name = "DATABASE", value_parser = copy::from)]
    pub(crate) from: String,

    /// The database to fill, as `postgres://user@host:port/database`. It is empty, or holds an
    /// earlier part of the same copy.
    #[arg(long, value_name = "DATABASE", value_parser = copy::to)]
    pub(crate) to: String,

    /// The folder of the installation's keys, by which every document is verified.
    #[arg(long, value_name = "DIR")]
    pub(crate) keys: PathBuf,

    /// A file with the password for the database to fill.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,

    /// Certificates in PEM that its server's is judged by; those of the system if left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) certificates: Option<PathBuf>,
}

/// `mohar doctor`.
#[derive(Debug, Args)]
pub(crate) struct DoctorArguments {
    /// The file of settings.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,

    /// Print a JSON array.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `mohar retain`.
#[derive(Debug, Args)]
pub(crate) struct RetainArguments {
    /// The file of settings.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,

    /// Tell what would be deleted, and delete nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// `mohar sandbox`.
#[derive(Debug, Args)]
pub(crate) struct SandboxArguments {
    /// Where portal and API listen; port 0 takes any free port.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub(crate) listen: SocketAddr,

    /// Where inbox, taxpayers, settings and clock listen. Whoever reaches it can log in as anybody.
    #[arg(long, default_value = "127.0.0.1:8081", value_name = "ADDRESS")]
    pub(crate) manage: SocketAddr,

    /// Keep everything in this folder; without it, everything is gone when the sandbox stops.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,

    /// Ask for a one-time password after the right password on the pages, as a real portal does. The
    /// code is in the inbox.
    #[arg(long)]
    pub(crate) second_factor: bool,

    /// Rows to lay over the master tables, as docs/MASTERS.md describes. May be repeated; a later
    /// file lies over an earlier one.
    #[arg(long, value_name = "FILE")]
    pub(crate) masters: Vec<PathBuf>,
}

/// `mohar check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// Files with one document each, or with a JSON array of them; `-` reads standard input.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,

    /// Print one line of JSON for each document.
    #[arg(long)]
    pub(crate) json: bool,

    /// The supplier's highest aggregate annual turnover, for the rules that depend on it.
    #[arg(long, value_name = "RUPEES", value_parser = rupees)]
    pub(crate) turnover: Option<Decimal>,

    /// Rows to lay over the master tables, as docs/MASTERS.md describes. May be repeated; a later
    /// file lies over an earlier one.
    #[arg(long, value_name = "FILE")]
    pub(crate) masters: Vec<PathBuf>,
}

/// `mohar verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// The signed JSON, the token, or the text of the QR code; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// A public key or certificate to trust, in PEM; of this or any other portal. May be repeated.
    #[arg(long, value_name = "PEM")]
    pub(crate) key: Vec<PathBuf>,

    /// A JSON Web Key Set to trust.
    #[arg(long, value_name = "FILE")]
    pub(crate) jwks: Option<PathBuf>,
}

/// `mohar feedback`.
#[derive(Debug, Args)]
pub(crate) struct FeedbackArguments {
    /// The file of settings of a portal.
    #[arg(long, value_name = "FILE", required_unless_present = "data")]
    pub(crate) config: Option<PathBuf>,

    /// Instead of it: the data folder of a sandbox.
    #[arg(long, value_name = "DIR", conflicts_with = "config")]
    pub(crate) data: Option<PathBuf>,

    /// Print a JSON array.
    #[arg(long)]
    pub(crate) json: bool,

    /// Most entries that are listed.
    #[arg(long, default_value_t = 100, value_name = "NUMBER")]
    pub(crate) limit: u32,
}

fn rupees(text: &str) -> Result<Decimal, String> {
    match text.parse::<Decimal>() {
        Ok(amount) if amount >= Decimal::ZERO => Ok(amount),
        _ => Err("an amount in rupees in plain digits, such as 120000000".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn a_turnover_is_a_plain_amount() {
        assert_eq!(super::rupees("0"), Ok(0.into()));
        assert_eq!(super::rupees("120000000"), Ok(120_000_000.into()));
        for wrong in ["", "-1", "12 crore", "12,00,000"] {
            assert!(super::rupees(wrong).is_err(), "{wrong}");
        }
    }
}
