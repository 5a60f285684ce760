//! From the outbox to the gateway and back: what a worker does with what happens to it.

use std::collections::BTreeSet;
use std::time::Duration;

use gateways::email::EmailSecurity;
use gateways::sms::SmsSettings;
use gateways::{BACKOFF_FIRST_S, Gateway, LEASE_MARGIN_S, Worker};
use store::messages::{DeliveryState, Route};

use crate::http_server::{Answer, HttpServer};
use crate::smtp_server::{Manner, SmtpServer};
use crate::world::{Working, World, settings, until};
use crate::{email, sms};

fn gateway(server: &HttpServer) -> Gateway {
    sms::gateway(sms::json_settings(&server.base))
}

fn is_sent(state: DeliveryState) -> bool {
    matches!(state, DeliveryState::Sent { .. })
}

#[tokio::test]
async fn a_registration_sends_its_code_and_its_notice_on_both_routes() {
    let (world, http) = (World::new().await, HttpServer::start().await);
    let smtp = SmtpServer::start(Manner::StartTls).await;
    let by_email = email::gateway(&email::settings(&smtp, EmailSecurity::StartTls));
    let workers = [
        Working::start(&world.irp, gateway(&http)),
        Working::start(&world.irp, by_email),
    ];
    world.registration().await;
    let texts = world.settled(Route::Sms).await;
    let receipts: BTreeSet<_> = texts
        .iter()
        .filter_map(|one| one.receipt.as_deref())
        .collect();
    assert_eq!(receipts, BTreeSet::from(["R-1", "R-2"]));
    assert!(texts.iter().all(|one| is_sent(one.state) && one.tries == 1));
    let emails = world.settled(Route::Email).await;
    assert!(emails.iter().all(|one| is_sent(one.state)));
    assert!(
        emails[0]
            .receipt
            .as_deref()
            .is_some_and(|text| text.contains("queued as"))
    );
    let sent: BTreeSet<_> = http
        .asked()
        .iter()
        .map(|asked| asked.json()["template"].clone())
        .collect();
    assert_eq!(sent.len(), 2, "each kind has its own template");
    assert_eq!(smtp.mails().len(), 2);
    let counts = world.irp.counts();
    for route in counts.messages {
        assert_eq!((route.sent, route.put_off), (2, 0));
    }
    // The inbox of a sandbox goes on showing all.
    assert_eq!(world.irp.inbox(9).await.unwrap().len(), 4);
    for worker in workers {
        worker.stop().await;
    }
}

