//! Addresses and methods that there are none of.

use axum::http::Method;

use crate::harness::World;

const UNKNOWN: &str = concat!(
    r#"{"Status":0,"ErrorDetails":[{"ErrorCode":"404","#,
    r#""ErrorMessage":"This portal has no such address."}],"Data":null,"InfoDtls":null}"#,
);

#[tokio::test]
async fn an_unknown_address_is_answered_in_nics_shape() {
    let world = World::start().await;
    for path in [
        "/eicore",
        "/EICORE/",
        "/eicore/v1.05/Invoice",
        "/eicore/v1.03/Invoice/irn",
        "/eicore/v1.03/Invoice/irn/a/b",
        "/eivital/v1.04/other",
        "/eiewb/v1.04/ewaybill",
        "/einvewb/v1.03/ewaybill/irn/a/b",
        "/ewaybillapi/v1.03/auth",
    ] {
        for method in [Method::GET, Method::POST] {
            let reply = world.call(method, path, &[], "{}").await;
            assert_eq!(reply.status, 404, "{path}");
            assert_eq!(
                reply.headers["content-type"],
                "application/json; charset=utf-8"
            );
            assert_eq!(reply.text, UNKNOWN);
        }
    }
}

#[tokio::test]
async fn an_unknown_method_is_answered_in_nics_shape() {
    let world = World::start().await;
    for (method, path) in [
        (Method::GET, "/eivital/v1.04/auth"),
        (Method::PUT, "/eicore/v1.03/Invoice"),
        (Method::POST, "/eivital/v1.04/heartbeat/ping"),
        (Method::PUT, "/eiewb/v1.03/ewaybill"),
        (Method::GET, "/v1.03/EwayApi"),
        (
            Method::DELETE,
            "/eivital/v1.04/Master/gstin/29AAAPL2356Q1ZX",
        ),
    ] {
        let reply = world.call(method, path, &[], "").await;
        assert_eq!(reply.status, 405, "{path}");
        assert!(
            reply
                .text
                .starts_with(r#"{"Status":0,"ErrorDetails":[{"ErrorCode":"405","#)
        );
    }
}
