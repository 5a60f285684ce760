//! API clients: an id and a secret for an ERP, made and revoked on the portal.

use gst::Gstin;
use seal::token;
use store::accounts::AccountId;
use store::api_access::ApiClient;

use crate::actor::Actor;
use crate::fault::{Failure, Trouble};
use crate::irp::Irp;

/// Characters of a client id.
const CLIENT_ID_CHARS: usize = 20;
/// Characters of a client secret: 190 random bits.
const CLIENT_SECRET_CHARS: usize = 32;

/// A client that was just made. Its secret is shown once and can never be read again.
#[derive(Clone, PartialEq, Eq)]
pub struct NewClient {
    /// The client id.
    pub client_id: String,
    /// The client secret.
    pub client_secret: String,
}

impl std::fmt::Debug for NewClient {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("NewClient")
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// The GSTIN has as many clients as it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyClients {
    /// How many those are.
    pub max: u32,
}

impl Irp {
    /// Makes a client for the caller's taxpayer.
    pub async fn create_api_client(
        &self,
        actor: &Actor,
    ) -> Result<NewClient, Failure<TooManyClients>> {
        self.new_client(actor.account, &actor.gstin).await
    }

    pub(crate) async fn new_client(
        &self,
        account: AccountId,
        owner: &Gstin,
    ) -> Result<NewClient, Failure<TooManyClients>> {
        self.audit_mark()?;
        let new = NewClient {
            client_id: self.randomness().alphanumeric(CLIENT_ID_CHARS),
            client_secret: self.randomness().alphanumeric(CLIENT_SECRET_CHARS),
        };
        let client = ApiClient {
            client_id: new.client_id.clone(),
            secret_digest: token::sha256(&new.client_secret),
            owner: *owner,
            created_at: self.now(),
            revoked_at: None,
        };
        let max = self.settings().api.clients_max;
        // An id of 119 random bits is never there already, so only the limit refuses.
        if self.stored(self.store().create_client(client, max).await)? {
            tracing::info!(
                target: "audit",
                account = account.0,
                gstin = %owner,
                client_id = new.client_id,
                "API client made"
            );
            Ok(new)
        } else {
            Err(Failure::Refused(TooManyClients { max }))
        }
    }

    /// The clients of the caller's taxpayer, newest first, revoked ones too.
    pub async fn api_clients(&self, actor: &Actor) -> Result<Vec<ApiClient>, Trouble> {
        self.stored(self.store().clients_of(&actor.gstin).await)
    }

    /// Revokes a client of the caller's taxpayer and voids its tokens, here at once and on other
    /// processes within seconds. `false` if there is no such client.
    pub async fn revoke_api_client(&self, actor: &Actor, client_id: &str) -> Result<bool, Trouble> {
        self.revoke_client(&actor.gstin, client_id, Some(actor.account))
            .await
    }

    /// The same by an account, or by the operator.
    pub(crate) async fn revoke_client(
        &self,
        owner: &Gstin,
        client_id: &str,
        by: Option<AccountId>,
    ) -> Result<bool, Trouble> {
        let revoked = self
            .store()
            .revoke_client(owner, client_id, self.now())
            .await;
        let revoked = self.stored(revoked)?;
        if revoked {
            self.clients().forget(&client_id.to_owned());
            let account = by.map(|account| account.0);
            tracing::info!(target: "audit", account, gstin = %owner, client_id, "API client revoked");
        }
        Ok(revoked)
    }
}
