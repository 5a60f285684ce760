//! Proofs of possession of a mobile.

use async_trait::async_trait;
use gst::Gstin;
use jiff::Timestamp;
use tokio_postgres::Row;

use super::columns::{bytes_32, corrupt, gstin, millis, moment, moment_maybe, number, value};
use super::connections::Session;
use super::faults::Outcome;
use super::{PostgresStore, locks, messages};
use crate::proofs::{
    CodeToSend, CountedTry, PROOF_KEPT, Proof, ProofState, Proofs, Purpose, SendLimits, SendOutcome,
};
use crate::{StoreResult, codes};

/// Whether this proof is proved and unused, for this GSTIN and purpose. Locks its row, so that it
/// stays so until the end of the transaction.
pub(super) async fn is_proved(
    session: &Session,
    token_digest: &[u8; 32],
    gstin: &Gstin,
    purpose: Purpose,
) -> Outcome<bool> {
    let row = session
        .row(
            "SELECT 1 FROM proofs WHERE token_digest = $1 AND gstin = $2 AND purpose = $3
                AND proved_at IS NOT NULL AND used_at IS NULL FOR UPDATE",
            &[
                &token_digest.as_slice(),
                &gstin.as_str(),
                &codes::purpose_number(purpose),
            ],
        )
        .await?;
    Ok(row.is_some())
}

/// Whether this proof is neither proved nor used, for this GSTIN and purpose. Locks its row
/// likewise.
pub(super) async fn is_unproved(
    session: &Session,
    token_digest: &[u8; 32],
    gstin: &Gstin,
    purpose: Purpose,
) -> Outcome<bool> {
    let row = session
        .row(
            "SELECT 1 FROM proofs WHERE token_digest = $1 AND gstin = $2 AND purpose = $3
                AND proved_at IS NULL AND used_at IS NULL FOR UPDATE",
            &[
                &token_digest.as_slice(),
                &gstin.as_str(),
                &codes::purpose_number(purpose),
            ],
        )
        .await?;
    Ok(row.is_some())
}

/// Uses up a proof that was judged in the same transaction.
pub(super) async fn use_up(
    session: &Session,
    token_digest: &[u8; 32],
    at: Timestamp,
) -> Outcome<()> {
    session
        .execute(
            "UPDATE proofs SET used_at = $2 WHERE token_digest = $1",
            &[&token_digest.as_slice(), &millis(at)],
        )
        .await?;
    Ok(())
}

/// Forgets all proofs of a GSTIN for a purpose that have not been used.
pub(super) async fn forget_open(session: &Session, gstin: &Gstin, purpose: Purpose) -> Outcome<()> {
    session
        .execute(
            "DELETE FROM proofs WHERE gstin = $1 AND purpose = $2 AND used_at IS NULL",
            &[&gstin.as_str(), &codes::purpose_number(purpose)],
        )
        .await?;
    Ok(())
}

#[async_trait]
impl Proofs for PostgresStore {
    async fn start_proof(&self, proof: Proof) -> StoreResult<()> {
        // Forgetting old ones belongs to nothing: it is a statement of its own, and holds no row
        // while anything else waits.
        if let Ok(oldest) = proof.started_at.checked_sub(PROOF_KEPT) {
            self.connections
                .execute(
                    "DELETE FROM proofs WHERE started_at < $1",
                    &[&millis(oldest)],
                )
                .await?;
        }
        self.connections
            .execute(
                "INSERT INTO proofs (token_digest, purpose, gstin, started_at)
                 VALUES ($1, $2, $3, $4)",
                &[
                    &proof.token_digest.as_slice(),
                    &codes::purpose_number(proof.purpose),
                    &proof.gstin.as_str(),
                    &millis(proof.started_at),
                ],
            )
            .await?;
        Ok(())
    }

    async fn proof(&self, token_digest: &[u8; 32]) -> StoreResult<Option<Proof>> {
        let row = self
            .connections
            .row(
                "SELECT purpose, gstin, started_at, sent_at, expires_at, tries, proved_at, used_at
                 FROM proofs WHERE token_digest = $1",
                &[&token_digest.as_slice()],
            )
            .await?;
        row.map(|row| proof(&row, token_digest)).transpose()
    }

    async fn send_code(
        &self,
        token_digest: &[u8; 32],
        code: CodeToSend,
        limits: SendLimits,
    ) -> StoreResult<SendOutcome> {
        self.connections
            .transact(&(*token_digest, code, limits), |session, context| {
                let (token_digest, code, limits) = context;
                Box::pin(send(session, token_digest, code, *limits))
            })
            .await
    }

