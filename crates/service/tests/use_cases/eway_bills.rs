//! E-way bills: with a document, by its IRN, looked up, cancelled.

use einvoice::Finding;
use gst::{RegistrationStatus, TaxpayerType, ist};
use serde_json::{Value, json};
use service::{Actor, BillAttempt, BillCancelRefusal, Fault, Issued, MadeBill, PAGE_ROWS};
use store::line::Channel;

use crate::world::{
    BUYER, SELLER, World, actor, codes, document, invoice, refusal, taxpayer, time,
};

const TRANSPORTER: &str = "29AAACR0000R1ZE";
const OPERATOR: &str = "29AAACE0000E1ZI";

/// How the goods travel: by a lorry that does not know how far.
fn by_road() -> Value {
    json!({ "Distance": 0, "TransMode": "1", "VehNo": "KA01AB1234", "VehType": "R" })
}

/// A document that asks for an e-way bill.
pub(crate) fn with_bill(number: &str) -> Value {
    document(number, |members| members["EwbDtls"] = by_road())
}

/// A request by IRN.
pub(crate) fn request(irn: &str) -> Vec<u8> {
    let mut members = by_road();
    members["Irn"] = irn.into();
    members.to_string().into_bytes()
}

pub(crate) fn made(issued: Issued) -> MadeBill {
    match issued.eway_bill {
        Some(BillAttempt::Made(made)) => made,
        other => panic!("not made: {other:?}"),
    }
}

pub(crate) async fn seller(world: &World) -> Actor {
    actor(&world.account(SELLER, "Malnad01").await, Channel::Api)
}

/// A registered document without an e-way bill.
pub(crate) async fn registered(world: &World, seller: &Actor, number: &str) -> String {
    let registered = world.issue(seller, number).await.unwrap();
    registered.irn().to_string()
}

pub(crate) async fn make(world: &World, actor: &Actor, irn: &str) -> Result<MadeBill, Fault> {
    world.irp.make_eway_bill(actor, &request(irn)).await
}

#[tokio::test]
async fn a_bill_is_made_with_its_document() {
    let world = World::new().await;
    let seller = seller(&world).await;
    let issued = world
        .irp
        .issue(&seller, with_bill("KA/26/1").to_string().as_bytes())
        .await;
    let issued = issued.unwrap();
    let registered = issued.registered.clone();
    let made = made(issued);
    let bill = &made.bill;
    assert_eq!(bill.number, 910_000_000_001);
    assert_eq!(bill.irn, registered.irn());
    assert_eq!(
        (bill.supplier.as_str(), bill.made_by.as_str()),
        (SELLER, SELLER)
    );
    assert_eq!(bill.made_at, time("2026-06-10T04:00:00Z"), "whole seconds");
    assert_eq!(bill.channel, Channel::Api);
    let distance_km = made.computed_distance_km.unwrap();
    assert!((100..=200).contains(&distance_km), "{distance_km}");
    assert_eq!(bill.movement.transport.distance_km, distance_km);
    // One day, which ends with the day after the one on which it was made.
    let until = bill.valid_until.map(ist::date_time);
    assert_eq!(until.as_deref(), Some("2026-06-11 23:59:00"));

    let irn = registered.irn().to_string();
    assert_eq!(world.irp.eway_bill_of(&seller, &irn).await.unwrap(), *bill);
    assert_eq!(
        world.irp.eway_bill(&seller, bill.number).await.unwrap(),
        *bill
    );
    let active = world.irp.active_eway_bill(&registered).await.unwrap();
    assert_eq!(active.as_ref(), Some(bill));
}

#[tokio::test]
async fn a_bill_that_is_refused_leaves_the_document_standing() {
    let world = World::new().await;
    let seller = seller(&world).await;
    let json = document("KA/26/1", |members| {
        members["EwbDtls"] = by_road();
        members["EwbDtls"]["VehType"] = Value::Null;
        members["EwbDtls"]["TransDocDt"] = "08/06/2026".into();
        members["EwbDtls"]["TransDocNo"] = "LR/7".into();
    });
    let issued = world
        .irp
        .issue(&seller, json.to_string().as_bytes())
        .await
        .unwrap();
    let Some(BillAttempt::Refused(findings)) = issued.eway_bill else {
        panic!("not refused: {:?}", issued.eway_bill);
    };
    let found: Vec<_> = findings
        .iter()
        .map(|finding| (finding.code(), finding.pointer.as_str()))
        .collect();
    assert!(found.contains(&("4022", "/EwbDtls/VehType")), "{found:?}");
    assert!(
        found.contains(&("4021", "/EwbDtls/TransDocDt")),
        "{found:?}"
    );
    let irn = issued.registered.irn().to_string();
    let none = world.irp.eway_bill_of(&seller, &irn).await;
    assert_eq!(codes(none), ["4005"]);
    // No number was used up for it, and it can be mended by the IRN.
    let made = make(&world, &seller, &irn).await.unwrap();
    assert_eq!(made.bill.number, 910_000_000_001);
}

