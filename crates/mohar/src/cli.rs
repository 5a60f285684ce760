//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

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

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
