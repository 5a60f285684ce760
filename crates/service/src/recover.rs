//! The last step of a recovery: the User Id is told, and a new password takes the old one's place.

use gst::Gstin;
use store::accounts::{Account, NewPassword, PasswordReplacement};
use store::proofs::Purpose;

use crate::credentials::CredentialFault;
use crate::fault::{Failure, Trouble};
use crate::flow::{Flow, MobileProved};
use crate::irp::Irp;
use crate::messages::MessageKind;
use crate::new_password::NewPasswordChoice;

/// What somebody chose.
#[derive(Clone, Default)]
pub struct PasswordForm {
    /// The new password.
    pub password: String,
    /// The new password once more.
    pub confirm: String,
}

impl std::fmt::Debug for PasswordForm {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PasswordForm(…)")
    }
}

/// An account whose owner has proved who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// Its User Id.
    pub user_name: String,
    /// Whether it is frozen, which a new password does not end.
    pub frozen: bool,
    /// Whether it has an authenticator app, which a new password removes.
    pub has_authenticator: bool,
}

/// The new password counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordReplaced {
    /// The account's User Id.
    pub user_name: String,
    /// The taxpayer.
    pub gstin: Gstin,
    /// Browser sessions that ended.
    pub sessions_closed: u64,
    /// Whether there was an authenticator app, which does not count any more.
    pub authenticator_removed: bool,
    /// Whether the account is frozen, which a new password does not end.
    pub frozen: bool,
}

/// The password was not replaced.
#[derive(Debug)]
pub struct PasswordRefused {
    /// All that is wrong.
    pub faults: Vec<CredentialFault>,
    /// To try again with; `None` when trying again cannot help.
    pub proved: Option<MobileProved>,
}

impl Irp {
    /// The account that is being recovered. `None` when the mobile was proved for something else,
    /// or there is no account.
    pub async fn recovered_user(
        &self,
        proved: &MobileProved,
    ) -> Result<Option<Recovered>, Trouble> {
        let Some(account) = self.recovered_account(&proved.flow).await? else {
            return Ok(None);
        };
        Ok(Some(Recovered {
            has_authenticator: self.authenticator_in_force(account.id).await?.is_some(),
            user_name: account.user_name,
            frozen: account.frozen.is_some(),
        }))
    }

    /// Replaces the password of the account whose mobile was proved. All its sessions end, its
    /// API tokens are void, a block after wrong passwords is lifted, and its authenticator is
    /// removed: whoever holds the registered mobile is the owner, and a lost phone must not lock
    /// the owner out for ever.
    pub async fn replace_password(
        &self,
        proved: MobileProved,
        form: PasswordForm,
    ) -> Result<PasswordReplaced, Failure<PasswordRefused>> {
        self.audit_mark()?;
        let Some(account) = self.recovered_account(&proved.flow).await? else {
            return Err(begin_again());
        };
        let faults = self.password_faults(&proved.flow, &account, &form).await?;
        if !faults.is_empty() {
            return Err(Failure::Refused(PasswordRefused {
                faults,
                proved: Some(proved),
            }));
        }
        let flow = &proved.flow;
        let gstin = flow.gstin();
        let notices = |kind| self.account_notices(kind, &account.user_name, Some(&flow.known));
        let new = NewPassword {
            gstin,
            password_hash: self.hash_password(&form.password).await?,
            proof: flow.digest(),
            at: self.now(),
            notices: notices(MessageKind::PasswordReplaced)?,
            authenticator_notices: notices(MessageKind::AuthenticatorOff)?,
        };
        match self.stored(self.store().replace_password(new).await)? {
            PasswordReplacement::Replaced {
                account,
                sessions_closed,
                tokens_voided,
                authenticator_removed,
            } => {
                tracing::info!(
                    target: "audit",
                    account = account.id.0,
                    sessions_closed,
                    tokens_voided,
                    authenticator_removed,
                    "password replaced after a recovery"
                );
                Ok(PasswordReplaced {
                    user_name: account.user_name,
                    gstin,
                    sessions_closed,
                    authenticator_removed,
                    frozen: account.frozen.is_some(),
                })
            }
            PasswordReplacement::NoAccount | PasswordReplacement::ProofSpent => Err(begin_again()),
        }
    }

    async fn recovered_account(&self, flow: &Flow) -> Result<Option<Account>, Trouble> {
        if flow.purpose != Purpose::Recover {
            return Ok(None);
        }
        self.stored(self.store().account_by_gstin(&flow.gstin()).await)
    }

    /// Whether the password is the old one is asked only when nothing else is wrong: then a proof
    /// answers that for one password at most, as any other one replaces it.
    async fn password_faults(
        &self,
        flow: &Flow,
        account: &Account,
        form: &PasswordForm,
    ) -> Result<Vec<CredentialFault>, Trouble> {
        let choice = NewPasswordChoice {
            user_name: &account.user_name,
            gstin: flow.gstin(),
            taxpayer: Some(&flow.known.taxpayer),
            password: &form.password,
            confirm: &form.confirm,
        };
        let mut faults = self.new_password_faults(choice).await?;
        if faults.is_empty() && self.is_password_of(account, &form.password).await? {
            faults.push(CredentialFault::PasswordUnchanged);
        }
        Ok(faults)
    }
}

fn begin_again() -> Failure<PasswordRefused> {
    Failure::Refused(PasswordRefused {
        faults: vec![CredentialFault::ProofSpent],
        proved: None,
    })
}
