//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use gst::Decimal;

/// An Invoice Registration Portal that anyone can run.
#[derive(Debug, Parser)]
#[command(name = "mohar", version, about)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,

    /// What to log on standard error, as `warn` or `info,nic_api=debug`.
    #[arg(long, global = true, default_value = "warn", value_name = "FILTER")]
    pub(crate) log: String,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start a portal for trying out: demonstration taxpayers, an inbox, a ready account.
    Sandbox(SandboxArguments),
    /// Say all that is wrong with e-invoices, without a network.
    Check(CheckArguments),
    /// Check a signed invoice or QR code, without a network.
    Verify(VerifyArguments),
    /// List what users said about the pages, newest first.
    Feedback(FeedbackArguments),
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
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,

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
