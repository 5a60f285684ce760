//! The request log is an interface too, and must not tell who did what.

use serde_json::Value;

use crate::support::portal::Installation;
use crate::support::{invoice, mohar, printed};

const FIELDS: [&str; 13] = [
    "bytes_in",
    "bytes_out",
    "client",
    "codes",
    "duration_us",
    "level",
    "message",
    "method",
    "request_id",
    "route",
    "status",
    "target",
    "timestamp",
];

#[tokio::test]
async fn one_line_a_request_with_these_fields_and_no_others() {
    let installation = Installation::new("");
    let account = installation.account().await;
    let portal = installation.serve();
    let client = portal.client(&account);
    let gstin = account.0.gstin.to_string();
    let registered = client.generate(&invoice(&gstin, "LOG/1")).await.unwrap();
    let refused = client.gstin(&format!("{gstin}x")).await.unwrap_err();
    assert!(refused.has_code("3030"), "{refused}");
    let missing = format!("{}/eicore/v1.03/{gstin}", portal.url);
    reqwest::get(&missing).await.unwrap();
    let page = format!("{}/en/login?next=/{gstin}", portal.url);
    let page = reqwest::get(&page).await.unwrap();
    let id = page.headers()["x-request-id"].to_str().unwrap().to_owned();
    reqwest::get(format!("{}/en/{gstin}", portal.url))
        .await
        .unwrap();

    let lines = portal.requests();
    let summary: Vec<_> = lines
        .iter()
        .map(|line| {
            let [method, route, status, codes] =
                ["method", "route", "status", "codes"].map(|name| &line[name]);
            format!("{method} {route} {status} {codes}").replace('"', "")
        })
        .collect();
    assert_eq!(
        summary,
        [
            "POST /eivital/v1.04/auth 200 ",
            "POST /eicore/v1.03/invoice 200 ",
            "GET /eivital/v1.04/master/gstin/{gstin} 200 3030",
            "GET /eicore/{*rest} 404 404",
            "GET /en/login 200 ",
            "GET  404 ",
        ]
    );
    assert_eq!(lines[4]["request_id"], id.as_str());
    for line in &lines {
        let mut names: Vec<_> = line.as_object().unwrap().keys().collect();
        names.sort_unstable();
        assert_eq!(names, FIELDS);
        assert_eq!(line["client"], "127.0.0.0/24");
        assert_eq!(line["request_id"].as_str().unwrap().len(), 16);
        assert!(line["duration_us"].as_u64().unwrap() > 0);
        assert!(line["bytes_out"].as_u64().unwrap() > 0, "{line}");
    }
    assert!(lines[1]["bytes_in"].as_u64().unwrap() > 1_000);
    let secrets = [
        &gstin,
        &account.0.user_name,
        &account.0.password,
        &account.0.client_id,
        &account.0.client_secret,
        &registered.irn,
    ];
    for secret in secrets {
        for line in &lines {
            let line = line.to_string().to_lowercase();
            assert!(!line.contains(&secret.to_lowercase()), "{secret} in {line}");
        }
    }
}

/// What is logged while a request is at work says which request it was.
#[tokio::test]
async fn other_lines_name_their_request() {
    let installation = Installation::new("[log]\nfilter = \"info\"\n");
    let account = installation.account().await;
    let portal = installation.serve();
    let document = invoice(account.0.gstin.as_str(), "LOG/2");
    portal.client(&account).generate(&document).await.unwrap();
    let logged = portal.logged();
    let audit = |line: &&Value| line["target"] == "audit" && line["message"] == "registered";
    let registered = logged.iter().find(audit).unwrap();
    let request = portal.requests().pop().unwrap();
    assert_eq!(registered["span"]["request_id"], request["request_id"]);
}

/// The audit log says in which request a thing happened, also when it is not logged besides.
#[tokio::test]
async fn audit_lines_name_their_request() {
    let installation = Installation::new("");
    let account = installation.account().await;
    let portal = installation.serve();
    let document = invoice(account.0.gstin.as_str(), "LOG/3");
    portal.client(&account).generate(&document).await.unwrap();
    let requests = portal.requests();
    let of_route = |route: &str| {
        let line = requests.iter().find(|line| line["route"] == route);
        line.unwrap()["request_id"].clone()
    };
    let chain = installation.chain("portal-1");
    let lines: Vec<Value> = chain
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let named = |event: &str| {
        let line = lines.iter().find(|line| line["event"] == event);
        line.unwrap()["about"]["request_id"].clone()
    };
    for event in ["signing", "signed", "registered"] {
        assert_eq!(named(event), of_route("/eicore/v1.03/invoice"), "{event}");
    }
    let authenticated = of_route("/eivital/v1.04/auth");
    assert_eq!(named("API token issued"), authenticated);
    // Nobody asked for these.
    for event in ["audit log opened", "keys read"] {
        assert_eq!(named(event), Value::Null, "{event}");
    }
    let (folder, keys) = (installation.path("audit"), installation.path("keys"));
    let (folder, keys) = (folder.to_str().unwrap(), keys.to_str().unwrap());
    let verified = mohar(&["audit", "verify", folder, "--keys", keys]);
    assert!(verified.status.success(), "{}", printed(&verified.stdout));
}

/// The address that a trusted proxy tells counts, and nobody else's word.
#[tokio::test]
async fn the_client_is_who_a_trusted_proxy_says() {
    for (proxies, wanted) in [
        ("[\"127.0.0.1\"]", "198.51.100.0/24"),
        ("[]", "127.0.0.0/24"),
    ] {
        let installation = Installation::new(&format!("[server]\ntrusted_proxies = {proxies}\n"));
        let portal = installation.serve();
        let asked = reqwest::Client::new()
            .get(format!("{}/en", portal.url))
            .header("x-forwarded-for", "203.0.113.5, 198.51.100.77")
            .header("x-request-id", "0123456789abcdef")
            .send()
            .await
            .unwrap();
        let line = portal.requests().pop().unwrap();
        assert_eq!(line["client"], wanted);
        // An id that a client makes up would let it hide among others.
        assert_ne!(line["request_id"], "0123456789abcdef");
        assert_eq!(
            line["request_id"],
            asked.headers()["x-request-id"].to_str().unwrap()
        );
    }
}

#[tokio::test]
async fn documentation_lists_exactly_these_fields() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/REQUEST-LOG.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (fields, _others) = text.split_once("\n## ").unwrap();
    let rows = fields.lines().filter_map(|line| line.strip_prefix("| `"));
    let mut documented: Vec<_> = rows.filter_map(|row| row.split('`').next()).collect();
    documented.sort_unstable();
    assert_eq!(documented, FIELDS);
}
