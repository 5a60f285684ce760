//! Logging in to the API: a token and a session key for a client's user.
//!
//! Within its life the same token is handed out again, with the same session key wrapped under
//! the newest application key: clients in several processes log in at the same time, each with an
//! application key of its own, and share the token.
//!
//! NIC has codes for an unknown user (1017) and for a wrong password (1019). They would tell
//! strangers who has an account, so both get 1008 here. So does the User Id of another PAN than the
//! client's (1018 at NIC): by another answer any taxpayer could try others' passwords.

use std::fmt;

use einvoice::finding::{Detail, Finding};
use gst::Gstin;
use jiff::Timestamp;
use seal::{Credentials, LoginRing, Opened, SessionKey, Verdict, token};
use store::accounts::Account;
use store::api_access::{ApiClient, ApiToken, TokenIssue};

use crate::api_caller::missing_headers;
use crate::clock::later;
use crate::codes;
use crate::constant_work::PasswordVerdict;
use crate::fault::{Fault, Trouble};
use crate::irp::Irp;

/// What a client sends to log in.
#[derive(Debug)]
pub struct AuthCall<'a> {
    /// The client id header. `None` when missing or empty.
    pub client_id: Option<&'a str>,
    /// The client secret header.
    pub client_secret: Option<&'a str>,
    /// The GSTIN header.
    pub gstin: Option<&'a str>,
    /// The credentials as they were sent.
    pub credentials: SealedCredentials<'a>,
}

/// Credentials that nobody has opened yet. Opening costs an RSA operation or two, so it is done
/// only for who has shown a client id and its secret; a stranger cannot make the portal work.
#[derive(Clone, Copy)]
pub enum SealedCredentials<'a> {
    /// Of version 1.04: all in one seal.
    Whole(&'a str),
    /// Of version 1.03: password and application key in a seal each.
    Parts {
        /// The User Id, not sealed.
        user_name: &'a str,
        /// The sealed password.
        password: &'a str,
        /// The sealed application key.
        app_key: &'a str,
        /// Whether the client asks for a new token.
        force_refresh: bool,
    },
}

impl SealedCredentials<'_> {
    /// Opens them. Never fails: what cannot be opened are the credentials of nobody.
    fn open(self, login: &LoginRing) -> Opened {
        match self {
            Self::Whole(sealed) => login.open(sealed),
            Self::Parts {
                user_name,
                password,
                app_key,
                force_refresh,
            } => login.open_parts(user_name, password, app_key, force_refresh),
        }
    }
}

impl fmt::Debug for SealedCredentials<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SealedCredentials(…)")
    }
}

/// What a client gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthGrant {
    /// The client id.
    pub client_id: String,
    /// The User Id, in its owner's letter case.
    pub user_name: String,
    /// The token.
    pub auth_token: String,
    /// The session key, wrapped under the client's application key.
    pub sek: String,
    /// When the token ends.
    pub expires_at: Timestamp,
}

/// What the store keeps of a token, sealed.
pub(crate) struct SealedToken {
    pub(crate) auth_token: String,
    pub(crate) session_key: SessionKey,
}

/// Bytes of a session key.
const SESSION_KEY_BYTES: usize = 32;

impl Irp {
    /// Logs a client's user in.
    pub async fn api_authenticate(&self, call: AuthCall<'_>) -> Result<AuthGrant, Fault> {
        let (Some(client_id), Some(client_secret), Some(gstin)) =
            (call.client_id, call.client_secret, call.gstin)
        else {
            return Err(missing_headers(&[
                (call.client_id, codes::CLIENT_ID_MISSING),
                (call.client_secret, codes::CLIENT_SECRET_MISSING),
                (call.gstin, codes::GSTIN_HEADER_MISSING),
            ]));
        };
        let client = self.api_client(client_id, client_secret).await?;
        let opened = call.credentials.open(&self.login_keys());
        let (account, credentials) = self.api_user(&client, opened).await?;
        if Gstin::parse(gstin).ok() != Some(account.gstin) {
            // The password was right, so whoever reads the log may want to know who had it.
            tracing::info!(
                target: "audit",
                account = account.id.0,
                client_id = client.client_id,
                "login refused: another GSTIN in the header"
            );
            return Err(Fault::code(codes::GSTIN_DIFFERS));
        }
        self.grant(&client, &account, &credentials).await
    }

