//! E-way bill numbers.

use std::collections::BTreeSet;

use store::eway_bills::{BillNumberBlock, BillSeries};

use super::Engine;
use super::sample::BILLS;

fn numbers(mut block: BillNumberBlock) -> Vec<u64> {
    std::iter::from_fn(|| block.take().map(|number| number.get())).collect()
}

pub(crate) async fn numbers_of_two_processes_never_overlap_and_go_on_after_a_restart(
    engine: &dyn Engine,
) {
    let stores = [engine.open().await, engine.open().await];
    let mut reservations = Vec::new();
    for n in 0..40_u32 {
        let store = stores[n as usize % 2].clone();
        reservations.push(tokio::spawn(async move {
            numbers(store.reserve_bill_numbers(BILLS, 1 + n % 7).await.unwrap())
        }));
    }
    let (mut all, mut count) = (BTreeSet::new(), 0);
    for reservation in reservations {
        let block = reservation.await.unwrap();
        count += block.len();
        all.extend(block);
    }
    assert_eq!(all.len(), count, "a number was given out twice");
    assert_eq!(all.first(), Some(&BILLS.first()));
    drop(stores);

    let store = engine.open().await;
    let after = numbers(store.reserve_bill_numbers(BILLS, 3).await.unwrap());
    assert!(all.last() < after.first(), "{all:?} {after:?}");
    for series in [
        BillSeries { node: 2, ..BILLS },
        BillSeries { irp: 8, ..BILLS },
    ] {
        let block = store.reserve_bill_numbers(series, 1).await.unwrap();
        assert_eq!(numbers(block), [series.first()], "a series of its own");
    }
}

pub(crate) async fn a_series_of_bill_numbers_ends(engine: &dyn Engine) {
    let store = engine.open().await;
    let mut left = BILLS.end() - BILLS.first() - 2;
    while left > 0 {
        let count = u32::try_from(left).unwrap_or(u32::MAX);
        store.reserve_bill_numbers(BILLS, count).await.unwrap();
        left -= u64::from(count);
    }
    assert!(store.reserve_bill_numbers(BILLS, 3).await.is_err());
    let last = store.reserve_bill_numbers(BILLS, 2).await.unwrap();
    assert_eq!(numbers(last), [BILLS.end() - 2, BILLS.end() - 1]);
    assert!(store.reserve_bill_numbers(BILLS, 1).await.is_err());
}
