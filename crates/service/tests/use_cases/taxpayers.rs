//! The local copy of the GST master.

use axum::Router;
use axum::routing::get;
use gst::RegistrationStatus;
use service::registry::{self, ANSWER_BYTES_MAX};
use service::{GstRegistry, RegistryFault};
use store::line::Channel;
use tokio::task::JoinSet;

use crate::world::{BUYER, SELLER, World, actor, codes, taxpayer};

#[tokio::test]
async fn a_copy_serves_for_a_week_and_one_that_is_not_active_for_ten_minutes() {
    let world = World::new().await;
    let gstin = SELLER.parse().unwrap();
    world.irp.taxpayer_for(&gstin).await.unwrap().unwrap();
    world.advance_s(7 * 86_400 - 1);
    world.irp.taxpayer_for(&gstin).await.unwrap().unwrap();
    assert_eq!(world.registry.asked(), 1);
    world
        .registry
        .change(SELLER, |t| t.status = RegistrationStatus::Suspended);
    world.advance_s(1);
    let known = world.irp.taxpayer_for(&gstin).await.unwrap().unwrap();
    assert_eq!(known.taxpayer.status, RegistrationStatus::Suspended);
    world.advance_s(599);
    world.irp.taxpayer_for(&gstin).await.unwrap().unwrap();
    assert_eq!(world.registry.asked(), 2);
    world.advance_s(1);
    world.irp.taxpayer_for(&gstin).await.unwrap().unwrap();
    assert_eq!(world.registry.asked(), 3);
}

#[tokio::test]
async fn contacts_are_sealed_at_rest_and_bound_to_their_gstin() {
    let world = World::new().await;
    let (seller, buyer) = (SELLER.parse().unwrap(), BUYER.parse().unwrap());
    let known = world.irp.taxpayer_for(&seller).await.unwrap().unwrap();
    assert_eq!(known.taxpayer.mobile.as_deref(), Some("9999912345"));
    let mut record = world.irp.store().taxpayer(&seller).await.unwrap().unwrap();
    assert_eq!(
        (&record.taxpayer.mobile, &record.taxpayer.email),
        (&None, &None)
    );
    let sealed = record.contact_sealed.clone().unwrap();
    assert!(!sealed.windows(10).any(|bytes| bytes == b"9999912345"));
    // A contact that is moved to another row cannot be opened there.
    record.taxpayer.gstin = buyer;
    world.irp.store().put_taxpayer(record).await.unwrap();
    assert!(world.irp.taxpayer_for(&buyer).await.is_err());
}

#[tokio::test]
async fn details_come_without_contact_and_sync_fetches() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let record = world
        .irp
        .gstin_details(&seller, "29aaacb0000b1zr")
        .await
        .unwrap();
    assert_eq!(record.taxpayer.gstin.as_str(), BUYER);
    assert_eq!(record.taxpayer.mobile, None);
    world
        .registry
        .change(BUYER, |t| t.legal_name = "Renamed LLP".to_owned());
    let record = world.irp.gstin_details(&seller, BUYER).await.unwrap();
    assert_ne!(record.taxpayer.legal_name, "Renamed LLP");
    let record = world.irp.sync_gstin(&seller, BUYER).await.unwrap();
    assert_eq!(record.taxpayer.legal_name, "Renamed LLP");
    assert_eq!(codes(world.irp.gstin_details(&seller, "x").await), ["3030"]);
    assert_eq!(
        codes(world.irp.gstin_details(&seller, "29AAACZ0000Z1ZQ").await),
        ["3028"]
    );
    assert_eq!(
        codes(world.irp.sync_gstin(&seller, "29AAACZ0000Z1ZQ").await),
        ["3028"]
    );
}

#[tokio::test]
async fn an_answer_of_the_largest_size_is_read_and_one_byte_more_is_not() {
    let record = registry::answer_json(&taxpayer(SELLER)).to_string();
    for (bytes, accepted) in [(ANSWER_BYTES_MAX, true), (ANSWER_BYTES_MAX + 1, false)] {
        let body = format!("{record}{}", " ".repeat(bytes - record.len()));
        let router = Router::new().fallback(get(async move || body));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut server = JoinSet::new();
        server.spawn(async move { axum::serve(listener, router).await.unwrap() });
        let outcome = GstRegistry::new(url).fetch(&SELLER.parse().unwrap()).await;
        match outcome {
            Ok(Some(_)) => assert!(accepted),
            Err(RegistryFault::TooLarge) => assert!(!accepted),
            other => panic!("{other:?}"),
        }
    }
}
