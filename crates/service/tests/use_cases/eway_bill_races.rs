//! E-way bills that several callers want at once.

use std::collections::HashSet;

use service::Fault;
use tokio::task::JoinSet;

use crate::eway_bills::{registered, request, seller};
use crate::world::{World, codes};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_ask_for_one_bill_one_makes_it() {
    let world = World::with(|settings| settings.ack.block = 3).await;
    let seller = seller(&world).await;
    let irn = registered(&world, &seller, "KA/26/1").await;
    // Two processes on one database.
    let portals = [world.irp.clone(), world.another(&world.clock)];
    let mut calls = JoinSet::new();
    for call in 0..16 {
        let (irp, seller, json) = (portals[call % 2].clone(), seller.clone(), request(&irn));
        calls.spawn(async move { irp.make_eway_bill(&seller, &json).await });
    }
    let (mut winners, mut named) = (Vec::new(), HashSet::new());
    for outcome in calls.join_all().await {
        match outcome {
            Ok(made) => winners.push(made.bill.number.to_string()),
            Err(Fault::Refused(findings)) => {
                assert_eq!(findings[0].code(), "4002");
                named.extend(findings[0].detail.found.clone());
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(winners.len(), 1);
    assert!(
        named.iter().all(|number| *number == winners[0]),
        "{named:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_bill_and_its_documents_cancellation_one_wins() {
    let world = World::new().await;
    let seller = seller(&world).await;
    for round in 1..=8 {
        let irn = registered(&world, &seller, &format!("KA/26/{round}")).await;
        let (irp, caller, json) = (world.irp.clone(), seller.clone(), request(&irn));
        let mut making = JoinSet::new();
        making.spawn(async move { irp.make_eway_bill(&caller, &json).await });
        let (irp, caller, its) = (world.irp.clone(), seller.clone(), irn.clone());
        let mut cancelling = JoinSet::new();
        cancelling.spawn(async move { irp.cancel(&caller, &its, "1", "x").await });
        let made = making.join_next().await.unwrap().unwrap();
        let cancelled = cancelling.join_next().await.unwrap().unwrap();
        match (made, cancelled) {
            (Ok(_), Err(refused)) => assert_eq!(codes(Err::<(), _>(refused)), ["2230"]),
            (Err(refused), Ok(_)) => assert_eq!(codes(Err::<(), _>(refused)), ["4000"]),
            both => panic!("{both:?}"),
        }
    }
}
