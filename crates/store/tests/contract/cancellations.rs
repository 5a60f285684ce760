//! Cancelling documents.

use store::invoices::CancelOutcome;

use super::Engine;
use super::sample::{DATED, at, cancellation, invoice, register, supplier};

pub(crate) async fn a_document_is_cancelled_once(engine: &dyn Engine) {
    let store = engine.open().await;
    let first = register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    assert_eq!(first.cancellation(), None);
    let irn = first.irn();
    let outcome = store
        .cancel(&supplier(0), &irn, at(0), cancellation(at(5)))
        .await
        .unwrap();
    let CancelOutcome::Cancelled(cancelled) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(cancelled.cancellation(), Some(&cancellation(at(5))));
    assert_eq!(cancelled.signed_invoice(), first.signed_invoice());

    let outcome = store
        .cancel(&supplier(0), &irn, at(0), cancellation(at(6)))
        .await
        .unwrap();
    let CancelOutcome::AlreadyCancelled(before) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(before, cancelled);
    assert!(store.existing(&irn).await.unwrap().unwrap().cancelled);
    drop(store);
    let store = engine.open().await;
    assert_eq!(store.by_irn(&irn).await.unwrap(), Some(cancelled));
}

pub(crate) async fn of_32_callers_one_cancels(engine: &dyn Engine) {
    let stores = [engine.open().await, engine.open().await];
    let first = register(&stores[0], invoice(supplier(0), "A/1", DATED), at(0)).await;
    let irn = first.irn();
    let calls: Vec<_> = (0..32)
        .map(|n: i64| {
            let store = stores[usize::from(n % 2 == 0)].clone();
            tokio::spawn(async move {
                store
                    .cancel(&supplier(0), &irn, at(0), cancellation(at(n)))
                    .await
                    .unwrap()
            })
        })
        .collect();
    let (mut won, mut seen) = (Vec::new(), Vec::new());
    for call in calls {
        match call.await.unwrap() {
            CancelOutcome::Cancelled(document) => won.push(document),
            CancelOutcome::AlreadyCancelled(document) => seen.push(document),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((won.len(), seen.len()), (1, 31));
    assert!(seen.iter().all(|document| *document == won[0]));
}

pub(crate) async fn the_window_closes(engine: &dyn Engine) {
    let store = engine.open().await;
    let first = register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    let irn = first.irn();
    let late = store
        .cancel(&supplier(0), &irn, at(1), cancellation(at(5)))
        .await
        .unwrap();
    assert!(matches!(late, CancelOutcome::TooLate(document) if document == first));
    assert_eq!(
        store.by_irn(&irn).await.unwrap().unwrap().cancellation(),
        None
    );
    // The last moment is inside.
    let edge = store
        .cancel(&supplier(0), &irn, at(0), cancellation(at(5)))
        .await
        .unwrap();
    assert!(matches!(edge, CancelOutcome::Cancelled(_)));
    // Whoever asks again after the window learns that it is cancelled.
    let again = store
        .cancel(&supplier(0), &irn, at(1), cancellation(at(5)))
        .await
        .unwrap();
    assert!(matches!(again, CancelOutcome::AlreadyCancelled(_)));
}

pub(crate) async fn only_the_supplier_cancels(engine: &dyn Engine) {
    let store = engine.open().await;
    let first = register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    let irn = first.irn();
    let other = store
        .cancel(&supplier(1), &irn, at(0), cancellation(at(5)))
        .await
        .unwrap();
    assert!(matches!(other, CancelOutcome::NotFound));
    let unknown = invoice(supplier(0), "A/2", DATED).irn();
    let nothing = store
        .cancel(&supplier(0), &unknown, at(0), cancellation(at(5)))
        .await
        .unwrap();
    assert!(matches!(nothing, CancelOutcome::NotFound));
    assert_eq!(
        store.by_irn(&irn).await.unwrap().unwrap().cancellation(),
        None
    );
}
