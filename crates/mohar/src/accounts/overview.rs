//! What `mohar show account` prints. Mobile and e-mail are masked; secrets are nowhere in it.

use gst::{contact, ist};
use jiff::Timestamp;
use serde_json::{Value, json};
use service::AccountOverview;
use store::invoices::Counts;

use crate::terminal::plain;

/// As text: one line a fact.
pub(super) fn text(found: &AccountOverview, now: Timestamp) -> String {
    let account = &found.account;
    let taxpayer = found.taxpayer.as_ref().map(|known| &known.taxpayer);
    let mut lines = Lines(String::new());
    lines.put("User Id", &account.user_name);
    lines.put("GSTIN", account.gstin.as_str());
    let company = taxpayer.map_or("not in the local copy of the GST master", |taxpayer| {
        taxpayer.legal_name.as_str()
    });
    lines.put("company", company);
    let (mobile, email) = contact_of(found);
    lines.put("mobile", mobile.as_deref().unwrap_or("none known"));
    lines.put("e-mail", email.as_deref().unwrap_or("none known"));
    lines.put("created", &moment(Some(account.created_at)));
    lines.put("last login", &moment(found.usage.latest_login_at));
    lines.put("failed logins", &account.failed_logins.to_string());
    let blocked = account.blocked_until.filter(|until| now < *until);
    lines.put(
        "blocked until",
        &blocked.map_or("not blocked".to_owned(), ist::date_time),
    );
    match &account.frozen {
        Some(frozen) => {
            lines.put("frozen since", &ist::date_time(frozen.at));
            lines.put("frozen because", &frozen.reason);
        }
        None => lines.put("frozen since", "not frozen"),
    }
    let since = found.authenticator_since.map(ist::date_time);
    lines.put(
        "authenticator",
        &since.map_or("none".to_owned(), |since| format!("since {since}")),
    );
    let sessions = living(
        found.usage.sessions,
        "last used",
        found.usage.session_used_at,
    );
    lines.put("sessions", &sessions);
    let tokens = living(
        found.usage.tokens,
        "newest issued",
        found.usage.token_issued_at,
    );
    lines.put("API tokens", &tokens);
    if found.clients.is_empty() {
        lines.put("API clients", "none");
    }
    for client in &found.clients {
        let state = match client.revoked_at {
            Some(at) => format!("revoked {}", ist::date_time(at)),
            None => "in use".to_owned(),
        };
        let made = ist::date_time(client.created_at);
        lines.put(
            "API client",
            &format!("{}, made {made}, {state}", client.client_id),
        );
    }
    lines.put("documents today", &documents(found.today));
    lines.put("this month", &documents(found.month));
    lines.put("in all", &documents(found.documents));
    lines.0
}

/// As JSON: moments in UTC, `null` for what there is not.
pub(super) fn json(found: &AccountOverview, now: Timestamp) -> Value {
    let account = &found.account;
    let taxpayer = found.taxpayer.as_ref().map(|known| &known.taxpayer);
    let (mobile, email) = contact_of(found);
    let clients = found.clients.iter().map(|client| {
        json!({
            "client_id": client.client_id,
            "created_at": client.created_at,
            "revoked_at": client.revoked_at,
        })
    });
    let frozen = account.frozen.as_ref();
    let counts =
        |counts: Counts| json!({ "registered": counts.registered, "cancelled": counts.cancelled });
    json!({
        "user_name": account.user_name,
        "gstin": account.gstin.as_str(),
        "legal_name": taxpayer.map(|taxpayer| &taxpayer.legal_name),
        "mobile_masked": mobile,
        "email_masked": email,
        "created_at": account.created_at,
        "latest_login_at": found.usage.latest_login_at,
        "failed_logins": account.failed_logins,
        "blocked_until": account.blocked_until.filter(|until| now < *until),
        "frozen": frozen.map(|frozen| json!({ "at": frozen.at, "reason": frozen.reason })),
        "authenticator_since": found.authenticator_since,
        "sessions": {
            "living": found.usage.sessions,
            "used_at": found.usage.session_used_at,
        },
        "api_tokens": {
            "living": found.usage.tokens,
            "issued_at": found.usage.token_issued_at,
        },
        "api_clients": clients.collect::<Value>(),
        "documents": {
            "today": counts(found.today),
            "month": counts(found.month),
            "all": counts(found.documents),
        },
    })
}

fn contact_of(found: &AccountOverview) -> (Option<String>, Option<String>) {
    let taxpayer = found.taxpayer.as_ref().map(|known| &known.taxpayer);
    let mobile = taxpayer.and_then(|taxpayer| taxpayer.mobile.as_deref());
    let email = taxpayer.and_then(|taxpayer| taxpayer.email.as_deref());
    (
        mobile.map(contact::mask_mobile),
        email.map(contact::mask_email),
    )
}

fn moment(at: Option<Timestamp>) -> String {
    at.map_or("never".to_owned(), ist::date_time)
}

fn living(count: u64, what: &str, newest: Option<Timestamp>) -> String {
    match newest {
        Some(at) => format!("{count}, {what} {}", ist::date_time(at)),
        None => count.to_string(),
    }
}

fn documents(counts: Counts) -> String {
    format!(
        "{} registered, {} cancelled",
        counts.registered, counts.cancelled
    )
}

/// Lines of a name and a value. What others have typed must not steer the terminal.
struct Lines(String);

impl Lines {
    fn put(&mut self, name: &str, value: &str) {
        use std::fmt::Write as _;

        // Writing to a string does not fail.
        let _ = writeln!(self.0, "{name:<16} {}", plain(value).replace('\n', " "));
    }
}
