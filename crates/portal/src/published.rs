//! Files that are the same for everybody and stay as they are while the program runs: made when
//! they are first asked for, kept, and not sent again to whoever has them.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use seal::token;

/// A browser or proxy asks after an hour whether there is a newer one: after an upgrade, or after
/// the operator has laid rows over a table.
const FOR_AN_HOUR: &str = "public, max-age=3600";

/// Digits of the digest that is the file's tag: 128 bits.
const TAG_DIGITS: usize = 32;

/// JSON.
pub(crate) const JSON: &str = "application/json";

/// Comma-separated values.
pub(crate) const CSV: &str = "text/csv; charset=utf-8";

/// A file.
#[derive(Clone, Debug)]
pub(crate) struct Published {
    kind: &'static str,
    content: Bytes,
    tag: String,
}

impl Published {
    /// Of a media type.
    pub(crate) fn new(kind: &'static str, content: String) -> Self {
        let digest = hex::encode(token::sha256(&content));
        Self {
            kind,
            tag: format!("\"{}\"", &digest[..TAG_DIGITS]),
            content: content.into(),
        }
    }

    /// The file, or 304 if the request says that its sender has it.
    pub(crate) fn answer(&self, request: &HeaderMap) -> Response {
        let mut response = if self.is_known_to(request) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            self.content.clone().into_response()
        };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(FOR_AN_HOUR));
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            headers.insert(ETAG, tag);
        }
        response
    }

    /// A proxy that compresses marks a tag as weak, which does not matter here.
    fn is_known_to(&self, request: &HeaderMap) -> bool {
        let fields = request.get_all(IF_NONE_MATCH).iter();
        let mut tags = fields
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|tag| tag.trim().trim_start_matches("W/"));
        tags.any(|tag| tag == self.tag || tag == "*")
    }
}

/// Files by their names.
pub(crate) struct Shelf(Mutex<BTreeMap<String, Published>>);

impl Shelf {
    /// Without any yet.
    pub(crate) const fn empty() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    /// The file of this name, made now if nobody has asked for it before. `make` must give names
    /// from a fixed list only, as everything is kept.
    pub(crate) fn get(
        &self,
        name: &str,
        make: impl FnOnce() -> Option<Published>,
    ) -> Option<Published> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = files.get(name) {
            return Some(found.clone());
        }
        let file = make()?;
        files.insert(name.to_owned(), file.clone());
        Some(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(tags: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(IF_NONE_MATCH, HeaderValue::from_static(tags));
        headers
    }

    #[test]
    fn who_has_the_file_is_not_sent_it_again() {
        let file = Published::new(JSON, "{}".to_owned());
        let first = file.answer(&HeaderMap::new());
        assert_eq!(first.status(), StatusCode::OK);
        let tag = first.headers()[ETAG].to_str().expect("text");
        for known in [tag.to_owned(), format!("\"x\", W/{tag}"), "*".to_owned()] {
            let mut headers = HeaderMap::new();
            headers.insert(IF_NONE_MATCH, known.parse().expect("a header"));
            assert_eq!(file.answer(&headers).status(), StatusCode::NOT_MODIFIED);
        }
        assert_eq!(file.answer(&asked("\"x\"")).status(), StatusCode::OK);
        let other = Published::new(JSON, "[]".to_owned());
        assert_ne!(other.tag, file.tag);
    }

    #[test]
    fn a_file_is_made_once_and_what_cannot_be_made_is_not_kept() {
        let shelf = Shelf::empty();
        let make = || Some(Published::new(JSON, "1".to_owned()));
        assert!(shelf.get("a", || None).is_none());
        assert!(shelf.get("a", make).is_some());
        assert!(shelf.get("a", || None).is_some());
    }
}
