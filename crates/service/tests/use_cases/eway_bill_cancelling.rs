//! Cancelling e-way bills, and documents that have one.

use service::{BillCancelRefusal, Failure, Fault};
use store::line::Channel;

use crate::eway_bills::{make, not_cancelled, registered, seller};
use crate::world::{BUYER, World, actor, codes};

#[tokio::test]
async fn an_active_bill_stands_in_the_way_of_cancelling_its_document() {
    let world = World::new().await;
    let seller = seller(&world).await;
    let irn = registered(&world, &seller, "KA/26/1").await;
    let first = make(&world, &seller, &irn).await.unwrap().bill.number;
    let Err(Fault::Refused(findings)) = world.irp.cancel(&seller, &irn, "1", "x").await else {
        panic!("cancelled");
    };
    assert_eq!(findings[0].code(), "2230");
    assert_eq!(findings[0].detail.found, Some(first.to_string()));
    let number = first.to_string();
    let done = world
        .irp
        .cancel_eway_bill(&seller, &number, "2", "")
        .await
        .unwrap();
    assert_eq!(done.number, first);
    // Cancelled, it is still shown, and another may be made.
    let shown = world.irp.eway_bill_of(&seller, &irn).await.unwrap();
    let cancellation = shown.cancellation.unwrap();
    assert_eq!((cancellation.reason, cancellation.remark.as_str()), (2, ""));
    let second = make(&world, &seller, &irn).await.unwrap().bill.number;
    assert_ne!(first, second);
    let number = second.to_string();
    world
        .irp
        .cancel_eway_bill(&seller, &number, "1", "Twice")
        .await
        .unwrap();
    world.irp.cancel(&seller, &irn, "1", "x").await.unwrap();
    assert_eq!(codes(make(&world, &seller, &irn).await), ["4000"]);
}

#[tokio::test]
async fn a_bill_can_be_cancelled_for_24_hours_to_the_second_by_who_made_it() {
    let world = World::new().await;
    let seller = seller(&world).await;
    let buyer = actor(&world.account(BUYER, "Banash01").await, Channel::Api);
    let mut bills = Vec::new();
    for number in ["KA/26/1", "KA/26/2"] {
        let irn = registered(&world, &seller, number).await;
        bills.push(make(&world, &seller, &irn).await.unwrap().bill);
    }
    let (first, second) = (bills[0].number, bills[1].number);
    let strange = not_cancelled(&world, &buyer, first).await;
    assert_eq!(strange, BillCancelRefusal::NotMadeByCaller);
    world.clock.set(bills[0].made_at);
    world.advance_s(86_400);
    let number = first.to_string();
    let done = world
        .irp
        .cancel_eway_bill(&seller, &number, "3", "Typing mistake")
        .await;
    assert_eq!(done.unwrap().at, world.irp.now());
    assert_eq!(
        not_cancelled(&world, &seller, first).await,
        BillCancelRefusal::AlreadyCancelled {
            at: world.irp.now()
        }
    );
    world.advance_s(1);
    let late = BillCancelRefusal::TooLate {
        made_at: bills[1].made_at,
        window_s: 86_400,
    };
    assert_eq!(not_cancelled(&world, &seller, second).await, late);
    assert_eq!(
        not_cancelled(&world, &seller, second + 1).await,
        BillCancelRefusal::NotMadeByCaller
    );
    // Setting the clock back does not open the window again, once something was acknowledged.
    world.issue(&seller, "KA/26/3").await.unwrap();
    world.advance_s(-80_000);
    assert_eq!(not_cancelled(&world, &seller, second).await, late);
}

#[tokio::test]
async fn faults_of_a_cancellation_are_told_at_once() {
    let world = World::new().await;
    let seller = seller(&world).await;
    let outcome = world
        .irp
        .cancel_eway_bill(&seller, "1", "9", &"x".repeat(51))
        .await;
    let Err(Failure::Refused(refused)) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(
        refused.0,
        [
            BillCancelRefusal::NumberMalformed,
            BillCancelRefusal::ReasonUnknown,
            BillCancelRefusal::RemarkTooLong,
        ]
    );
}
