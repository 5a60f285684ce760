//! The feedback box.

use async_trait::async_trait;

use super::PostgresStore;
use super::columns::{millis, moment, storable, value};
use crate::StoreResult;
use crate::feedback::{Feedback, FeedbackBox};

#[async_trait]
impl FeedbackBox for PostgresStore {
    async fn leave_feedback(&self, feedback: Feedback) -> StoreResult<()> {
        self.connections
            .execute(
                "INSERT INTO feedback (left_at, page, language, text, contact_sealed)
                 VALUES ($1, $2, $3, $4, $5)",
                &[
                    &millis(feedback.at),
                    &storable(&feedback.page),
                    &storable(&feedback.language),
                    &storable(&feedback.text),
                    &feedback.contact_sealed,
                ],
            )
            .await?;
        Ok(())
    }

    async fn feedback(&self, limit: u32) -> StoreResult<Vec<Feedback>> {
        let rows = self
            .connections
            .rows(
                "SELECT left_at, page, language, text, contact_sealed FROM feedback
                 ORDER BY id DESC LIMIT $1",
                &[&i64::from(limit)],
            )
            .await?;
        rows.iter()
            .map(|row| {
                Ok(Feedback {
                    at: moment(row, 0)?,
                    page: value(row, 1)?,
                    language: value(row, 2)?,
                    text: value(row, 3)?,
                    contact_sealed: value(row, 4)?,
                })
            })
            .collect()
    }
}
