//! Registering documents.

use einvoice::{DocumentType, example};
use jiff::civil::date;
use seal::KeyRing;
use store::invoices::{Existing, Registration};
use store::line::{Cancellation, Registered};

use super::Engine;
use super::sample::{DATED, at, calculator, invoice, key, note, number, register, seal, supplier};

/// Everything of a document that a client can see.
fn bytes(registered: &Registered) -> (&str, &str, &str) {
    (
        registered.signed_invoice(),
        registered.signed_qr_code(),
        registered.invoice_json(),
    )
}

fn signatures_hold(registered: &Registered) {
    let ring = KeyRing::new(vec![key().public()]);
    let verified = ring.verify(registered.signed_invoice()).unwrap();
    assert_eq!(verified.data, registered.invoice_json());
    ring.verify(registered.signed_qr_code()).unwrap();
}

pub(crate) async fn a_registered_document_is_found_in_every_way(engine: &dyn Engine) {
    let store = engine.open().await;
    let document = invoice(supplier(0), "A/1", DATED);
    let irn = document.irn();
    assert_eq!(store.existing(&irn).await.unwrap(), None);
    assert_eq!(store.by_irn(&irn).await.unwrap(), None);
    let registered = register(&store, document, at(0)).await;
    let ack_number = registered.summary().ack_number;
    assert_eq!(
        store.existing(&irn).await.unwrap(),
        Some(Existing {
            irn,
            ack_number,
            acked_at: at(0),
            cancelled: false
        })
    );
    assert_eq!(
        store.by_irn(&irn).await.unwrap().as_ref(),
        Some(&registered)
    );
    assert_eq!(
        store.by_ack_number(ack_number).await.unwrap(),
        Some(registered)
    );
    assert_eq!(store.by_ack_number(ack_number + 1).await.unwrap(), None);
    assert_eq!(store.by_ack_number(u64::MAX).await.unwrap(), None);
}

pub(crate) async fn tokens_are_the_same_bytes_after_a_restart(engine: &dyn Engine) {
    let store = engine.open().await;
    let first = register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    signatures_hold(&first);
    drop(store);
    let store = engine.open().await;
    let again = store.by_irn(&first.irn()).await.unwrap().unwrap();
    assert_eq!(bytes(&again), bytes(&first));
    assert_eq!(again, first);
    signatures_hold(&again);
}

pub(crate) async fn of_64_callers_one_registers(engine: &dyn Engine) {
    let store = engine.open().await;
    let mut calls = Vec::new();
    for seconds in 0..64 {
        let number = number(&*store).await;
        let sealed = seal(invoice(supplier(0), "A/1", DATED), number, at(seconds));
        calls.push(sealed);
    }
    let calls: Vec<_> = calls
        .into_iter()
        .map(|sealed| {
            let store = store.clone();
            tokio::spawn(async move { store.register(sealed).await.unwrap() })
        })
        .collect();
    let (mut new, mut duplicates) = (Vec::new(), Vec::new());
    for call in calls {
        match call.await.unwrap() {
            Registration::New(registered) => new.push(registered),
            Registration::Duplicate(registered) => duplicates.push(*registered),
        }
    }
    assert_eq!((new.len(), duplicates.len()), (1, 63));
    for duplicate in &duplicates {
        assert_eq!(bytes(duplicate), bytes(&new[0]));
    }
}

pub(crate) async fn two_processes_have_one_judge(engine: &dyn Engine) {
    let stores = [engine.open().await, engine.open().await];
    let mut calls = Vec::new();
    for n in 0..16 {
        let store = stores[n % 2].clone();
        let number = number(&*store).await;
        let sealed = seal(invoice(supplier(0), "A/1", DATED), number, at(0));
        calls.push(tokio::spawn(async move {
            store.register(sealed).await.unwrap()
        }));
    }
    let mut new = 0;
    for call in calls {
        new += usize::from(matches!(call.await.unwrap(), Registration::New(_)));
    }
    assert_eq!(new, 1);
}

