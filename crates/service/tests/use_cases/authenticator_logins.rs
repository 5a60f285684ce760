//! Logging in with an authenticator app.

use jiff::SignedDuration;
use seal::Totp;
use service::settings::SecondFactor;
use service::{
    AuthenticatorLoginRefused, AuthenticatorRefused, AuthenticatorState, ChangeForm, FreezeReason,
    LoginStep, Stage, WhichAccount,
};
use store::authenticators::Authenticators as _;

use crate::authenticators::{
    NEW, by_code, password, propose, seconds, set_up, signed_in, state, texts, with_app, world,
};
use crate::flaky_store::Fails;
use crate::world::{BUYER, PASSWORD, SELLER, World, logged_in, refusal};

#[tokio::test]
async fn a_login_needs_the_apps_code_whatever_the_operator_asks() {
    for second_factor in [SecondFactor::Off, SecondFactor::OneTimePassword] {
        let world = World::with(|settings| {
            settings.login.tries_max = 5;
            settings.login.second_factor = second_factor;
        })
        .await;
        world.account(SELLER, "Malnad01").await;
        world.account(BUYER, "Buyer001").await;
        let app = with_app(&world).await;
        let messages = texts(&world, 99).await.len();
        let needed = password(&world).await;
        assert_eq!((needed.gstin().as_str(), needed.tries_left()), (SELLER, 5));
        let token = needed.token().to_owned();
        assert_eq!(world.irp.session(&token).await.unwrap(), None);
        // It is no login that waits for a message, and none is sent.
        let stage = world.irp.login_stage(&token).await.unwrap();
        assert!(matches!(stage, Stage::Gone));
        assert_eq!(texts(&world, 99).await.len(), messages);
        let login = by_code(&world, &token, &app.code(&world)).await.unwrap();
        assert_eq!(login.user_name, "Malnad01");
        signed_in(&world.irp, &login.session_token).await;
        // Once.
        let again = by_code(&world, &token, &app.code(&world)).await;
        assert_eq!(again.unwrap_err(), AuthenticatorLoginRefused::Overtaken);
        let none = world.irp.authenticator_stage(&token).await.unwrap();
        assert!(none.is_none());
    }
}

#[tokio::test]
async fn a_code_is_good_once_and_one_step_around() {
    let world = world().await;
    let app = set_up(&world).await;
    let wrong = |tries_left| Err(AuthenticatorLoginRefused::Wrong { tries_left });
    // The code that confirmed is used, though its step is accepted still.
    let token = password(&world).await.token().to_owned();
    let confirming = app.secret.code(Totp::step(world.irp.now()) - 1);
    assert_eq!(by_code(&world, &token, &confirming).await, wrong(4));
    let code = app.code(&world);
    by_code(&world, &token, &code).await.unwrap();
    let token = password(&world).await.token().to_owned();
    assert_eq!(by_code(&world, &token, &code).await, wrong(4));
    // A phone that is 30 seconds fast, and one that is a minute fast.
    let now = Totp::step(world.irp.now());
    assert_eq!(
        by_code(&world, &token, &app.secret.code(now + 2)).await,
        wrong(3)
    );
    by_code(&world, &token, &app.secret.code(now + 1))
        .await
        .unwrap();
    // One that is 30 seconds slow.
    world.advance_s(90);
    let token = password(&world).await.token().to_owned();
    let slow = app.secret.code(Totp::step(world.irp.now()) - 1);
    by_code(&world, &token, &slow).await.unwrap();
}

#[tokio::test]
async fn a_recovery_code_stands_in_once() {
    let world = world().await;
    let app = set_up(&world).await;
    let code = &app.codes.0[3];
    let typed = code.to_lowercase().replace('-', " ");
    let token = password(&world).await.token().to_owned();
    by_code(&world, &token, &typed).await.unwrap();
    let token = password(&world).await.token().to_owned();
    let again = by_code(&world, &token, code).await;
    assert_eq!(
        again,
        Err(AuthenticatorLoginRefused::Wrong { tries_left: 4 })
    );
    let AuthenticatorState::On {
        recovery_codes_left,
        ..
    } = state(&world, &app.signed_in).await
    else {
        panic!("it is on");
    };
    assert_eq!(recovery_codes_left, 9);
    // Somebody else's codes are nobody's here.
    world.account(BUYER, "Buyer001").await;
    let theirs = logged_in(world.irp.log_in("Buyer001", PASSWORD).await);
    let theirs = signed_in(&world.irp, &theirs.session_token).await;
    let (_, secret) = propose(&world, &theirs).await;
    let first = secret.code(Totp::step(world.irp.now()));
    let codes = world
        .irp
        .confirm_authenticator(&theirs, &first)
        .await
        .unwrap();
    let other = by_code(&world, &token, &codes.0[0]).await;
    assert_eq!(
        other,
        Err(AuthenticatorLoginRefused::Wrong { tries_left: 3 })
    );
}

