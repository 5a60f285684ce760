//! What one address may do holds for all processes together, and over a restart.

use crate::postgres::cluster;
use crate::support::portal::{Installation, PortalProcess};

/// Authentications that an address has here, regained in a day.
const ALLOWED: usize = 5;

/// The status of an authentication that cannot succeed, and when to try again.
async fn attempt(portal: &PortalProcess) -> (u16, Option<u32>) {
    let url = format!("{}/eivital/v1.04/auth", portal.url);
    let headers = [("client-id", "x"), ("client-secret", "x"), ("gstin", "x")];
    let mut request = reqwest::Client::new().post(url).body(r#"{"Data":"x"}"#);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let answer = request.send().await.unwrap();
    let retry = answer.headers().get("retry-after");
    let retry_after_s = retry.map(|value| value.to_str().unwrap().parse().unwrap());
    let status = answer.status().as_u16();
    if status == 429 {
        let words = answer.text().await.unwrap();
        assert!(
            words.starts_with(r#"{"Status":0,"ErrorDetails":[{"ErrorCode":"429""#),
            "{words}"
        );
    }
    (status, retry_after_s)
}

#[tokio::test]
async fn two_portals_on_one_database_share_what_an_address_may_do() {
    let database = cluster::shared().database();
    let settings =
        format!("[api]\nauthentications_max = {ALLOWED}\nauthentications_window_s = 86400\n");
    let installation = Installation::on(Some(database.url()), &settings);
    let (one, other) = (installation.serve(), installation.serve());
    for count in 0..ALLOWED {
        let portal = if count % 2 == 0 { &one } else { &other };
        assert_eq!(attempt(portal).await, (200, None));
    }
    // Neither has had as many itself.
    for portal in [&one, &other] {
        let (status, retry_after_s) = attempt(portal).await;
        assert_eq!(status, 429);
        let regained = 86_400 / u32::try_from(ALLOWED).unwrap();
        assert!(
            (1..=regained + 1).contains(&retry_after_s.unwrap()),
            "{retry_after_s:?}"
        );
        let (_, figures) = portal.asked("/metrics").await;
        let counted = "mohar_allowance_refusals_total{kind=\"authentications\"} 1";
        assert!(figures.contains(counted), "{figures}");
        assert!(
            figures.contains("mohar_allowance_failures_total 0"),
            "{figures}"
        );
    }
    drop(one);
    let again = installation.serve();
    assert_eq!(attempt(&again).await.0, 429);
    let rows = database.sql("SELECT network, kind FROM allowances");
    assert_eq!(rows, "127.0.0.1|5");
}
