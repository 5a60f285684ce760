//! Acknowledgement numbers.

use std::collections::BTreeSet;

use super::Engine;
use super::sample::{DATED, SERIES, at, invoice, register, supplier};
use store::line::{AckBlock, AckSeries};

fn numbers(mut block: AckBlock) -> Vec<u64> {
    std::iter::from_fn(|| block.take().map(|number| number.get())).collect()
}

pub(crate) async fn blocks_of_two_processes_never_overlap(engine: &dyn Engine) {
    let stores = [engine.open().await, engine.open().await];
    let mut reservations = Vec::new();
    for n in 0..40_u32 {
        let store = stores[n as usize % 2].clone();
        reservations.push(tokio::spawn(async move {
            numbers(store.reserve_ack_numbers(SERIES, 1 + n % 7).await.unwrap())
        }));
    }
    let mut all = BTreeSet::new();
    let mut count = 0;
    for reservation in reservations {
        let block = reservation.await.unwrap();
        count += block.len();
        all.extend(block);
    }
    assert_eq!(all.len(), count, "a number was given out twice");
    assert_eq!(all.first(), Some(&SERIES.first()));
}

pub(crate) async fn blocks_go_on_after_a_restart(engine: &dyn Engine) {
    let store = engine.open().await;
    let before = numbers(store.reserve_ack_numbers(SERIES, 3).await.unwrap());
    drop(store);
    let store = engine.open().await;
    let after = numbers(store.reserve_ack_numbers(SERIES, 3).await.unwrap());
    assert!(before.last() < after.first(), "{before:?} {after:?}");
}

pub(crate) async fn series_are_separate(engine: &dyn Engine) {
    let store = engine.open().await;
    for series in [
        SERIES,
        AckSeries { node: 2, ..SERIES },
        AckSeries {
            year: 2027,
            ..SERIES
        },
        AckSeries { irp: 8, ..SERIES },
    ] {
        let block = store.reserve_ack_numbers(series, 1).await.unwrap();
        assert_eq!(numbers(block), [series.first()]);
    }
}

pub(crate) async fn a_series_ends(engine: &dyn Engine) {
    let store = engine.open().await;
    let mut left = SERIES.end() - SERIES.first() - 2;
    while left > 0 {
        let count = u32::try_from(left).unwrap_or(u32::MAX);
        store.reserve_ack_numbers(SERIES, count).await.unwrap();
        left -= u64::from(count);
    }
    assert!(store.reserve_ack_numbers(SERIES, 3).await.is_err());
    let last = store.reserve_ack_numbers(SERIES, 2).await.unwrap();
    assert_eq!(numbers(last), [SERIES.end() - 2, SERIES.end() - 1]);
    assert!(store.reserve_ack_numbers(SERIES, 1).await.is_err());
}

pub(crate) async fn the_registers_clock_is_the_latest_acknowledgement(engine: &dyn Engine) {
    let store = engine.open().await;
    assert_eq!(store.latest_acked_at().await.unwrap(), None);
    for (number, seconds) in [("A/1", 10), ("A/2", 30), ("A/3", 20)] {
        register(&store, invoice(supplier(0), number, DATED), at(seconds)).await;
    }
    assert_eq!(store.latest_acked_at().await.unwrap(), Some(at(30)));
    drop(store);
    let store = engine.open().await;
    assert_eq!(store.latest_acked_at().await.unwrap(), Some(at(30)));
}