#[tokio::test]
async fn wrong_codes_block_the_account_however_often_the_login_begins() {
    let world = world().await;
    let app = set_up(&world).await;
    let block_s = i64::from(world.irp.settings().login.block_s);
    let mut left = Vec::new();
    for _ in 0..5 {
        let token = password(&world).await.token().to_owned();
        match by_code(&world, &token, &app.wrong(&world)).await {
            Err(AuthenticatorLoginRefused::Wrong { tries_left }) => left.push(tries_left),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(left, [4, 3, 2, 1, 0]);
    let until = seconds(world.irp.now()) + SignedDuration::from_secs(block_s);
    let token = password(&world).await.token().to_owned();
    let blocked = Err(AuthenticatorLoginRefused::Blocked { until });
    assert_eq!(by_code(&world, &token, &app.code(&world)).await, blocked);
    assert_eq!(by_code(&world, &token, &app.codes.0[0]).await, blocked);
    let code = app.code(&world);
    let change = world
        .irp
        .remove_authenticator(&app.signed_in, PASSWORD, &code);
    let change = refusal(change.await);
    assert_eq!(change, AuthenticatorRefused::Blocked { until });
    world.advance_s(block_s);
    let token = password(&world).await.token().to_owned();
    by_code(&world, &token, &app.code(&world)).await.unwrap();
    // A right code forgives: the next block is a first one again.
    let token = password(&world).await.token().to_owned();
    for expected in (0..5).rev() {
        let wrong = by_code(&world, &token, &app.wrong(&world)).await;
        let tries_left = expected;
        assert_eq!(wrong, Err(AuthenticatorLoginRefused::Wrong { tries_left }));
    }
    let until = seconds(world.irp.now()) + SignedDuration::from_secs(block_s);
    let blocked = by_code(&world, &token, &app.code(&world)).await;
    assert_eq!(blocked, Err(AuthenticatorLoginRefused::Blocked { until }));
}

#[tokio::test]
async fn one_login_has_its_own_tries_and_its_time() {
    let world = World::with(|settings| {
        settings.login.tries_max = 5;
        settings.otp.tries_max = 2;
    })
    .await;
    let app = set_up(&world).await;
    let token = password(&world).await.token().to_owned();
    for tries_left in [1, 0] {
        let wrong = by_code(&world, &token, &app.wrong(&world)).await;
        assert_eq!(wrong, Err(AuthenticatorLoginRefused::Wrong { tries_left }));
    }
    assert!(
        world
            .irp
            .authenticator_stage(&token)
            .await
            .unwrap()
            .is_none()
    );
    let over = by_code(&world, &token, &app.code(&world)).await;
    assert_eq!(over, Err(AuthenticatorLoginRefused::Overtaken));

    let token = password(&world).await.token().to_owned();
    let life_s = i64::from(world.irp.settings().otp.flow_life_s);
    world.advance_s(life_s - 1);
    let stage = world.irp.authenticator_stage(&token).await.unwrap();
    assert_eq!(stage.unwrap().tries_left(), 2);
    world.advance_s(1);
    assert!(
        world
            .irp
            .authenticator_stage(&token)
            .await
            .unwrap()
            .is_none()
    );
    let late = by_code(&world, &token, &app.code(&world)).await;
    assert_eq!(late, Err(AuthenticatorLoginRefused::Overtaken));
    for token in ["", "nobody's", &"x".repeat(65)] {
        let strange = by_code(&world, token, &app.code(&world)).await;
        assert_eq!(strange, Err(AuthenticatorLoginRefused::Overtaken));
    }
}

#[tokio::test]
async fn a_login_does_not_outlive_freeze_or_new_password() {
    let world = world().await;
    let app = set_up(&world).await;
    let token = password(&world).await.token().to_owned();
    let which = WhichAccount::OfUserName("malnad01".to_owned());
    let reason = FreezeReason::parse("stolen").unwrap();
    world.irp.freeze_account(&which, reason).await.unwrap();
    let frozen = by_code(&world, &token, &app.code(&world)).await;
    assert_eq!(frozen, Err(AuthenticatorLoginRefused::Overtaken));
    world.irp.unfreeze_account(&which).await.unwrap();

    let token = password(&world).await.token().to_owned();
    let login = by_code(&world, &token, &app.code(&world)).await.unwrap();
    let this = signed_in(&world.irp, &login.session_token).await;
    let token = password(&world).await.token().to_owned();
    let form = ChangeForm {
        old: PASSWORD.to_owned(),
        password: NEW.to_owned(),
        confirm: NEW.to_owned(),
    };
    world.irp.change_password(&this, form).await.unwrap();
    world.advance_s(30);
    let begun_before = by_code(&world, &token, &app.code(&world)).await;
    assert_eq!(begun_before, Err(AuthenticatorLoginRefused::Overtaken));
    // The app itself stays.
    let step = world.irp.log_in("malnad01", NEW).await.unwrap();
    assert!(matches!(step, LoginStep::AuthenticatorNeeded(_)));
}

#[tokio::test]
async fn a_lost_answer_lets_nobody_in_twice() {
    let world = world().await;
    let app = set_up(&world).await;
    let token = password(&world).await.token().to_owned();
    let code = app.code(&world);
    world.store.fail(&[("open_session", Fails::After)]);
    let lost = world.irp.complete_login_by_authenticator(&token, &code);
    assert!(lost.await.is_err());
    world.store.fail(&[]);
    let again = by_code(&world, &token, &code).await;
    assert_eq!(
        again,
        Err(AuthenticatorLoginRefused::Overtaken),
        "it was used"
    );
    let stored = world
        .store
        .authenticator(app.signed_in.actor.account)
        .await
        .unwrap();
    assert_eq!(stored.unwrap().last_step, Totp::step(world.irp.now()));
}
