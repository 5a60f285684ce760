//! A one-time password after the right password.

use seal::{AppKey, Randomness};
use service::settings::SecondFactor;
use service::{
    CodeRequest, FreezeReason, LoginRefused, LoginStep, MobileProved, OtpSent, PasswordForm, Stage,
    Started, WhichAccount, WhyNotSent,
};

use crate::world::{PASSWORD, SELLER, World, refusal};

async fn world() -> World {
    let world = World::with(|settings| {
        settings.login.second_factor = SecondFactor::OneTimePassword;
    })
    .await;
    world.account(SELLER, "Malnad01").await;
    world
}

async fn password(world: &World) -> Started {
    match world.irp.log_in("malnad01", PASSWORD).await {
        Ok(LoginStep::CodeNeeded(started)) => *started,
        other => panic!("{other:?}"),
    }
}

async fn send(world: &World, request: impl Into<CodeRequest> + Send) -> OtpSent {
    world.irp.send_code(request).await.unwrap()
}

async fn prove(world: &World, sent: OtpSent) -> MobileProved {
    let code = world.newest_code().await;
    world.irp.verify_code(sent, &code).await.unwrap()
}

#[tokio::test]
async fn the_password_opens_nothing_and_the_code_opens_one_session() {
    let world = world().await;
    let started = password(&world).await;
    let token = started.token().to_owned();
    // What the browser holds meanwhile is no session.
    assert_eq!(world.irp.session(&token).await.unwrap(), None);
    let which = WhichAccount::OfUserName("Malnad01".to_owned());
    let overview = world.irp.account_overview(&which).await.unwrap().unwrap();
    assert_eq!(overview.usage.sessions, 0);
    assert_eq!(overview.usage.latest_login_at, None, "it is no login yet");
    let sent = send(&world, started).await;
    let text = world.irp.inbox(1).await.unwrap().remove(0).text;
    assert!(text.contains("is your code to log in for GSTIN"), "{text}");
    let login = world
        .irp
        .complete_login(prove(&world, sent).await)
        .await
        .unwrap();
    assert_eq!(
        (login.user_name.as_str(), login.gstin.as_str()),
        ("Malnad01", SELLER)
    );
    assert!(
        world
            .irp
            .session(&login.session_token)
            .await
            .unwrap()
            .is_some()
    );
    assert!(matches!(
        world.irp.login_stage(&token).await.unwrap(),
        Stage::Done
    ));
    // The token is worth nothing elsewhere, and nothing any more.
    assert!(matches!(
        world.irp.recovery_stage(&token).await.unwrap(),
        Stage::Gone
    ));
}

#[tokio::test]
async fn a_proof_is_used_once_and_of_two_tabs_one_gets_in() {
    let world = world().await;
    let sent = send(&world, password(&world).await).await;
    let token = sent.token().to_owned();
    prove(&world, sent).await;
    let again = async || match world.irp.login_stage(&token).await.unwrap() {
        Stage::MobileProved(proved) => proved,
        other => panic!("{other:?}"),
    };
    let (one, two) = (again().await, again().await);
    world.irp.complete_login(one).await.unwrap();
    let refused = refusal(world.irp.complete_login(two).await);
    assert_eq!(refused, LoginRefused::Overtaken);
}

#[tokio::test]
async fn a_mobile_that_was_proved_for_a_recovery_logs_nobody_in() {
    let world = world().await;
    let (_, started) = world.irp.begin_recovery(SELLER).await.unwrap();
    let proved = prove(&world, send(&world, started).await).await;
    let refused = refusal(world.irp.complete_login(proved).await);
    assert_eq!(refused, LoginRefused::Overtaken);
}

