//! The section about how long things are kept.

use std::time::Duration;

use service::retention::DOCUMENTS_MONTHS_MIN;
use service::settings::RetentionSettings;

use super::reader::Reader;

/// Days of the audit log that have to be kept: CERT-In asks for 180.
const AUDIT_DAYS_MIN: u32 = 180;

/// The section, read.
pub(super) struct Retention {
    /// How long the database's rows are kept.
    pub(super) settings: RetentionSettings,
    /// Days that the audit log is kept.
    pub(super) audit_days: u32,
    /// How often a portal deletes by itself; `None` if it does not.
    pub(super) by_serve: Option<Duration>,
}

/// How long things are kept, and who deletes them then.
pub(super) fn retention(reader: &mut Reader<'_>) -> Retention {
    let default = RetentionSettings::default();
    let mut section = reader.section("retention");
    let settings = RetentionSettings {
        documents_months: section.number(
            "documents_months",
            default.documents_months,
            DOCUMENTS_MONTHS_MIN..=1_200,
            "Months that documents are kept after the annual return of their financial year was \
             due, with their cancellations and e-way bills. Documents dated before the oldest year \
             that is kept are refused (2284). The law asks for 72.",
        ),
        messages_days: section.number(
            "messages_days",
            default.messages_days,
            7..=3_650,
            "Days that messages are kept in the outbox, whatever became of them.",
        ),
        feedback_days: section.number(
            "feedback_days",
            default.feedback_days,
            1..=3_650,
            "Days that feedback is kept.",
        ),
    };
    let audit_days = section.number(
        "audit_days",
        365,
        AUDIT_DAYS_MIN..=36_500,
        "Days that the audit log's files are kept.",
    );
    let by_serve = section.flag(
        "by_serve",
        true,
        "Whether every `mohar serve` deletes what is past its term. Where its role in \
         PostgreSQL may not delete documents, say false and run `mohar retain` as the owner.",
    );
    let every_s = section.number(
        "every_s",
        3_600,
        1..=86_400,
        "How often a `mohar serve` looks for what is past its term; up to a sixth later, so that \
         processes do not look at once.",
    );
    Retention {
        settings,
        audit_days,
        by_serve: by_serve.then(|| Duration::from_secs(every_s.into())),
    }
}
