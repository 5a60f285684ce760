//! The feedback box.

use async_trait::async_trait;
use rusqlite::{Connection, params};

use super::SqliteStore;
use super::columns::Millis;
use crate::StoreResult;
use crate::feedback::{Feedback, FeedbackBox};

#[async_trait]
impl FeedbackBox for SqliteStore {
    async fn leave_feedback(&self, feedback: Feedback) -> StoreResult<()> {
        self.writer
            .write(move |connection| {
                connection
                    .prepare_cached(
                        "INSERT INTO feedback (left_at, page, language, text, contact_sealed)
                         VALUES (?1, ?2, ?3, ?4, ?5)",
                    )?
                    .execute(params![
                        Millis(feedback.at),
                        feedback.page,
                        feedback.language,
                        feedback.text,
                        feedback.contact_sealed,
                    ])?;
                Ok(())
            })
            .await
    }

    async fn feedback(&self, limit: u32) -> StoreResult<Vec<Feedback>> {
        self.readers
            .read(move |connection| newest(connection, limit))
            .await
    }
}

fn newest(connection: &Connection, limit: u32) -> StoreResult<Vec<Feedback>> {
    let mut statement = connection.prepare_cached(
        "SELECT left_at, page, language, text, contact_sealed FROM feedback
         ORDER BY id DESC LIMIT ?1",
    )?;
    let rows = statement.query_map([limit], |row| {
        let Millis(at) = row.get(0)?;
        Ok(Feedback {
            at,
            page: row.get(1)?,
            language: row.get(2)?,
            text: row.get(3)?,
            contact_sealed: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
