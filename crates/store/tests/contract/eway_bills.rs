//! E-way bills: making, finding and listing them.

use std::sync::Arc;

use store::Store;
use store::eway_bills::{BillOutcome, EwayBill, NewBill};
use store::invoices::InvoiceFilter;
use store::line::{Channel, Registered};

use super::Engine;
use super::bill_cancellations::{cancel_bill, cancel_document};
use super::sample::{
    DATED, at, cancellation, invoice, make_bill, movement, new_bill, register, supplier,
};

/// A document to make bills for.
pub(crate) async fn document(store: &Arc<dyn Store>, number: &str) -> Registered {
    register(store, invoice(supplier(0), number, DATED), at(0)).await
}

pub(crate) async fn a_bill_is_found_in_every_way(engine: &dyn Engine) {
    let store = engine.open().await;
    let document = document(&store, "A/1").await;
    assert_eq!(store.bill_of(&document.irn()).await.unwrap(), None);
    let new = NewBill {
        made_by: supplier(7),
        channel: Channel::Upload,
        ..new_bill(&*store, &document, at(5)).await
    };
    let (number, valid_until) = (new.number.get(), new.valid_until);
    let outcome = store.make_bill(new).await.unwrap();
    let BillOutcome::Made(made) = outcome else {
        panic!("{outcome:?}");
    };
    let expected = EwayBill {
        number,
        irn: document.irn(),
        supplier: supplier(0),
        made_by: supplier(7),
        made_at: at(5),
        valid_until,
        movement: movement(150),
        channel: Channel::Upload,
        cancellation: None,
    };
    assert_eq!(made, expected);
    drop(store);
    let store = engine.open().await;
    let found = store.bill_of(&document.irn()).await.unwrap();
    assert_eq!(found.as_ref(), Some(&expected));
    assert_eq!(store.bill(number).await.unwrap(), found);
    assert_eq!(
        store.bills(&supplier(0), None, 9).await.unwrap(),
        [expected]
    );
    for absent in [0, number + 1, u64::MAX] {
        assert_eq!(store.bill(absent).await.unwrap(), None, "{absent}");
    }
}

pub(crate) async fn part_a_alone_has_no_validity(engine: &dyn Engine) {
    let store = engine.open().await;
    let document = document(&store, "A/1").await;
    let part_a = NewBill {
        valid_until: None,
        ..new_bill(&*store, &document, at(5)).await
    };
    store.make_bill(part_a).await.unwrap();
    let found = store.bill_of(&document.irn()).await.unwrap().unwrap();
    assert_eq!(found.valid_until, None);
}