#[tokio::test]
async fn a_wrong_password_causes_no_message_and_five_wrong_codes_end_it() {
    let world = world().await;
    let refused = refusal(world.irp.log_in("Malnad01", "Wrong_42_kettle").await);
    assert!(matches!(refused, LoginRefused::Wrong { .. }));
    assert!(world.irp.inbox(9).await.unwrap().is_empty());
    let mut sent = send(&world, password(&world).await).await;
    let right = world.newest_code().await;
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    for _ in 0..5 {
        sent = refusal(world.irp.verify_code(sent, wrong).await).state;
    }
    refusal(world.irp.verify_code(sent, &right).await);
}

#[tokio::test]
async fn a_stranger_who_uses_up_a_gstins_codes_keeps_nobody_out() {
    let world = world().await;
    for _ in 0..5 {
        let (_, started) = world.irp.begin_recovery(SELLER).await.unwrap();
        send(&world, started).await;
        world.advance_s(30);
    }
    let (_, sixth) = world.irp.begin_recovery(SELLER).await.unwrap();
    let refused = refusal(world.irp.send_code(sixth).await);
    assert!(matches!(refused.why, WhyNotSent::TooMany { .. }));
    let sent = send(&world, password(&world).await).await;
    world
        .irp
        .complete_login(prove(&world, sent).await)
        .await
        .unwrap();
}

#[tokio::test]
async fn codes_for_logins_have_a_limit_of_their_own() {
    let world = World::with(|settings| {
        settings.login.second_factor = SecondFactor::OneTimePassword;
        settings.login.code_sends_max = 2;
    })
    .await;
    world.account(SELLER, "Malnad01").await;
    send(&world, password(&world).await).await;
    let refused = refusal(world.irp.send_code(password(&world).await).await);
    assert!(matches!(refused.why, WhyNotSent::TooSoon { .. }));
    world.advance_s(30);
    send(&world, password(&world).await).await;
    world.advance_s(30);
    let refused = refusal(world.irp.send_code(password(&world).await).await);
    assert!(matches!(refused.why, WhyNotSent::TooMany { .. }));
    world.advance_s(86_400 - 60);
    send(&world, password(&world).await).await;
}

#[tokio::test]
async fn a_new_password_or_a_freeze_ends_logins_that_wait_for_their_code() {
    let world = world().await;
    let sent = send(&world, password(&world).await).await;
    let waiting = prove(&world, sent).await;
    let (_, started) = world.irp.begin_recovery(SELLER).await.unwrap();
    let recovered = prove(&world, send(&world, started).await).await;
    let new = "Cardamom_77_lantern".to_owned();
    let form = PasswordForm {
        password: new.clone(),
        confirm: new,
    };
    world.irp.replace_password(recovered, form).await.unwrap();
    let refused = refusal(world.irp.complete_login(waiting).await);
    assert_eq!(refused, LoginRefused::Overtaken);

    world.advance_s(30);
    let step = world.irp.log_in("Malnad01", "Cardamom_77_lantern").await;
    let Ok(LoginStep::CodeNeeded(started)) = step else {
        panic!("{step:?}");
    };
    let waiting = prove(&world, send(&world, *started).await).await;
    let which = WhichAccount::OfUserName("Malnad01".to_owned());
    let reason = FreezeReason::parse("stolen password").unwrap();
    world.irp.freeze_account(&which, reason).await.unwrap();
    let refused = refusal(world.irp.complete_login(waiting).await);
    assert_eq!(refused, LoginRefused::Overtaken);
}

#[tokio::test]
async fn without_a_mobile_it_says_why_and_the_api_asks_for_no_code() {
    let world = world().await;
    let account = world.account(crate::world::BUYER, "Banash01").await;
    world
        .registry
        .change(SELLER, |taxpayer| taxpayer.mobile = None);
    let started = password(&world).await;
    let started = world.irp.refresh_taxpayer(started).await.unwrap();
    let refused = refusal(world.irp.send_code(started).await);
    assert!(matches!(refused.why, WhyNotSent::NoMobile(entry) if entry.code == "3012"));
    let app_key = AppKey::random(&Randomness::system());
    assert!(world.authenticate(&account, &app_key, false).await.is_ok());
}
