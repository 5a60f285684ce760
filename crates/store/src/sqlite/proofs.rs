//! Proofs of possession of a mobile.

use async_trait::async_trait;
use gst::Gstin;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{GstinText, Millis, corrupt};
use super::{SqliteStore, messages};
use crate::proofs::{
    CodeToSend, CountedTry, PROOF_KEPT, Proof, ProofState, Proofs, Purpose, SendLimits, SendOutcome,
};
use crate::{StoreResult, codes};

/// Whether this proof is proved and unused, for this GSTIN and purpose.
pub(super) fn is_proved(
    connection: &Connection,
    token_digest: &[u8; 32],
    gstin: &Gstin,
    purpose: Purpose,
) -> StoreResult<bool> {
    let proved = connection
        .prepare_cached(
            "SELECT 1 FROM proofs WHERE token_digest = ?1 AND gstin = ?2 AND purpose = ?3
                AND proved_at IS NOT NULL AND used_at IS NULL",
        )?
        .exists(params![
            token_digest,
            gstin.as_str(),
            codes::purpose_number(purpose)
        ])?;
    Ok(proved)
}

/// Whether this proof is neither proved nor used, for this GSTIN and purpose.
pub(super) fn is_unproved(
    connection: &Connection,
    token_digest: &[u8; 32],
    gstin: &Gstin,
    purpose: Purpose,
) -> StoreResult<bool> {
    let unproved = connection
        .prepare_cached(
            "SELECT 1 FROM proofs WHERE token_digest = ?1 AND gstin = ?2 AND purpose = ?3
                AND proved_at IS NULL AND used_at IS NULL",
        )?
        .exists(params![
            token_digest,
            gstin.as_str(),
            codes::purpose_number(purpose)
        ])?;
    Ok(unproved)
}

/// Uses up a proof that was judged in the same operation.
pub(super) fn use_up(
    connection: &Connection,
    token_digest: &[u8; 32],
    at: Timestamp,
) -> StoreResult<()> {
    connection
        .prepare_cached("UPDATE proofs SET used_at = ?2 WHERE token_digest = ?1")?
        .execute(params![token_digest, Millis(at)])?;
    Ok(())
}

/// Forgets all proofs of a GSTIN for a purpose that have not been used.
pub(super) fn forget_open(
    connection: &Connection,
    gstin: &Gstin,
    purpose: Purpose,
) -> StoreResult<()> {
    connection
        .prepare_cached("DELETE FROM proofs WHERE gstin = ?1 AND purpose = ?2 AND used_at IS NULL")?
        .execute(params![gstin.as_str(), codes::purpose_number(purpose)])?;
    Ok(())
}

#[async_trait]
impl Proofs for SqliteStore {
    async fn start_proof(&self, proof: Proof) -> StoreResult<()> {
        self.writer
            .write(move |connection| start(connection, &proof))
            .await
    }

    async fn proof(&self, token_digest: &[u8; 32]) -> StoreResult<Option<Proof>> {
        self.readers
            .look_up(|connection| find(connection, token_digest))
            .await
    }

    async fn send_code(
        &self,
        token_digest: &[u8; 32],
        code: CodeToSend,
        limits: SendLimits,
    ) -> StoreResult<SendOutcome> {
        let token_digest = *token_digest;
        self.writer
            .write(move |connection| send(connection, &token_digest, &code, limits))
            .await
    }

    async fn count_try(
        &self,
        token_digest: &[u8; 32],
        now: Timestamp,
        tries_max: u32,
    ) -> StoreResult<Option<CountedTry>> {
        let token_digest = *token_digest;
        self.writer
            .write(move |connection| {
                let counted = connection
                    .prepare_cached(
                        "UPDATE proofs SET tries = tries + 1
                         WHERE token_digest = ?1 AND code_digest IS NOT NULL AND expires_at > ?2
                            AND tries < ?3 AND proved_at IS NULL AND used_at IS NULL
                         RETURNING code_digest, ?3 - tries",
                    )?
                    .query_row(params![token_digest, Millis(now), tries_max], |row| {
                        Ok(CountedTry {
                            digest: row.get(0)?,
                            tries_left: row.get(1)?,
                        })
                    })
                    .optional()?;
                Ok(counted)
            })
            .await
    }

    async fn proved(
        &self,
        token_digest: &[u8; 32],
        code_digest: &[u8; 32],
        at: Timestamp,
    ) -> StoreResult<bool> {
        let (token_digest, code_digest) = (*token_digest, *code_digest);
        self.writer
            .write(move |connection| {
                let proved = connection
                    .prepare_cached(
                        "UPDATE proofs SET proved_at = ?3, code_digest = NULL
                         WHERE token_digest = ?1 AND code_digest = ?2
                            AND proved_at IS NULL AND used_at IS NULL",
                    )?
                    .execute(params![token_digest, code_digest, Millis(at)])?;
                Ok(proved == 1)
            })
            .await
    }
}