#[tokio::test]
async fn what_fails_is_tried_again_when_it_is_due() {
    let (world, server) = (World::new().await, HttpServer::start().await);
    server.next(Answer::of(500, ""));
    server.next(Answer::of(200, r#"{"error":"no balance"}"#));
    world.code().await;
    let worker = Working::start(&world.irp, gateway(&server));
    let first = world
        .when(Route::Sms, |all| all[0].reason.is_some())
        .await
        .remove(0);
    assert_eq!(first.reason.as_deref(), Some("the gateway answered 500"));
    let due = |state| match state {
        DeliveryState::Waiting { due_at } => due_at,
        other => panic!("{other:?}"),
    };
    let wait = due(first.state).duration_since(world.irp.now());
    assert!(wait.as_secs() <= i64::from(BACKOFF_FIRST_S), "{wait}");
    // Nothing happens before it is due.
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(server.asked().len(), 1);
    world.advance_s(BACKOFF_FIRST_S.into());
    let no_receipt = "the gateway's answer holds no receipt";
    world
        .when(Route::Sms, |all| {
            all[0].reason.as_deref() == Some(no_receipt)
        })
        .await;
    world.advance_s(i64::from(BACKOFF_FIRST_S) * 2);
    let last = world.settled(Route::Sms).await.remove(0);
    assert!(is_sent(last.state));
    assert_eq!(
        (last.tries, last.receipt.as_deref(), last.reason),
        (3, Some("R-3"), None)
    );
    let references: BTreeSet<_> = server
        .asked()
        .iter()
        .map(|asked| asked.json()["reference"].clone())
        .collect();
    assert_eq!(
        references.len(),
        1,
        "the gateway can tell that it is one message"
    );
    worker.stop().await;
}

#[tokio::test]
async fn a_code_is_not_sent_after_its_life_and_a_notice_not_after_its_budget() {
    let (world, server) = (World::new().await, HttpServer::start().await);
    world.registration().await;
    let code_life_s = world.irp.settings().otp.life_s;
    world.advance_s(code_life_s.into());
    let worker = Working::start(&world.irp, gateway(&server));
    let [code, notice] = world.settled(Route::Sms).await.try_into().unwrap();
    assert!(matches!(code.state, DeliveryState::GivenUp { .. }));
    assert_eq!(code.reason.as_deref(), Some("what it says has expired"));
    assert!(is_sent(notice.state));
    assert_eq!(server.asked().len(), 1);

    worker.stop().await;

    let smtp = SmtpServer::start(Manner::Plain).await;
    world.advance_s(settings().give_up_s.into());
    let by_email = email::gateway(&email::settings(&smtp, EmailSecurity::None));
    let worker = Working::start(&world.irp, by_email);
    let emails = world.settled(Route::Email).await;
    assert_eq!(
        emails[1].reason.as_deref(),
        Some("it could not be sent in time")
    );
    assert_eq!(smtp.mails().len(), 0);
    worker.stop().await;
}

#[tokio::test]
async fn a_try_that_would_come_too_late_is_not_waited_for() {
    let (world, server) = (World::new().await, HttpServer::start().await);
    world.code().await;
    server.next(Answer::of(503, "").with("retry-after", "3600"));
    let worker = Working::start(&world.irp, gateway(&server));
    let busy = world.settled(Route::Sms).await.remove(0);
    assert!(matches!(busy.state, DeliveryState::GivenUp { .. }));
    assert_eq!(busy.reason.as_deref(), Some("the gateway answered 503"));
    assert_eq!(world.irp.counts().messages[0].given_up, 1);
    worker.stop().await;
}

#[tokio::test]
async fn workers_of_two_processes_share_the_work_and_repeat_nothing() {
    let (world, server) = (World::new().await, HttpServer::start().await);
    server.slow(50);
    for _ in 0..12 {
        world.code().await;
    }
    let another = world.another();
    let workers = [
        Working::start(&world.irp, gateway(&server)),
        Working::start(&another, gateway(&server)),
    ];
    let deliveries = world.settled(Route::Sms).await;
    assert!(
        deliveries
            .iter()
            .all(|one| is_sent(one.state) && one.tries == 1)
    );
    let asked = server.asked();
    let references: BTreeSet<_> = asked
        .iter()
        .map(|asked| asked.json()["reference"].clone())
        .collect();
    assert_eq!((asked.len(), references.len()), (12, 12));
    for worker in workers {
        worker.stop().await;
    }
    let shares = [
        world.irp.counts().messages[0].sent,
        another.counts().messages[0].sent,
    ];
    assert_eq!(shares[0] + shares[1], 12);
    assert!(shares.iter().all(|share| *share > 0), "{shares:?}");
}

#[tokio::test]
async fn a_process_that_dies_between_sending_and_saying_so_leaves_it_to_the_next() {
    let (world, server) = (World::new().await, HttpServer::start().await);
    world.code().await;
    server.next(Answer::of(200, r#"{"data":{"id":"never read"}}"#).after(60_000));
    let long = SmsSettings {
        answer: Duration::from_secs(60),
        ..sms::json_settings(&server.base)
    };
    let worker = Worker::new(world.irp.clone(), sms::gateway(long.clone()), settings());
    let lease_s = i64::from(worker.lease_s());
    assert_eq!(lease_s, 60 + i64::from(LEASE_MARGIN_S));
    let dying = Working::start(&world.irp, sms::gateway(long));
    until(|| server.asked().len() == 1).await;
    dying.kill().await;

    let another = world.another();
    let worker = Working::start(&another, gateway(&server));
    world.advance_s(lease_s - 10);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(server.asked().len(), 1, "the lease holds, whoever had it");
    world.advance_s(10);
    let delivery = world.settled(Route::Sms).await.remove(0);
    assert!(is_sent(delivery.state));
    assert_eq!(
        (delivery.tries, delivery.receipt.as_deref()),
        (2, Some("R-2"))
    );
    let texts: BTreeSet<_> = server
        .asked()
        .iter()
        .map(|asked| asked.body.clone())
        .collect();
    assert_eq!(texts.len(), 1, "twice the same");
    worker.stop().await;
}

#[tokio::test]
async fn a_worker_that_is_stopped_ends_what_it_has_begun_and_begins_nothing() {
    let (world, server) = (World::new().await, HttpServer::start().await);
    server.slow(400);
    for _ in 0..6 {
        world.code().await;
    }
    let worker = Working::start(&world.irp, gateway(&server));
    until(|| server.asked().len() == 4).await;
    worker.stop().await;
    let deliveries = world.deliveries(Route::Sms).await;
    let sent = deliveries.iter().filter(|one| is_sent(one.state)).count();
    assert_eq!(
        (sent, server.asked().len()),
        (4, 4),
        "four at a time, and all of them are marked"
    );
    assert!(
        deliveries
            .iter()
            .filter(|one| !is_sent(one.state))
            .all(|one| one.tries == 0)
    );
}
