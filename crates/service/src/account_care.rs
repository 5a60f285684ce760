//! What operators do with accounts: freeze, unfreeze, and look.

use gst::{Gstin, ist};
use jiff::Timestamp;
use store::account_care::{AccountUse, Freezing, Living};
use store::accounts::{Account, Frozen};
use store::api_access::ApiClient;
use store::invoices::Counts;

use crate::api_caller::ACCESS_CACHE_S;
use crate::clock::earlier;
use crate::dashboard::midnight;
use crate::fault::{Failure, Trouble};
use crate::irp::Irp;
use crate::taxpayers::KnownTaxpayer;

/// Most characters of a reason.
pub const REASON_CHARS_MAX: usize = 200;

/// Seconds after which every process refuses a frozen account: what it remembers of a token it
/// remembers for no longer.
pub const SEEN_WITHIN_S: u32 = ACCESS_CACHE_S;

/// Which account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhichAccount {
    /// That of a taxpayer.
    OfGstin(Gstin),
    /// That with a User Id, in any letter case.
    OfUserName(String),
}

/// Why an account is frozen, in an operator's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreezeReason(String);

/// What is wrong with a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReasonFault {
    /// It says nothing.
    #[error("a reason says why, in 1 to {REASON_CHARS_MAX} characters")]
    Empty,
    /// It is too long.
    #[error("a reason has at most {REASON_CHARS_MAX} characters, and this has {found}")]
    TooLong {
        /// Its characters.
        found: usize,
    },
    /// It would break lines or steer a terminal.
    #[error("a reason has no control characters, and this has one at character {position}")]
    Control {
        /// Which character, from 1 on.
        position: usize,
    },
}

impl FreezeReason {
    /// Reads one; spaces around it do not count.
    pub fn parse(text: &str) -> Result<Self, ReasonFault> {
        let text = text.trim_matches(' ');
        let found = text.chars().count();
        if found == 0 {
            return Err(ReasonFault::Empty);
        }
        if let Some(before) = text.chars().position(char::is_control) {
            let position = before + 1;
            return Err(ReasonFault::Control { position });
        }
        if found > REASON_CHARS_MAX {
            return Err(ReasonFault::TooLong { found });
        }
        Ok(Self(text.to_owned()))
    }
}

/// An account was frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenNow {
    /// Its User Id.
    pub user_name: String,
    /// Its taxpayer.
    pub gstin: Gstin,
    /// Browser sessions that ended.
    pub sessions_closed: u64,
    /// API tokens that are void.
    pub tokens_voided: u64,
}

/// An account was not frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FreezeRefused {
    /// There is none.
    NoAccount,
    /// It has been frozen before.
    AlreadyFrozen(Frozen),
}

/// An account is open again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnfrozenNow {
    /// Its User Id.
    pub user_name: String,
    /// Its taxpayer.
    pub gstin: Gstin,
    /// The freeze that has ended.
    pub was: Frozen,
}

/// An account was not unfrozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnfreezeRefused {
    /// There is none.
    NoAccount,
    /// It is not frozen.
    NotFrozen,
}

/// What there is to know of an account.
#[derive(Clone, Debug)]
pub struct AccountOverview {
    /// The account.
    pub account: Account,
    /// Its taxpayer in the local copy of the GST master. Mobile and e-mail are in clear: mask them.
    pub taxpayer: Option<KnownTaxpayer>,
    /// Since when its logins ask for the code of an authenticator app; `None`: they do not.
    pub authenticator_since: Option<Timestamp>,
    /// How it is used.
    pub usage: AccountUse,
    /// The API clients of its taxpayer, newest first, revoked ones too.
    pub clients: Vec<ApiClient>,
    /// Documents since midnight in India.
    pub today: Counts,
    /// Documents since the first of the month in India.
    pub month: Counts,
    /// All documents.
    pub documents: Counts,
}

impl Irp {
    /// Freezes an account: nobody logs in with it and its sessions and API tokens end, on every
    /// process within seconds. Its documents stay what they are. As it only takes rights away, it
    /// waits for no audit log.
    pub async fn freeze_account(
        &self,
        which: &WhichAccount,
        reason: FreezeReason,
    ) -> Result<FrozenNow, Failure<FreezeRefused>> {
        let Some(account) = self.find_account(which).await? else {
            return Err(Failure::Refused(FreezeRefused::NoAccount));
        };
        let FreezeReason(reason) = reason;
        let frozen = Frozen {
            at: self.now(),
            reason: reason.clone(),
        };
        match self.stored(self.store().freeze_account(account.id, frozen).await)? {
            Freezing::Frozen {
                sessions_closed,
                tokens_voided,
            } => {
                let (id, gstin) = (account.id.0, account.gstin);
                tracing::warn!(
                    target: "audit",
                    account = id,
                    %gstin,
                    reason,
                    sessions_closed,
                    tokens_voided,
                    "account frozen"
                );
                Ok(FrozenNow {
                    user_name: account.user_name,
                    gstin,
                    sessions_closed,
                    tokens_voided,
                })
            }
            Freezing::AlreadyFrozen(frozen) => {
                Err(Failure::Refused(FreezeRefused::AlreadyFrozen(frozen)))
            }
            Freezing::NoAccount => Err(Failure::Refused(FreezeRefused::NoAccount)),
        }
    }

