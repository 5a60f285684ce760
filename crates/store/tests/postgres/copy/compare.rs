//! What was copied is what was there, and life goes on with it.

use std::sync::Arc;

use store::invoices::{CancelOutcome, InvoiceFilter};
use store::postgres::{PostgresStore, Settings};
use store::{InstallationKind, Store};

use super::embedded::{Embedded, feedback, message};
use crate::cluster::Database;
use crate::contract::sample::{
    DATED, account, at, cancellation, digest, invoice, make_bill, number, register, seal, supplier,
};

/// Everything that the embedded store tells, the other one tells.
pub(super) async fn compare(embedded: &Embedded, database: &Database) {
    let opened =
        PostgresStore::open(&Settings::new(database.url()), InstallationKind::Portal).await;
    let (one, two): (_, Arc<dyn Store>) = (embedded.open(), Arc::new(opened.unwrap()));
    for document in &embedded.documents {
        let there = two.by_irn(&document.irn()).await.unwrap().unwrap();
        assert_eq!(&there, document);
        assert_eq!(there.signed_invoice(), document.signed_invoice());
        assert_eq!(there.signed_qr_code(), document.signed_qr_code());
    }
    for bill in &embedded.bills {
        let there = two.bill(bill.number).await.unwrap();
        assert_eq!(there.as_ref(), Some(bill));
        assert_eq!(
            two.bill_of(&bill.irn).await.unwrap(),
            one.bill_of(&bill.irn).await.unwrap()
        );
    }
    let everything = InvoiceFilter::default();
    for n in 0..7 {
        let whose = supplier(n);
        assert_eq!(
            two.list(&whose, &everything, None, 1_000).await.unwrap(),
            one.list(&whose, &everything, None, 1_000).await.unwrap()
        );
        assert_eq!(
            two.bills(&whose, None, 1_000).await.unwrap(),
            one.bills(&whose, None, 1_000).await.unwrap()
        );
        assert_eq!(
            two.counts(&whose, at(0)).await.unwrap(),
            one.counts(&whose, at(0)).await.unwrap()
        );
        assert_eq!(
            two.account_by_gstin(&whose).await.unwrap(),
            one.account_by_gstin(&whose).await.unwrap()
        );
        assert_eq!(
            two.taxpayer(&whose).await.unwrap(),
            one.taxpayer(&whose).await.unwrap()
        );
    }
    let token = digest(1);
    assert_eq!(
        two.session(&token).await.unwrap(),
        one.session(&token).await.unwrap()
    );
    assert_eq!(
        two.proof(&token).await.unwrap(),
        one.proof(&token).await.unwrap()
    );
    let token = digest(2);
    let found = two.token(&token).await.unwrap();
    assert!(found.is_some());
    assert_eq!(found, one.token(&token).await.unwrap());
    assert_eq!(
        two.latest_acked_at().await.unwrap(),
        one.latest_acked_at().await.unwrap()
    );
    assert_eq!(
        two.newest_messages(9).await.unwrap(),
        one.newest_messages(9).await.unwrap()
    );
    // But for the character that PostgreSQL's texts cannot hold.
    let left = two.feedback(9).await.unwrap().pop().unwrap();
    assert_eq!(left.text, "अच्छा\u{FFFD}है");

    go_on(embedded, &two).await;
}

/// Life goes on: numbers continue, nothing is given out twice.
async fn go_on(embedded: &Embedded, two: &Arc<dyn Store>) {
    let fresh = register(two, invoice(supplier(0), "B/1", DATED), at(9_000)).await;
    assert!(
        embedded
            .documents
            .iter()
            .all(|document| document.summary().ack_number < fresh.summary().ack_number)
    );
    let bill = make_bill(two, &fresh, at(9_001)).await;
    assert!(
        embedded
            .bills
            .iter()
            .all(|before| before.number < bill.number)
    );
    // An active bill is in the way here as it was there.
    let active = embedded
        .bills
        .iter()
        .find(|bill| bill.cancellation.is_none());
    let active = active.unwrap();
    let refused = two.cancel(
        &active.supplier,
        &active.irn,
        at(0),
        cancellation(at(9_002)),
    );
    assert!(matches!(
        refused.await.unwrap(),
        CancelOutcome::BillActive(_, number) if number == active.number
    ));
    account(two, "new", supplier(5)).await;
    two.queue_messages(vec![message(8)]).await.unwrap();
    two.leave_feedback(feedback()).await.unwrap();
    let again = invoice(supplier(0), "A/0", DATED);
    let number = number(&**two).await;
    let again = two.register(seal(again, number, at(9_001)));
    let again = again.await.unwrap();
    assert!(matches!(
        again,
        store::invoices::Registration::Duplicate(document) if *document == embedded.documents[0]
    ));
}
