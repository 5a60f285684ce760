//! An embedded installation moves up to PostgreSQL and goes on as if nothing had been.

use crate::postgres::cluster;
use crate::support::portal::Installation;
use crate::support::{invoice, mohar, printed};

#[tokio::test]
async fn an_installation_moves_up_with_all_that_it_registered() {
    let mut installation = Installation::new("");
    let account = installation.account().await;
    let supplier = account.0.gstin.as_str();
    let mut portal = installation.serve();
    let client = portal.client(&account);
    let document = invoice(supplier, "MOVES/1");
    let registered = client.generate(&document).await.unwrap();
    drop(client);
    portal.signal("-TERM");
    assert!(portal.ended().success());

    let database = cluster::shared().database();
    let from = format!("sqlite:{}", installation.path("mohar.db").display());
    let keys = installation.path("keys").display().to_string();
    let url = database.url();
    let copy = ["copy", "--from", &from, "--to", &url, "--keys", &keys];
    let output = mohar(&copy);
    let words = printed(&output.stdout);
    assert!(output.status.success(), "{}", printed(&output.stderr));
    assert!(
        words.contains("1 documents are there and verified;"),
        "{words}"
    );
    // A copy that has ended well is a portal's database, which no copy may write to.
    let again = mohar(&copy);
    let words = printed(&again.stderr);
    assert!(
        !again.status.success() && words.contains("is not empty"),
        "{words}"
    );
    let others = tempfile::tempdir().unwrap();
    let missing = format!("sqlite:{}", others.path().join("x.db").display());
    let output = mohar(&["copy", "--from", &missing, "--to", &url, "--keys", &keys]);
    assert!(!output.status.success());
    assert!(printed(&output.stderr).contains("there is no database"));

    installation.move_to(url);
    let portal = installation.serve();
    let client = portal.client(&account);
    let found = client.get_by_irn(&registered.irn).await.unwrap();
    assert_eq!(found, registered, "byte for byte");
    let again = client.generate(&document).await.unwrap_err();
    assert!(again.has_code("2150"), "{again}");
    let next = invoice(supplier, "MOVES/2");
    let next = client.generate(&next).await.unwrap();
    assert!(next.ack_no > registered.ack_no);
}
