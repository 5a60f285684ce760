//! What clients are told when the database fails, above all when it has written first.

use service::{Failure, Fault, Trouble};
use store::line::Channel;

use crate::flaky_store::Fails;
use crate::world::{PASSWORD, SELLER, World, actor, codes};

fn is_unavailable<T>(outcome: &Result<T, Fault>) -> bool {
    matches!(outcome, Err(Fault::Unavailable(unavailable)) if unavailable.what == "database")
}

#[tokio::test]
async fn a_registration_that_failed_before_it_was_written_can_be_sent_again() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    world.store.fail(&[("register", Fails::Before)]);
    assert!(is_unavailable(&world.issue(&seller, "KA/26/1").await));
    world.store.fail(&[]);
    let registered = world.issue(&seller, "KA/26/1").await.unwrap();
    assert_eq!(
        registered.summary().ack_number % 10,
        1,
        "the number that was taken first is a gap"
    );
}

#[tokio::test]
async fn a_registration_that_was_written_before_it_failed_is_answered_as_registered() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    world.store.fail(&[("register", Fails::After)]);
    let registered = world.issue(&seller, "KA/26/1").await.unwrap();
    world.store.fail(&[]);
    let irn = registered.irn().to_string();
    let kept = world.irp.document_by_irn(&seller, &irn).await.unwrap();
    assert_eq!(kept, registered);
}

#[tokio::test]
async fn nothing_is_told_while_it_is_not_known_whether_it_was_written() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    world
        .store
        .fail(&[("register", Fails::After), ("by_irn", Fails::Before)]);
    assert!(is_unavailable(&world.issue(&seller, "KA/26/1").await));
    world.store.fail(&[]);
    assert_eq!(codes(world.issue(&seller, "KA/26/1").await), ["2150"]);
}

#[tokio::test]
async fn a_cancellation_whose_answer_was_lost_is_told_as_done_when_it_is_sent_again() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let irn = world
        .issue(&seller, "KA/26/1")
        .await
        .unwrap()
        .irn()
        .to_string();
    world.store.fail(&[("cancel", Fails::After)]);
    assert!(is_unavailable(
        &world.irp.cancel(&seller, &irn, "1", "x").await
    ));
    world.store.fail(&[]);
    assert_eq!(
        codes(world.irp.cancel(&seller, &irn, "1", "x").await),
        ["9999"]
    );
}

#[tokio::test]
async fn numbers_cannot_be_had_without_a_durable_reservation() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    for verb in ["latest_acked_at", "reserve_ack_numbers"] {
        world.store.fail(&[(verb, Fails::Before)]);
        assert!(
            is_unavailable(&world.issue(&seller, "KA/26/1").await),
            "{verb}"
        );
    }
    world.store.fail(&[]);
    assert!(world.issue(&seller, "KA/26/1").await.is_ok());
}

#[tokio::test]
async fn a_login_fails_as_trouble_and_never_as_a_wrong_password() {
    let world = World::new().await;
    world.account(SELLER, "Malnad01").await;
    for verb in ["account_by_user_name", "login_succeeded", "open_session"] {
        world.store.fail(&[(verb, Fails::Before)]);
        let outcome = world.irp.log_in("Malnad01", PASSWORD).await;
        assert!(
            matches!(outcome, Err(Failure::Trouble(Trouble::Unavailable(_)))),
            "{verb}"
        );
    }
}