pub(crate) async fn other_content_is_a_duplicate_too(engine: &dyn Engine) {
    let store = engine.open().await;
    let first = register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    let mut other = invoice(supplier(0), "A/1", date(2026, 5, 31));
    "Somebody Else".clone_into(&mut other.buyer.legal_name);
    let number = number(&*store).await;
    let answer = store.register(seal(other, number, at(9))).await.unwrap();
    let Registration::Duplicate(duplicate) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(*duplicate, first);
}

pub(crate) async fn numbers_of_other_suppliers_years_and_types_are_other_documents(
    engine: &dyn Engine,
) {
    let store = engine.open().await;
    register(&store, invoice(supplier(0), "A/1", DATED), at(0)).await;
    register(&store, invoice(supplier(1), "A/1", DATED), at(0)).await;
    register(&store, invoice(supplier(0), "A/2", DATED), at(0)).await;
    register(
        &store,
        invoice(supplier(0), "A/1", date(2026, 3, 31)),
        at(0),
    )
    .await;
    register(
        &store,
        note(supplier(0), "A/1", DocumentType::CreditNote),
        at(0),
    )
    .await;
    register(
        &store,
        note(supplier(0), "A/1", DocumentType::DebitNote),
        at(0),
    )
    .await;
}

pub(crate) async fn a_cancelled_document_stays_registered(engine: &dyn Engine) {
    let store = engine.open().await;
    let document = || invoice(supplier(0), "A/1", DATED);
    let first = register(&store, document(), at(0)).await;
    let cancellation = Cancellation {
        at: at(60),
        reason: 1,
        remark: "Entered twice".to_owned(),
    };
    store
        .cancel(&supplier(0), &first.irn(), at(0), cancellation.clone())
        .await
        .unwrap();
    let number = number(&*store).await;
    let answer = store
        .register(seal(document(), number, at(90)))
        .await
        .unwrap();
    let Registration::Duplicate(duplicate) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(duplicate.cancellation(), Some(&cancellation));
    assert_eq!(bytes(&duplicate), bytes(&first));
}

pub(crate) async fn an_export_is_kept_as_exactly_as_it_came(engine: &dyn Engine) {
    let store = engine.open().await;
    let export = example::export_invoice(&"EX-1".parse().unwrap(), DATED);
    let mut unusual = calculator(supplier(0), "U/1", DATED).finish();
    "श्री & Söhne \"<>\" \\ +1".clone_into(&mut unusual.buyer.legal_name);
    // Amounts come back with the decimals that they were sent with.
    unusual.totals.invoice_value.rescale(1);
    for document in [export, unusual] {
        let first = register(&store, document, at(0)).await;
        signatures_hold(&first);
        let again = store.by_irn(&first.irn()).await.unwrap().unwrap();
        assert_eq!(bytes(&again), bytes(&first));
        assert_eq!(again, first);
    }
}

/// What an operator watches: who waits for a commit, and how many share one.
pub(crate) async fn batches_are_counted(engine: &dyn Engine) {
    let store = engine.open().await;
    let before = store.write_figures();
    let mut calls = Vec::new();
    for n in 0..40 {
        let document = invoice(supplier(n), "A/1", DATED);
        let sealed = seal(document, number(&*store).await, at(0));
        let store = store.clone();
        calls.push(tokio::spawn(async move { store.register(sealed).await }));
    }
    for call in calls {
        assert!(matches!(call.await.unwrap(), Ok(Registration::New(_))));
    }
    let after = store.write_figures();
    assert_eq!(after.waiting, 0);
    assert!(after.written >= before.written + 40, "{after:?}");
    let (batches_before, batches): (u64, u64) =
        (before.batches.iter().sum(), after.batches.iter().sum());
    assert!(
        batches > batches_before && batches <= after.written,
        "{after:?}"
    );
}
