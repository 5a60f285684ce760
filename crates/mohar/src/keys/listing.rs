//! How `mohar keys list` shows a key.

use std::fmt::Write as _;

use jiff::Timestamp;
use seal::{Custody, KeyListing};
use serde_json::{Value, json};

fn kept(custody: &Custody) -> String {
    match custody {
        Custody::File(name) => format!("file {name}"),
        Custody::Pkcs11(place) => format!("token {}", place.token),
    }
}

/// For programs.
pub(super) fn as_json(key: &KeyListing) -> Value {
    json!({
        "kind": key.kind.folder(),
        "id": key.id,
        "in_use": key.in_use,
        "not_before": key.window.not_before,
        "retired_at": key.window.retired_at,
        "certificate_until": key.certificate_until,
        "kept": kept(&key.custody),
    })
}

/// One line for people.
pub(super) fn as_text(key: &KeyListing, now: Timestamp) -> String {
    let KeyListing {
        kind, id, window, ..
    } = key;
    let state = match window.not_before {
        None => "waits".to_owned(),
        _ if window.is_retired(now) => "retired".to_owned(),
        _ if key.in_use => "in use".to_owned(),
        Some(from) if from > now => "comes".to_owned(),
        Some(_) => "still opens".to_owned(),
    };
    let moment = |moment: Option<Timestamp>| moment.map_or("–".to_owned(), |at| at.to_string());
    let mut words = format!(
        "{kind:<8} {id}  {state}, from {} until {}, {}",
        moment(window.not_before),
        moment(window.retired_at),
        kept(&key.custody)
    );
    if let Some(until) = key.certificate_until {
        // Writing into a String cannot fail.
        let _ = write!(words, ", certificate until {until}");
    }
    words
}
