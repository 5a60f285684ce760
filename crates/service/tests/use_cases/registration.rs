//! Registration: who may begin, one-time passwords, credentials, races.

use gst::{Decimal, RegistrationStatus, Taxpayer, TaxpayerType};
use service::{
    CredentialsForm, Failure, FlowToken, MobileProved, OtpSent, Stage, Started, WhyNotSent,
};
use tokio::task::JoinSet;

use crate::world::{BUYER, PASSWORD, SELLER, World, logged_in, refusal, taxpayer};

type Change = fn(&mut Taxpayer);

async fn begin(world: &World, gstin: &str) -> (FlowToken, Started) {
    world.irp.begin_registration(gstin).await.unwrap()
}

async fn sent(world: &World, gstin: &str) -> (FlowToken, OtpSent) {
    let (token, started) = begin(world, gstin).await;
    (token, world.irp.send_code(started).await.unwrap())
}

pub(crate) async fn proved(world: &World, gstin: &str) -> MobileProved {
    let (_, sent) = sent(world, gstin).await;
    let code = world.newest_code().await;
    world.irp.verify_code(sent, &code).await.unwrap()
}

pub(crate) fn form(user_name: &str) -> CredentialsForm {
    CredentialsForm {
        user_name: user_name.to_owned(),
        password: PASSWORD.to_owned(),
        confirm: PASSWORD.to_owned(),
    }
}

fn wrong(code: &str) -> String {
    let last = if code.ends_with('0') { "1" } else { "0" };
    format!("{}{last}", &code[..code.len() - 1])
}

