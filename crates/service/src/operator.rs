//! Accounts that an operator makes, without a one-time password: what a sandbox is made of.

use gst::{Decimal, FinancialYear, Gstin, ist};
use store::accounts::{AccountCreation, AccountId, NewAccount};
use store::taxpayers::Enablement;

use crate::credentials::{self, CredentialFault};
use crate::fault::{Failure, Trouble};
use crate::irp::Irp;
use crate::taxpayers::KnownTaxpayer;

/// What is ordered. What is `None` is made up, or stays as it is.
#[derive(Clone)]
pub struct AccountOrder {
    /// The taxpayer; the registry has to know it.
    pub gstin: Gstin,
    /// User Id.
    pub user_name: Option<String>,
    /// Password.
    pub password: Option<String>,
    /// Turnover to put in the local copy of the GST master, in rupees.
    pub turnover: Option<Decimal>,
    /// `true` enables e-invoicing for the taxpayer as if it had done so itself.
    pub enabled: Option<bool>,
}

impl std::fmt::Debug for AccountOrder {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("AccountOrder")
            .field("gstin", &self.gstin)
            .finish_non_exhaustive()
    }
}

/// An account that is ready for the pages and for the API.
#[derive(Clone)]
pub struct ReadyAccount {
    /// The taxpayer.
    pub gstin: Gstin,
    /// User Id.
    pub user_name: String,
    /// Password.
    pub password: String,
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub client_secret: String,
    /// The account.
    pub account: AccountId,
}

impl std::fmt::Debug for ReadyAccount {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ReadyAccount")
            .field("gstin", &self.gstin)
            .finish_non_exhaustive()
    }
}

/// Why an account was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderRefused {
    /// The registry does not know the GSTIN.
    UnknownGstin,
    /// What is wrong with User Id or password, or that there is an account.
    Credentials(Vec<CredentialFault>),
    /// The GSTIN has as many API clients as it may have.
    TooManyClients,
}

/// Made-up User Ids: so many letters and digits.
const MADE_UP_NAME_CHARS: usize = 10;
/// Made-up passwords: so many random letters and digits, and one of each class that is needed.
const MADE_UP_PASSWORD_CHARS: usize = 16;

impl Irp {
    /// Makes an account with an API client.
    pub async fn make_account(
        &self,
        order: AccountOrder,
    ) -> Result<ReadyAccount, Failure<OrderRefused>> {
        let gstin = order.gstin;
        let Some(known) = self.taxpayer_for(&gstin).await? else {
            return Err(Failure::Refused(OrderRefused::UnknownGstin));
        };
        let (user_name, password) = self.ordered_credentials(&order, &known)?;
        let new = NewAccount {
            user_name,
            gstin,
            password_hash: self.hash_password(&password).await?,
            created_at: self.now(),
            proof: None,
            notices: Vec::new(),
        };
        let user_name = new.user_name.clone();
        let account = match self.stored(self.store().create_account(new).await)? {
            AccountCreation::Created(account) => {
                let id = account.id.0;
                tracing::info!(target: "audit", account = id, %gstin, "account made by order");
                account
            }
            AccountCreation::UserNameTaken => {
                let suggestions = self.suggest_user_names(&user_name).await?;
                return Err(refused(CredentialFault::UserNameTaken { suggestions }));
            }
            AccountCreation::GstinTaken => return Err(refused(CredentialFault::AlreadyRegistered)),
            AccountCreation::ProofSpent => return Err(refused(CredentialFault::ProofSpent)),
        };
        self.set_standing(known, order.turnover, order.enabled)
            .await?;
        let client =
            self.new_client(account.id, &gstin)
                .await
                .map_err(|failure| match failure {
                    Failure::Refused(_) => Failure::Refused(OrderRefused::TooManyClients),
                    Failure::Trouble(trouble) => Failure::Trouble(trouble),
                })?;
        Ok(ReadyAccount {
            gstin,
            user_name: account.user_name,
            password,
            client_id: client.client_id,
            client_secret: client.client_secret,
            account: account.id,
        })
    }

    fn ordered_credentials(
        &self,
        order: &AccountOrder,
        known: &KnownTaxpayer,
    ) -> Result<(String, String), Failure<OrderRefused>> {
        let settings = &self.settings().credentials;
        let user_name = order
            .user_name
            .clone()
            .unwrap_or_else(|| self.randomness().alphanumeric(MADE_UP_NAME_CHARS));
        let mut faults = credentials::user_name_faults(&user_name, settings);
        let password = if let Some(password) = &order.password {
            let brand = &self.settings().brand;
            let own_words = credentials::own_words(brand, &order.gstin, Some(&known.taxpayer));
            faults.extend(credentials::password_faults(
                &user_name, password, &own_words, settings,
            ));
            password.clone()
        } else {
            let random = self.randomness().alphanumeric(MADE_UP_PASSWORD_CHARS);
            format!("{random}_Aa1")
        };
        if faults.is_empty() {
            Ok((user_name, password))
        } else {
            Err(Failure::Refused(OrderRefused::Credentials(faults)))
        }
    }

    /// Puts a turnover into the local copy of the GST master, and enables e-invoicing; what is
    /// `None` stays as it is.
    pub async fn set_standing(
        &self,
        known: KnownTaxpayer,
        turnover: Option<Decimal>,
        enabled: Option<bool>,
    ) -> Result<(), Trouble> {
        let now = self.now();
        let gstin = known.taxpayer.gstin;
        if let Some(turnover) = turnover {
            let mut taxpayer = known.taxpayer;
            taxpayer.turnover = Some(turnover);
            self.put_taxpayer(taxpayer, now).await?;
            tracing::info!(target: "audit", %gstin, "turnover set by order");
        }
        if enabled == Some(true) {
            let enablement = Enablement {
                financial_year: FinancialYear::of(ist::date(now)),
                turnover: turnover.unwrap_or_default(),
                at: now,
            };
            let enabled = self
                .store()
                .enable(&gstin, None, enablement, Vec::new())
                .await;
            self.stored(enabled)?;
            self.parties().forget(&gstin);
            tracing::info!(target: "audit", %gstin, "e-invoicing enabled by order");
        }
        Ok(())
    }
}

fn refused(fault: CredentialFault) -> Failure<OrderRefused> {
    Failure::Refused(OrderRefused::Credentials(vec![fault]))
}
