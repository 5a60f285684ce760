//! What goes when its time is over.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use store::Store;
use store::feedback::Feedback;
use store::messages::{NewMessage, Route};
use store::proofs::{Purpose, SendOutcome};
use store::retention::{Expired, Purged};
use store::sessions::Session;

use super::Engine;
use super::bill_cancellations::cancel_bill;
use super::sample::{
    DATED, LIMITS, account, at, cancellation, code, digest, invoice, make_bill, number, open,
    register, started, supplier,
};
use super::sealed::token;

/// A millisecond after a second.
fn just_after(second: i64) -> Timestamp {
    at(second) + SignedDuration::from_millis(1)
}

/// Deletes in batches until nothing is left.
async fn purged(store: &Arc<dyn Store>, expired: Expired, limit: u32) -> u64 {
    let mut all = 0;
    loop {
        match store.purge(expired, limit).await.unwrap() {
            Purged::Rows(0) => return all,
            Purged::Rows(rows) => {
                assert!(rows <= u64::from(limit));
                all += rows;
            }
            Purged::Elsewhere => panic!("nobody else deletes"),
        }
    }
}

pub(crate) async fn documents_go_with_what_is_about_them(engine: &dyn Engine) {
    let store = engine.open().await;
    let mut documents = Vec::new();
    for n in 0..5 {
        let document = invoice(supplier(n % 2), &format!("A/{n}"), DATED);
        documents.push(register(&store, document, at(i64::from(n) * 10)).await);
    }
    let bill = make_bill(&store, &documents[0], at(50)).await;
    cancel_bill(&store, &bill, 60).await;
    let second = make_bill(&store, &documents[0], at(61)).await;
    let last_bill = make_bill(&store, &documents[4], at(62)).await;
    let (whose, irn) = (documents[1].summary().supplier, documents[1].irn());
    let done = store
        .cancel(&whose, &irn, at(0), cancellation(at(70)))
        .await;
    done.unwrap();

    // Acknowledged at 0, 10, 20, 30 and 40. What was acknowledged at the moment itself stays.
    assert_eq!(
        store
            .count_expired(Expired::Documents(at(0)))
            .await
            .unwrap(),
        0
    );
    assert_eq!(purged(&store, Expired::Documents(at(0)), 2).await, 0);
    assert_eq!(
        store
            .count_expired(Expired::Documents(at(20)))
            .await
            .unwrap(),
        2
    );
    assert_eq!(
        purged(&store, Expired::Documents(just_after(20)), 2).await,
        3
    );
    for document in &documents[..3] {
        assert_eq!(store.by_irn(&document.irn()).await.unwrap(), None);
        let number = document.summary().ack_number;
        assert_eq!(store.by_ack_number(number).await.unwrap(), None);
    }
    for number in [bill.number, second.number] {
        assert_eq!(store.bill(number).await.unwrap(), None);
    }
    for document in &documents[3..] {
        let there = store.by_irn(&document.irn()).await.unwrap();
        assert_eq!(there.as_ref(), Some(document));
    }
    assert!(store.bill(last_bill.number).await.unwrap().is_some());
    // Numbers are never given out again, whatever is gone.
    let highest = documents[4].summary().ack_number;
    assert_eq!(purged(&store, Expired::Documents(at(1_000)), 200).await, 2);
    assert!(number(&*store).await.get() > highest);
}

pub(crate) async fn everything_else_goes_by_its_own_time(engine: &dyn Engine) {
    let store = engine.open().await;
    let owner = account(&store, "owner", supplier(0)).await.id;
    for second in [0, 10, 20] {
        let n = u8::try_from(second).unwrap();
        let message = NewMessage {
            route: Route::Email,
            sealed: vec![1],
            created_at: at(second),
        };
        store.queue_messages(vec![message]).await.unwrap();
        let feedback = Feedback {
            at: at(second),
            page: "/".to_owned(),
            language: "en".to_owned(),
            text: "Good".to_owned(),
            contact_sealed: None,
        };
        store.leave_feedback(feedback).await.unwrap();
        let session = Session {
            token_digest: digest(n),
            account: owner,
            created_at: at(second),
            seen_at: at(second),
        };
        open(&store, session, at(-1)).await;
        // Ends an hour later.
        token(&store, n, owner, second - 3_600).await;
        let mut proof = started(n, supplier(n.into()), Purpose::Register);
        proof.started_at = at(second);
        store.start_proof(proof).await.unwrap();
        let sent = store
            .send_code(&digest(n), code(n, at(second)), LIMITS)
            .await;
        assert_eq!(sent.unwrap(), SendOutcome::Sent);
    }
    let kinds: [fn(Timestamp) -> Expired; 6] = [
        Expired::Messages,
        Expired::Feedback,
        Expired::Sessions,
        Expired::ApiTokens,
        Expired::Proofs,
        Expired::CodeSends,
    ];
    for kind in kinds {
        let name = kind(at(0)).name();
        assert_eq!(purged(&store, kind(at(0)), 1).await, 0, "{name}");
        assert_eq!(
            store.count_expired(kind(at(10))).await.unwrap(),
            1,
            "{name}"
        );
        assert_eq!(purged(&store, kind(at(10)), 1).await, 1, "{name}");
        assert_eq!(purged(&store, kind(just_after(10)), 1).await, 1, "{name}");
        assert_eq!(
            store.count_expired(kind(at(999))).await.unwrap(),
            1,
            "{name}"
        );
    }
    assert_eq!(store.newest_messages(9).await.unwrap().len(), 1);
    assert!(store.session(&digest(20)).await.unwrap().is_some());
    assert!(store.session(&digest(10)).await.unwrap().is_none());
    assert!(store.token(&digest(20)).await.unwrap().is_some());
    assert!(store.proof(&digest(20)).await.unwrap().is_some());
}
