//! Forgot User Id or password.

use gst::{RegistrationStatus, Taxpayer};
use seal::{AppKey, Randomness};
use service::{
    CredentialFault, Failure, MobileProved, PasswordForm, PasswordRefused, Stage, WhyNotSent,
};
use tokio::task::JoinSet;

use crate::flaky_store::Fails;
use crate::registration;
use crate::world::{BUYER, PASSWORD, SELLER, World, codes, headers, logged_in, refusal, taxpayer};

type Change = fn(&mut Taxpayer);

const NEW: &str = "Cardamom_77_lantern";

async fn proved(world: &World, gstin: &str) -> MobileProved {
    let (_, started) = world.irp.begin_recovery(gstin).await.unwrap();
    let sent = world.irp.send_code(started).await.unwrap();
    let code = world.newest_code().await;
    world.irp.verify_code(sent, &code).await.unwrap()
}

async fn proved_stage(world: &World, token: &str) -> MobileProved {
    match world.irp.recovery_stage(token).await.unwrap() {
        Stage::MobileProved(proved) => proved,
        other => panic!("{other:?}"),
    }
}

fn form(password: &str) -> PasswordForm {
    PasswordForm {
        password: password.to_owned(),
        confirm: password.to_owned(),
    }
}

fn begins_again(refused: &PasswordRefused) -> bool {
    refused.proved.is_none() && refused.faults == [CredentialFault::ProofSpent]
}

#[tokio::test]
async fn from_gstin_to_a_new_password() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    let mut sessions = Vec::new();
    for _ in 0..2 {
        let login = logged_in(world.irp.log_in("Malnad01", PASSWORD).await);
        sessions.push(login.session_token);
    }
    let (token, started) = world.irp.begin_recovery(" 29aaacm0000a1zi ").await.unwrap();
    let sent = world.irp.send_code(started).await.unwrap();
    let text = world.irp.inbox(1).await.unwrap().remove(0).text;
    assert!(text.contains("is your code to set a new password for GSTIN"));
    assert!(!text.contains("Malnad01"), "{text}");
    let code = world.newest_code().await;
    let state = world.irp.verify_code(sent, &code).await.unwrap();
    let user = world.irp.recovered_user(&state).await.unwrap();
    let user = user.unwrap();
    assert_eq!((user.user_name.as_str(), user.frozen), ("Malnad01", false));
    // Who only wanted to know the User Id has changed nothing.
    assert!(world.irp.session(&sessions[0]).await.unwrap().is_some());

    let replaced = world.irp.replace_password(state, form(NEW)).await.unwrap();
    assert_eq!(
        (replaced.user_name.as_str(), replaced.gstin.as_str()),
        ("Malnad01", SELLER)
    );
    assert_eq!(replaced.sessions_closed, 2);
    for session in &sessions {
        assert_eq!(world.irp.session(session).await.unwrap(), None);
    }
    let step = world.irp.recovery_stage(&token.0).await.unwrap();
    assert!(matches!(step, Stage::Done));
    let notices = world.irp.inbox(2).await.unwrap();
    let to: Vec<_> = notices.iter().map(|notice| notice.to.as_str()).collect();
    assert_eq!(to, ["accounts@malnadtools.example", "9999912345"]);
    for notice in &notices {
        assert!(notice.text.starts_with("New password for User Id Malnad01"));
        assert_eq!(notice.otp, None);
    }
    refusal(world.irp.log_in("Malnad01", PASSWORD).await);
    assert!(world.irp.log_in("malnad01", NEW).await.is_ok());
}

#[tokio::test]
async fn who_may_not_recover_is_told_why() {
    let world = World::new().await;
    let stop = refusal(world.irp.begin_recovery("29AAACM0000A1Z").await);
    assert_eq!(stop.entry.code, "3030");
    let stop = refusal(world.irp.begin_recovery(SELLER).await);
    assert_eq!(stop.entry.code, "3045");
    assert_eq!(stop.gstin.unwrap().as_str(), SELLER);
    world.account(SELLER, "Malnad01").await;
    let cases: [(&str, Change); 6] = [
        ("3013", |t| t.status = RegistrationStatus::Cancelled),
        ("3015", |t| t.status = RegistrationStatus::Deregistered),
        ("3016", |t| t.status = RegistrationStatus::Inactive),
        ("3017", |t| t.status = RegistrationStatus::Provisional),
        ("3035", |t| t.status = RegistrationStatus::Suspended),
        ("3012", |t| t.mobile = None),
    ];
    for (code, change) in cases {
        // A copy is fetched anew once it is old enough.
        world.advance_s(8 * 86_400);
        world.registry.put(taxpayer(SELLER));
        world.registry.change(SELLER, change);
        let stop = refusal(world.irp.begin_recovery(SELLER).await);
        assert_eq!(stop.entry.code, code);
    }
    world.advance_s(8 * 86_400);
    world.registry.put(taxpayer(SELLER));
    world.registry.change(SELLER, |t| t.turnover = None);
    assert!(world.irp.begin_recovery(SELLER).await.is_ok());
}

