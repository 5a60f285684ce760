//! Headers for the case that a browser is led to an address of the API: nothing here is a page.

use axum::http::header::{CONTENT_SECURITY_POLICY, STRICT_TRANSPORT_SECURITY};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

/// Nothing is loaded, nothing is framed.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// A year, as the pages say it too.
const ALWAYS_TLS: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Sets them; `secure` where the portal's address is HTTPS.
pub(crate) fn set_headers(mut response: Response, secure: bool) -> Response {
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    if secure {
        headers.insert(STRICT_TRANSPORT_SECURITY, ALWAYS_TLS);
    }
    response
}