/// The state that is in the store; panics unless a code was sent.
async fn sent_stage(world: &World, token: &FlowToken) -> OtpSent {
    match world.irp.registration_stage(&token.0).await.unwrap() {
        Stage::OtpSent(sent) => sent,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn from_gstin_to_login() {
    let world = World::new().await;
    let (token, started) = begin(&world, " 29aaacm0000a1zi ").await;
    assert_eq!(started.gstin().as_str(), SELLER);
    assert_eq!(started.taxpayer().mobile.as_deref(), Some("9999912345"));
    assert_eq!(started.fetched_at(), world.irp.now());
    let sent = world.irp.send_code(started).await.unwrap();
    let inbox = world.irp.inbox(10).await.unwrap();
    let to: Vec<_> = inbox.iter().map(|message| message.to.as_str()).collect();
    assert_eq!(to, ["accounts@malnadtools.example", "9999912345"]);
    let code = world.newest_code().await;
    assert_eq!(code.len(), 6);
    let proved = world.irp.verify_code(sent, &code).await.unwrap();
    let created = world.irp.create_credentials(proved, form("Malnad01")).await;
    assert_eq!(created.unwrap().user_name, "Malnad01");
    assert!(matches!(
        world.irp.registration_stage(&token.0).await.unwrap(),
        Stage::Done
    ));
    let notice = world.irp.inbox(1).await.unwrap().remove(0);
    assert!(notice.text.contains("Malnad01") && notice.otp.is_none());
    let login = logged_in(world.irp.log_in("MALNAD01", PASSWORD).await);
    assert_eq!(
        (login.user_name.as_str(), login.gstin.as_str()),
        ("Malnad01", SELLER)
    );
    let stop = refusal(world.irp.begin_registration(SELLER).await);
    assert_eq!(stop.entry.code, "3027");
}

#[tokio::test]
async fn every_outcome_of_go() {
    let world = World::new().await;
    let cases: [(&str, Change); 9] = [
        ("3013", |t| t.status = RegistrationStatus::Cancelled),
        ("3015", |t| t.status = RegistrationStatus::Deregistered),
        ("3016", |t| t.status = RegistrationStatus::Inactive),
        ("3017", |t| t.status = RegistrationStatus::Provisional),
        ("3035", |t| t.status = RegistrationStatus::Suspended),
        ("3014", |t| t.kind = TaxpayerType::Composition),
        ("3014", |t| t.kind = TaxpayerType::SezUnit),
        ("3046", |t| t.turnover = Some(Decimal::from(50_000_000))),
        ("3012", |t| t.mobile = None),
    ];
    for (code, change) in cases {
        // A copy is fetched anew once it is old enough.
        world.advance_s(8 * 86_400);
        world.registry.put(taxpayer(SELLER));
        world.registry.change(SELLER, change);
        let stop = refusal(world.irp.begin_registration(SELLER).await);
        assert_eq!(stop.entry.code, code);
        assert_eq!(stop.taxpayer.unwrap().taxpayer.gstin.as_str(), SELLER);
    }
}

#[tokio::test]
async fn what_is_no_gstin_or_nobodys_is_told_with_the_right_check_digit() {
    let world = World::new().await;
    for text in ["", "29AAACM0000A1Z", "29AAACM0000A1Z-"] {
        let stop = refusal(world.irp.begin_registration(text).await);
        assert_eq!((stop.entry.code, stop.gstin), ("3030", None), "{text}");
    }
    let stop = refusal(world.irp.begin_registration("29AAACM0000A1ZX").await);
    assert_eq!(
        (stop.entry.code, stop.expected_check_digit),
        ("3030", Some('I'))
    );
    world.registry.remove(BUYER);
    let stop = refusal(world.irp.begin_registration(BUYER).await);
    assert_eq!((stop.entry.code, stop.expected_check_digit), ("3030", None));
    assert_eq!(stop.gstin.unwrap().as_str(), BUYER);
}

#[tokio::test]
async fn a_gstin_that_the_registry_knows_may_have_a_wrong_check_digit() {
    let world = World::new().await;
    world.registry.put(taxpayer("29AABCT1332L000"));
    assert!(
        world
            .irp
            .begin_registration("29AABCT1332L000")
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_registry_that_is_down_is_trouble_and_a_copy_serves_on() {
    let world = World::new().await;
    begin(&world, SELLER).await;
    world.registry.down(true);
    assert!(world.irp.begin_registration(SELLER).await.is_ok());
    let outcome = world.irp.begin_registration(BUYER).await;
    assert!(matches!(outcome, Err(Failure::Trouble(_))));
    world.advance_s(8 * 86_400);
    assert!(world.irp.begin_registration(SELLER).await.is_ok());
}

#[tokio::test]
async fn update_from_the_common_portal_fetches_afresh_and_judges_again() {
    let world = World::new().await;
    let (_, started) = begin(&world, SELLER).await;
    world
        .registry
        .change(SELLER, |t| t.mobile = Some("9999954321".to_owned()));
    world.advance_s(60);
    let started = world.irp.refresh_taxpayer(started).await.unwrap();
    assert_eq!(started.taxpayer().mobile.as_deref(), Some("9999954321"));
    assert_eq!(started.fetched_at(), world.irp.now());
    world
        .registry
        .change(SELLER, |t| t.status = RegistrationStatus::Suspended);
    let stop = refusal(world.irp.refresh_taxpayer(started).await);
    assert_eq!(stop.entry.code, "3035");
}

#[tokio::test]
async fn a_code_is_good_for_ten_minutes_and_not_a_second_longer() {
    let world = World::new().await;
    let (_, first) = sent(&world, SELLER).await;
    let code = world.newest_code().await;
    world.advance_s(599);
    assert!(world.irp.verify_code(first, &code).await.is_ok());
    let (_, second) = sent(&world, BUYER).await;
    let code = world.newest_code().await;
    world.advance_s(600);
    refusal(world.irp.verify_code(second, &code).await);
}

#[tokio::test]
async fn five_tries_and_the_right_code_is_worth_nothing() {
    let world = World::new().await;
    let (token, mut state) = sent(&world, SELLER).await;
    let code = world.newest_code().await;
    for _ in 0..4 {
        state = refusal(world.irp.verify_code(state, &wrong(&code)).await).state;
    }
    // The fifth try may be right.
    let (_, other) = sent(&world, BUYER).await;
    let mut other = other;
    let other_code = world.newest_code().await;
    for _ in 0..5 {
        other = refusal(world.irp.verify_code(other, &wrong(&other_code)).await).state;
    }
    refusal(world.irp.verify_code(other, &other_code).await);
    assert!(world.irp.verify_code(state, &code).await.is_ok());
    assert!(matches!(
        world.irp.registration_stage(&token.0).await.unwrap(),
        Stage::MobileProved(_)
    ));
}

#[tokio::test]
async fn a_code_serves_once_and_only_its_own_registration() {
    let world = World::new().await;
    let (token, state) = sent(&world, SELLER).await;
    let code = world.newest_code().await;
    let (_, elsewhere) = sent(&world, BUYER).await;
    refusal(world.irp.verify_code(elsewhere, &code).await);
    let again = sent_stage(&world, &token).await;
    world.irp.verify_code(state, &code).await.unwrap();
    refusal(world.irp.verify_code(again, &code).await);
}

#[tokio::test]
async fn a_newer_code_voids_the_older_one() {
    let world = World::new().await;
    let (_, first) = sent(&world, SELLER).await;
    let old = world.newest_code().await;
    world.advance_s(30);
    let second = world.irp.send_code(first).await.unwrap();
    let new = world.newest_code().await;
    assert_ne!(old, new, "one in a million");
    let second = refusal(world.irp.verify_code(second, &old).await).state;
    assert!(world.irp.verify_code(second, &new).await.is_ok());
}

#[tokio::test]
async fn resending_waits_thirty_seconds() {
    let world = World::new().await;
    let (_, state) = sent(&world, SELLER).await;
    let resend_at = state.resend_at();
    world.advance_s(29);
    let not_sent = refusal(world.irp.send_code(state).await);
    assert!(matches!(not_sent.why, WhyNotSent::TooSoon { .. }));
    world.clock.set(resend_at);
    let state = not_sent.state.unwrap();
    assert!(world.irp.send_code(state).await.is_ok());
}

#[tokio::test]
async fn five_sends_in_a_day_for_one_gstin_whatever_the_browser() {
    let world = World::new().await;
    let begun = world.irp.now();
    for _ in 0..5 {
        sent(&world, SELLER).await;
        world.advance_s(60);
    }
    let (_, started) = begin(&world, SELLER).await;
    let not_sent = refusal(world.irp.send_code(started).await);
    let WhyNotSent::TooMany { retry_at } = not_sent.why else {
        panic!("{:?}", not_sent.why);
    };
    assert_eq!(retry_at.duration_since(begun).as_secs(), 86_400);
    world.clock.set(retry_at);
    let (_, started) = begin(&world, SELLER).await;
    assert!(world.irp.send_code(started).await.is_ok());
    // Another taxpayer is not held up.
    sent(&world, BUYER).await;
}

#[tokio::test]
async fn a_second_tab_finds_where_the_registration_is() {
    let world = World::new().await;
    let (token, state) = sent(&world, SELLER).await;
    let in_second_tab = sent_stage(&world, &token).await;
    let code = world.newest_code().await;
    world.irp.verify_code(state, &code).await.unwrap();
    // The second tab sends another code: the registration has moved on.
    world.advance_s(60);
    let not_sent = refusal(world.irp.send_code(in_second_tab).await);
    assert!(matches!(not_sent.why, WhyNotSent::NotOpen));
    assert!(matches!(
        world.irp.registration_stage(&token.0).await.unwrap(),
        Stage::MobileProved(_)
    ));
    // A token is worth nothing for another purpose, nor is one that was made up.
    assert!(matches!(
        world.irp.enablement_stage(&token.0).await.unwrap(),
        Stage::Gone
    ));
    let made_up = "A".repeat(10_000);
    assert!(matches!(
        world.irp.registration_stage(&made_up).await.unwrap(),
        Stage::Gone
    ));
}

#[tokio::test]
async fn a_registration_ends_by_itself() {
    let world = World::new().await;
    let (token, _) = begin(&world, SELLER).await;
    world.advance_s(3_599);
    assert!(matches!(
        world.irp.registration_stage(&token.0).await.unwrap(),
        Stage::Started(_)
    ));
    world.advance_s(1);
    assert!(matches!(
        world.irp.registration_stage(&token.0).await.unwrap(),
        Stage::Gone
    ));
    let proved = proved(&world, BUYER).await;
    let token = proved.token().to_owned();
    world.advance_s(1_800);
    assert!(matches!(
        world.irp.registration_stage(&token).await.unwrap(),
        Stage::Gone
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_in_parallel_do_not_outrun_the_tries() {
    let world = World::new().await;
    let (token, _) = sent(&world, SELLER).await;
    let code = world.newest_code().await;
    let mut guesses = JoinSet::new();
    for guess in 0..40 {
        let state = sent_stage(&world, &token).await;
        let irp = world.irp.clone();
        let code = if guess < 20 {
            wrong(&code)
        } else {
            code.clone()
        };
        guesses.spawn(async move { irp.verify_code(state, &code).await.is_ok() });
    }
    let right = guesses.join_all().await.into_iter().filter(|right| *right);
    assert!(right.count() <= 1);
}
