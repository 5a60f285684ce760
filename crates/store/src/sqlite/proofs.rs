//! Proofs of possession of a mobile.

use async_trait::async_trait;
use gst::Gstin;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{GstinText, Millis, corrupt};
use super::{SqliteStore, messages};
use crate::StoreResult;
use crate::proofs::{
    CodeToSend, CountedTry, Proof, ProofState, Proofs, Purpose, SendLimits, SendOutcome,
};

/// Proofs older than this are forgotten when the next one starts; a page left open for longer
/// starts again.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

fn number(purpose: Purpose) -> i64 {
    match purpose {
        Purpose::Register => 1,
        Purpose::Enable => 2,
        Purpose::Recover => 3,
    }
}

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
        .exists(params![token_digest, gstin.as_str(), number(purpose)])?;
    Ok(proved)
}

/// Uses up a proof that [`is_proved`], in the same operation.
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
        .execute(params![gstin.as_str(), number(purpose)])?;
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
    if let Ok(oldest) = proof.started_at.checked_sub(KEPT) {
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
            number(proof.purpose),
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
    let GstinText(gstin) = row.get(1)?;
    let Millis(started_at) = row.get(2)?;
    let moment = |column| {
        row.get(column)
            .map(|at: Option<Millis>| at.map(|Millis(at)| at))
    };
    let state = match (moment(3)?, moment(4)?, moment(6)?, moment(7)?) {
        (_, _, _, Some(_)) => ProofState::Used,
        (_, _, Some(at), None) => ProofState::Proved { at },
        (Some(sent_at), Some(expires_at), None, None) => ProofState::Sent {
            sent_at,
            expires_at,
            tries: row.get(5)?,
        },
        _ => ProofState::Started,
    };
    Ok(Some(Proof {
        token_digest: *token_digest,
        purpose: match row.get(0)? {
            1 => Purpose::Register,
            2 => Purpose::Enable,
            3 => Purpose::Recover,
            other => return Err(corrupt(format!("proof purpose {other}"))),
        },
        gstin,
        started_at,
        state,
    }))
}

/// The window is judged before the gap: when both forbid, its end is the later one.
fn send(
    connection: &Connection,
    token_digest: &[u8; 32],
    code: &CodeToSend,
    limits: SendLimits,
) -> StoreResult<SendOutcome> {
    let gstin: Option<String> = connection
        .prepare_cached(
            "SELECT gstin FROM proofs
             WHERE token_digest = ?1 AND proved_at IS NULL AND used_at IS NULL",
        )?
        .query_row([token_digest], |row| row.get(0))
        .optional()?;
    let Some(gstin) = gstin else {
        return Ok(SendOutcome::NotOpen);
    };
    let window = SignedDuration::from_secs(limits.window_s.into());
    let gap = SignedDuration::from_secs(limits.gap_s.into());
    let after = |at: Timestamp, wait: SignedDuration| {
        at.checked_add(wait)
            .map_err(|_| corrupt("a moment beyond the calendar"))
    };
    if limits.sends_max == 0 {
        let retry_at = after(code.at, window)?;
        return Ok(SendOutcome::TooMany { retry_at });
    }
    // With n sends allowed, the n-th newest has to have left the window.
    if let Some(Millis(nth)) = newest_send(connection, &gstin, limits.sends_max - 1)? {
        let retry_at = after(nth, window)?;
        if code.at < retry_at {
            return Ok(SendOutcome::TooMany { retry_at });
        }
    }
    if let Some(Millis(last)) = newest_send(connection, &gstin, 0)? {
        let retry_at = after(last, gap)?;
        if code.at < retry_at {
            return Ok(SendOutcome::TooSoon { retry_at });
        }
    }
    store_code(connection, token_digest, &gstin, code, window)?;
    Ok(SendOutcome::Sent)
}

/// When the newest code but `skip` was sent for a GSTIN.
fn newest_send(connection: &Connection, gstin: &str, skip: u32) -> StoreResult<Option<Millis>> {
    let sent_at = connection
        .prepare_cached(
            "SELECT sent_at FROM code_sends WHERE gstin = ?1
             ORDER BY sent_at DESC LIMIT 1 OFFSET ?2",
        )?
        .query_row(params![gstin, skip], |row| row.get(0))
        .optional()?;
    Ok(sent_at)
}

fn store_code(
    connection: &Connection,
    token_digest: &[u8; 32],
    gstin: &str,
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
            .execute(params![gstin, Millis(left)])?;
    }
    connection
        .prepare_cached("INSERT INTO code_sends (gstin, sent_at) VALUES (?1, ?2)")?
        .execute(params![gstin, Millis(code.at)])?;
    messages::queue(connection, &code.messages)
}
