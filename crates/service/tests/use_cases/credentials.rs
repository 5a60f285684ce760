//! User Id and password at the end of a registration; races for them.

use service::{CredentialFault, CredentialsForm, Stage};
use tokio::task::JoinSet;

use crate::registration::{form, proved};
use crate::world::{BUYER, SELLER, World, refusal};

#[tokio::test]
async fn all_faults_of_the_credentials_are_told_at_once_and_can_be_mended() {
    let world = World::new().await;
    world.account(BUYER, "Banash01").await;
    let state = proved(&world, SELLER).await;
    let refused = refusal(
        world
            .irp
            .create_credentials(
                state,
                CredentialsForm {
                    user_name: "BANASH01".to_owned(),
                    password: "malnad".to_owned(),
                    confirm: "Malnad".to_owned(),
                },
            )
            .await,
    );
    let [
        CredentialFault::UserNameTaken { suggestions },
        CredentialFault::PasswordTooShort { min: 8 },
        CredentialFault::PasswordMissingClass { which },
        CredentialFault::PasswordGuessable { .. },
        CredentialFault::ConfirmationDiffers,
    ] = refused.faults.as_slice()
    else {
        panic!("{:?}", refused.faults);
    };
    assert_eq!(which.len(), 3);
    assert_eq!(suggestions.len(), 3);
    let chosen = form(&suggestions[0]);
    let state = refused.proved.unwrap();
    assert!(world.irp.create_credentials(state, chosen).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_simultaneous_saves_of_one_user_id_one_wins() {
    let world = World::new().await;
    let first = proved(&world, SELLER).await;
    let second = proved(&world, BUYER).await;
    let (one, other) = tokio::join!(
        world.irp.create_credentials(first, form("Malnad01")),
        world.irp.create_credentials(second, form("mALNAD01")),
    );
    assert_ne!(one.is_ok(), other.is_ok());
    let refused = refusal(if one.is_ok() { other } else { one });
    assert!(matches!(
        refused.faults[..],
        [CredentialFault::UserNameTaken { .. }]
    ));
    let state = refused.proved.unwrap();
    assert!(
        world
            .irp
            .create_credentials(state, form("Malnad02"))
            .await
            .is_ok()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_proof_makes_one_account_however_often_save_is_pressed() {
    let world = World::new().await;
    let token = proved(&world, SELLER).await.token().to_owned();
    let mut saves = JoinSet::new();
    for number in 10..18 {
        let Stage::MobileProved(state) = world.irp.registration_stage(&token).await.unwrap() else {
            panic!("not proved");
        };
        let irp = world.irp.clone();
        let form = form(&format!("Malnad{number}"));
        saves.spawn(async move { irp.create_credentials(state, form).await });
    }
    let mut made = 0;
    for outcome in saves.join_all().await {
        match outcome {
            Ok(_) => made += 1,
            Err(failure) => {
                let refused = refusal::<(), _>(Err(failure));
                assert!(refused.proved.is_none());
            }
        }
    }
    assert_eq!(made, 1);
}
