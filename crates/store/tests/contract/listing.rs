//! Lists and counts.

use std::sync::Arc;

use einvoice::DocumentType;
use jiff::civil::date;
use store::Store;
use store::invoices::{Counts, InvoiceFilter, Listed};
use store::line::Cancellation;

use super::Engine;
use super::sample::{DATED, at, invoice, note, register, supplier};

async fn all(store: &Arc<dyn Store>, filter: &InvoiceFilter) -> Vec<String> {
    let rows = store.list(&supplier(0), filter, None, 100).await.unwrap();
    rows.iter().map(number).collect()
}

fn number(row: &Listed) -> String {
    row.summary.qr.document_number.as_str().to_owned()
}

fn text(text: &str) -> InvoiceFilter {
    InvoiceFilter {
        text: Some(text.to_owned()),
        ..InvoiceFilter::default()
    }
}

async fn cancel(store: &Arc<dyn Store>, document: &store::line::Registered) {
    let cancellation = Cancellation {
        at: at(500),
        reason: 1,
        remark: "x".to_owned(),
    };
    store
        .cancel(
            &document.summary().supplier,
            &document.irn(),
            at(0),
            cancellation,
        )
        .await
        .unwrap();
}

pub(crate) async fn pages_go_from_new_to_old_without_gaps(engine: &dyn Engine) {
    let store = engine.open().await;
    for n in 1..=7 {
        register(
            &store,
            invoice(supplier(0), &format!("A/{n}"), DATED),
            at(n),
        )
        .await;
    }
    let filter = InvoiceFilter::default();
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let page = store.list(&supplier(0), &filter, before, 3).await.unwrap();
        assert!(page.len() <= 3);
        let Some(last) = page.last() else { break };
        before = Some(last.summary.ack_number);
        seen.extend(page.iter().map(number));
        // What comes in meanwhile moves nothing.
        let late = format!("B/{}", seen.len());
        register(&store, invoice(supplier(0), &late, DATED), at(100)).await;
    }
    assert_eq!(seen, ["A/7", "A/6", "A/5", "A/4", "A/3", "A/2", "A/1"]);
}

pub(crate) async fn filters_narrow(engine: &dyn Engine) {
    let store = engine.open().await;
    register(
        &store,
        invoice(supplier(0), "A/1", date(2026, 5, 30)),
        at(1),
    )
    .await;
    let second = register(
        &store,
        invoice(supplier(0), "A/2", date(2026, 5, 31)),
        at(2),
    )
    .await;
    register(
        &store,
        note(supplier(0), "C/1", DocumentType::CreditNote),
        at(3),
    )
    .await;
    cancel(&store, &second).await;
    let filter = InvoiceFilter::default();

    assert_eq!(all(&store, &filter).await, ["C/1", "A/2", "A/1"]);
    let from = InvoiceFilter {
        dated_from: Some(date(2026, 5, 31)),
        ..filter.clone()
    };
    assert_eq!(all(&store, &from).await, ["C/1", "A/2"]);
    let to = InvoiceFilter {
        dated_to: Some(date(2026, 5, 31)),
        ..filter.clone()
    };
    assert_eq!(all(&store, &to).await, ["A/2", "A/1"]);
    let notes = InvoiceFilter {
        kind: Some(DocumentType::CreditNote),
        ..filter.clone()
    };
    assert_eq!(all(&store, &notes).await, ["C/1"]);
    let cancelled = InvoiceFilter {
        cancelled: Some(true),
        ..filter.clone()
    };
    let rows = store.list(&supplier(0), &cancelled, None, 9).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(&rows[0].summary, second.summary());
    assert_eq!(rows[0].cancelled_at, Some(at(500)));
    let active = InvoiceFilter {
        cancelled: Some(false),
        ..filter
    };
    assert_eq!(all(&store, &active).await, ["C/1", "A/1"]);
}

pub(crate) async fn text_is_found_anywhere_and_literally(engine: &dyn Engine) {
    let store = engine.open().await;
    let mut first = invoice(supplier(0), "AB/17", DATED);
    "100% Cotton_Mills".clone_into(&mut first.buyer.legal_name);
    let recipient = first.buyer.id.as_str().to_owned();
    let first = register(&store, first, at(1)).await;
    let mut second = invoice(supplier(0), "CD/18", DATED);
    "100 Cotton Mills".clone_into(&mut second.buyer.legal_name);
    register(&store, second, at(2)).await;

    assert_eq!(all(&store, &text("b/1")).await, ["AB/17"]);
    assert_eq!(all(&store, &text("COTTON")).await, ["CD/18", "AB/17"]);
    assert_eq!(all(&store, &text("100%")).await, ["AB/17"]);
    assert_eq!(all(&store, &text("n_m")).await, ["AB/17"]);
    assert_eq!(
        all(&store, &text(&recipient[2..9].to_lowercase())).await,
        ["CD/18", "AB/17"]
    );
    assert_eq!(all(&store, &text("  ")).await, ["CD/18", "AB/17"]);
    assert_eq!(all(&store, &text("'")).await, [""; 0]);
    let irn = first.irn().to_string();
    assert_eq!(all(&store, &text(&irn)).await, ["AB/17"]);
    assert_eq!(all(&store, &text(&irn.to_uppercase())).await, ["AB/17"]);
    assert_eq!(all(&store, &text(&irn[..63])).await, [""; 0]);
    let ack_number = first.summary().ack_number.to_string();
    assert_eq!(all(&store, &text(&ack_number)).await, ["AB/17"]);
    let both = InvoiceFilter {
        dated_from: Some(date(2026, 6, 2)),
        ..text(&irn)
    };
    assert_eq!(all(&store, &both).await, [""; 0]);
    let others = store
        .list(&supplier(1), &text(&irn), None, 9)
        .await
        .unwrap();
    assert!(others.is_empty());
}

pub(crate) async fn counts_count_from_a_moment(engine: &dyn Engine) {
    let store = engine.open().await;
    let whose = supplier(0);
    let counts = |since| store.counts(&whose, since);
    assert_eq!(counts(at(0)).await.unwrap(), Counts::default());
    register(&store, invoice(supplier(0), "A/1", DATED), at(10)).await;
    let second = register(&store, invoice(supplier(0), "A/2", DATED), at(20)).await;
    register(&store, invoice(supplier(1), "A/3", DATED), at(30)).await;
    cancel(&store, &second).await;
    let expect = |registered, cancelled| Counts {
        registered,
        cancelled,
    };
    assert_eq!(counts(at(10)).await.unwrap(), expect(2, 1));
    assert_eq!(counts(at(11)).await.unwrap(), expect(1, 1));
    assert_eq!(counts(at(20)).await.unwrap(), expect(1, 1));
    assert_eq!(counts(at(21)).await.unwrap(), expect(0, 0));
}

pub(crate) async fn suppliers_see_their_own(engine: &dyn Engine) {
    let store = engine.open().await;
    register(&store, invoice(supplier(0), "A/1", DATED), at(1)).await;
    register(&store, invoice(supplier(1), "A/2", DATED), at(2)).await;
    assert_eq!(all(&store, &InvoiceFilter::default()).await, ["A/1"]);
    let rows = store
        .list(&supplier(2), &InvoiceFilter::default(), None, 9)
        .await
        .unwrap();
    assert!(rows.is_empty());
}
