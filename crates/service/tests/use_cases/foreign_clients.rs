//! API clients that try accounts of another PAN.

use service::{FreezeReason, ReadyAccount, WhichAccount};

use crate::api::app_key;
use crate::world::{BUYER, PASSWORD, SELLER, World, codes, logged_in};

/// A client of another PAN is told the same for a right password, a wrong one and a name that nobody
/// has, whatever GSTIN it names, and what it tries counts for nobody.
#[tokio::test]
async fn a_client_neither_tries_nor_blocks_accounts_of_another_pan() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let stranger = world.account(BUYER, "Banash01").await;
    let mut answers = Vec::new();
    for gstin in [account.gstin, stranger.gstin] {
        for (user_name, password) in [
            ("Malnad01", PASSWORD),
            ("Malnad01", "Wrong_42_kettle"),
            ("Malnad01", "Wrong_43_kettle"),
            ("Nobody01", PASSWORD),
        ] {
            let attempt = ReadyAccount {
                gstin,
                user_name: user_name.to_owned(),
                password: password.to_owned(),
                ..stranger.clone()
            };
            let outcome = world.authenticate(&attempt, &app_key(), false).await;
            answers.push(format!("{outcome:?}"));
        }
    }
    assert!(answers[0].contains("1008"), "{}", answers[0]);
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:#?}");
    // Four wrong passwords came by the stranger's client, and one more than three blocks.
    let own = world.authenticate(&account, &app_key(), false).await;
    assert!(own.is_ok(), "{own:?}");
    logged_in(world.irp.log_in("Malnad01", PASSWORD).await);
    // Nor is an account that is frozen told.
    let which = WhichAccount::OfGstin(account.gstin);
    let reason = FreezeReason::parse("lost papers").unwrap();
    world.irp.freeze_account(&which, reason).await.unwrap();
    let attempt = ReadyAccount {
        client_id: stranger.client_id.clone(),
        client_secret: stranger.client_secret.clone(),
        ..account.clone()
    };
    let outcome = world.authenticate(&attempt, &app_key(), false).await;
    assert_eq!(format!("{outcome:?}"), answers[0]);
    let own = world.authenticate(&account, &app_key(), false).await;
    assert_eq!(codes(own), ["3036"]);
}