#[tokio::test]
async fn a_bill_by_irn_is_made_once_and_the_second_is_told_of_the_first() {
    let world = World::new().await;
    let seller = seller(&world).await;
    let irn = registered(&world, &seller, "KA/26/1").await;
    let mut asked = by_road();
    asked["Irn"] = irn.to_uppercase().into();
    asked["Distance"] = 150.into();
    let asked = asked.to_string();
    let made = world.irp.make_eway_bill(&seller, asked.as_bytes()).await;
    let made = made.unwrap();
    assert_eq!(made.computed_distance_km, None, "it was given");
    assert_eq!(made.bill.movement.transport.distance_km, 150);
    let Err(Fault::Refused(findings)) = make(&world, &seller, &irn).await else {
        panic!("made twice");
    };
    assert_eq!(
        findings.iter().map(Finding::code).collect::<Vec<_>>(),
        ["4002"]
    );
    assert_eq!(findings[0].detail.found.as_deref(), Some("910000000001"));
    assert!(findings[0].detail.english.contains("2026-06-10 09:30:00"));
}

#[tokio::test]
async fn part_a_alone_has_no_validity() {
    let world = World::new().await;
    let seller = seller(&world).await;
    let irn = registered(&world, &seller, "KA/26/1").await;
    let asked = json!({ "Irn": irn, "Distance": 150, "TransId": TRANSPORTER }).to_string();
    let made = world.irp.make_eway_bill(&seller, asked.as_bytes()).await;
    assert_eq!(made.unwrap().bill.valid_until, None);
}

#[tokio::test]
async fn a_document_that_cannot_have_a_bill_says_why() {
    let world = World::new().await;
    let seller = seller(&world).await;
    let buyer = actor(&world.account(BUYER, "Banash01").await, Channel::Api);
    let irn = registered(&world, &seller, "KA/26/1").await;
    let cancelled = registered(&world, &seller, "KA/26/2").await;
    world
        .irp
        .cancel(&seller, &cancelled, "1", "x")
        .await
        .unwrap();
    let nobodys = "0".repeat(64);
    for (caller, irn, code) in [
        (&seller, "x", "5002"),
        (&seller, nobodys.as_str(), "4003"),
        (&buyer, irn.as_str(), "4003"),
        (&seller, cancelled.as_str(), "4000"),
    ] {
        assert_eq!(codes(make(&world, caller, irn).await), [code], "{irn}");
    }
    for (caller, irn, code) in [
        (&seller, "x", "5002"),
        (&seller, nobodys.as_str(), "4003"),
        (&buyer, irn.as_str(), "4003"),
        (&seller, irn.as_str(), "4005"),
        (&seller, cancelled.as_str(), "4005"),
    ] {
        let got = world.irp.eway_bill_of(caller, irn).await;
        assert_eq!(codes(got), [code], "{irn}");
    }
    let bill = make(&world, &seller, &irn).await.unwrap().bill;
    assert_eq!(
        codes(world.irp.eway_bill(&buyer, bill.number).await),
        ["4005"]
    );
    assert_eq!(
        codes(world.irp.eway_bill(&buyer, bill.number + 1).await),
        ["4005"]
    );
    let shapeless = codes(world.irp.make_eway_bill(&seller, b"{}").await);
    assert!(shapeless.len() > 1 && shapeless.iter().all(|code| *code == "5002"));
}

pub(crate) async fn not_cancelled(world: &World, actor: &Actor, number: u64) -> BillCancelRefusal {
    let number = number.to_string();
    let outcome = world
        .irp
        .cancel_eway_bill(actor, &number, "3", "Typing mistake")
        .await;
    let reasons = refusal(outcome).0;
    assert_eq!(reasons.len(), 1);
    reasons[0]
}

#[tokio::test]
async fn a_clock_that_is_set_back_never_back_dates_a_bill() {
    let world = World::new().await;
    let seller = seller(&world).await;
    let irn = registered(&world, &seller, "KA/26/1").await;
    world.advance_s(600);
    let other = registered(&world, &seller, "KA/26/2").await;
    let first = make(&world, &seller, &irn).await.unwrap().bill;
    world.advance_s(-3_600);
    let second = make(&world, &seller, &other).await.unwrap().bill;
    assert_eq!(second.made_at, first.made_at);
    let third = world.issue(&seller, "KA/26/3").await.unwrap();
    assert_eq!(third.summary().acked_at, first.made_at);
}

