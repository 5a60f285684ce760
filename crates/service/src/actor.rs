//! Who acts.

use gst::Gstin;
use store::accounts::{Account, AccountId};
use store::line::Channel;

/// A user who has proved who they are, for one use case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// Its User Id.
    pub user_name: String,
    /// The taxpayer on whose behalf they act.
    pub gstin: Gstin,
    /// How the request came in.
    pub channel: Channel,
    /// The API client, when it came through the API.
    pub client_id: Option<String>,
}

impl Actor {
    /// A user of the pages.
    pub(crate) fn on_pages(account: &Account) -> Self {
        Self {
            account: account.id,
            user_name: account.user_name.clone(),
            gstin: account.gstin,
            channel: Channel::Upload,
            client_id: None,
        }
    }
}
