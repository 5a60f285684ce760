//! *Verify signed invoice* and the public keys.

use seal::{KeyRing, VerifyingKey};
use service::{LiveStatus, SignatureVerdict, TokenKind};
use store::line::Channel;

use crate::world::{SELLER, World, actor};

#[tokio::test]
async fn our_own_tokens_hold_and_tell_where_the_document_stands() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let registered = world.issue(&seller, "KA/26/1").await.unwrap();
    let acked_at = registered.summary().acked_at;
    let answer = serde_json::json!({
        "SignedInvoice": registered.signed_invoice(),
        "SignedQRCode": registered.signed_qr_code(),
    });
    let verification = world.irp.verify_text(&answer.to_string()).await.unwrap();
    let kinds: Vec<_> = verification.tokens.iter().map(|token| token.kind).collect();
    assert_eq!(kinds, [TokenKind::Invoice, TokenKind::QrCode]);
    for token in &verification.tokens {
        assert!(matches!(token.signature, SignatureVerdict::Holds { .. }));
        assert_eq!(token.irn, Some(registered.irn()));
        assert_eq!(token.issuer.as_deref(), Some("Mohar Sandbox"));
    }
    assert_eq!(verification.live, Some(LiveStatus::Active { acked_at }));
    let irn = registered.irn().to_string();
    let at = world.irp.cancel(&seller, &irn, "1", "x").await.unwrap().at;
    let verification = world
        .irp
        .verify_text(registered.signed_qr_code())
        .await
        .unwrap();
    assert_eq!(verification.live, Some(LiveStatus::Cancelled { at }));
}

#[tokio::test]
async fn changed_and_foreign_tokens_do_not_hold_and_tell_nothing_live() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let registered = world.issue(&seller, "KA/26/1").await.unwrap();
    let token = registered.signed_qr_code();
    let middle = token.len() / 2;
    let other = if token.as_bytes()[middle] == b'A' {
        "B"
    } else {
        "A"
    };
    let changed = format!("{}{other}{}", &token[..middle], &token[middle + 1..]);
    let verification = world.irp.verify_text(&changed).await.unwrap();
    assert_eq!(verification.tokens[0].signature, SignatureVerdict::Broken);
    assert_eq!(verification.live, None);
    let elsewhere = World::new().await;
    let verification = elsewhere.irp.verify_text(token).await.unwrap();
    let verdict = &verification.tokens[0];
    assert!(matches!(
        verdict.signature,
        SignatureVerdict::UnknownKey { key_id: Some(_) }
    ));
    assert_eq!(
        verdict.kind,
        TokenKind::QrCode,
        "what it says is shown all the same"
    );
    assert_eq!(verification.live, None);
    let nothing = world.irp.verify_text("hello").await.unwrap();
    assert!(nothing.tokens.is_empty());
}

#[tokio::test]
async fn the_public_keys_verify_without_the_portal() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let registered = world.issue(&seller, "KA/26/1").await.unwrap();
    let token = registered.signed_invoice();
    let jwks = world.irp.jwks().to_string();
    let ring = KeyRing::new(VerifyingKey::from_jwks(&jwks).unwrap());
    assert!(ring.verify(token).is_ok());
    let certificate = VerifyingKey::from_pem(&world.irp.signing_certificate_pem()).unwrap();
    assert!(KeyRing::new(vec![certificate]).verify(token).is_ok());
    let login = VerifyingKey::from_pem(&world.irp.login_public_key_pem()).unwrap();
    assert!(
        KeyRing::new(vec![login]).verify(token).is_err(),
        "never the signing key"
    );
}
