//! Messages out and feedback in.

use store::feedback::Feedback;
use store::messages::{NewMessage, Route};

use super::Engine;
use super::sample::at;

pub(crate) async fn messages_are_queued_in_order(engine: &dyn Engine) {
    let store = engine.open().await;
    let message = |n: u8, route| NewMessage {
        route,
        sealed: vec![n; 40],
        created_at: at(n.into()),
    };
    let all = [
        message(1, Route::Sms),
        message(2, Route::Email),
        message(3, Route::Sms),
    ];
    store.queue_messages(all[..2].to_vec()).await.unwrap();
    store.queue_messages(all[2..].to_vec()).await.unwrap();
    store.queue_messages(Vec::new()).await.unwrap();
    let newest = store.newest_messages(9).await.unwrap();
    let found: Vec<_> = newest.iter().map(|queued| queued.message.clone()).collect();
    assert_eq!(found, [all[2].clone(), all[1].clone(), all[0].clone()]);
    assert!(newest.is_sorted_by(|newer, older| newer.id > older.id));
    assert_eq!(store.newest_messages(1).await.unwrap(), newest[..1]);
}

pub(crate) async fn feedback_is_kept_newest_first(engine: &dyn Engine) {
    let store = engine.open().await;
    let feedback = |n: u8, contact_sealed| Feedback {
        at: at(n.into()),
        page: "/hi/verify".to_owned(),
        language: "hi".to_owned(),
        text: format!("अच्छा है {n}"),
        contact_sealed,
    };
    store.leave_feedback(feedback(1, None)).await.unwrap();
    store
        .leave_feedback(feedback(2, Some(vec![7])))
        .await
        .unwrap();
    assert_eq!(
        store.feedback(9).await.unwrap(),
        [feedback(2, Some(vec![7])), feedback(1, None)]
    );
    assert_eq!(store.feedback(1).await.unwrap().len(), 1);
}
