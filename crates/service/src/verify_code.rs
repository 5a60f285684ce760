//! Verifying a one-time password.

use crate::fault::{Failure, Trouble};
use crate::flow::{MobileProved, OtpSent};
use crate::irp::Irp;

/// Longest text that is looked at as a code.
const CODE_BYTES_MAX: usize = 64;

/// The code was not accepted. Whether it was wrong, too old, tried too often or replaced by a
/// newer one is not told: whoever holds the mobile knows, nobody else should.
#[derive(Debug)]
pub struct CodeRefused {
    /// Where the flow still is.
    pub state: OtpSent,
}

impl Irp {
    /// Checks a code. A try is counted before anything is compared.
    pub async fn verify_code(
        &self,
        sent: OtpSent,
        code: &str,
    ) -> Result<MobileProved, Failure<CodeRefused>> {
        let floor = self.refusal_floor();
        self.audit_mark()?;
        let gstin = sent.flow.gstin();
        if self.code_is_right(&sent, code).await? {
            tracing::info!(target: "audit", %gstin, "mobile proved");
            return Ok(MobileProved {
                flow: sent.flow,
                proved_at: self.now(),
            });
        }
        tracing::info!(target: "audit", %gstin, "wrong one-time password");
        floor.wait().await;
        Err(Failure::Refused(CodeRefused { state: sent }))
    }

    async fn code_is_right(&self, sent: &OtpSent, code: &str) -> Result<bool, Trouble> {
        let digest = sent.flow.digest();
        let now = self.now();
        let tries_max = self.settings().otp.tries_max;
        let counted = self.store().count_try(&digest, now, tries_max).await;
        // Without a live code the comparison is made all the same, against what no code gives.
        let live = self.stored(counted)?.map(|counted| counted.digest);
        let right = self.keys().otp.matches(
            &live.unwrap_or_default(),
            &typed(code),
            &sent.flow.code_context(),
        );
        match live.filter(|_| right) {
            Some(live) => self.stored(self.store().proved(&digest, &live, now).await),
            None => Ok(false),
        }
    }
}

/// The code without the spaces that people and phones put into it.
fn typed(code: &str) -> String {
    code.chars()
        .take(CODE_BYTES_MAX)
        .filter(|character| !character.is_whitespace())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_do_not_count() {
        assert_eq!(typed(" 123 456\n"), "123456");
        assert_eq!(typed("12345"), "12345");
    }
}
