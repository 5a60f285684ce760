//! Logging in, blocks, sessions.

use service::{Irp, Settings};

use crate::world::{BUYER, PASSWORD, SELLER, World, logged_in, refusal};

async fn right(irp: &Irp, user_name: &str) -> bool {
    irp.log_in(user_name, PASSWORD).await.is_ok()
}

async fn wrong(irp: &Irp, user_name: &str) {
    refusal(irp.log_in(user_name, "Wrong_42_kettle").await);
}

#[tokio::test]
async fn two_wrong_passwords_do_no_harm_and_three_block_for_five_minutes() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    for _ in 0..2 {
        wrong(&world.irp, "Malnad01").await;
    }
    assert!(right(&world.irp, "malnad01").await, "clears the count");
    for _ in 0..3 {
        wrong(&world.irp, "MALNAD01").await;
    }
    assert!(!right(&world.irp, "Malnad01").await);
    world.advance_s(299);
    assert!(!right(&world.irp, "Malnad01").await);
    world.advance_s(1);
    assert!(right(&world.irp, "Malnad01").await);
}

#[tokio::test]
async fn a_block_is_seen_by_every_process_and_holds_nobody_else_up() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    world.account(BUYER, "Banash01").await;
    let other = world.another(&world.clock);
    wrong(&world.irp, "Malnad01").await;
    wrong(&other, "Malnad01").await;
    wrong(&world.irp, "Malnad01").await;
    assert!(!right(&other, "Malnad01").await);
    assert!(right(&other, "Banash01").await);
}

#[tokio::test]
async fn every_refusal_is_the_same() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    let nobody = refusal(world.irp.log_in("Nobody01", PASSWORD).await);
    let wrong_password = refusal(world.irp.log_in("Malnad01", "x").await);
    let endless = "x".repeat(100_000);
    let too_long = refusal(world.irp.log_in(&endless, &endless).await);
    refusal(world.irp.log_in("Malnad01", "x").await);
    refusal(world.irp.log_in("Malnad01", "x").await);
    let blocked = refusal(world.irp.log_in("Malnad01", PASSWORD).await);
    assert_eq!(nobody, wrong_password);
    assert_eq!(nobody, too_long);
    assert_eq!(nobody, blocked);
}

#[tokio::test]
async fn a_refusal_takes_its_time() {
    let floor_ms = Settings::default().login.refusal_floor_ms;
    let world = World::with(|settings| settings.login.refusal_floor_ms = floor_ms).await;
    let begun = tokio::time::Instant::now();
    refusal(world.irp.log_in("Nobody01", PASSWORD).await);
    assert!(begun.elapsed().as_millis() >= u128::from(floor_ms));
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_for_fifteen_minutes() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    let token = logged_in(world.irp.log_in("Malnad01", PASSWORD).await).session_token;
    assert_eq!(token.len(), 43);
    for _ in 0..4 {
        world.advance_s(899);
        let session = world.irp.session(&token).await.unwrap().unwrap();
        assert_eq!(session.actor.gstin.as_str(), SELLER);
        assert_eq!(
            session.idle_until.duration_since(world.irp.now()).as_secs(),
            900
        );
    }
    world.advance_s(900);
    assert_eq!(world.irp.session(&token).await.unwrap(), None);
    world.advance_s(-900);
    assert_eq!(
        world.irp.session(&token).await.unwrap(),
        None,
        "it stays ended"
    );
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_however_busy_it_is() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    let token = logged_in(world.irp.log_in("Malnad01", PASSWORD).await).session_token;
    for _ in 0..71 {
        world.advance_s(600);
        assert!(world.irp.session(&token).await.unwrap().is_some());
    }
    world.advance_s(599);
    assert!(world.irp.session(&token).await.unwrap().is_some());
    world.advance_s(1);
    assert_eq!(world.irp.session(&token).await.unwrap(), None);
}

#[tokio::test]
async fn logging_out_here_and_everywhere() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    let mut tokens = Vec::new();
    for _ in 0..3 {
        let login = logged_in(world.irp.log_in("Malnad01", PASSWORD).await);
        tokens.push(login.session_token);
    }
    world.irp.log_out(&tokens[0]).await.unwrap();
    world.irp.log_out("nobody's").await.unwrap();
    assert_eq!(world.irp.session(&tokens[0]).await.unwrap(), None);
    let session = world.irp.session(&tokens[1]).await.unwrap().unwrap();
    assert_eq!(world.irp.log_out_everywhere(&session).await.unwrap(), 2);
    assert_eq!(world.irp.session(&tokens[2]).await.unwrap(), None);
}

#[tokio::test]
async fn the_login_before_this_one_is_remembered() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    let first = logged_in(world.irp.log_in("Malnad01", PASSWORD).await);
    let session = world
        .irp
        .session(&first.session_token)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(session.last_login_at, None);
    let before = session.created_at;
    world.advance_s(3_600);
    let second = logged_in(world.irp.log_in("Malnad01", PASSWORD).await);
    let session = world
        .irp
        .session(&second.session_token)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(session.last_login_at, Some(before));
}
