//! Allowances that all processes share.

use std::net::IpAddr;
use std::num::NonZeroU32;

use jiff::SignedDuration;
use store::Store;
use store::allowances::{AllowanceKind, AllowanceRate, Taking};

use super::Engine;
use super::sample::at;

const KIND: AllowanceKind = AllowanceKind::Logins;

fn home() -> IpAddr {
    "192.0.2.7".parse().unwrap()
}

fn rate(burst: u32, period_s: i64) -> AllowanceRate {
    AllowanceRate {
        burst: NonZeroU32::new(burst).unwrap(),
        period: SignedDuration::from_secs(period_s),
    }
}

async fn take(store: &dyn Store, now_s: i64, rate: AllowanceRate) -> Taking {
    store
        .take_allowance(KIND, home(), at(now_s), rate)
        .await
        .unwrap()
}

/// Refused until so many seconds into the tests' day.
fn refused(again_s: i64) -> Taking {
    Taking::Refused {
        again_at: at(again_s),
    }
}

pub(crate) async fn an_allowance_is_used_up_and_regained_evenly(engine: &dyn Engine) {
    let store = engine.open().await;
    let rate = rate(3, 10);
    for _ in 0..3 {
        assert_eq!(take(&*store, 0, rate).await, Taking::Taken);
    }
    assert_eq!(take(&*store, 0, rate).await, refused(10));
    assert_eq!(take(&*store, 4, rate).await, refused(10));
    // A restart forgets nothing.
    drop(store);
    let store = engine.open().await;
    assert_eq!(take(&*store, 9, rate).await, refused(10));
    assert_eq!(take(&*store, 10, rate).await, Taking::Taken);
    assert_eq!(take(&*store, 10, rate).await, refused(20));
    // After long enough all of it is there, and no more than that.
    for _ in 0..3 {
        assert_eq!(take(&*store, 1_000, rate).await, Taking::Taken);
    }
    assert_eq!(take(&*store, 1_000, rate).await, refused(1_010));
}

pub(crate) async fn networks_and_kinds_are_counted_apart(engine: &dyn Engine) {
    let store = engine.open().await;
    let rate = rate(1, 10);
    assert_eq!(take(&*store, 0, rate).await, Taking::Taken);
    assert_eq!(take(&*store, 0, rate).await, refused(10));
    for other in ["192.0.2.8", "2001:db8::"] {
        let other = other.parse().unwrap();
        let taken = store.take_allowance(KIND, other, at(0), rate).await;
        assert_eq!(taken.unwrap(), Taking::Taken);
    }
    for kind in AllowanceKind::ALL {
        let taken = store.take_allowance(kind, home(), at(0), rate).await;
        assert_eq!(taken.unwrap() == Taking::Taken, kind != KIND, "{kind:?}");
    }
}

pub(crate) async fn of_64_takers_in_two_processes_as_many_get_one_as_there_are(
    engine: &dyn Engine,
) {
    let stores = [engine.open().await, engine.open().await];
    let calls: Vec<_> = (0..64)
        .map(|n| {
            let store = stores[n % 2].clone();
            tokio::spawn(async move { take(&*store, 0, rate(23, 10)).await })
        })
        .collect();
    let mut taken = 0;
    for call in calls {
        match call.await.unwrap() {
            Taking::Taken => taken += 1,
            Taking::Refused { again_at } => assert_eq!(again_at, at(10)),
        }
    }
    assert_eq!(taken, 23);
}

/// Clocks of two processes are never the same; within a minute nobody gains by that. A clock that
/// was a year ahead locks nobody out for a year.
pub(crate) async fn clocks_that_differ_neither_open_nor_lock(engine: &dyn Engine) {
    let store = engine.open().await;
    let rate = rate(2, 100);
    for _ in 0..2 {
        assert_eq!(take(&*store, 59, rate).await, Taking::Taken);
    }
    for now_s in [0, 59, 30] {
        let refused = take(&*store, now_s, rate).await;
        assert!(matches!(refused, Taking::Refused { .. }), "{refused:?}");
    }
    let year_s = 365 * 86_400;
    for _ in 0..2 {
        assert_eq!(take(&*store, year_s, rate).await, Taking::Taken);
    }
    assert_eq!(take(&*store, 0, rate).await, Taking::Taken);
    assert_eq!(take(&*store, 0, rate).await, refused(100));
    assert_eq!(take(&*store, 100, rate).await, Taking::Taken);
}

pub(crate) async fn full_allowances_are_forgotten_a_batch_at_a_time(engine: &dyn Engine) {
    let store = engine.open().await;
    for n in 0..7_u8 {
        let network = IpAddr::from([192, 0, 2, n]);
        let taken = store
            .take_allowance(KIND, network, at(0), rate(1, 10))
            .await;
        assert_eq!(taken.unwrap(), Taking::Taken);
    }
    let late = IpAddr::from([192, 0, 2, 99]);
    let taken = store.take_allowance(KIND, late, at(65), rate(1, 10)).await;
    assert_eq!(taken.unwrap(), Taking::Taken);
    let forget = async |now_s| store.forget_full_allowances(at(now_s), 3).await.unwrap();
    // Full, but by a clock that is a minute behind not yet.
    assert_eq!(forget(70).await, 0);
    assert_eq!(forget(71).await, 3);
    assert_eq!(forget(71).await, 3);
    assert_eq!(forget(71).await, 1);
    assert_eq!(forget(71).await, 0);
    let again = store.take_allowance(KIND, late, at(71), rate(1, 10)).await;
    assert_eq!(again.unwrap(), refused(75));
}
