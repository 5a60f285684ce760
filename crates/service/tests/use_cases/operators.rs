//! An e-commerce operator who acts for the supplier.

use gst::TaxpayerType;
use service::{Actor, Fault, FreezeReason, WhichAccount};
use store::line::Channel;

use crate::world::{BUYER, SELLER, World, actor, codes, document, taxpayer};

const OPERATOR: &str = "29AAACE0000E1ZI";

/// A portal with accounts of a supplier and of an operator who collects tax.
async fn world() -> (World, Actor, Actor) {
    let world = World::new().await;
    let mut operator = taxpayer(OPERATOR);
    operator.kind = TaxpayerType::TaxCollector;
    operator.turnover = None;
    world.registry.put(operator);
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let operator = actor(&world.account(OPERATOR, "Bazaar01").await, Channel::Api);
    (world, seller, operator)
}

fn through_operator(number: &str) -> serde_json::Value {
    document(number, |members| {
        members["TranDtls"]["EcmGstin"] = OPERATOR.into();
    })
}

#[tokio::test]
async fn an_operator_registers_the_document_that_names_it() {
    let (world, seller, operator) = world().await;
    let json = through_operator("KA/26/1");
    let issued = world
        .irp
        .issue(&operator, json.to_string().as_bytes())
        .await
        .unwrap();
    let registered = issued.registered;
    assert_eq!(registered.summary().supplier.as_str(), SELLER);
    assert!(registered.invoice_json().contains(OPERATOR));
    // It is the supplier's document: the supplier reads and cancels it, the operator does not.
    let irn = registered.irn().to_string();
    let read = world.irp.document_by_irn(&seller, &irn).await.unwrap();
    assert_eq!(read, registered);
    let read = world.irp.document_by_irn(&operator, &irn).await;
    assert_eq!(codes(read), ["2148"]);
    let cancelled = world.irp.cancel(&operator, &irn, "1", "x").await;
    assert_eq!(codes(cancelled), ["2148"]);
    // Either of them gets it as a duplicate, and only the supplier learns its content.
    for (caller, told) in [(&seller, Some(true)), (&operator, None)] {
        let again = world.irp.issue(caller, json.to_string().as_bytes()).await;
        let Err(Fault::Duplicate(duplicate)) = again else {
            panic!("not a duplicate: {again:?}");
        };
        assert_eq!(duplicate.equals_sent(), told);
    }
    world.irp.cancel(&seller, &irn, "1", "x").await.unwrap();
}

#[tokio::test]
async fn who_is_not_named_or_collects_no_tax_is_refused() {
    let (world, seller, operator) = world().await;
    let plain = document("KA/26/1", |_| {});
    assert_eq!(
        codes(
            world
                .irp
                .issue(&operator, plain.to_string().as_bytes())
                .await
        ),
        ["2169"]
    );
    let buyer = actor(&world.account(BUYER, "Banash01").await, Channel::Api);
    assert_eq!(
        codes(
            world
                .irp
                .issue(&buyer, through_operator("KA/26/1").to_string().as_bytes())
                .await
        ),
        ["2169"],
        "another operator is named"
    );
    let mut claimed = through_operator("KA/26/1");
    claimed["TranDtls"]["EcmGstin"] = BUYER.into();
    for caller in [&buyer, &seller] {
        let refused = codes(
            world
                .irp
                .issue(caller, claimed.to_string().as_bytes())
                .await,
        );
        assert_eq!(refused, ["2195"]);
    }
}

/// Freezing the supplier's account closes that account; it forbids nobody to name its GSTIN.
#[tokio::test]
async fn an_operator_goes_on_while_the_supplier_s_account_is_frozen() {
    let (world, _, operator) = world().await;
    let supplier = WhichAccount::OfGstin(SELLER.parse().unwrap());
    let reason = FreezeReason::parse("an order").unwrap();
    world.irp.freeze_account(&supplier, reason).await.unwrap();
    let json = through_operator("KA/26/1").to_string();
    let issued = world.irp.issue(&operator, json.as_bytes());
    let registered = issued.await.unwrap().registered;
    assert_eq!(registered.summary().supplier.as_str(), SELLER);
}