#[tokio::test]
async fn an_operator_makes_and_reads_the_bills_of_documents_that_name_it() {
    let world = World::new().await;
    let mut operator = taxpayer(OPERATOR);
    operator.kind = TaxpayerType::TaxCollector;
    world.registry.put(operator);
    let seller = seller(&world).await;
    let operator = actor(&world.account(OPERATOR, "Bazaar01").await, Channel::Api);
    let json = document("KA/26/1", |members| {
        members["TranDtls"]["EcmGstin"] = OPERATOR.into();
        members["EwbDtls"] = by_road();
    });
    let issued = world
        .irp
        .issue(&operator, json.to_string().as_bytes())
        .await
        .unwrap();
    let irn = issued.registered.irn().to_string();
    let bill = made(issued).bill;
    assert_eq!(
        (bill.supplier.as_str(), bill.made_by.as_str()),
        (SELLER, OPERATOR)
    );
    for caller in [&seller, &operator] {
        assert_eq!(world.irp.eway_bill_of(caller, &irn).await.unwrap(), bill);
        assert_eq!(
            world.irp.eway_bill(caller, bill.number).await.unwrap(),
            bill
        );
    }
    // Who made it cancels it, and either may make the next.
    assert_eq!(
        not_cancelled(&world, &seller, bill.number).await,
        BillCancelRefusal::NotMadeByCaller
    );
    let number = bill.number.to_string();
    world
        .irp
        .cancel_eway_bill(&operator, &number, "4", "x")
        .await
        .unwrap();
    make(&world, &seller, &irn).await.unwrap();
    let plain = registered(&world, &seller, "KA/26/2").await;
    assert_eq!(codes(make(&world, &operator, &plain).await), ["4003"]);
}

#[tokio::test]
async fn a_blocked_supplier_and_an_ended_transporter_are_looked_up_afresh() {
    let world = World::new().await;
    world
        .registry
        .change(SELLER, |seller| seller.blocked_for_eway_bill = true);
    let mut carrier = taxpayer(TRANSPORTER);
    carrier.status = RegistrationStatus::Inactive;
    world.registry.put(carrier);
    let seller = seller(&world).await;
    let irn = registered(&world, &seller, "KA/26/1").await;
    let mut asked = by_road();
    asked["Irn"] = irn.into();
    asked["TransId"] = TRANSPORTER.into();
    let asked = asked.to_string().into_bytes();
    let mut refused = codes(world.irp.make_eway_bill(&seller, &asked).await);
    refused.sort_unstable();
    assert_eq!(refused, ["3052", "4015"]);
    let before = world.registry.asked();
    world
        .registry
        .change(SELLER, |seller| seller.blocked_for_eway_bill = false);
    world.advance_s(59);
    world.irp.make_eway_bill(&seller, &asked).await.unwrap_err();
    assert_eq!(world.registry.asked(), before, "asked a moment ago");
    world
        .registry
        .change(TRANSPORTER, |t| t.status = RegistrationStatus::Active);
    world.advance_s(1);
    world.irp.make_eway_bill(&seller, &asked).await.unwrap();
    assert_eq!(
        world.registry.asked(),
        before + 2,
        "one question about each"
    );
}

#[tokio::test]
async fn a_list_goes_page_by_page() {
    let world = World::with(|settings| settings.policy.reporting_limit = false).await;
    let seller = seller(&world).await;
    let buyer = actor(&world.account(BUYER, "Banash01").await, Channel::Upload);
    for number in 0..=PAGE_ROWS {
        let json = with_bill(&format!("KA/{}", number + 1));
        made(
            world
                .irp
                .issue(&seller, json.to_string().as_bytes())
                .await
                .unwrap(),
        );
    }
    let first = world.irp.eway_bills(&seller, None).await.unwrap();
    assert_eq!(first.rows.len(), PAGE_ROWS as usize);
    let newest = 910_000_000_001 + u64::from(PAGE_ROWS);
    assert_eq!(first.rows[0].number, newest);
    let rest = world.irp.eway_bills(&seller, first.next).await.unwrap();
    assert_eq!((rest.rows.len(), rest.next), (1, None));
    assert!(
        world
            .irp
            .eway_bills(&buyer, None)
            .await
            .unwrap()
            .rows
            .is_empty()
    );
}

#[tokio::test]
async fn a_document_that_asks_for_no_bill_gets_none() {
    let world = World::new().await;
    let seller = seller(&world).await;
    let issued = world
        .irp
        .issue(&seller, invoice("KA/26/1").as_bytes())
        .await
        .unwrap();
    assert!(issued.eway_bill.is_none());
    let active = world.irp.active_eway_bill(&issued.registered).await;
    assert_eq!(active.unwrap(), None);
}
