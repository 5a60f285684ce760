//! The registry is asked afresh before a document is refused for a party's registration.

use gst::{RegistrationStatus, TaxpayerType};
use jiff::civil::date;
use store::line::Channel;
use tokio::task::JoinSet;

use crate::world::{BUYER, SELLER, World, actor, codes, document, invoice, taxpayer};

/// The gap between two questions about a GSTIN. It is shorter than the life of any copy, so that
/// nothing is fetched for its age in these tests.
const GAP_S: i64 = 60;

/// A portal that has fetched the buyer as it is after `change`, some minutes ago.
async fn world_with_old_buyer(change: impl FnOnce(&mut gst::Taxpayer)) -> World {
    let world = World::new().await;
    world.registry.change(BUYER, change);
    let gstin = BUYER.parse().unwrap();
    world.irp.taxpayer_for(&gstin).await.unwrap().unwrap();
    world.advance_s(GAP_S);
    world
}

#[tokio::test]
async fn a_status_that_has_changed_since_does_not_refuse() {
    for status in [
        RegistrationStatus::Cancelled,
        RegistrationStatus::Inactive,
        RegistrationStatus::Provisional,
    ] {
        let world = world_with_old_buyer(|buyer| buyer.status = status).await;
        let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
        world
            .registry
            .change(BUYER, |buyer| buyer.status = RegistrationStatus::Active);
        let asked = world.registry.asked();
        world.issue(&seller, "KA/26/1").await.unwrap();
        assert_eq!(
            world.registry.asked(),
            asked + 1,
            "{status:?}: the buyer, once"
        );
    }
}

#[tokio::test]
async fn a_registration_date_that_was_mended_does_not_refuse() {
    let world = world_with_old_buyer(|buyer| buyer.registered_on = Some(date(2026, 7, 1))).await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    world
        .registry
        .change(BUYER, |buyer| buyer.registered_on = Some(date(2017, 7, 1)));
    world.issue(&seller, "KA/26/1").await.unwrap();
}

#[tokio::test]
async fn a_gstin_that_was_unknown_a_moment_ago_is_asked_for_again() {
    // The gap is shorter here than the life of "unknown", which is ten seconds.
    let world = World::with(|settings| settings.taxpayers.afresh_gap_s = 5).await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    world.registry.remove(BUYER);
    assert!(codes(world.issue(&seller, "KA/26/1").await).contains(&"3028"));
    world.registry.put(taxpayer(BUYER));
    world.advance_s(4);
    assert!(codes(world.issue(&seller, "KA/26/1").await).contains(&"3028"));
    world.advance_s(1);
    world.issue(&seller, "KA/26/1").await.unwrap();
}

#[tokio::test]
async fn what_was_just_fetched_is_not_asked_for_again_nor_is_anything_twice_in_a_minute() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    world
        .registry
        .change(BUYER, |buyer| buyer.status = RegistrationStatus::Inactive);
    let before = world.registry.asked();
    for _ in 0..5 {
        assert_eq!(codes(world.issue(&seller, "KA/26/1").await), ["3076"]);
    }
    assert_eq!(world.registry.asked(), before + 1, "only to get to know it");
    world.advance_s(GAP_S - 1);
    assert_eq!(codes(world.issue(&seller, "KA/26/1").await), ["3076"]);
    assert_eq!(world.registry.asked(), before + 1);
    world.advance_s(1);
    for _ in 0..5 {
        assert_eq!(codes(world.issue(&seller, "KA/26/1").await), ["3076"]);
    }
    assert_eq!(world.registry.asked(), before + 2);
}

#[tokio::test]
async fn only_the_parties_that_a_refusal_is_about_are_asked_for() {
    let world = world_with_old_buyer(|_| {}).await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    world.issue(&seller, "KA/26/1").await.unwrap();
    world.advance_s(GAP_S);
    let asked = world.registry.asked();
    // Wrong, and not for anybody's registration.
    let wrong = invoice("KA/26/2").replace("\"TotInvVal\": ", "\"TotInvVal\": 9");
    let refused = codes(world.irp.issue(&seller, wrong.as_bytes()).await);
    assert_eq!(refused, ["2189"]);
    assert_eq!(world.registry.asked(), asked);
}

#[tokio::test]
async fn a_registry_that_fails_lets_the_refusal_stand() {
    let world = world_with_old_buyer(|buyer| buyer.status = RegistrationStatus::Inactive).await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    world.registry.down(true);
    let asked = world.registry.asked();
    for _ in 0..3 {
        assert_eq!(codes(world.issue(&seller, "KA/26/1").await), ["3076"]);
    }
    assert_eq!(
        world.registry.asked(),
        asked + 1,
        "a failure counts as well"
    );
    world.registry.down(false);
    world
        .registry
        .change(BUYER, |buyer| buyer.status = RegistrationStatus::Active);
    world.advance_s(GAP_S);
    world.issue(&seller, "KA/26/1").await.unwrap();
}

#[tokio::test]
async fn a_registry_that_no_longer_knows_the_gstin_lets_the_refusal_stand() {
    let world = world_with_old_buyer(|buyer| buyer.status = RegistrationStatus::Inactive).await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    world.registry.remove(BUYER);
    assert_eq!(codes(world.issue(&seller, "KA/26/1").await), ["3076"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn callers_in_doubt_at_the_same_time_wait_for_one_answer() {
    let world = world_with_old_buyer(|buyer| buyer.status = RegistrationStatus::Inactive).await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    world
        .registry
        .change(BUYER, |buyer| buyer.status = RegistrationStatus::Active);
    let asked = world.registry.asked();
    let mut calls = JoinSet::new();
    for call in 0..16 {
        let (irp, seller) = (world.irp.clone(), seller.clone());
        let json = invoice(&format!("KA/26/{}", call + 1));
        calls.spawn(async move { irp.issue(&seller, json.as_bytes()).await.map(|_| ()) });
    }
    for outcome in calls.join_all().await {
        outcome.unwrap();
    }
    assert_eq!(world.registry.asked(), asked + 1);
}

#[tokio::test]
async fn the_operator_is_asked_for_too() {
    const OPERATOR: &str = "29AAACE0000E1ZI";
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let mut operator = taxpayer(OPERATOR);
    operator.kind = TaxpayerType::TaxCollector;
    let document = document("KA/26/1", |members| {
        members["TranDtls"]["EcmGstin"] = OPERATOR.into();
    });
    let refused = codes(
        world
            .irp
            .issue(&seller, document.to_string().as_bytes())
            .await,
    );
    assert!(refused.contains(&"3028"), "{refused:?}");
    world.registry.put(operator);
    world.advance_s(GAP_S);
    world
        .irp
        .issue(&seller, document.to_string().as_bytes())
        .await
        .unwrap();
}
