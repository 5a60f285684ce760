//! Style, scripts and pictures, embedded in the binary.
//!
//! The style sheet and the scripts have addresses with a digest of their content in them and may
//! be kept for ever; the guide's pictures have plain addresses and are kept for an hour.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "assets/"]
struct Files;

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FOR_AN_HOUR: &str = "public, max-age=3600";

/// Digits of the digest in an address: 64 bits, plenty against a mix-up.
const DIGEST_DIGITS: usize = 16;

/// Address names by file name: `portal.css` → `portal-0123456789abcdef.css`.
static NAMES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    Files::iter()
        .filter(|file| !file.contains('/'))
        .filter_map(|file| {
            let digest = hex::encode(Files::get(&file)?.metadata.sha256_hash());
            let (stem, extension) = file.rsplit_once('.')?;
            let name = format!("{stem}-{}.{extension}", &digest[..DIGEST_DIGITS]);
            Some((file.into_owned(), name))
        })
        .collect()
});

/// The address of a file of `assets/`.
pub fn address(file: &str) -> String {
    let name = NAMES.get(file).map_or(file, String::as_str);
    format!("/assets/{name}")
}

/// Whether a file is there: pictures of the guide are made by a tool and may not be yet.
pub fn exists(file: &str) -> bool {
    Files::get(file).is_some()
}

/// `GET /assets/{*name}`.
pub async fn serve(Path(name): Path<String>) -> Response {
    let hashed = NAMES
        .iter()
        .find(|(_, address)| **address == name)
        .map(|(file, _)| (file.clone(), FOR_EVER));
    let (file, keep) = match hashed {
        Some(found) => found,
        None if name.contains('/') => (name, FOR_AN_HOUR),
        None => return StatusCode::NOT_FOUND.into_response(),
    };
    let (Some(kind), Some(content)) = (media_type(&file), Files::get(&file)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = match content.data {
        Cow::Borrowed(bytes) => bytes.into_response(),
        Cow::Owned(bytes) => bytes.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

fn media_type(file: &str) -> Option<&'static str> {
    match file.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_address_with_a_digest_is_kept_for_ever() {
        let address = address("portal.css");
        let name = address
            .strip_prefix("/assets/")
            .expect("an address")
            .to_owned();
        assert_eq!(name.len(), "portal-.css".len() + DIGEST_DIGITS);
        let response = serve(Path(name)).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[CACHE_CONTROL], FOR_EVER);
        assert_eq!(response.headers()[CONTENT_TYPE], "text/css; charset=utf-8");
    }

    #[tokio::test]
    async fn no_other_name_reaches_a_file() {
        for name in [
            "portal.css",
            "portal-0000000000000000.css",
            "../Cargo.toml",
            "guide/x",
        ] {
            let response = serve(Path(name.to_owned())).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{name}");
        }
    }
}
