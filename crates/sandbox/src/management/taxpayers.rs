//! The demonstration taxpayers as JSON.

use axum::Json;
use serde::Serialize;

use crate::demo::{self, Demonstration, TryAt};

/// One of them.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    gstin: &'static str,
    legal_name: Option<&'static str>,
    status: Option<&'static str>,
    kind: Option<&'static str>,
    turnover: Option<String>,
    mobile: Option<&'static str>,
    shows: &'static str,
    code: Option<&'static str>,
    try_at: &'static str,
}

impl From<&'static Demonstration> for Row {
    fn from(row: &'static Demonstration) -> Self {
        let taxpayer = row.taxpayer.as_ref();
        Self {
            gstin: &row.gstin,
            legal_name: taxpayer.map(|one| one.legal_name.as_str()),
            status: taxpayer.map(|one| one.status.gst_word()),
            kind: taxpayer.map(|one| one.kind.gst_word()),
            turnover: taxpayer
                .and_then(|one| one.turnover)
                .map(|rupees| rupees.to_string()),
            mobile: taxpayer.and_then(|one| one.mobile.as_deref()),
            shows: row.shows,
            code: row.code,
            try_at: match row.try_at {
                TryAt::Registration => "registration",
                TryAt::Enablement => "enablement",
                TryAt::Api => "api",
            },
        }
    }
}

/// All of them.
pub(super) async fn list() -> Json<Vec<Row>> {
    Json(demo::all().iter().map(Row::from).collect())
}
