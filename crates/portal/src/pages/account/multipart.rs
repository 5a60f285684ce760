//! Forms with a file: read piece by piece, with a limit on all of it.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;

use crate::csrf;
use crate::page::Page;
use crate::problem::Problem;

/// Largest form token that is read.
const TOKEN_BYTES_MAX: usize = 256;

/// Parts that a form may have.
const PARTS_MAX: usize = 8;

/// What is too large is still read up to here and thrown away: a browser that is cut off while
/// it sends shows a broken connection instead of the page that names the limit.
const THROWN_AWAY_BYTES_MAX: usize = 64 * 1024 * 1024;

/// What was sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Posted {
    /// The first part that was not empty: a file, or the text of a field.
    Content(Vec<u8>),
    /// All parts were empty.
    Nothing,
    /// More than the limit.
    TooLarge,
}

/// Reads a form whose first part is the form token, and whose other parts are a text and a file.
///
/// # Errors
/// [`Problem::Forged`] when the token does not hold or the form is not one of ours.
pub(super) async fn read(
    page: &Page,
    multipart: Result<Multipart, MultipartRejection>,
    content_bytes_max: usize,
) -> Result<Posted, Problem> {
    let mut multipart = multipart.map_err(|_| Problem::Forged)?;
    let mut content = Vec::new();
    let mut thrown_away = 0;
    let mut parts = 0;
    while let Some(mut part) = multipart.next_field().await.map_err(|_| Problem::Forged)? {
        let is_token = parts == 0;
        parts += 1;
        if parts > PARTS_MAX || is_token && part.name() != Some(csrf::FIELD) {
            return Err(Problem::Forged);
        }
        let limit = if is_token {
            TOKEN_BYTES_MAX
        } else {
            content_bytes_max
        };
        let filled = !content.is_empty();
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|_| Problem::Forged)? {
            if filled {
                // A text and a file: the first of them counts.
                thrown_away += chunk.len();
            } else if thrown_away > 0 || bytes.len() + chunk.len() > limit {
                thrown_away += chunk.len();
                bytes.clear();
            } else {
                bytes.extend_from_slice(&chunk);
            }
            if thrown_away > THROWN_AWAY_BYTES_MAX {
                return Err(Problem::TooLarge);
            }
        }
        if is_token {
            let token = String::from_utf8_lossy(&bytes);
            if !page.form_token_holds(&token) {
                return Err(Problem::Forged);
            }
        } else if thrown_away > 0 && !filled {
            drop(part);
            return drain(multipart, thrown_away).await;
        } else if !filled && !bytes.trim_ascii().is_empty() {
            content = bytes;
        }
    }
    match (parts, content.is_empty()) {
        (0, _) => Err(Problem::Forged),
        (_, true) => Ok(Posted::Nothing),
        (_, false) => Ok(Posted::Content(content)),
    }
}

async fn drain(mut multipart: Multipart, mut thrown_away: usize) -> Result<Posted, Problem> {
    while let Ok(Some(mut part)) = multipart.next_field().await {
        while let Ok(Some(chunk)) = part.chunk().await {
            thrown_away += chunk.len();
            if thrown_away > THROWN_AWAY_BYTES_MAX {
                return Err(Problem::TooLarge);
            }
        }
    }
    Ok(Posted::TooLarge)
}
