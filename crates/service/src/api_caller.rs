//! Who is calling the API: the headers of every call but the authentication.

use einvoice::finding::Finding;
use gst::Gstin;
use seal::{SessionKey, token};
use store::accounts::Account;
use store::api_access::{ApiClient, ApiToken};
use store::line::Channel;

use crate::actor::Actor;
use crate::api_authenticate::SealedToken;
use crate::clock::later;
use crate::codes;
use crate::fault::{Fault, Trouble};
use crate::irp::Irp;

/// How long clients and tokens are believed without asking the store. A revoked client, and a token
/// that a new password or a freeze voided, is refused by every process after this.
pub(crate) const ACCESS_CACHE_S: u32 = 5;

/// Longest client id that is looked up.
const CLIENT_ID_BYTES_MAX: usize = 64;

/// The headers that identify a caller. A header that is missing or empty is `None`.
#[derive(Clone, Copy, Debug, Default)]
pub struct CallHeaders<'a> {
    /// Client id.
    pub client_id: Option<&'a str>,
    /// Client secret.
    pub client_secret: Option<&'a str>,
    /// GSTIN.
    pub gstin: Option<&'a str>,
    /// User Id.
    pub user_name: Option<&'a str>,
    /// Token.
    pub auth_token: Option<&'a str>,
}

/// A caller who has proved who they are.
#[derive(Clone, Debug)]
pub struct ApiCaller {
    /// Who.
    pub actor: Actor,
    /// The key of their requests and answers.
    pub session_key: SessionKey,
}

/// A token with its user and key, as a process remembers it.
#[derive(Clone)]
pub(crate) struct KnownToken {
    token: ApiToken,
    user_name: String,
    session_key: SessionKey,
}

impl Irp {
    /// Judges the headers of a call. All that are missing are told at once.
    pub async fn api_caller(&self, headers: CallHeaders<'_>) -> Result<ApiCaller, Fault> {
        if headers.user_name.is_none() {
            return Err(all_missing(headers, headers.user_name));
        }
        self.eway_bill_caller(headers).await
    }

    /// The same for calls of the e-way bill system, which need not name the user: the token does.
    /// A name that is sent has to be the right one.
    pub async fn eway_bill_caller(&self, headers: CallHeaders<'_>) -> Result<ApiCaller, Fault> {
        let CallHeaders {
            client_id: Some(client_id),
            client_secret: Some(client_secret),
            gstin: Some(gstin),
            user_name,
            auth_token: Some(auth_token),
        } = headers
        else {
            return Err(all_missing(headers, Some(NOT_NEEDED)));
        };
        let client = self.api_client(client_id, client_secret).await?;
        let known = self.known_token(auth_token).await?;
        let Some(known) = known.filter(|known| self.token_is_good(known)) else {
            return Err(Fault::code(codes::TOKEN_INVALID));
        };
        if known.token.client_id != client.client_id
            || user_name.is_some_and(|name| !known.user_name.eq_ignore_ascii_case(name.trim()))
        {
            return Err(Fault::code(codes::TOKEN_INVALID));
        }
        if Gstin::parse(gstin).ok() != Some(known.token.gstin) {
            return Err(Fault::code(codes::GSTIN_DIFFERS));
        }
        Ok(ApiCaller {
            actor: Actor {
                account: known.token.account,
                user_name: known.user_name,
                gstin: known.token.gstin,
                channel: Channel::Api,
                client_id: Some(client.client_id),
            },
            session_key: known.session_key,
        })
    }

    /// The client of an id and a secret: 1010 when they are no pair, or were revoked.
    pub(crate) async fn api_client(
        &self,
        client_id: &str,
        client_secret: &str,
    ) -> Result<ApiClient, Fault> {
        let wrong = || Fault::code(codes::CLIENT_WRONG);
        if client_id.len() > CLIENT_ID_BYTES_MAX {
            return Err(wrong());
        }
        let now = self.now();
        let key = client_id.to_owned();
        let client = if let Some(remembered) = self.clients().get(&key, now) {
            remembered
        } else {
            let client = self.stored(self.store().client(client_id).await)?;
            self.clients().put(key, client.clone(), now, ACCESS_CACHE_S);
            client
        };
        let is_known = client.is_some();
        let judged = client
            .filter(|client| client.revoked_at.is_none())
            .filter(|client| same(&client.secret_digest, &token::sha256(client_secret)));
        if is_known && judged.is_none() {
            tracing::info!(target: "audit", client_id, "API client refused");
        }
        judged.ok_or_else(wrong)
    }

    async fn known_token(&self, auth_token: &str) -> Result<Option<KnownToken>, Trouble> {
        let digest = token::sha256(auth_token);
        let now = self.now();
        if let Some(known) = self.tokens().get(&digest, now) {
            return Ok(known);
        }
        let known = match self.stored(self.store().token(&digest).await)? {
            Some((token, account)) if account.frozen.is_none() => {
                Some(self.open_known(token, &account)?)
            }
            _ => None,
        };
        self.tokens()
            .put(digest, known.clone(), now, ACCESS_CACHE_S);
        Ok(known)
    }

    fn open_known(&self, token: ApiToken, account: &Account) -> Result<KnownToken, Trouble> {
        let SealedToken { session_key, .. } = self.open_token(&token)?;
        Ok(KnownToken {
            token,
            user_name: account.user_name.clone(),
            session_key,
        })
    }

    /// A token is good until a grace period after its end: clients renew it late.
    fn token_is_good(&self, known: &KnownToken) -> bool {
        let grace_s = self.settings().api.old_token_grace_s;
        self.now() < later(known.token.expires_at, grace_s)
    }
}

/// Stands for a header that may be missing.
const NOT_NEEDED: &str = "";

fn all_missing(headers: CallHeaders<'_>, user_name: Option<&str>) -> Fault {
    missing_headers(&[
        (headers.client_id, codes::CLIENT_ID_MISSING),
        (headers.client_secret, codes::CLIENT_SECRET_MISSING),
        (headers.gstin, codes::GSTIN_HEADER_MISSING),
        (user_name, codes::USER_NAME_HEADER_MISSING),
        (headers.auth_token, codes::TOKEN_INVALID),
    ])
}

/// One finding for every header that is missing.
pub(crate) fn missing_headers(headers: &[(Option<&str>, &'static str)]) -> Fault {
    let findings = headers
        .iter()
        .filter(|(value, _)| value.is_none())
        .map(|(_, code)| Finding::new(codes::entry(code), ""))
        .collect();
    Fault::Refused(findings)
}

/// Compares two digests in a time that does not depend on where they differ.
fn same(one: &[u8; 32], other: &[u8; 32]) -> bool {
    let difference = one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b));
    std::hint::black_box(difference) == 0
}
