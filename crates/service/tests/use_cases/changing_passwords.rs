//! A new password by somebody who knows the old one.

use seal::{AppKey, Randomness};
use service::{
    ChangeForm, ChangeRefused, CredentialFault, FreezeReason, PasswordForm, SignedIn, WhichAccount,
};

use crate::world::{PASSWORD, SELLER, World, codes, headers, logged_in, refusal};

const NEW: &str = "Cardamom_77_lantern";

fn form(old: &str, new: &str) -> ChangeForm {
    ChangeForm {
        old: old.to_owned(),
        password: new.to_owned(),
        confirm: new.to_owned(),
    }
}

async fn enter(world: &World) -> SignedIn {
    let login = logged_in(world.irp.log_in("Malnad01", PASSWORD).await);
    let session = world.irp.session(&login.session_token).await.unwrap();
    session.unwrap()
}

async fn faults(world: &World, user: &SignedIn, form: ChangeForm) -> Vec<CredentialFault> {
    match refusal(world.irp.change_password(user, form).await) {
        ChangeRefused::Faults(faults) => faults,
        other @ ChangeRefused::Overtaken => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_new_password_counts_and_everything_else_ends() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let elsewhere = logged_in(world.irp.log_in("Malnad01", PASSWORD).await);
    let login = logged_in(world.irp.log_in("Malnad01", PASSWORD).await);
    let user = world
        .irp
        .session(&login.session_token)
        .await
        .unwrap()
        .unwrap();
    let app_key = AppKey::random(&Randomness::system());
    let grant = world.authenticate(&account, &app_key, false).await.unwrap();
    let changed = world.irp.change_password(&user, form(PASSWORD, NEW)).await;
    let changed = changed.unwrap();
    assert_eq!((changed.sessions_closed, changed.tokens_voided), (1, 1));
    let session = |token: String| {
        let irp = world.irp.clone();
        async move { irp.session(&token).await.unwrap() }
    };
    assert!(session(login.session_token).await.is_some());
    assert_eq!(session(elsewhere.session_token).await, None);
    assert_eq!(
        codes(
            world
                .irp
                .api_caller(headers(&account, &grant.auth_token, SELLER))
                .await
        ),
        ["1005"]
    );
    refusal(world.irp.log_in("Malnad01", PASSWORD).await);
    logged_in(world.irp.log_in("Malnad01", NEW).await);
    let notices = world.irp.inbox(2).await.unwrap();
    for notice in notices {
        assert!(notice.text.starts_with("New password for User Id Malnad01"));
        assert!(!notice.text.contains(NEW));
    }
}

#[tokio::test]
async fn a_wrong_old_password_counts_as_a_wrong_login() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    let user = enter(&world).await;
    let wrong = CredentialFault::OldPasswordWrong {
        tries_max: 3,
        block_s: 300,
    };
    for _ in 0..2 {
        let told = faults(&world, &user, form("Wrong_42_kettle", NEW)).await;
        assert_eq!(told, std::slice::from_ref(&wrong));
    }
    // All that is wrong is told at once; the third one blocks.
    let mut bad = form("Wrong_42_kettle", "short");
    "else".clone_into(&mut bad.confirm);
    let told = faults(&world, &user, bad).await;
    assert_eq!(told[0], wrong);
    assert!(told.contains(&CredentialFault::PasswordTooShort { min: 8 }));
    assert!(told.contains(&CredentialFault::ConfirmationDiffers));
    let told = faults(&world, &user, form(PASSWORD, NEW)).await;
    assert_eq!(told, [wrong], "blocked, and it looks the same");
    refusal(world.irp.log_in("Malnad01", PASSWORD).await);
    world.advance_s(300);
    world
        .irp
        .change_password(&user, form(PASSWORD, NEW))
        .await
        .unwrap();
}

#[tokio::test]
async fn the_rules_are_those_of_the_registration() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    let user = enter(&world).await;
    let told = faults(&world, &user, form(PASSWORD, PASSWORD)).await;
    assert_eq!(told, [CredentialFault::PasswordUnchanged]);
    let told = faults(&world, &user, form(PASSWORD, "Malnad01#2026")).await;
    assert!(
        matches!(told[..], [CredentialFault::PasswordGuessable { .. }]),
        "{told:?}"
    );
    logged_in(world.irp.log_in("Malnad01", PASSWORD).await);
}

#[tokio::test]
async fn what_ended_the_session_meanwhile_wins() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    let user = enter(&world).await;
    world.irp.log_out_everywhere(&user).await.unwrap();
    let refused = refusal(world.irp.change_password(&user, form(PASSWORD, NEW)).await);
    assert_eq!(refused, ChangeRefused::Overtaken);
    let user = enter(&world).await;
    let which = WhichAccount::OfUserName("Malnad01".to_owned());
    let reason = FreezeReason::parse("stolen password").unwrap();
    world.irp.freeze_account(&which, reason).await.unwrap();
    let refused = refusal(world.irp.change_password(&user, form(PASSWORD, NEW)).await);
    assert_eq!(refused, ChangeRefused::Overtaken);
    world.irp.unfreeze_account(&which).await.unwrap();
    logged_in(world.irp.log_in("Malnad01", PASSWORD).await);
}

#[tokio::test]
async fn a_password_from_a_breach_is_refused_wherever_one_is_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("refused");
    let hash = seal::password::sha1_hex(NEW);
    std::fs::write(&file, format!("{hash}:12\n")).unwrap();
    let named = file.clone();
    let world = World::with(|settings| settings.credentials.refused_file = Some(named)).await;
    world.account(SELLER, "Malnad01").await;
    let user = enter(&world).await;
    let told = faults(&world, &user, form(PASSWORD, NEW)).await;
    assert_eq!(told, [CredentialFault::PasswordBreached]);
    let (_, started) = world.irp.begin_recovery(SELLER).await.unwrap();
    let sent = world.irp.send_code(started).await.unwrap();
    let code = world.newest_code().await;
    let proved = world.irp.verify_code(sent, &code).await.unwrap();
    let chosen = PasswordForm {
        password: NEW.to_owned(),
        confirm: NEW.to_owned(),
    };
    let refused = refusal(world.irp.replace_password(proved, chosen).await);
    assert_eq!(refused.faults, [CredentialFault::PasswordBreached]);
    // Another file in its place counts at once; without one no password is taken.
    std::fs::write(&file, format!("{}:12\n", "A".repeat(40))).unwrap();
    world
        .irp
        .change_password(&user, form(PASSWORD, NEW))
        .await
        .unwrap();
    std::fs::remove_file(&file).unwrap();
    let outcome = world.irp.change_password(&user, form(NEW, PASSWORD)).await;
    assert!(matches!(outcome, Err(service::Failure::Trouble(_))));
}
