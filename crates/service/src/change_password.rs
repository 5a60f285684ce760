//! A new password by somebody who is logged in and knows the old one.

use store::accounts::{ChangedPassword, PasswordChange};

use crate::constant_work::PasswordVerdict;
use crate::credentials::CredentialFault;
use crate::fault::Failure;
use crate::irp::Irp;
use crate::messages::MessageKind;
use crate::new_password::NewPasswordChoice;
use crate::session::SignedIn;

/// What somebody filled in.
#[derive(Clone, Default)]
pub struct ChangeForm {
    /// The password that counts now.
    pub old: String,
    /// The new password.
    pub password: String,
    /// The new password once more.
    pub confirm: String,
}

impl std::fmt::Debug for ChangeForm {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ChangeForm(…)")
    }
}

/// The new password counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordChanged {
    /// Other browser sessions that ended.
    pub sessions_closed: u64,
    /// API tokens that are void.
    pub tokens_voided: u64,
}

/// The password was not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeRefused {
    /// All that is wrong with what was filled in.
    Faults(Vec<CredentialFault>),
    /// The session, or the password that was judged, does not count any more.
    Overtaken,
}

impl Irp {
    /// Changes the password. A wrong old one counts as a wrong login. All other sessions end, and
    /// API tokens are void.
    pub async fn change_password(
        &self,
        signed_in: &SignedIn,
        form: ChangeForm,
    ) -> Result<PasswordChanged, Failure<ChangeRefused>> {
        let floor = self.refusal_floor();
        let actor = &signed_in.actor;
        let known = self.taxpayer_for(&actor.gstin).await?;
        let choice = NewPasswordChoice {
            user_name: &actor.user_name,
            gstin: actor.gstin,
            taxpayer: known.as_ref().map(|known| &known.taxpayer),
            password: &form.password,
            confirm: &form.confirm,
        };
        let mut faults = self.new_password_faults(choice).await?;
        let verdict = self.check_password(&actor.user_name, &form.old).await?;
        let account = match verdict {
            PasswordVerdict::Right(account) if account.id == actor.account => account,
            PasswordVerdict::Wrong => {
                faults.insert(0, self.old_password_wrong());
                floor.wait().await;
                return Err(Failure::Refused(ChangeRefused::Faults(faults)));
            }
            _ => return Err(Failure::Refused(ChangeRefused::Overtaken)),
        };
        if form.password == form.old {
            faults.push(CredentialFault::PasswordUnchanged);
        }
        if !faults.is_empty() {
            return Err(Failure::Refused(ChangeRefused::Faults(faults)));
        }
        let new = ChangedPassword {
            account: account.id,
            old_hash: account.password_hash,
            password_hash: self.hash_password(&form.password).await?,
            session: signed_in.token_digest,
            notices: self.account_notices(
                MessageKind::PasswordReplaced,
                &account.user_name,
                known.as_ref(),
            )?,
        };
        match self.stored(self.store().change_password(new).await)? {
            PasswordChange::Changed {
                sessions_closed,
                tokens_voided,
            } => {
                tracing::info!(
                    target: "audit",
                    account = account.id.0,
                    sessions_closed,
                    tokens_voided,
                    "password changed by its user"
                );
                Ok(PasswordChanged {
                    sessions_closed,
                    tokens_voided,
                })
            }
            PasswordChange::Overtaken => Err(Failure::Refused(ChangeRefused::Overtaken)),
        }
    }

    fn old_password_wrong(&self) -> CredentialFault {
        let login = &self.settings().login;
        CredentialFault::OldPasswordWrong {
            tries_max: login.tries_max,
            block_s: login.block_s,
        }
    }
}
