//! Thousands of requests that no client should send, over every address that the router has.
//!
//! What they are depends on a seed alone, so a failure is repeated by running the test again.

mod attacker;
mod log;

use axum::http::Method;
use seal::Randomness;
use service::{Allowance, Settings};

use crate::harness::{World, send};
use attacker::Attacker;
use log::Captured;

/// Requests of one run.
const REQUESTS: u32 = 6_000;

/// The limit of a body in this test; small, so that bodies beyond it cost little.
const BODY_BYTES_MAX: usize = 16 * 1024;

/// Stands in paths, headers and bodies, and must not stand in any log.
const MARK: &str = "zq7unmistakable3x";

/// The route table, as the router itself tells it: an address that is added later is attacked too.
pub(crate) fn routes(world: &World) -> Vec<String> {
    let told = format!("{:?}", nic_api::router(world.irp.clone()));
    let mut routes: Vec<String> = told
        .split("RouteId(")
        .filter_map(|entry| entry.split_once("): \""))
        .filter_map(|(id, rest)| {
            id.parse::<u32>().ok()?;
            Some(rest.split_once('"')?.0.to_owned())
        })
        .filter(|path| nic_api::is_api_path(path))
        .collect();
    routes.sort_unstable();
    routes.dedup();
    routes
}

#[tokio::test]
async fn every_address_withstands_what_is_malformed() {
    let logged = Captured::start();
    let mut settings = Settings::default();
    settings.api.request_bytes_max = BODY_BYTES_MAX;
    settings.api.authentications = Allowance::new(1_000_000, 1);
    settings.login.refusal_floor_ms = 0;
    let world = World::with(settings).await;
    let session = world.session().await;
    // Leaves a line in the log, which shows that it is captured.
    session.registered("BEFORE/1").await;
    let routes = routes(&world);
    assert!(routes.len() >= 25, "{routes:?}");
    assert!(
        routes.iter().any(|route| route.ends_with("/irn/{irn}")),
        "{routes:?}"
    );

    let attacker = Attacker {
        random: Randomness::seeded(20_261_122),
        session: &session,
    };
    let mut sent = 0;
    let mut tried = 0_u32;
    while sent < REQUESTS {
        let route = &routes[tried as usize % routes.len()];
        tried += 1;
        assert!(tried < 4 * REQUESTS, "most of what is made up can be sent");
        let Some(request) = attacker.request(route) else {
            continue;
        };
        sent += 1;
        let method = request.method().clone();
        let is_api = nic_api::is_api_path(request.uri().path());
        let words = format!("{method} {} {:?}", request.uri(), request.headers());
        let reply = send(world.irp.clone(), request).await;
        assert!(
            reply.status < 500,
            "{words}: {} {}",
            reply.status,
            reply.text
        );
        if method == Method::TRACE {
            assert!(reply.status >= 400 && !reply.text.contains(MARK), "{words}");
        }
        if is_api && method != Method::HEAD {
            // The e-way bill system has an envelope of its own.
            let json = reply.json();
            let told = [0, 1].map(Some).contains(&json["Status"].as_i64())
                || ["0", "1"].map(Some).contains(&json["status"].as_str());
            assert!(told, "{words}: {}", reply.text);
        }
    }
    let text = logged.text().to_lowercase();
    assert!(text.contains("registered"), "the log was captured");
    let place = text.find(MARK).unwrap_or(0);
    assert!(
        !text.contains(MARK),
        "{}",
        &text[place.saturating_sub(400)..place + 40]
    );
    // And what is well formed is still answered.
    session.registered("AFTER/1").await;
}

/// Nothing is unpacked: what says that it is compressed is read as it stands, so that no small
/// body becomes a large one.
#[tokio::test]
async fn compressed_bodies_are_not_unpacked() {
    /// `{"Data":""}`, which would be answered 5003.
    const GZIPPED: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x72\x49\x2c\x49\x54\
        \xb2\x52\x52\xaa\x05\x00\xd1\xd0\xc4\x2f\x0b\x00\x00\x00";
    let world = World::start().await;
    let session = world.session().await;
    for encoding in ["gzip", "deflate", "br", "zstd", "identity"] {
        let mut headers = session.headers().to_vec();
        headers.push(("content-encoding", encoding));
        let reply = world
            .call(Method::POST, "/eicore/v1.03/Invoice", &headers, GZIPPED)
            .await;
        assert_eq!(reply.codes(), ["5002"], "{encoding}");
    }
}

#[tokio::test]
async fn depth_is_limited_inside_the_envelope_too() {
    let world = World::start().await;
    let session = world.session().await;
    for path in ["/eicore/v1.03/Invoice", "/eicore/v1.03/Invoice/Cancel"] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
            let codes = session.post(path, &deep).await.codes();
            // What is not asked for is not looked into, however deep it is; what is missing is.
            assert!(
                !codes.is_empty() && codes.iter().all(|code| code == "5002"),
                "{path} {open} {codes:?}"
            );
            let inside = format!("{{\"ItemList\":{deep}}}");
            let codes = session.post(path, &inside).await.codes();
            assert!(
                codes.contains(&"5002".to_owned()),
                "{path} {open} {codes:?}"
            );
        }
    }
}
