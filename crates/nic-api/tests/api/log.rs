//! The request log is an interface too, and must not tell who did what.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tracing_subscriber::fmt::MakeWriter;

use crate::harness::{World, names, recipient};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn one_line_a_request_without_names_and_numbers() {
    let world = World::start().await;
    let session = world.session().await;
    let gstin = recipient().to_string();
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::INFO)
        .with_writer(lines.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let found = session
        .get(&format!("/eivital/v1.04/Master/gstin/{gstin}"))
        .await;
    session
        .get(&format!("/eivital/v1.04/Master/gstin?gstin={gstin}x"))
        .await;
    session.get(&format!("/eicore/v1.03/{gstin}")).await;
    drop(guard);

    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let requests: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|line: &Value| line["target"] == "request")
        .collect();
    assert_eq!(requests.len(), 3, "{text}");
    let summary: Vec<_> = requests
        .iter()
        .map(|line| {
            let fields = &line["fields"];
            assert!(fields["duration_ms"].as_f64().unwrap() >= 0.0);
            let mut members = names(fields);
            members.sort_unstable();
            assert_eq!(
                members,
                [
                    "bytes",
                    "code",
                    "duration_ms",
                    "message",
                    "method",
                    "route",
                    "status"
                ]
            );
            let [route, status, code] = ["route", "status", "code"].map(|name| &fields[name]);
            format!("{route} {status} {code}")
        })
        .collect();
    assert_eq!(
        summary,
        [
            r#""/eivital/v1.04/master/gstin/{gstin}" 200 """#,
            r#""/eivital/v1.04/master/gstin" 200 "3030""#,
            r#""/eicore/{*rest}" 404 "404""#,
        ]
    );
    assert_eq!(requests[0]["fields"]["bytes"], found.text.len());
    for secret in [
        gstin.as_str(),
        &gstin.to_lowercase(),
        &session.token,
        "kaveri",
    ] {
        for line in &requests {
            assert!(!line.to_string().contains(secret), "{secret} in {line}");
        }
    }
}
