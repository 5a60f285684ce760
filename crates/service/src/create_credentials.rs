//! The last step of a registration: User Id and password.

use gst::Gstin;
use store::accounts::{AccountCreation, NewAccount};

use crate::credentials::{self, CredentialFault};
use crate::fault::{Failure, Trouble};
use crate::flow::{Flow, MobileProved};
use crate::irp::Irp;
use crate::messages::MessageKind;
use crate::new_password::NewPasswordChoice;
use crate::user_name::Availability;

/// What somebody chose.
#[derive(Clone, Default)]
pub struct CredentialsForm {
    /// User Id.
    pub user_name: String,
    /// Password.
    pub password: String,
    /// The password once more.
    pub confirm: String,
}

impl std::fmt::Debug for CredentialsForm {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("CredentialsForm(…)")
    }
}

/// The account exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialsCreated {
    /// Its User Id.
    pub user_name: String,
    /// The taxpayer.
    pub gstin: Gstin,
}

/// The account was not made.
#[derive(Debug)]
pub struct CredentialsRefused {
    /// All that is wrong.
    pub faults: Vec<CredentialFault>,
    /// To try again with; `None` when trying again cannot help.
    pub proved: Option<MobileProved>,
}

impl Irp {
    /// Makes the account. Whether the User Id is free is judged by the store: of any number of
    /// people who save the same one, one gets it.
    pub async fn create_credentials(
        &self,
        proved: MobileProved,
        form: CredentialsForm,
    ) -> Result<CredentialsCreated, Failure<CredentialsRefused>> {
        self.audit_mark()?;
        let faults = self.credential_faults(&proved.flow, &form).await?;
        if !faults.is_empty() {
            return Err(refused(faults, Some(proved)));
        }
        let flow = &proved.flow;
        let gstin = flow.gstin();
        let account = NewAccount {
            password_hash: self.hash_password(&form.password).await?,
            notices: self.account_notices(
                MessageKind::AccountCreated,
                &form.user_name,
                Some(&flow.known),
            )?,
            user_name: form.user_name.clone(),
            gstin,
            created_at: self.now(),
            proof: Some(flow.digest()),
        };
        match self.stored(self.store().create_account(account).await)? {
            AccountCreation::Created(account) => {
                tracing::info!(target: "audit", account = account.id.0, "account made");
                Ok(CredentialsCreated {
                    user_name: account.user_name,
                    gstin,
                })
            }
            AccountCreation::UserNameTaken => {
                let suggestions = self.suggest_user_names(&form.user_name).await?;
                let fault = CredentialFault::UserNameTaken { suggestions };
                Err(refused(vec![fault], Some(proved)))
            }
            AccountCreation::GstinTaken => {
                Err(refused(vec![CredentialFault::AlreadyRegistered], None))
            }
            AccountCreation::ProofSpent => Err(refused(vec![CredentialFault::ProofSpent], None)),
        }
    }

    async fn credential_faults(
        &self,
        flow: &Flow,
        form: &CredentialsForm,
    ) -> Result<Vec<CredentialFault>, Trouble> {
        let settings = &self.settings().credentials;
        let mut faults = credentials::user_name_faults(&form.user_name, settings);
        if faults.is_empty() {
            let availability = self.user_name_availability(&form.user_name).await?;
            if let Availability::Taken { suggestions } = availability {
                faults.push(CredentialFault::UserNameTaken { suggestions });
            }
        }
        let choice = NewPasswordChoice {
            user_name: &form.user_name,
            gstin: flow.gstin(),
            taxpayer: Some(&flow.known.taxpayer),
            password: &form.password,
            confirm: &form.confirm,
        };
        faults.extend(self.new_password_faults(choice).await?);
        Ok(faults)
    }
}

fn refused(
    faults: Vec<CredentialFault>,
    proved: Option<MobileProved>,
) -> Failure<CredentialsRefused> {
    Failure::Refused(CredentialsRefused { faults, proved })
}