#[tokio::test]
async fn a_new_password_keeps_the_rules_and_differs_from_the_old_one() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    let state = proved(&world, SELLER).await;
    let form_differs = PasswordForm {
        password: "malnad".to_owned(),
        confirm: "Malnad".to_owned(),
    };
    let refused = refusal(world.irp.replace_password(state, form_differs).await);
    assert!(matches!(
        refused.faults.as_slice(),
        [
            CredentialFault::PasswordTooShort { min: 8 },
            CredentialFault::PasswordMissingClass { .. },
            CredentialFault::PasswordGuessable { .. },
            CredentialFault::ConfirmationDiffers,
        ]
    ));
    // The old password is not told apart while something else is wrong.
    let unconfirmed = PasswordForm {
        password: PASSWORD.to_owned(),
        confirm: NEW.to_owned(),
    };
    let state = refused.proved.unwrap();
    let refused = refusal(world.irp.replace_password(state, unconfirmed).await);
    assert_eq!(refused.faults, [CredentialFault::ConfirmationDiffers]);
    let state = refused.proved.unwrap();
    let refused = refusal(world.irp.replace_password(state, form(PASSWORD)).await);
    assert_eq!(refused.faults, [CredentialFault::PasswordUnchanged]);
    let state = refused.proved.unwrap();
    assert!(world.irp.replace_password(state, form(NEW)).await.is_ok());
}

#[tokio::test]
async fn a_block_ends_with_a_new_password() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    for _ in 0..3 {
        refusal(world.irp.log_in("Malnad01", "Wrong_42_kettle").await);
    }
    refusal(world.irp.log_in("Malnad01", PASSWORD).await);
    let state = proved(&world, SELLER).await;
    world.irp.replace_password(state, form(NEW)).await.unwrap();
    assert!(world.irp.log_in("Malnad01", NEW).await.is_ok());
}

#[tokio::test]
async fn api_tokens_are_void_within_seconds_and_the_client_stays() {
    let world = World::new().await;
    let mut account = world.account(SELLER, "Malnad01").await;
    let app_key = AppKey::random(&Randomness::system());
    let grant = world.authenticate(&account, &app_key, false).await.unwrap();
    let headers_of = |token| headers(&account, token, SELLER);
    let token = grant.auth_token.as_str();
    world.irp.api_caller(headers_of(token)).await.unwrap();
    let state = proved(&world, SELLER).await;
    world.irp.replace_password(state, form(NEW)).await.unwrap();
    // A process that never saw the token refuses it at once, this one when its memory ends.
    let other = world.another(&world.clock);
    assert_eq!(codes(other.api_caller(headers_of(token)).await), ["1005"]);
    world.advance_s(5);
    let refused = world.irp.api_caller(headers_of(token)).await;
    assert_eq!(codes(refused), ["1005"]);
    let refused = world.authenticate(&account, &app_key, false).await;
    assert_eq!(codes(refused), ["1008"]);
    NEW.clone_into(&mut account.password);
    let fresh = world.authenticate(&account, &app_key, false).await.unwrap();
    assert_ne!(fresh.auth_token, token);
}

#[tokio::test]
async fn a_proof_for_something_else_recovers_nothing() {
    let world = World::new().await;
    let state = registration::proved(&world, SELLER).await;
    let token = state.token().to_owned();
    world.account(SELLER, "Malnad01").await;
    assert_eq!(world.irp.recovered_user(&state).await.unwrap(), None);
    let refused = refusal(world.irp.replace_password(state, form(NEW)).await);
    assert!(begins_again(&refused));
    let step = world.irp.recovery_stage(&token).await.unwrap();
    assert!(matches!(step, Stage::Gone));
    assert!(world.irp.log_in("Malnad01", PASSWORD).await.is_ok());
    // Nor the other way round.
    world.account(BUYER, "Banash01").await;
    let token = proved(&world, BUYER).await.token().to_owned();
    let step = world.irp.registration_stage(&token).await.unwrap();
    assert!(matches!(step, Stage::Gone));
}