pub(crate) async fn of_32_callers_one_makes_the_bill(engine: &dyn Engine) {
    let stores = [engine.open().await, engine.open().await];
    let document = document(&stores[0], "A/1").await;
    let mut calls = Vec::new();
    for n in 0..32 {
        let store = stores[usize::from(n % 2 == 0)].clone();
        let bill = new_bill(&*store, &document, at(n)).await;
        calls.push(tokio::spawn(
            async move { store.make_bill(bill).await.unwrap() },
        ));
    }
    let (mut made, mut seen) = (Vec::new(), Vec::new());
    for call in calls {
        match call.await.unwrap() {
            BillOutcome::Made(bill) => made.push(bill),
            BillOutcome::Exists(bill) => seen.push(bill),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((made.len(), seen.len()), (1, 31));
    assert!(seen.iter().all(|bill| *bill == made[0]));
    assert_eq!(stores[0].bills(&supplier(0), None, 99).await.unwrap(), made);
}

/// The caller goes away in the middle: an engine may go on or undo it, and whoever asks again
/// learns which. From then on there is one bill, and everybody gets that one.
pub(crate) async fn a_bill_that_is_asked_for_again_is_the_first_one(engine: &dyn Engine) {
    let store = engine.open().await;
    let document = document(&store, "A/1").await;
    let first = new_bill(&*store, &document, at(1)).await;
    let number = first.number.get();
    let call = store.make_bill(first);
    drop(tokio::time::timeout(std::time::Duration::ZERO, call).await);
    let again = new_bill(&*store, &document, at(2)).await;
    let second = again.number.get();
    let bill = match store.make_bill(again).await.unwrap() {
        BillOutcome::Exists(bill) if bill.number == number => bill,
        BillOutcome::Made(bill) if bill.number == second => bill,
        other => panic!("{other:?}"),
    };
    let once_more = new_bill(&*store, &document, at(3)).await;
    let outcome = store.make_bill(once_more).await.unwrap();
    assert!(
        matches!(&outcome, BillOutcome::Exists(before) if *before == bill),
        "{outcome:?}"
    );
    assert_eq!(
        store.bills(&supplier(0), None, 9).await.unwrap(),
        [bill],
        "there is no other"
    );
}

pub(crate) async fn only_the_suppliers_active_document_gets_a_bill(engine: &dyn Engine) {
    let store = engine.open().await;
    let document = document(&store, "A/1").await;
    let others = NewBill {
        supplier: supplier(1),
        ..new_bill(&*store, &document, at(1)).await
    };
    let outcome = store.make_bill(others).await.unwrap();
    assert!(matches!(outcome, BillOutcome::NoDocument), "{outcome:?}");
    let unknown = NewBill {
        irn: invoice(supplier(0), "A/2", DATED).irn(),
        ..new_bill(&*store, &document, at(1)).await
    };
    let outcome = store.make_bill(unknown).await.unwrap();
    assert!(matches!(outcome, BillOutcome::NoDocument), "{outcome:?}");

    cancel_document(&store, &document).await;
    let late = new_bill(&*store, &document, at(10)).await;
    let outcome = store.make_bill(late).await.unwrap();
    assert!(
        matches!(outcome, BillOutcome::DocumentCancelled),
        "{outcome:?}"
    );
    assert_eq!(store.bill_of(&document.irn()).await.unwrap(), None);
}

pub(crate) async fn pages_of_bills_go_from_new_to_old_without_gaps(engine: &dyn Engine) {
    let store = engine.open().await;
    let mut made = Vec::new();
    for n in 1..=7 {
        let document = document(&store, &format!("A/{n}")).await;
        made.push(make_bill(&store, &document, at(n)).await);
    }
    let others = register(&store, invoice(supplier(1), "A/1", DATED), at(0)).await;
    let others = make_bill(&store, &others, at(8)).await;
    cancel_bill(&store, &made[3], 9).await;
    made[3].cancellation = Some(cancellation(at(9)));

    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let page = store.bills(&supplier(0), before, 3).await.unwrap();
        assert!(page.len() <= 3);
        let Some(last) = page.last() else { break };
        before = Some(last.number);
        seen.extend(page);
        // What comes in meanwhile moves nothing.
        let late = document(&store, &format!("B/{}", seen.len())).await;
        make_bill(&store, &late, at(100)).await;
    }
    made.reverse();
    assert_eq!(seen, made);
    let page = store.bills(&supplier(1), Some(u64::MAX), 3).await.unwrap();
    assert_eq!(page, [others]);
}

pub(crate) async fn a_listed_document_tells_its_active_bill(engine: &dyn Engine) {
    let store = engine.open().await;
    let mut bills = Vec::new();
    for n in 1..=3 {
        let document = document(&store, &format!("A/{n}")).await;
        if n > 1 {
            bills.push(make_bill(&store, &document, at(n)).await);
        }
    }
    cancel_bill(&store, &bills[1], 9).await;
    let listed = async |text: Option<String>| -> Vec<Option<u64>> {
        let filter = InvoiceFilter {
            text,
            ..InvoiceFilter::default()
        };
        let rows = store.list(&supplier(0), &filter, None, 9).await.unwrap();
        rows.iter().map(|row| row.eway_bill).collect()
    };
    let active = Some(bills[0].number);
    assert_eq!(listed(None).await, [None, active, None]);
    assert_eq!(listed(Some(bills[0].irn.to_string())).await, [active]);
}
