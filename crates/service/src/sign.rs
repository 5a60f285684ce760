//! Step 4 of docs/ISSUANCE.md: the two signatures, written down before and after.

use std::sync::Arc;
use std::time::Duration;

use einvoice::Checked;
use jiff::Timestamp;
use seal::SigningKey;
use store::line::{AckNumber, Channel, Sealed};

use crate::fault::{Trouble, Unavailable};
use crate::irp::Irp;

/// How long two signatures of a token may take.
const TOKEN_WAIT: Duration = Duration::from_secs(5);

/// When to try again after a key that does not sign.
const KEY_RETRY_S: u32 = 5;

impl Irp {
    /// Signs with the key of the moment, which is taken once for both signatures. Nothing is signed
    /// that could not be written down before, and nothing goes on that could not be written down
    /// after.
    pub(crate) async fn sealed(
        &self,
        checked: Checked,
        number: AckNumber,
        acked_at: Timestamp,
        channel: Channel,
    ) -> Result<(Checked, Sealed), Trouble> {
        let Some(key) = self.keys().signing.at(acked_at) else {
            tracing::error!(%acked_at, "no signing key is in use at this time");
            return Err(no_signature());
        };
        let (irn, ack_number) = (checked.irn(), number.get());
        let mark = self.audit_mark()?;
        tracing::info!(target: "audit", %irn, ack_number, kid = key.key_id(), "signing");
        self.audit_held(mark)?;
        let outcome = self.sign(checked, number, acked_at, channel, key).await;
        if outcome.is_ok() {
            tracing::info!(target: "audit", %irn, ack_number, "signed");
        } else {
            tracing::info!(target: "audit", %irn, ack_number, "not signed");
        }
        self.audit_held(mark)?;
        outcome
    }

    async fn sign(
        &self,
        checked: Checked,
        number: AckNumber,
        acked_at: Timestamp,
        channel: Channel,
        key: Arc<SigningKey>,
    ) -> Result<(Checked, Sealed), Trouble> {
        let issuer = self.settings().issuer.clone();
        let is_in_token = key.is_in_token();
        let work = move || {
            let sealed = Sealed::seal(&checked, number, acked_at, channel, &key, &issuer);
            (checked, sealed)
        };
        // Well under a millisecond of RSA is less than handing it to another thread and back would
        // cost a busy server. A token is asked over a wire and may not answer.
        let (checked, sealed) = if is_in_token {
            let waited = tokio::time::timeout(TOKEN_WAIT, tokio::task::spawn_blocking(work)).await;
            let Ok(joined) = waited else {
                tracing::error!("the signing key's token does not answer");
                return Err(no_signature());
            };
            joined.map_err(|error| self.internal(&error))?
        } else {
            work()
        };
        match sealed {
            Ok(sealed) => Ok((checked, sealed)),
            Err(fault) => {
                tracing::error!(%fault, "nothing can be signed");
                Err(no_signature())
            }
        }
    }
}

fn no_signature() -> Trouble {
    Trouble::Unavailable(Unavailable {
        what: "signing key",
        retry_after_s: KEY_RETRY_S,
    })
}
