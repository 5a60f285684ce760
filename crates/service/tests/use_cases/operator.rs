//! Accounts that an operator makes, the inbox, feedback.

use gst::Decimal;
use service::{AccountOrder, CredentialFault, FeedbackForm, FeedbackRefused, OrderRefused};

use crate::world::{SELLER, World, logged_in, refusal, taxpayer};

fn order(gstin: &str) -> AccountOrder {
    AccountOrder {
        gstin: gstin.parse().unwrap(),
        user_name: None,
        password: None,
        turnover: None,
        enabled: None,
    }
}

#[tokio::test]
async fn a_made_up_account_is_ready() {
    let world = World::new().await;
    let ready = world.irp.make_account(order(SELLER)).await.unwrap();
    let login = logged_in(world.irp.log_in(&ready.user_name, &ready.password).await);
    assert_eq!(login.gstin.as_str(), SELLER);
    assert!(!format!("{ready:?}").contains(&ready.password));
    let refused = refusal(world.irp.make_account(order(SELLER)).await);
    let again = OrderRefused::Credentials(vec![CredentialFault::AlreadyRegistered]);
    assert_eq!(refused, again);
}

#[tokio::test]
async fn turnover_and_enablement_can_be_ordered() {
    let world = World::new().await;
    let gstin = "27AAACM0000A1ZM".parse().unwrap();
    world.registry.put(taxpayer("27AAACM0000A1ZM"));
    let crore = Decimal::from(10_000_000);
    let small = AccountOrder {
        turnover: Some(crore),
        enabled: Some(true),
        ..order("27AAACM0000A1ZM")
    };
    world.irp.make_account(small).await.unwrap();
    let known = world.irp.taxpayer_for(&gstin).await.unwrap().unwrap();
    assert_eq!(known.taxpayer.turnover, Some(crore));
    assert!(known.enablement.is_some());
}

#[tokio::test]
async fn what_is_ordered_is_judged_as_elsewhere() {
    let world = World::new().await;
    let refused = refusal(world.irp.make_account(order("29AAACZ0000Z1ZQ")).await);
    assert_eq!(refused, OrderRefused::UnknownGstin);
    let weak = AccountOrder {
        user_name: Some("x".to_owned()),
        password: Some("x".to_owned()),
        ..order(SELLER)
    };
    let OrderRefused::Credentials(faults) = refusal(world.irp.make_account(weak).await) else {
        panic!("another refusal");
    };
    assert!(faults.len() >= 3);
}

#[tokio::test]
async fn only_a_sandbox_has_an_inbox() {
    for sandbox in [true, false] {
        let world = World::with(|settings| settings.sandbox = sandbox).await;
        let (_, started) = world.irp.begin_registration(SELLER).await.unwrap();
        world.irp.send_code(started).await.unwrap();
        assert_eq!(world.irp.inbox(10).await.unwrap().is_empty(), !sandbox);
    }
}

#[tokio::test]
async fn feedback_is_kept_with_its_contact_sealed() {
    let world = World::new().await;
    let form = FeedbackForm {
        page: "/hi/registration?gstin=1".to_owned(),
        language: "hi".to_owned(),
        text: "  अच्छा है  ".to_owned(),
        contact: Some(" 9999912345 ".to_owned()),
    };
    world.irp.leave_feedback(form.clone()).await.unwrap();
    let entry = world.irp.feedback(10).await.unwrap().remove(0);
    assert_eq!(
        (entry.page.as_str(), entry.language.as_str()),
        ("/hi/registration", "hi")
    );
    assert_eq!(
        (entry.text.as_str(), entry.contact.as_deref()),
        ("अच्छा है", Some("9999912345"))
    );
    let kept = world.irp.store().feedback(10).await.unwrap().remove(0);
    let sealed = kept.contact_sealed.unwrap();
    assert!(!sealed.windows(10).any(|bytes| bytes == b"9999912345"));
    let empty = FeedbackForm {
        text: " \n".to_owned(),
        ..form
    };
    let refused = refusal(world.irp.leave_feedback(empty).await);
    assert_eq!(refused, FeedbackRefused::TextEmpty);
}
