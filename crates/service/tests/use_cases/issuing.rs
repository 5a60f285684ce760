//! Issuing: duplicates, races, acknowledgement numbers and times.

use std::collections::HashSet;

use gst::RegistrationStatus;
use jiff::SignedDuration;
use service::{Clock, Fault};
use store::line::Channel;
use tokio::task::JoinSet;

use crate::world::{BUYER, SELLER, World, actor, codes, invoice, taxpayer, time};

#[tokio::test]
async fn a_document_is_registered_and_signed() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let seller = actor(&account, Channel::Api);
    let registered = world.issue(&seller, "KA/26/1").await.unwrap();
    let summary = registered.summary();
    assert_eq!(summary.ack_number, 912_610_000_000_000);
    assert_eq!(
        summary.acked_at,
        time("2026-06-10T04:00:00Z"),
        "whole seconds"
    );
    assert_eq!(summary.channel, Channel::Api);
    let ring = world.irp.keyring();
    let verified = ring.verify(registered.signed_invoice()).unwrap();
    assert_eq!(verified.data, registered.invoice_json());
    assert_eq!(verified.issuer, "Mohar Sandbox");
    let qr = ring.verify(registered.signed_qr_code()).unwrap();
    assert!(qr.data.contains(&registered.irn().to_string()));
}

#[tokio::test]
async fn faults_of_shape_come_alone_and_all_at_once() {
    let world = World::new().await;
    let account = world.account(SELLER, "Malnad01").await;
    let seller = actor(&account, Channel::Api);
    let outcome = world.irp.issue(&seller, b"{\"Version\":\"1.1\"}").await;
    let found = codes(outcome);
    assert!(found.len() > 3 && found.iter().all(|code| *code == "5002"));
    let value: serde_json::Value = serde_json::from_str(&invoice("KA/26/1")).unwrap();
    assert!(
        world
            .irp
            .issue(&seller, value.to_string().as_bytes())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_stranger_learns_nothing_about_a_document() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let buyer = actor(&world.account(BUYER, "Banash01").await, Channel::Api);
    assert_eq!(codes(world.issue(&buyer, "KA/26/1").await), ["2169"]);
    world.issue(&seller, "KA/26/1").await.unwrap();
    assert_eq!(codes(world.issue(&buyer, "KA/26/1").await), ["2169"]);
}

#[tokio::test]
async fn a_duplicate_names_what_is_registered_also_once_it_is_cancelled() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let first = world.issue(&seller, "KA/26/1").await.unwrap();
    // The number is upper-cased before it is compared.
    let Err(Fault::Duplicate(duplicate)) = world.issue(&seller, "ka/26/1").await else {
        panic!("not a duplicate");
    };
    assert_eq!(duplicate.finding.code(), "2150");
    assert_eq!(duplicate.existing.irn, first.irn());
    assert_eq!(duplicate.existing.ack_number, first.summary().ack_number);
    assert_eq!(duplicate.existing.acked_at, first.summary().acked_at);
    let irn = first.irn().to_string();
    world
        .irp
        .cancel(&seller, &irn, "1", "Made twice")
        .await
        .unwrap();
    assert_eq!(codes(world.issue(&seller, "KA/26/1").await), ["2278"]);
}

#[tokio::test]
async fn the_rules_judge_with_what_the_master_says() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    world.registry.remove(BUYER);
    assert!(codes(world.issue(&seller, "KA/26/1").await).contains(&"3028"));
    world.registry.put(taxpayer(BUYER));
    world
        .registry
        .change(BUYER, |t| t.status = RegistrationStatus::Cancelled);
    world.advance_s(10);
    assert!(codes(world.issue(&seller, "KA/26/1").await).contains(&"3075"));
    // What clients do then: sync, and try again.
    world
        .registry
        .change(BUYER, |t| t.status = RegistrationStatus::Active);
    world.irp.sync_gstin(&seller, BUYER).await.unwrap();
    assert!(world.issue(&seller, "KA/26/1").await.is_ok());
}

