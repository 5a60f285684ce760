//! The section about how long things are kept.

use service::retention::DOCUMENTS_MONTHS_MIN;
use service::settings::RetentionSettings;

use super::reader::Reader;

/// Days of the audit log that have to be kept: CERT-In asks for 180.
const AUDIT_DAYS_MIN: u32 = 180;

/// How long things are kept, and how many days of the audit log.
pub(super) fn retention(reader: &mut Reader<'_>) -> (RetentionSettings, u32) {
    let default = RetentionSettings::default();
    let mut section = reader.section("retention");
    let retention = RetentionSettings {
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
    (retention, audit_days)
}
