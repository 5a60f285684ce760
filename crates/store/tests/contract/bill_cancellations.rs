//! Cancelling e-way bills, and documents that have one.

use std::sync::Arc;

use store::Store;
use store::eway_bills::{BillCancelOutcome, BillOutcome, EwayBill};
use store::invoices::CancelOutcome;
use store::line::Registered;

use super::Engine;
use super::eway_bills::document;
use super::sample::{at, cancellation, make_bill, new_bill, supplier};

/// The maker cancels a bill.
pub(crate) async fn cancel_bill(
    store: &Arc<dyn Store>,
    bill: &EwayBill,
    seconds: i64,
) -> BillCancelOutcome {
    let cancellation = cancellation(at(seconds));
    store
        .cancel_bill(&bill.made_by, bill.number, at(0), cancellation)
        .await
        .unwrap()
}

/// The supplier cancels a document.
pub(crate) async fn cancel_document(
    store: &Arc<dyn Store>,
    document: &Registered,
) -> CancelOutcome {
    let (supplier, irn) = (document.summary().supplier, document.irn());
    store
        .cancel(&supplier, &irn, at(0), cancellation(at(9)))
        .await
        .unwrap()
}

pub(crate) async fn a_bill_is_cancelled_once_and_another_may_follow(engine: &dyn Engine) {
    let store = engine.open().await;
    let document = document(&store, "A/1").await;
    let irn = document.irn();
    let mut latest = None;
    // Numbers of a block that lay about: the later bill may have the lower number.
    let late = new_bill(&*store, &document, at(50)).await;
    for n in 0..3 {
        let bill = make_bill(&store, &document, at(n)).await;
        assert_eq!(store.bill_of(&irn).await.unwrap().as_ref(), Some(&bill));
        let outcome = cancel_bill(&store, &bill, n + 1).await;
        let BillCancelOutcome::Cancelled(cancelled) = outcome else {
            panic!("{outcome:?}");
        };
        let expected = EwayBill {
            cancellation: Some(cancellation(at(n + 1))),
            ..bill.clone()
        };
        assert_eq!(cancelled, expected);
        let outcome = cancel_bill(&store, &bill, n + 2).await;
        assert!(
            matches!(&outcome, BillCancelOutcome::AlreadyCancelled(before) if *before == cancelled),
            "{outcome:?}"
        );
        latest = Some(cancelled);
    }
    drop(store);
    let store = engine.open().await;
    assert_eq!(store.bill_of(&irn).await.unwrap(), latest);
    let number = late.number.get();
    assert!(latest.is_some_and(|bill| bill.number > number));
    store.make_bill(late).await.unwrap();
    assert_eq!(store.bill_of(&irn).await.unwrap().unwrap().number, number);
}