    async fn count_try(
        &self,
        token_digest: &[u8; 32],
        now: Timestamp,
        tries_max: u32,
    ) -> StoreResult<Option<CountedTry>> {
        let counted = self
            .connections
            .write(
                "UPDATE proofs SET tries = tries + 1
                 WHERE token_digest = $1 AND code_digest IS NOT NULL AND expires_at > $2
                    AND tries < $3 AND proved_at IS NULL AND used_at IS NULL
                 RETURNING code_digest, $3 - tries",
                &[
                    &token_digest.as_slice(),
                    &millis(now),
                    &i32::try_from(tries_max).unwrap_or(i32::MAX),
                ],
            )
            .await?;
        let Some(row) = counted.first() else {
            return Ok(None);
        };
        Ok(Some(CountedTry {
            digest: bytes_32(row, 0)?,
            tries_left: number::<i32, _>(row, 1)?,
        }))
    }

    async fn proved(
        &self,
        token_digest: &[u8; 32],
        code_digest: &[u8; 32],
        at: Timestamp,
    ) -> StoreResult<bool> {
        let proved = self
            .connections
            .execute(
                "UPDATE proofs SET proved_at = $3, code_digest = NULL
                 WHERE token_digest = $1 AND code_digest = $2
                    AND proved_at IS NULL AND used_at IS NULL",
                &[
                    &token_digest.as_slice(),
                    &code_digest.as_slice(),
                    &millis(at),
                ],
            )
            .await?;
        Ok(proved == 1)
    }
}

fn proof(row: &Row, token_digest: &[u8; 32]) -> StoreResult<Proof> {
    let purpose: i16 = value(row, 0)?;
    Ok(Proof {
        token_digest: *token_digest,
        purpose: codes::purpose(purpose.into())
            .ok_or_else(|| corrupt(format!("proof purpose {purpose}")))?,
        gstin: gstin(row, 1)?,
        started_at: moment(row, 2)?,
        state: ProofState::read(
            moment_maybe(row, 3)?.zip(moment_maybe(row, 4)?),
            number::<i32, _>(row, 5)?,
            moment_maybe(row, 6)?,
            moment_maybe(row, 7)?,
        ),
    })
}

/// Rivals for the GSTIN's window wait for its lock; then nobody sends between judging and storing.
async fn send(
    session: &Session,
    token_digest: &[u8; 32],
    code: &CodeToSend,
    limits: SendLimits,
) -> Outcome<SendOutcome> {
    let open = session
        .row(
            "SELECT gstin, purpose FROM proofs
             WHERE token_digest = $1 AND proved_at IS NULL AND used_at IS NULL",
            &[&token_digest.as_slice()],
        )
        .await?;
    let Some(row) = open else {
        return Ok(SendOutcome::NotOpen);
    };
    let gstin = gstin(&row, 0)?;
    let purpose: i16 = value(&row, 1)?;
    // Whose codes are counted together: those of logins are apart.
    let for_login = i16::from(purpose == codes::purpose_number(Purpose::LogIn));
    locks::gstin(session, locks::Subject::CodeSends, &gstin).await?;
    let last = newest_send(session, &gstin, for_login, 0).await?;
    let filling = match limits.sends_max.checked_sub(1) {
        Some(skip) => newest_send(session, &gstin, for_login, skip).await?,
        None => None,
    };
    if let Some(refused) = limits.refuse(code.at, last, filling)? {
        return Ok(refused);
    }
    let stored = session
        .execute(
            "UPDATE proofs SET code_digest = $2, sent_at = $3, expires_at = $4, tries = 0
             WHERE token_digest = $1 AND proved_at IS NULL AND used_at IS NULL",
            &[
                &token_digest.as_slice(),
                &code.digest.as_slice(),
                &millis(code.at),
                &millis(code.expires_at),
            ],
        )
        .await?;
    if stored == 0 {
        // Proved in another tab since it was read.
        return Ok(SendOutcome::NotOpen);
    }
    if let Ok(left) = code.at.checked_sub(limits.window()) {
        session
            .execute(
                "DELETE FROM code_sends WHERE gstin = $1 AND sent_at <= $2",
                &[&gstin.as_str(), &millis(left)],
            )
            .await?;
    }
    session
        .execute(
            "INSERT INTO code_sends (gstin, sent_at, for_login) VALUES ($1, $2, $3)",
            &[&gstin.as_str(), &millis(code.at), &for_login],
        )
        .await?;
    messages::queue(session, &code.messages).await?;
    Ok(SendOutcome::Sent)
}

/// When the newest code but `skip` was sent for a GSTIN, for logins or for anything else.
async fn newest_send(
    session: &Session,
    gstin: &Gstin,
    for_login: i16,
    skip: u32,
) -> Outcome<Option<Timestamp>> {
    let row = session
        .row(
            "SELECT sent_at FROM code_sends WHERE gstin = $1 AND for_login = $2
             ORDER BY sent_at DESC LIMIT 1 OFFSET $3",
            &[&gstin.as_str(), &for_login, &i64::from(skip)],
        )
        .await?;
    Ok(row.map(|row| moment(&row, 0)).transpose()?)
}
