//! The figure that tells whether the clock is right.

use std::fs;
use std::time::Duration;

use axum::http::header;
use jiff::SignedDuration;
use service::Clock;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::support::portal::{Installation, PortalProcess};

/// What the figure is called.
const NAME: &str = "mohar_clock_offset_seconds";
/// How soon after a start the clocks have been compared.
const COMPARED_WITHIN: Duration = Duration::from_secs(10);

/// All figures, once the portal has asked the registry for its time.
pub(crate) async fn compared(portal: &PortalProcess) -> String {
    let until = Instant::now() + COMPARED_WITHIN;
    loop {
        let (_, figures) = portal.asked("/metrics").await;
        if figures.lines().any(|line| line.starts_with(NAME)) {
            return figures;
        }
        assert!(Instant::now() < until, "{figures}");
        sleep(Duration::from_millis(50)).await;
    }
}

async fn offset_s(portal: &PortalProcess) -> f64 {
    let figures = compared(portal).await;
    let line = figures.lines().find(|line| line.starts_with(NAME));
    let value = line.and_then(|line| line.split(' ').next_back());
    value.unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_is_off_is_a_figure() {
    let installation = Installation::new("");
    let portal = installation.serve();
    let offset = offset_s(&portal).await;
    assert!(offset.abs() < f64::EPSILON, "{offset}: one machine");
    drop(portal);

    // A registry whose clock is an hour behind.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answer = async || {
        let hour_ago = Clock::system().now() - SignedDuration::from_hours(1);
        let date = jiff::fmt::rfc2822::DateTimePrinter::new();
        let date = date.timestamp_to_rfc9110_string(&hour_ago).unwrap();
        ([(header::DATE, date)], "{}")
    };
    let router = axum::Router::new().fallback(answer);
    let mut registry = JoinSet::new();
    registry.spawn(async move { axum::serve(listener, router).await.unwrap() });
    let config = fs::read_to_string(installation.config()).unwrap();
    let elsewhere = config.replace(&installation.registry.manage, &url);
    fs::write(installation.config(), elsewhere).unwrap();
    let portal = installation.serve();
    let offset = offset_s(&portal).await;
    assert!((3_598.0..3_610.0).contains(&offset), "{offset}");
}

/// Nobody is told of a clock that nobody could compare.
#[tokio::test]
async fn without_the_registry_there_is_no_such_figure() {
    let mut installation = Installation::new("");
    installation.registry.kill();
    let portal = installation.serve();
    assert_eq!(portal.asked("/healthz").await.0, 200);
    sleep(Duration::from_millis(500)).await;
    let (status, figures) = portal.asked("/metrics").await;
    assert_eq!(status, 200);
    assert!(!figures.contains(NAME), "{figures}");
}