pub(crate) async fn of_32_callers_one_cancels_the_bill(engine: &dyn Engine) {
    let stores = [engine.open().await, engine.open().await];
    let document = document(&stores[0], "A/1").await;
    let bill = make_bill(&stores[0], &document, at(0)).await;
    let calls: Vec<_> = (0..32)
        .map(|n: i64| {
            let (store, bill) = (stores[usize::from(n % 2 == 0)].clone(), bill.clone());
            tokio::spawn(async move { cancel_bill(&store, &bill, n).await })
        })
        .collect();
    let (mut won, mut seen) = (Vec::new(), Vec::new());
    for call in calls {
        match call.await.unwrap() {
            BillCancelOutcome::Cancelled(bill) => won.push(bill),
            BillCancelOutcome::AlreadyCancelled(bill) => seen.push(bill),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((won.len(), seen.len()), (1, 31));
    assert!(seen.iter().all(|bill| *bill == won[0]));
}

pub(crate) async fn the_bills_window_closes(engine: &dyn Engine) {
    let store = engine.open().await;
    let document = document(&store, "A/1").await;
    let bill = make_bill(&store, &document, at(10)).await;
    let cancel = |since| store.cancel_bill(&bill.made_by, bill.number, since, cancellation(at(20)));
    let late = cancel(at(11)).await.unwrap();
    assert!(
        matches!(&late, BillCancelOutcome::TooLate(found) if *found == bill),
        "{late:?}"
    );
    // The last moment is inside.
    let edge = cancel(at(10)).await.unwrap();
    assert!(matches!(edge, BillCancelOutcome::Cancelled(_)), "{edge:?}");
    // Whoever asks again after the window learns that it is cancelled.
    let again = cancel(at(11)).await.unwrap();
    assert!(
        matches!(again, BillCancelOutcome::AlreadyCancelled(_)),
        "{again:?}"
    );
}

pub(crate) async fn only_the_maker_cancels(engine: &dyn Engine) {
    let store = engine.open().await;
    let document = document(&store, "A/1").await;
    let bill = make_bill(&store, &document, at(0)).await;
    for (who, number) in [
        (supplier(1), bill.number),
        (bill.made_by, bill.number + 1),
        (bill.made_by, u64::MAX),
    ] {
        let outcome = store
            .cancel_bill(&who, number, at(0), cancellation(at(1)))
            .await
            .unwrap();
        assert!(
            matches!(outcome, BillCancelOutcome::NotFound),
            "{outcome:?}"
        );
    }
    assert_eq!(store.bill(bill.number).await.unwrap(), Some(bill));
}

pub(crate) async fn a_bill_in_the_way_keeps_its_document(engine: &dyn Engine) {
    let store = engine.open().await;
    let document = document(&store, "A/1").await;
    let bill = make_bill(&store, &document, at(0)).await;
    let outcome = cancel_document(&store, &document).await;
    assert!(
        matches!(&outcome, CancelOutcome::BillActive(kept, number)
            if *kept == document && *number == bill.number),
        "{outcome:?}"
    );
    let kept = store.by_irn(&document.irn()).await.unwrap();
    assert_eq!(kept.as_ref(), Some(&document));
    // A window that has closed is the better reason: cancelling the bill would not help.
    let late = store
        .cancel(&supplier(0), &document.irn(), at(1), cancellation(at(9)))
        .await
        .unwrap();
    assert!(matches!(late, CancelOutcome::TooLate(_)), "{late:?}");

    cancel_bill(&store, &bill, 1).await;
    let outcome = cancel_document(&store, &document).await;
    assert!(
        matches!(outcome, CancelOutcome::Cancelled(_)),
        "{outcome:?}"
    );
}

/// Half of the callers make the document's bill, half cancel the document.
pub(crate) async fn of_makers_and_cancellers_one_side_wins(engine: &dyn Engine) {
    enum Call {
        Make(BillOutcome),
        Cancel(CancelOutcome),
    }
    let stores = [engine.open().await, engine.open().await];
    for round in 0..8 {
        let document = document(&stores[0], &format!("A/{round}")).await;
        let mut bills = Vec::new();
        for n in 0..16 {
            bills.push(new_bill(&*stores[0], &document, at(n)).await);
        }
        let mut calls = Vec::new();
        for (n, bill) in bills.into_iter().enumerate() {
            // Who is asked first, and by which process, changes from round to round.
            let (making, cancelling) = (stores[n % 2].clone(), stores[(n + round) % 2].clone());
            let document = document.clone();
            let make =
                tokio::spawn(async move { Call::Make(making.make_bill(bill).await.unwrap()) });
            let cancel =
                tokio::spawn(
                    async move { Call::Cancel(cancel_document(&cancelling, &document).await) },
                );
            calls.extend(if round % 2 == 0 {
                [make, cancel]
            } else {
                [cancel, make]
            });
        }
        let (mut made, mut cancelled) = (0, 0);
        let (mut refused_makers, mut refused_cancellers) = (0, 0);
        for call in calls {
            match call.await.unwrap() {
                Call::Make(BillOutcome::Made(_)) => made += 1,
                Call::Cancel(CancelOutcome::Cancelled(_)) => cancelled += 1,
                Call::Make(BillOutcome::DocumentCancelled) => refused_makers += 1,
                Call::Cancel(CancelOutcome::BillActive(..)) => refused_cancellers += 1,
                Call::Make(BillOutcome::Exists(_))
                | Call::Cancel(CancelOutcome::AlreadyCancelled(_)) => {}
                Call::Make(other) => panic!("{other:?}"),
                Call::Cancel(other) => panic!("{other:?}"),
            }
        }
        let active = stores[1].bill_of(&document.irn()).await.unwrap().is_some();
        let stands = stores[1].by_irn(&document.irn()).await.unwrap().unwrap();
        if active {
            assert_eq!((made, cancelled), (1, 0));
            assert_eq!((refused_makers, refused_cancellers), (0, 16));
            assert_eq!(stands.cancellation(), None);
        } else {
            assert_eq!((made, cancelled), (0, 1));
            assert_eq!((refused_makers, refused_cancellers), (16, 0));
            assert!(stands.cancellation().is_some());
        }
    }
}
