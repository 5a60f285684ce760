//! What an integrator types into an ERP.

use gst::Gstin;
use serde::Serialize;
use service::Irp;

use crate::known_accounts::KnownAccount;

/// Where a sandbox is reached.
#[derive(Clone, Debug)]
pub struct Addresses {
    /// The portal and the API: `http://127.0.0.1:8080`, without a slash at the end.
    pub portal: String,
    /// The management listener, likewise.
    pub management: String,
}

/// The settings of one account, complete: the first call needs no click.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Integrator {
    /// The API; paths such as `/eivital/v1.04/auth` follow.
    pub base_url: String,
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub client_secret: String,
    /// The taxpayer.
    pub gstin: String,
    /// User Id, for the API and for the portal's login page.
    pub user_name: String,
    /// Password, likewise.
    pub password: String,
    /// Seals the credentials of an authentication call.
    pub public_key_pem: String,
    /// Checks signed invoices and QR codes.
    pub signing_certificate_pem: String,
    /// The same key as a JSON Web Key Set.
    pub jwks_url: String,
}

impl Integrator {
    /// The settings of an account.
    pub fn of(gstin: &Gstin, account: KnownAccount, irp: &Irp, addresses: &Addresses) -> Self {
        Self {
            base_url: addresses.portal.clone(),
            client_id: account.client_id,
            client_secret: account.client_secret,
            gstin: gstin.to_string(),
            user_name: account.user_name,
            password: account.password,
            public_key_pem: irp.login_public_key_pem(),
            signing_certificate_pem: irp.signing_certificate_pem(),
            jwks_url: format!("{}/.well-known/jwks.json", addresses.portal),
        }
    }
}
