//! What may have been deleted cannot be registered again.

use jiff::civil::date;
use service::retention::{expired, oldest_day_kept};
use store::line::Channel;
use store::retention::{Expired, Purged};

use crate::world::{SELLER, World, actor, codes, document, time};

/// A document of a day.
fn dated(number: &str, day: &str) -> String {
    let document = document(number, |members| members["DocDtls"]["Dt"] = day.into());
    document.to_string()
}

#[tokio::test]
async fn documents_before_the_oldest_year_that_is_kept_are_refused() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    // The tests' day is in June 2026: of 2019-20 the term ends on 31 December.
    for (day, refused) in [("31/03/2019", true), ("01/04/2019", false)] {
        let json = dated("OLD/1", day);
        let found = world.irp.issue(&seller, json.as_bytes()).await;
        let found = match found {
            Ok(_) => Vec::new(),
            refused => codes(refused),
        };
        assert_eq!(found.contains(&"2284"), refused, "{day}: {found:?}");
    }
    // A floor that the operator set counts where it is later.
    let world = World::with(|settings| settings.policy.floor_date = Some(date(2020, 1, 1))).await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let json = dated("OLD/1", "31/12/2019");
    let found = codes(world.irp.issue(&seller, json.as_bytes()).await);
    assert!(found.contains(&"2284"), "{found:?}");
}

#[tokio::test]
async fn what_is_deleted_is_refused_already() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let json = dated("KA/26/1", "09/06/2026");
    let registered = world.irp.issue(&seller, json.as_bytes()).await.unwrap();
    let settings = world.irp.settings().clone();
    let documents = |now: &str| {
        let all = expired(&settings, time(now));
        let found = all
            .into_iter()
            .find(|one| matches!(one, Expired::Documents(_)));
        found.unwrap()
    };
    // Of 2026-27 the term ends on 31 December 2033, and deleting begins a day later.
    assert_eq!(oldest_day_kept(date(2033, 12, 31), 72), date(2026, 4, 1));
    let store = world.irp.store();
    let last_moment = documents("2034-01-01T18:29:59.999Z");
    assert_eq!(store.purge(last_moment, 9).await.unwrap(), Purged::Rows(0));
    world.clock.set(time("2033-12-31T18:30:00Z"));
    let again = dated("KA/26/2", "09/06/2026");
    let found = codes(world.irp.issue(&seller, again.as_bytes()).await);
    assert!(
        found.contains(&"2284"),
        "refused from 1 January on: {found:?}"
    );
    let first_moment = documents("2034-01-01T18:30:00Z");
    assert_eq!(store.purge(first_moment, 9).await.unwrap(), Purged::Rows(1));
    let irn = registered.registered.irn();
    assert_eq!(store.by_irn(&irn).await.unwrap(), None);
    let found = codes(world.irp.issue(&seller, json.as_bytes()).await);
    assert!(found.contains(&"2284"), "{found:?}");
}
