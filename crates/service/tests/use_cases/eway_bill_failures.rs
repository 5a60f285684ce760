//! What becomes of an e-way bill when the database fails. The document stands in any case.

use service::{BillAttempt, Fault, Issued, Trouble};
use store::line::Channel;

use crate::eway_bills::{made, request, with_bill};
use crate::flaky_store::Fails;
use crate::world::{SELLER, World, actor, codes};

fn failed(issued: &Issued) -> bool {
    let attempt = &issued.eway_bill;
    matches!(attempt, Some(BillAttempt::Failed(Trouble::Unavailable(what)))
        if what.what == "database")
}

#[tokio::test]
async fn a_bill_that_failed_before_it_was_written_can_be_asked_for_by_its_irn() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    for (verb, number) in [
        ("reserve_bill_numbers", "KA/26/1"),
        ("make_bill", "KA/26/2"),
    ] {
        world.store.fail(&[(verb, Fails::Before)]);
        let issued = world
            .irp
            .issue(&seller, with_bill(number).to_string().as_bytes())
            .await
            .unwrap();
        assert!(failed(&issued), "{verb}");
        let irn = issued.registered.irn().to_string();
        let again = world.irp.make_eway_bill(&seller, &request(&irn)).await;
        assert!(matches!(again, Err(Fault::Unavailable(_))), "{verb}");
        world.store.fail(&[]);
        world
            .irp
            .make_eway_bill(&seller, &request(&irn))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_bill_that_was_written_before_it_failed_is_answered_as_made() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    world.store.fail(&[("make_bill", Fails::After)]);
    let issued = world
        .irp
        .issue(&seller, with_bill("KA/26/1").to_string().as_bytes())
        .await
        .unwrap();
    world.store.fail(&[]);
    let irn = issued.registered.irn().to_string();
    let bill = made(issued).bill;
    assert_eq!(world.irp.eway_bill_of(&seller, &irn).await.unwrap(), bill);
}

#[tokio::test]
async fn nothing_is_told_while_it_is_not_known_whether_it_was_written() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let unclear = [("make_bill", Fails::After), ("bill", Fails::Before)];
    world.store.fail(&unclear);
    let issued = world
        .irp
        .issue(&seller, with_bill("KA/26/1").to_string().as_bytes())
        .await
        .unwrap();
    assert!(failed(&issued));
    world.store.fail(&[]);
    let irn = issued.registered.irn().to_string();
    let again = world.irp.make_eway_bill(&seller, &request(&irn)).await;
    assert_eq!(codes(again), ["4002"]);
}

#[tokio::test]
async fn a_cancellation_that_fails_is_trouble_and_no_refusal() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let issued = world
        .irp
        .issue(&seller, with_bill("KA/26/1").to_string().as_bytes())
        .await
        .unwrap();
    let number = made(issued).bill.number.to_string();
    world.store.fail(&[("cancel_bill", Fails::Before)]);
    let outcome = world.irp.cancel_eway_bill(&seller, &number, "1", "x").await;
    assert!(matches!(outcome, Err(service::Failure::Trouble(_))));
    world.store.fail(&[]);
    world
        .irp
        .cancel_eway_bill(&seller, &number, "1", "x")
        .await
        .unwrap();
}