#[tokio::test]
async fn without_registry_a_known_party_is_enough_and_an_unknown_one_is_not() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    world.registry.down(true);
    assert!(matches!(
        world.issue(&seller, "KA/26/1").await,
        Err(Fault::Unavailable(unavailable)) if unavailable.what == "registry"
    ));
    world.registry.down(false);
    // That there was no answer is remembered for ten seconds.
    world.advance_s(9);
    assert!(matches!(
        world.issue(&seller, "KA/26/1").await,
        Err(Fault::Unavailable(unavailable)) if unavailable.what == "registry"
    ));
    world.advance_s(1);
    world.issue(&seller, "KA/26/1").await.unwrap();
    world.registry.down(true);
    world.advance_s(3_600);
    assert!(world.issue(&seller, "KA/26/2").await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_64_simultaneous_registrations_of_one_document_one_wins() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    // Two processes on one database.
    let portals = [world.irp.clone(), world.another(&world.clock)];
    let json = invoice("KA/26/64");
    let mut calls = JoinSet::new();
    for call in 0..64 {
        let (irp, seller, json) = (portals[call % 2].clone(), seller.clone(), json.clone());
        calls.spawn(async move { irp.issue(&seller, json.as_bytes()).await });
    }
    let (mut winners, mut others) = (Vec::new(), HashSet::new());
    for outcome in calls.join_all().await {
        match outcome {
            Ok(issued) => winners.push(issued.registered),
            Err(Fault::Duplicate(duplicate)) => {
                assert_eq!(duplicate.finding.code(), "2150");
                others.insert(duplicate.existing.ack_number);
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(winners.len(), 1);
    let number = winners[0].summary().ack_number;
    assert_eq!(
        others,
        HashSet::from([number]),
        "all are told of the winner's document"
    );
    let kept = world
        .irp
        .document_by_irn(&seller, &winners[0].irn().to_string())
        .await
        .unwrap();
    assert_eq!(kept, winners[0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn numbers_are_never_given_twice_across_blocks_and_processes() {
    let world = World::with(|settings| settings.ack.block = 3).await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let portals = [world.irp.clone(), world.another(&world.clock)];
    let mut calls = JoinSet::new();
    for call in 0..20 {
        let (irp, seller) = (portals[call % 2].clone(), seller.clone());
        let json = invoice(&format!("KA/{}", call + 1));
        calls.spawn(async move { irp.issue(&seller, json.as_bytes()).await.unwrap() });
    }
    let registered = calls.join_all().await;
    let numbers: HashSet<u64> = registered
        .iter()
        .map(|one| one.registered.summary().ack_number)
        .collect();
    assert_eq!(numbers.len(), 20);
    assert!(numbers.iter().all(|number| number.to_string().len() == 15));
}

#[tokio::test]
async fn a_clock_that_is_set_back_never_back_dates() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let first = world.issue(&seller, "KA/26/1").await.unwrap();
    let latest = first.summary().acked_at;
    world.advance_s(-3_600);
    let second = world.issue(&seller, "KA/26/2").await.unwrap();
    assert_eq!(second.summary().acked_at, latest);
    // Nor does a process that starts with its clock behind.
    let behind = Clock::settable(latest - SignedDuration::from_hours(5));
    let other = world.another(&behind);
    let third = other.issue(&seller, invoice("KA/26/3").as_bytes()).await;
    assert_eq!(third.unwrap().registered.summary().acked_at, latest);
    world.advance_s(3_600 + 90);
    let fourth = world.issue(&seller, "KA/26/4").await.unwrap();
    assert!(fourth.summary().acked_at > latest);
}

#[tokio::test]
async fn the_year_of_the_number_turns_at_midnight_in_india() {
    let world = World::with(|settings| settings.policy.reporting_limit = false).await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    world.clock.set(time("2026-12-31T18:29:59.999Z"));
    let before = world.issue(&seller, "KA/26/1").await.unwrap();
    world.clock.set(time("2026-12-31T18:30:00Z"));
    let after = world.issue(&seller, "KA/26/2").await.unwrap();
    assert_eq!(before.summary().ack_number / 100_000_000_000, 9_126);
    assert_eq!(after.summary().ack_number / 100_000_000_000, 9_127);
}