#[tokio::test]
async fn codes_of_all_purposes_count_for_one_limit() {
    let world = World::new().await;
    for _ in 0..5 {
        registration::proved(&world, SELLER).await;
        world.advance_s(60);
    }
    world.account(SELLER, "Malnad01").await;
    let (_, started) = world.irp.begin_recovery(SELLER).await.unwrap();
    let not_sent = refusal(world.irp.send_code(started).await);
    assert!(matches!(not_sent.why, WhyNotSent::TooMany { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_all_recoveries_one_sets_the_password_and_the_others_begin_again() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    let first = proved(&world, SELLER).await.token().to_owned();
    world.advance_s(60);
    let second = proved(&world, SELLER).await.token().to_owned();
    let mut saves = JoinSet::new();
    for n in 0..6 {
        let token = if n % 2 == 0 { &first } else { &second };
        let state = proved_stage(&world, token).await;
        let irp = world.irp.clone();
        let password = format!("{NEW}{n}");
        saves.spawn(async move {
            let outcome = irp.replace_password(state, form(&password)).await;
            outcome.map(|_| password)
        });
    }
    let mut set = Vec::new();
    for outcome in saves.join_all().await {
        match outcome {
            Ok(password) => set.push(password),
            Err(failure) => assert!(begins_again(&refusal::<(), _>(Err(failure)))),
        }
    }
    assert_eq!(set.len(), 1);
    assert!(world.irp.log_in("Malnad01", &set[0]).await.is_ok());
}

/// Judging a password takes a while: meanwhile the password may be replaced by its owner.
#[tokio::test]
async fn a_login_with_the_old_password_does_not_outlive_it() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    let state = proved(&world, SELLER).await;
    let gate = world.store.hold("open_session");
    let irp = world.irp.clone();
    let mut login = JoinSet::new();
    login.spawn(async move { irp.log_in("Malnad01", PASSWORD).await });
    gate.somebody_waits().await;
    world.irp.replace_password(state, form(NEW)).await.unwrap();
    gate.let_one_through();
    refusal(login.join_all().await.remove(0));
    gate.let_one_through();
    let login = logged_in(world.irp.log_in("Malnad01", NEW).await);
    let session = world.irp.session(&login.session_token).await.unwrap();
    let replaced = session.unwrap();
    assert_eq!(
        world.irp.log_out_everywhere(&replaced).await.unwrap(),
        1,
        "the refused login left no session"
    );
}

#[tokio::test]
async fn nor_does_an_api_login() {
    let world = std::sync::Arc::new(World::new().await);
    let mut account = world.account(SELLER, "Malnad01").await;
    let state = proved(&world, SELLER).await;
    let gate = world.store.hold("issue_token");
    let app_key = AppKey::random(&Randomness::system());
    let mut login = JoinSet::new();
    login.spawn({
        let (world, account, app_key) = (world.clone(), account.clone(), app_key.clone());
        async move { world.authenticate(&account, &app_key, false).await }
    });
    gate.somebody_waits().await;
    world.irp.replace_password(state, form(NEW)).await.unwrap();
    gate.let_one_through();
    assert_eq!(codes(login.join_all().await.remove(0)), ["1008"]);
    NEW.clone_into(&mut account.password);
    gate.let_one_through();
    assert!(world.authenticate(&account, &app_key, false).await.is_ok());
}

#[tokio::test]
async fn a_lost_answer_leaves_the_new_password_and_its_notice() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    let state = proved(&world, SELLER).await;
    let token = state.token().to_owned();
    world.store.fail(&[("replace_password", Fails::Before)]);
    let outcome = world.irp.replace_password(state, form(NEW)).await;
    assert!(matches!(outcome, Err(Failure::Trouble(_))));
    world.store.fail(&[("replace_password", Fails::After)]);
    let state = proved_stage(&world, &token).await;
    let outcome = world.irp.replace_password(state, form(NEW)).await;
    assert!(matches!(outcome, Err(Failure::Trouble(_))));
    world.store.fail(&[]);
    let step = world.irp.recovery_stage(&token).await.unwrap();
    assert!(matches!(step, Stage::Done));
    let notice = world.irp.inbox(1).await.unwrap().remove(0);
    assert!(notice.text.starts_with("New password"));
    assert!(world.irp.log_in("Malnad01", NEW).await.is_ok());
}
