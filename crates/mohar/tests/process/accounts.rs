//! Ready accounts for any GSTIN.

use serde_json::{Value, json};

use crate::support::{SandboxProcess, invoice};

#[tokio::test]
async fn the_first_call_needs_no_click() {
    let sandbox = SandboxProcess::start(&[]);
    let account = sandbox.managed("/integrator").await;
    let client = sandbox.client(&account);
    let supplier = account["gstin"].as_str().unwrap();
    let registered = client
        .generate(&invoice(supplier, "FIRST/1"))
        .await
        .unwrap();
    assert_eq!(registered.status, "ACT");
    let same = client.get_by_irn(&registered.irn).await.unwrap();
    assert_eq!(same, registered);
    let again = client
        .generate(&invoice(supplier, "FIRST/1"))
        .await
        .unwrap_err();
    assert!(again.has_code("2150"), "{again}");
    assert_eq!(
        again.api().unwrap().registered_irn(),
        Some(registered.irn.as_str())
    );
}

#[tokio::test]
async fn another_verifier_accepts_the_signatures() {
    let sandbox = SandboxProcess::start(&[]);
    let account = sandbox.managed("/integrator").await;
    let document = invoice(account["gstin"].as_str().unwrap(), "VERIFY/1");
    let registered = sandbox.client(&account).generate(&document).await.unwrap();
    let keys = reqwest::get(account["jwks_url"].as_str().unwrap())
        .await
        .unwrap();
    let keys: jsonwebtoken::jwk::JwkSet = keys.json().await.unwrap();
    for token in [&registered.signed_invoice, &registered.signed_qr_code] {
        let header = jsonwebtoken::decode_header(token).unwrap();
        let key = keys.find(header.kid.as_deref().unwrap()).unwrap();
        let key = jsonwebtoken::DecodingKey::from_jwk(key).unwrap();
        let mut rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::RS256);
        // Signed invoices do not expire.
        rules.required_spec_claims.clear();
        rules.validate_exp = false;
        rules.set_issuer(&["Mohar Sandbox"]);
        let claims = jsonwebtoken::decode::<Value>(token, &key, &rules)
            .unwrap()
            .claims;
        let data: Value = serde_json::from_str(claims["data"].as_str().unwrap()).unwrap();
        assert_eq!(data["Irn"], registered.irn.as_str());
    }
}

#[tokio::test]
async fn any_gstin_gets_an_account() {
    let sandbox = SandboxProcess::start(&[]);
    // A wrong check digit that nobody else uses: unknown until it is ordered.
    let order = json!({
        "gstin": "33AABCT1332L000",
        "user_name": "tamiltest1",
        "password": "Casuarina#81lagoon",
        "turnover": 420_000_000,
    });
    let (status, account) = sandbox.manage("/accounts", &order).await;
    assert_eq!(status, 201, "{account}");
    assert_eq!(account["user_name"], "tamiltest1");
    let client = sandbox.client(&account);
    let details = client.gstin("33AABCT1332L000").await.unwrap();
    assert_eq!(
        (details.state_code, details.status.as_str()),
        (Some(33), "ACT")
    );

    // A test suite that runs again gets the same account again, but never changes it.
    let (status, again) = sandbox.manage("/accounts", &order).await;
    assert_eq!((status, again), (200, account.clone()));
    let bare = json!({ "gstin": "33AABCT1332L000" });
    let (status, again) = sandbox.manage("/accounts", &bare).await;
    assert_eq!((status, again), (200, account));
    let other = json!({ "gstin": "33AABCT1332L000", "password": "Banyan#44harbour" });
    let (status, answer) = sandbox.manage("/accounts", &other).await;
    assert_eq!(status, 422);
    assert_eq!(answer["errors"][0]["pointer"], "/password", "{answer}");
}

#[tokio::test]
async fn ordered_accounts_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let arguments = ["--data", data.to_str().unwrap()];
    let order = json!({ "gstin": "33AABCT1332L000" });
    let sandbox = SandboxProcess::start(&arguments);
    let (status, first) = sandbox.manage("/accounts", &order).await;
    assert_eq!(status, 201, "{first}");
    drop(sandbox);
    let sandbox = SandboxProcess::start(&arguments);
    let (status, second) = sandbox.manage("/accounts", &order).await;
    assert_eq!(status, 200, "{second}");
    for member in ["client_id", "client_secret", "user_name", "password"] {
        assert_eq!(first[member], second[member], "{member}");
    }
    sandbox.client(&second).authenticate().await.unwrap();
}

#[tokio::test]
async fn an_account_below_the_threshold_is_not_enabled() {
    let sandbox = SandboxProcess::start(&[]);
    let supplier = gst::Gstin::with_check_digit("29ABGCS4812H1Z").unwrap();
    let order = json!({ "gstin": supplier, "turnover": "30000000", "enabled": false });
    let (status, account) = sandbox.manage("/accounts", &order).await;
    assert_eq!(status, 201, "{account}");
    let document = invoice(supplier.as_str(), "BELOW/1");
    let refused = sandbox
        .client(&account)
        .generate(&document)
        .await
        .unwrap_err();
    assert!(refused.has_code("3046"), "{refused}");
}

#[tokio::test]
async fn everything_that_is_wrong_with_an_order_is_named() {
    let sandbox = SandboxProcess::start(&[]);
    let order = json!({ "gstin": "29", "turnover": -1, "enabled": "yes", "colour": "red" });
    let (status, answer) = sandbox.manage("/accounts", &order).await;
    assert_eq!(status, 422);
    let pointers: Vec<_> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(pointers, ["", "/gstin", "/turnover", "/enabled"]);

    let order = json!({
        "gstin": "29AABCT1332L000",
        "user_name": "a!",
        "password": "short",
    });
    let (status, answer) = sandbox.manage("/accounts", &order).await;
    assert_eq!(status, 422);
    let words = answer["errors"].to_string();
    assert!(
        words.contains("/user_name") && words.contains("/password"),
        "{words}"
    );
}

#[tokio::test]
async fn unknown_parties_are_named_by_the_api() {
    let sandbox = SandboxProcess::start(&[]);
    let client = sandbox.ready_client().await;
    for known in ["29AWGPV7107B1Z1", "27GSPMH1881G1ZH", "36AMBPG7773M002"] {
        assert_eq!(client.gstin(known).await.unwrap().gstin, known);
    }
    let unknown = client.gstin("33AABCT1332L000").await.unwrap_err();
    assert!(unknown.api().is_some(), "{unknown}");
}
