//! The accounts that a sandbox starts with.

use std::io;

use gst::Gstin;
use service::{
    AccountOrder, Actor, CredentialFault, Failure, Irp, OrderRefused, ReadyAccount, Trouble,
};
use store::line::Channel;
use thiserror::Error;

use crate::demo;
use crate::known_accounts::{KnownAccount, KnownAccounts};

/// A User Id and its password, the same in every sandbox: they protect nothing.
#[derive(Clone, Copy, Debug)]
pub struct Login {
    /// First fourteen characters of the GSTIN.
    first14: &'static str,
    /// User Id.
    pub user_name: &'static str,
    /// Password.
    pub password: &'static str,
}

/// The account that an integrator is given.
pub const INTEGRATOR: Login = Login {
    first14: demo::INTEGRATOR,
    user_name: "vasundhara",
    password: "Teak-Loom#47river",
};

/// The account of the taxpayer that shows "already registered".
pub const ALREADY_REGISTERED: Login = Login {
    first14: demo::ALREADY_REGISTERED,
    user_name: "sahyadri",
    password: "Clove-Drum#52basket",
};

/// Why the accounts could not be made.
#[derive(Debug, Error)]
pub enum SeedFault {
    /// The service could not be asked.
    #[error("the accounts of the sandbox could not be made: {0:?}")]
    Trouble(Trouble),
    /// The service refused; the data folder was changed by hand.
    #[error("the accounts of the sandbox were refused: {0}")]
    Refused(String),
    /// The file of the accounts cannot be used.
    #[error("the file of the accounts cannot be used")]
    File(#[from] io::Error),
}

/// The taxpayer of the ready account.
pub fn ready_gstin() -> Gstin {
    demo::gstin(INTEGRATOR.first14)
}

/// Makes the accounts, or finds them where an earlier start made them; gives the ready one.
///
/// # Errors
/// The service or the file failed.
pub async fn accounts(irp: &Irp, known: &KnownAccounts) -> Result<KnownAccount, SeedFault> {
    let (ready, other) = tokio::join!(
        made_or_found(irp, known, INTEGRATOR),
        made_or_found(irp, known, ALREADY_REGISTERED)
    );
    other?;
    ready
}

async fn made_or_found(
    irp: &Irp,
    known: &KnownAccounts,
    login: Login,
) -> Result<KnownAccount, SeedFault> {
    let gstin = demo::gstin(login.first14);
    let account = match make_unless_there(irp, login).await? {
        Some(ready) => KnownAccount::from(ready),
        None => match known.get(&gstin) {
            Some(account) => return Ok(account),
            None => with_new_client(irp, login).await?,
        },
    };
    known.keep(gstin, account.clone())?;
    Ok(account)
}

/// `None` if the taxpayer has its account already.
async fn make_unless_there(irp: &Irp, login: Login) -> Result<Option<ReadyAccount>, SeedFault> {
    let order = AccountOrder {
        gstin: demo::gstin(login.first14),
        user_name: Some(login.user_name.to_owned()),
        password: Some(login.password.to_owned()),
        turnover: None,
        enabled: None,
    };
    match irp.make_account(order).await {
        Ok(ready) => Ok(Some(ready)),
        Err(Failure::Trouble(trouble)) => Err(SeedFault::Trouble(trouble)),
        Err(Failure::Refused(OrderRefused::Credentials(faults)))
            if faults.contains(&CredentialFault::AlreadyRegistered) =>
        {
            Ok(None)
        }
        Err(Failure::Refused(refused)) => Err(SeedFault::Refused(format!("{refused:?}"))),
    }
}

/// An account of a start that was interrupted before its client could be kept: the secret is lost,
/// so it gets another client.
async fn with_new_client(irp: &Irp, login: Login) -> Result<KnownAccount, SeedFault> {
    let gstin = demo::gstin(login.first14);
    let account = irp.store().account_by_gstin(&gstin).await;
    let account = account
        .map_err(|error| SeedFault::Refused(error.to_string()))?
        .ok_or_else(|| SeedFault::Refused("the ready account is gone".to_owned()))?;
    let actor = Actor {
        account: account.id,
        user_name: account.user_name,
        gstin: account.gstin,
        channel: Channel::Upload,
        client_id: None,
    };
    match irp.create_api_client(&actor).await {
        Ok(client) => Ok(KnownAccount {
            user_name: login.user_name.to_owned(),
            password: login.password.to_owned(),
            client_id: client.client_id,
            client_secret: client.client_secret,
        }),
        Err(Failure::Trouble(trouble)) => Err(SeedFault::Trouble(trouble)),
        Err(Failure::Refused(refused)) => Err(SeedFault::Refused(format!("{refused:?}"))),
    }
}
