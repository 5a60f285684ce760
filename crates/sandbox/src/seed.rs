//! The accounts that a sandbox starts with.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use service::{
    AccountOrder, Actor, CredentialFault, Failure, Irp, OrderRefused, ReadyAccount, Trouble,
};
use store::accounts::Account;
use store::line::Channel;
use thiserror::Error;

use crate::demo;

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
    /// The file of the API client cannot be used.
    #[error("the file of the ready account's API client cannot be used")]
    File(#[from] io::Error),
}

/// The ready account's API client, as it is kept from one start to the next.
#[derive(Debug, Serialize, Deserialize)]
struct KeptClient {
    client_id: String,
    client_secret: String,
}

/// Makes the accounts, or finds them where an earlier start made them. `file` keeps the ready
/// account's client, whose secret the database does not know.
///
/// # Errors
/// The service or the file failed.
pub async fn accounts(irp: &Irp, file: Option<&Path>) -> Result<ReadyAccount, SeedFault> {
    let (ready, other) = tokio::join!(
        integrator(irp, file),
        make_unless_there(irp, ALREADY_REGISTERED)
    );
    other?;
    ready
}

async fn integrator(irp: &Irp, file: Option<&Path>) -> Result<ReadyAccount, SeedFault> {
    let ready = match make_unless_there(irp, INTEGRATOR).await? {
        Some(ready) => ready,
        None => found(irp, file).await?,
    };
    if let Some(file) = file {
        let kept = KeptClient {
            client_id: ready.client_id.clone(),
            client_secret: ready.client_secret.clone(),
        };
        fs::write(
            file,
            serde_json::to_vec_pretty(&kept).map_err(io::Error::from)?,
        )?;
    }
    Ok(ready)
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

/// The ready account of an earlier start, with its client; with a new one if that start was
/// interrupted before it could keep the first.
async fn found(irp: &Irp, file: Option<&Path>) -> Result<ReadyAccount, SeedFault> {
    let gstin = demo::gstin(INTEGRATOR.first14);
    let account = irp.store().account_by_gstin(&gstin).await;
    let account = account
        .map_err(|error| SeedFault::Refused(error.to_string()))?
        .ok_or_else(|| SeedFault::Refused("the ready account is gone".to_owned()))?;
    let kept = file.and_then(|file| fs::read(file).ok());
    let kept = kept.and_then(|bytes| serde_json::from_slice::<KeptClient>(&bytes).ok());
    let kept = match kept {
        Some(kept) => kept,
        None => new_client(irp, &account).await?,
    };
    Ok(ReadyAccount {
        gstin,
        user_name: INTEGRATOR.user_name.to_owned(),
        password: INTEGRATOR.password.to_owned(),
        client_id: kept.client_id,
        client_secret: kept.client_secret,
        account: account.id,
    })
}

async fn new_client(irp: &Irp, account: &Account) -> Result<KeptClient, SeedFault> {
    let actor = Actor {
        account: account.id,
        user_name: account.user_name.clone(),
        gstin: account.gstin,
        channel: Channel::Upload,
        client_id: None,
    };
    match irp.create_api_client(&actor).await {
        Ok(client) => Ok(KeptClient {
            client_id: client.client_id,
            client_secret: client.client_secret,
        }),
        Err(Failure::Trouble(trouble)) => Err(SeedFault::Trouble(trouble)),
        Err(Failure::Refused(refused)) => Err(SeedFault::Refused(format!("{refused:?}"))),
    }
}