    /// The user of the client's PAN whom the credentials belong to. What could not be opened goes
    /// through the same work as a wrong password and is told apart only when that is done.
    async fn api_user(
        &self,
        client: &ApiClient,
        opened: Opened,
    ) -> Result<(Account, Credentials), Fault> {
        let floor = self.refusal_floor();
        let given = opened.credentials();
        let verdict = self
            .check_password_through(client, &given.user_name, &given.password)
            .await?;
        let right = !matches!(verdict, PasswordVerdict::Wrong);
        let refused = match (opened.settle(right), verdict) {
            (Verdict::Accepted(credentials), PasswordVerdict::Right(account)) => {
                return Ok((account, credentials));
            }
            (Verdict::Accepted(_), PasswordVerdict::Frozen { .. }) => {
                return Err(Fault::code(codes::USER_INACTIVE));
            }
            (Verdict::Unreadable, _) => Fault::code(codes::UNREADABLE),
            _ => self.wrong_credentials(),
        };
        floor.wait().await;
        Err(refused)
    }

    /// 1008 with the rule of the block and that of the client, the same whatever is wrong.
    fn wrong_credentials(&self) -> Fault {
        let login = &self.settings().login;
        let (tries, minutes) = (login.tries_max, login.block_s.div_ceil(60));
        let detail = Detail {
            english: format!(
                "User Id and client id have to be of one PAN. After {tries} wrong passwords in a \
                 row an account is blocked for {minutes} minutes."
            )
            .into(),
            hindi: format!(
                "यूज़र आईडी और क्लाइंट आईडी एक ही PAN के होने चाहिए। लगातार {tries} बार ग़लत पासवर्ड देने पर खाता {minutes} मिनट के लिए बंद हो जाता है।"
            )
            .into(),
            ..Detail::default()
        };
        let entry = codes::entry(codes::CREDENTIALS_WRONG);
        Fault::Refused(vec![Finding::new(entry, "").with(detail)])
    }

    async fn grant(
        &self,
        client: &ApiClient,
        account: &Account,
        credentials: &Credentials,
    ) -> Result<AuthGrant, Fault> {
        let now = self.now();
        let api = &self.settings().api;
        let keep_beyond = if credentials.force_refresh {
            later(now, api.refresh_window_s)
        } else {
            now
        };
        let fresh = self.new_token(client, account, now);
        let fresh_digest = fresh.token_digest;
        let issue = self
            .store()
            .issue_token(fresh, &account.password_hash, keep_beyond)
            .await;
        let token = match self.stored(issue)? {
            TokenIssue::Issued(token) => token,
            TokenIssue::Frozen => return Err(Fault::code(codes::USER_INACTIVE)),
            TokenIssue::Void => return Err(self.wrong_credentials()),
        };
        self.stored(self.store().login_succeeded(account.id, now).await)?;
        let (account_id, client_id) = (account.id.0, client.client_id.as_str());
        if token.token_digest == fresh_digest {
            tracing::info!(target: "audit", account = account_id, client_id, "API token issued");
        } else {
            tracing::info!(target: "audit", account = account_id, client_id, "API token told again");
        }
        let SealedToken {
            auth_token,
            session_key,
        } = self.open_token(&token)?;
        Ok(AuthGrant {
            client_id: client.client_id.clone(),
            user_name: account.user_name.clone(),
            auth_token,
            sek: session_key.wrap_for(&credentials.app_key),
            expires_at: token.expires_at,
        })
    }

    fn new_token(&self, client: &ApiClient, account: &Account, now: Timestamp) -> ApiToken {
        let auth_token = token::new_auth(self.randomness());
        let session_key = SessionKey::random(self.randomness());
        let token_digest = token::sha256(&auth_token);
        let plain = [session_key.as_bytes().as_slice(), auth_token.as_bytes()].concat();
        ApiToken {
            token_digest,
            sealed: self.seal_data(&plain, &token_digest),
            client_id: client.client_id.clone(),
            account: account.id,
            gstin: account.gstin,
            issued_at: now,
            expires_at: later(now, self.settings().api.token_life_s),
        }
    }

    pub(crate) fn open_token(&self, token: &ApiToken) -> Result<SealedToken, Trouble> {
        let plain = self
            .keys()
            .data
            .open(&token.sealed, &token.token_digest)
            .map_err(|fault| self.internal(&fault))?;
        let (key, auth_token) = plain
            .split_first_chunk::<SESSION_KEY_BYTES>()
            .ok_or_else(|| self.internal(&"a sealed token is too short"))?;
        Ok(SealedToken {
            auth_token: String::from_utf8(auth_token.to_vec())
                .map_err(|error| self.internal(&error))?,
            session_key: SessionKey::from_bytes(*key),
        })
    }
}
