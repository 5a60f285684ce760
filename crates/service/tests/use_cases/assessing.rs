//! Judging a document without registering it.

use service::{Assessment, Fault};
use store::line::Channel;

use crate::world::{BUYER, SELLER, World, actor, invoice};

fn codes(assessment: &Assessment) -> Vec<&'static str> {
    let findings = assessment.findings.iter();
    findings.map(einvoice::Finding::code).collect()
}

#[tokio::test]
async fn nothing_is_registered_and_no_number_is_taken() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Upload);
    let json = invoice("KA/26/1");
    let mut irn = None;
    for caller in [Some(&seller), Some(&seller), None] {
        let assessment = world.irp.assess(caller, json.as_bytes()).await.unwrap();
        assert_eq!(codes(&assessment), [""; 0]);
        assert!(assessment.existing.is_none());
        irn = assessment.irn;
    }
    let registered = world.issue(&seller, "KA/26/1").await.unwrap();
    assert_eq!(irn, Some(registered.irn()));
    assert_eq!(registered.summary().ack_number, 912_610_000_000_000);
}

#[tokio::test]
async fn only_who_may_register_it_learns_that_a_document_exists() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Upload);
    let buyer = actor(&world.account(BUYER, "Banash01").await, Channel::Upload);
    let registered = world.issue(&seller, "KA/26/1").await.unwrap();
    let json = invoice("KA/26/1");
    let told = world
        .irp
        .assess(Some(&seller), json.as_bytes())
        .await
        .unwrap();
    let existing = told.existing.unwrap();
    assert_eq!(existing.ack_number, registered.summary().ack_number);
    let stranger = world.irp.assess(None, json.as_bytes()).await.unwrap();
    assert!(stranger.existing.is_none());
    let other = world
        .irp
        .assess(Some(&buyer), json.as_bytes())
        .await
        .unwrap();
    assert_eq!(codes(&other), ["2169"], "alone");
    assert!(other.existing.is_none() && other.irn.is_none());
}

#[tokio::test]
async fn findings_are_those_of_issuing() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Upload);
    let unread = world.irp.assess(Some(&seller), b"{}").await.unwrap();
    assert!(codes(&unread).len() > 3 && unread.irn.is_none());
    world.registry.remove(BUYER);
    let json = invoice("KA/26/1");
    for caller in [Some(&seller), None] {
        let assessment = world.irp.assess(caller, json.as_bytes()).await.unwrap();
        assert!(codes(&assessment).contains(&"3028"));
        assert!(assessment.irn.is_some());
    }
}

#[tokio::test]
async fn a_duplicate_is_compared_for_its_supplier() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let operator = actor(&world.account(BUYER, "Banash01").await, Channel::Api);
    world.issue(&seller, "KA/26/1").await.unwrap();
    let Err(Fault::Duplicate(same)) = world.issue(&seller, "KA/26/1").await else {
        panic!("not a duplicate");
    };
    assert_eq!(same.equals_sent(), Some(true));
    // Whoever names themselves as the operator of a document has not shown that they are.
    let mut claimed: serde_json::Value = serde_json::from_str(&invoice("KA/26/1")).unwrap();
    claimed["TranDtls"]["EcmGstin"] = BUYER.into();
    let Err(Fault::Duplicate(told)) = world
        .irp
        .issue(&operator, claimed.to_string().as_bytes())
        .await
    else {
        panic!("not a duplicate");
    };
    assert_eq!(told.equals_sent(), None);
    assert!(told.registered.is_none());
    let Err(Fault::Duplicate(other)) = world
        .irp
        .issue(&seller, claimed.to_string().as_bytes())
        .await
    else {
        panic!("not a duplicate");
    };
    assert_eq!(other.equals_sent(), Some(false));
    assert_eq!(other.differences.len(), 1);
    assert_eq!(other.differences[0].pointer, "/TranDtls/EcmGstin");
    assert_eq!(other.differences[0].sent.as_deref(), Some(BUYER));
}
