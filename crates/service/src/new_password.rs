//! What is wrong with a new password, wherever somebody chooses one: at the registration, after a
//! recovery, in place of the old one.

use gst::{Gstin, Taxpayer};

use crate::credentials::{self, CredentialFault};
use crate::fault::Trouble;
use crate::irp::Irp;

/// A password that somebody chooses, and for whom.
pub(crate) struct NewPasswordChoice<'a> {
    /// The User Id that it is for.
    pub(crate) user_name: &'a str,
    /// The taxpayer.
    pub(crate) gstin: Gstin,
    /// What is known of the taxpayer: words of it are too easy to guess.
    pub(crate) taxpayer: Option<&'a Taxpayer>,
    /// The password.
    pub(crate) password: &'a str,
    /// The password once more.
    pub(crate) confirm: &'a str,
}

impl Irp {
    /// All that is wrong with it.
    pub(crate) async fn new_password_faults(
        &self,
        choice: NewPasswordChoice<'_>,
    ) -> Result<Vec<CredentialFault>, Trouble> {
        let settings = self.settings();
        let own_words = credentials::own_words(&settings.brand, &choice.gstin, choice.taxpayer);
        let mut faults = credentials::password_faults(
            choice.user_name,
            choice.password,
            &own_words,
            &settings.credentials,
        );
        faults.extend(self.breached(choice.password).await?);
        if choice.password != choice.confirm {
            faults.push(CredentialFault::ConfirmationDiffers);
        }
        Ok(faults)
    }
}
