//! `mohar freeze`, `mohar unfreeze` and `mohar show account`: what an operator does about an
//! account. A running portal sees it within seconds. docs/OPERATIONS.md tells when.

mod overview;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use gst::{Gstin, ist};
use service::{
    FreezeReason, FreezeRefused, Irp, Trouble, UnfreezeRefused, WhichAccount, account_care,
};

use crate::Failure;
use crate::audit::AuditSlot;
use crate::chain::OPERATOR_NODE;
use crate::config;
use crate::installation;
use crate::terminal::{plain, say};

/// There is no such account, or it is as it was wanted already.
const NOTHING_DONE: u8 = 1;

/// Which account, of which portal.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// The file of settings.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,

    #[command(flatten)]
    account: Name,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Name {
    /// The taxpayer's GSTIN.
    #[arg(long, value_name = "GSTIN", value_parser = gstin)]
    gstin: Option<Gstin>,

    /// The User Id, in any letter case.
    #[arg(long, value_name = "USER ID")]
    user_name: Option<String>,
}

/// `mohar freeze`.
#[derive(Debug, Args)]
pub(crate) struct FreezeArguments {
    #[command(flatten)]
    which: Which,

    /// Why, in 1 to 200 characters, for the audit log and for whoever looks at the account. It is
    /// not shown to the user.
    #[arg(long, value_name = "TEXT", value_parser = FreezeReason::parse)]
    reason: FreezeReason,

    /// Revoke all API clients of the taxpayer, too, which other accounts of its PAN may use; also
    /// when the account is frozen already.
    #[arg(long)]
    revoke_clients: bool,
}

/// `mohar show`.
#[derive(Debug, Subcommand)]
pub(crate) enum ShowCommand {
    /// Show who an account belongs to, how it is used, and whether it is frozen.
    Account(ShowArguments),
}

/// `mohar show account`.
#[derive(Debug, Args)]
pub(crate) struct ShowArguments {
    #[command(flatten)]
    which: Which,

    /// Print a JSON object.
    #[arg(long)]
    json: bool,
}

fn gstin(text: &str) -> Result<Gstin, String> {
    Gstin::parse(text).map_err(|_| "a GSTIN has 15 letters and digits".to_owned())
}

impl Which {
    fn account(&self) -> WhichAccount {
        match (&self.account.gstin, &self.account.user_name) {
            (Some(gstin), _) => WhichAccount::OfGstin(*gstin),
            (None, name) => WhichAccount::OfUserName(name.clone().unwrap_or_default()),
        }
    }
}

/// Runs `mohar freeze`.
pub(crate) fn freeze(arguments: &FreezeArguments, audit: &AuditSlot) -> Result<ExitCode, Failure> {
    let which = arguments.which.account();
    let (reason, revoke_clients) = (arguments.reason.clone(), arguments.revoke_clients);
    with_portal(&arguments.which.config, audit, async move |irp| {
        let done = frozen(&irp, &which, reason).await?;
        if revoke_clients {
            let revoked = irp.revoke_clients_of(&which).await;
            if let Some(revoked) = revoked.map_err(|trouble| failure(&trouble))? {
                say(&format!(
                    "{revoked} API clients of the taxpayer were revoked."
                ))?;
            }
        }
        Ok(done)
    })
}

async fn frozen(
    irp: &Irp,
    which: &WhichAccount,
    reason: FreezeReason,
) -> Result<ExitCode, Failure> {
    match irp.freeze_account(which, reason).await {
        Ok(frozen) => {
            say(&format!(
                "{} ({}) is frozen: {} sessions ended, {} API tokens are void. Every process \
                     refuses it within {} seconds.",
                frozen.user_name,
                frozen.gstin,
                frozen.sessions_closed,
                frozen.tokens_voided,
                account_care::SEEN_WITHIN_S,
            ))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(service::Failure::Refused(FreezeRefused::NoAccount)) => no_account(),
        Err(service::Failure::Refused(FreezeRefused::AlreadyFrozen(frozen))) => {
            nothing_done(&format!(
                "it has been frozen since {}: {}",
                ist::date_time(frozen.at),
                plain(&frozen.reason)
            ))
        }
        Err(service::Failure::Trouble(trouble)) => Err(failure(&trouble)),
    }
}

/// Runs `mohar unfreeze`.
pub(crate) fn unfreeze(which: &Which, audit: &AuditSlot) -> Result<ExitCode, Failure> {
    let account = which.account();
    with_portal(&which.config, audit, async move |irp| {
        match irp.unfreeze_account(&account).await {
            Ok(open) => {
                say(&format!(
                    "{} ({}) is open again. It was frozen on {}: {}",
                    open.user_name,
                    open.gstin,
                    ist::date_time(open.was.at),
                    plain(&open.was.reason)
                ))?;
                Ok(ExitCode::SUCCESS)
            }
            Err(service::Failure::Refused(UnfreezeRefused::NoAccount)) => no_account(),
            Err(service::Failure::Refused(UnfreezeRefused::NotFrozen)) => {
                nothing_done("it is not frozen")
            }
            Err(service::Failure::Trouble(trouble)) => Err(failure(&trouble)),
        }
    })
}

/// Runs `mohar show`.
pub(crate) fn show(command: &ShowCommand, audit: &AuditSlot) -> Result<ExitCode, Failure> {
    let ShowCommand::Account(arguments) = command;
    let account = arguments.which.account();
    let json = arguments.json;
    with_portal(&arguments.which.config, audit, async move |irp| {
        let found = irp.account_overview(&account).await;
        let Some(found) = found.map_err(|trouble| failure(&trouble))? else {
            return no_account();
        };
        if json {
            say(&format!("{:#}", overview::json(&found, irp.now())))?;
        } else {
            say(overview::text(&found, irp.now()).trim_end())?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Does something with the portal's inside, and writes down what is done in the chain of the
/// operators' commands. A portal may run beside it.
fn with_portal<F>(
    config: &Path,
    audit: &AuditSlot,
    work: impl FnOnce(Irp) -> F,
) -> Result<ExitCode, Failure>
where
    F: Future<Output = Result<ExitCode, Failure>>,
{
    let config = config::required(config)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let health = audit.open(&config.audit.folder, OPERATOR_NODE)?;
    let done = runtime.block_on(async {
        let irp = installation::irp(&config, health).await?;
        let signing = irp.clone();
        audit.sign_with(move || signing.keys());
        work(irp).await
    });
    audit.close();
    done
}

fn no_account() -> Result<ExitCode, Failure> {
    nothing_done("there is no such account")
}

fn nothing_done(why: &str) -> Result<ExitCode, Failure> {
    say(&format!("Nothing was done: {why}."))?;
    Ok(ExitCode::from(NOTHING_DONE))
}

fn failure(trouble: &Trouble) -> Failure {
    Failure(match trouble {
        Trouble::Unavailable(unavailable) => format!("the {} is unavailable", unavailable.what),
        Trouble::Internal { reference } => format!("see the log under {reference}"),
    })
}
