//! One spelling of a path.
//!
//! NIC's server does not look at the letter case of a path, and clients write `Invoice` and
//! `invoice`, `Master` and `master`, `//eivital/v1.04/auth` and `…/Invoice/`. Routers compare
//! bytes, so [`normalise`] brings a path to the router's spelling before it is matched.

use axum::http::Request;
use axum::http::uri::{PathAndQuery, Uri};

/// First segments of the paths that belong to the API, in the router's spelling. Portal paths
/// begin with a language and never collide with them.
pub(crate) const PREFIXES: [&str; 5] = ["eivital", "eicore", "eiewb", "einvewb", "ewaybillapi"];

/// A path of the e-way bill system that belongs to the API without a first segment of its own.
pub(crate) const EWAY_BILL_SYSTEM: [&str; 2] = ["v1.03", "ewayapi"];

/// Whether a path belongs to the API, however it is spelled.
///
/// ```
/// assert!(nic_api::is_api_path("//EICORE/v1.03/Invoice"));
/// assert!(nic_api::is_api_path("/v1.03/ewayapi"));
/// assert!(!nic_api::is_api_path("/en/eicore/"));
/// ```
pub fn is_api_path(path: &str) -> bool {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let Some(first) = segments.next() else {
        return false;
    };
    let is = |segment: &str, name: &str| segment.eq_ignore_ascii_case(name);
    let [version, name] = EWAY_BILL_SYSTEM;
    PREFIXES.iter().any(|prefix| is(first, prefix))
        || (is(first, version)
            && segments.next().is_some_and(|second| is(second, name))
            && segments.next().is_none())
}

/// Brings a request for the API to the router's spelling: lower case, single slashes, none at the
/// end. The query stays as it is, and so does every request that is not for the API.
///
/// It has to run before a router has matched, so it goes around the router and not into it:
/// `tower::util::MapRequestLayer::new(nic_api::normalise).layer(router)`. IRN and GSTIN in a path
/// are lower-cased with the rest; both are read without regard to case.
#[must_use]
pub fn normalise<B>(mut request: Request<B>) -> Request<B> {
    let spelled = request.uri();
    let uri = canonical(spelled.path()).and_then(|path| with_path(spelled, path));
    if let Some(uri) = uri {
        *request.uri_mut() = uri;
    }
    request
}

/// The router's spelling of an API path, or `None` if nothing is to be changed.
fn canonical(path: &str) -> Option<String> {
    if !is_api_path(path) {
        return None;
    }
    let mut canonical = String::with_capacity(path.len());
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        canonical.push('/');
        canonical.push_str(segment);
    }
    canonical.make_ascii_lowercase();
    (canonical != path).then_some(canonical)
}

/// The same address with another path.
fn with_path(uri: &Uri, mut path: String) -> Option<Uri> {
    if let Some(query) = uri.query() {
        path.push('?');
        path.push_str(query);
    }
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use proptest::prelude::*;

    use super::*;

    fn normalised(uri: &str) -> String {
        let request = Request::builder().uri(uri).body(()).unwrap();
        normalise(request).uri().to_string()
    }

    #[test]
    fn spellings_of_clients_become_one() {
        let cases = [
            ("/eivital/v1.04/auth", "/eivital/v1.04/auth"),
            ("//eivital//v1.04/auth/", "/eivital/v1.04/auth"),
            (
                "/EICORE/V1.03/INVOICE/Cancel",
                "/eicore/v1.03/invoice/cancel",
            ),
            (
                "/eicore/v1.03/Invoice/irnByDocDetails?DocType=INV&docDate=01/04/2026",
                "/eicore/v1.03/invoice/irnbydocdetails?DocType=INV&docDate=01/04/2026",
            ),
            (
                "http://irp.example/eivital/v1.04/Master/GSTIN/29AAAPL2356Q1ZT",
                "http://irp.example/eivital/v1.04/master/gstin/29aaapl2356q1zt",
            ),
            ("/EIVITAL/?A=B//", "/eivital?A=B//"),
            ("//V1.03/EwayApi/", "/v1.03/ewayapi"),
        ];
        for (spelled, expected) in cases {
            assert_eq!(normalised(spelled), expected);
        }
    }

    #[test]
    fn other_paths_are_left_alone() {
        for path in [
            "/",
            "//",
            "/en/Registration//",
            "/assets/App.CSS",
            "/en/eicore/X/",
            "/eicorex/A",
            "/V1.03",
            "/V1.03/EwayApi/X",
            "/V1.04/EwayApi",
        ] {
            assert_eq!(normalised(path), path);
        }
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing_more(
            path in "/{1,3}(eicore|EIVITAL|eiEWB|en|Assets)(/{0,3}[A-Za-z0-9.%-]{0,6}){0,5}/{0,2}",
            query in proptest::option::of("[A-Za-z=&/0-9]{0,12}"),
        ) {
            let spelled = match &query {
                Some(query) => format!("{path}?{query}"),
                None => path.clone(),
            };
            let Ok(request) = Request::builder().uri(&spelled).body(()) else { return Ok(()) };
            let is_api = is_api_path(request.uri().path());
            let once = normalise(request);
            let first = once.uri().to_string();
            prop_assert_eq!(is_api_path(once.uri().path()), is_api);
            prop_assert_eq!(once.uri().query(), query.as_deref());
            if is_api {
                prop_assert!(!once.uri().path().contains("//"));
                prop_assert!(!once.uri().path().ends_with('/'));
                prop_assert_eq!(once.uri().path(), once.uri().path().to_lowercase());
            } else {
                prop_assert_eq!(&first, &spelled);
            }
            prop_assert_eq!(normalise(once).uri().to_string(), first);
        }
    }
}