fn start(connection: &Connection, proof: &Proof) -> StoreResult<()> {
    if let Ok(oldest) = proof.started_at.checked_sub(PROOF_KEPT) {
        connection
            .prepare_cached("DELETE FROM proofs WHERE started_at < ?1")?
            .execute([Millis(oldest)])?;
    }
    connection
        .prepare_cached(
            "INSERT INTO proofs (token_digest, purpose, gstin, started_at) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            proof.token_digest,
            codes::purpose_number(proof.purpose),
            proof.gstin.as_str(),
            Millis(proof.started_at),
        ])?;
    Ok(())
}

fn find(connection: &Connection, token_digest: &[u8; 32]) -> StoreResult<Option<Proof>> {
    let mut statement = connection.prepare_cached(
        "SELECT purpose, gstin, started_at, sent_at, expires_at, tries, proved_at, used_at
         FROM proofs WHERE token_digest = ?1",
    )?;
    let mut rows = statement.query([token_digest])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let number = row.get(0)?;
    let purpose =
        codes::purpose(number).ok_or_else(|| corrupt(format!("proof purpose {number}")))?;
    let GstinText(gstin) = row.get(1)?;
    let Millis(started_at) = row.get(2)?;
    let moment = |column| {
        row.get(column)
            .map(|at: Option<Millis>| at.map(|Millis(at)| at))
    };
    let state = ProofState::read(
        moment(3)?.zip(moment(4)?),
        row.get(5)?,
        moment(6)?,
        moment(7)?,
    );
    Ok(Some(Proof {
        token_digest: *token_digest,
        purpose,
        gstin,
        started_at,
        state,
    }))
}

fn send(
    connection: &Connection,
    token_digest: &[u8; 32],
    code: &CodeToSend,
    limits: SendLimits,
) -> StoreResult<SendOutcome> {
    let to = connection
        .prepare_cached(
            "SELECT gstin, purpose = ?2 FROM proofs
             WHERE token_digest = ?1 AND proved_at IS NULL AND used_at IS NULL",
        )?
        .query_row(
            params![token_digest, codes::purpose_number(Purpose::LogIn)],
            |row| {
                Ok(SendTo {
                    gstin: row.get(0)?,
                    for_login: row.get(1)?,
                })
            },
        )
        .optional()?;
    let Some(to) = to else {
        return Ok(SendOutcome::NotOpen);
    };
    let newest = |skip| newest_send(connection, &to, skip);
    let last = newest(0)?;
    let filling = match limits.sends_max.checked_sub(1) {
        Some(skip) => newest(skip)?,
        None => None,
    };
    if let Some(refused) = limits.refuse(code.at, last, filling)? {
        return Ok(refused);
    }
    store_code(connection, token_digest, &to, code, limits.window())?;
    Ok(SendOutcome::Sent)
}

/// Whose codes are counted together.
struct SendTo {
    gstin: String,
    for_login: bool,
}

/// When the newest code but `skip` was sent.
fn newest_send(connection: &Connection, to: &SendTo, skip: u32) -> StoreResult<Option<Timestamp>> {
    let sent_at: Option<Millis> = connection
        .prepare_cached(
            "SELECT sent_at FROM code_sends WHERE gstin = ?1 AND for_login = ?2
             ORDER BY sent_at DESC LIMIT 1 OFFSET ?3",
        )?
        .query_row(params![to.gstin, to.for_login, skip], |row| row.get(0))
        .optional()?;
    Ok(sent_at.map(|Millis(at)| at))
}

fn store_code(
    connection: &Connection,
    token_digest: &[u8; 32],
    to: &SendTo,
    code: &CodeToSend,
    window: SignedDuration,
) -> StoreResult<()> {
    connection
        .prepare_cached(
            "UPDATE proofs SET code_digest = ?2, sent_at = ?3, expires_at = ?4, tries = 0
             WHERE token_digest = ?1",
        )?
        .execute(params![
            token_digest,
            code.digest,
            Millis(code.at),
            Millis(code.expires_at)
        ])?;
    if let Ok(left) = code.at.checked_sub(window) {
        connection
            .prepare_cached("DELETE FROM code_sends WHERE gstin = ?1 AND sent_at <= ?2")?
            .execute(params![to.gstin, Millis(left)])?;
    }
    connection
        .prepare_cached("INSERT INTO code_sends (gstin, sent_at, for_login) VALUES (?1, ?2, ?3)")?
        .execute(params![to.gstin, Millis(code.at), to.for_login])?;
    messages::queue(connection, &code.messages)
}