    /// Revokes all API clients of an account's taxpayer and voids their tokens, whoever uses them;
    /// how many there were. A freeze leaves them alone, and while it lasts nobody can revoke them on
    /// the pages. As it only takes rights away, it waits for no audit log.
    pub async fn revoke_clients_of(&self, which: &WhichAccount) -> Result<Option<u32>, Trouble> {
        let Some(account) = self.find_account(which).await? else {
            return Ok(None);
        };
        let clients = self.stored(self.store().clients_of(&account.gstin).await)?;
        let mut revoked = 0;
        for client in clients.iter().filter(|client| client.revoked_at.is_none()) {
            // Somebody else may have been faster with one.
            if self
                .revoke_client(&account.gstin, &client.client_id, None)
                .await?
            {
                revoked += 1;
            }
        }
        Ok(Some(revoked))
    }

    /// Ends a freeze. What it closed stays closed.
    pub async fn unfreeze_account(
        &self,
        which: &WhichAccount,
    ) -> Result<UnfrozenNow, Failure<UnfreezeRefused>> {
        self.audit_mark()?;
        let Some(account) = self.find_account(which).await? else {
            return Err(Failure::Refused(UnfreezeRefused::NoAccount));
        };
        let was = self.stored(self.store().unfreeze_account(account.id).await)?;
        let was = was.ok_or(Failure::Refused(UnfreezeRefused::NotFrozen))?;
        let (id, gstin, since) = (account.id.0, account.gstin, was.at);
        tracing::warn!(target: "audit", account = id, %gstin, %since, "account unfrozen");
        Ok(UnfrozenNow {
            user_name: account.user_name,
            gstin,
            was,
        })
    }

    /// What there is to know of an account, without asking the registry.
    pub async fn account_overview(
        &self,
        which: &WhichAccount,
    ) -> Result<Option<AccountOverview>, Trouble> {
        self.audit_mark()?;
        let Some(account) = self.find_account(which).await? else {
            return Ok(None);
        };
        let (store, gstin, now) = (self.store(), account.gstin, self.now());
        let settings = self.settings();
        let living = Living {
            began_after: earlier(now, settings.session.absolute_s),
            used_after: earlier(now, settings.session.idle_s),
            token_ends_after: earlier(now, settings.api.old_token_grace_s),
        };
        let today = ist::date(now);
        let since = [
            midnight(today),
            midnight(today.first_of_month()),
            Timestamp::UNIX_EPOCH,
        ];
        let mut counts = [Counts::default(); 3];
        for (count, since) in counts.iter_mut().zip(since) {
            *count = self.stored(store.counts(&gstin, since).await)?;
        }
        let [today, month, documents] = counts;
        let copy = self.stored(store.taxpayer(&gstin).await)?;
        let (id, usage) = (account.id, store.account_use(account.id, living).await);
        let app = self.authenticator_in_force(account.id).await?;
        let overview = AccountOverview {
            authenticator_since: app.and_then(|app| app.confirmed_at),
            taxpayer: copy.map(|copy| self.with_contact(copy)).transpose()?,
            usage: self.stored(usage)?,
            clients: self.stored(store.clients_of(&gstin).await)?,
            today,
            month,
            documents,
            account,
        };
        tracing::info!(target: "audit", account = id.0, %gstin, "account shown to an operator");
        Ok(Some(overview))
    }

    async fn find_account(&self, which: &WhichAccount) -> Result<Option<Account>, Trouble> {
        let found = match which {
            WhichAccount::OfGstin(gstin) => self.store().account_by_gstin(gstin).await,
            WhichAccount::OfUserName(name) => self.store().account_by_user_name(name.trim()).await,
        };
        self.stored(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_up_to_200_characters_and_no_control_characters() {
        let parse = FreezeReason::parse;
        assert_eq!(parse(" क "), Ok(FreezeReason("क".to_owned())));
        let longest = "ख".repeat(REASON_CHARS_MAX);
        assert_eq!(parse(&longest), Ok(FreezeReason(longest.clone())));
        let found = REASON_CHARS_MAX + 1;
        assert_eq!(
            parse(&format!("{longest}x")),
            Err(ReasonFault::TooLong { found })
        );
        assert_eq!(parse("  "), Err(ReasonFault::Empty));
        for (text, position) in [("a\nb", 2), ("\u{1b}[31m", 1), ("a\u{85}", 2), ("\t", 1)] {
            assert_eq!(parse(text), Err(ReasonFault::Control { position }));
        }
    }
}
