//! Enablement.

use gst::{Decimal, FinancialYear, RegistrationStatus};
use service::{EnableRefused, EnablementForm, MobileProved, Stage};

use crate::world::{BUYER, SELLER, World, refusal};

const CRORE: i64 = 10_000_000;

async fn proved(world: &World) -> MobileProved {
    world
        .registry
        .change(SELLER, |t| t.turnover = Some(Decimal::from(CRORE)));
    let (_, started) = world.irp.begin_enablement(SELLER).await.unwrap();
    let sent = world.irp.send_code(started).await.unwrap();
    let code = world.newest_code().await;
    world.irp.verify_code(sent, &code).await.unwrap()
}

fn form(year: i16, turnover: i64) -> EnablementForm {
    EnablementForm {
        financial_year: FinancialYear::starting(year),
        turnover: Decimal::from(turnover),
    }
}

#[tokio::test]
async fn who_enables_itself_may_register() {
    let world = World::new().await;
    let state = proved(&world).await;
    let token = state.token().to_owned();
    let stop = refusal(world.irp.begin_registration(SELLER).await);
    assert_eq!(stop.entry.code, "3046");
    let enabled = world.irp.enable(state, form(2025, CRORE)).await.unwrap();
    assert_eq!(enabled.enablement.turnover, Decimal::from(CRORE));
    let after = world.irp.enablement_stage(&token).await.unwrap();
    assert!(matches!(after, Stage::Done));
    assert!(world.irp.begin_registration(SELLER).await.is_ok());
    let notice = world.irp.inbox(1).await.unwrap().remove(0);
    assert!(notice.text.contains("is now enabled"));
    let stop = refusal(world.irp.begin_enablement(SELLER).await);
    assert_eq!(stop.entry.code, "3063");
    // What is fetched afresh does not take it back.
    let known = world.irp.refresh_gstin(&SELLER.parse().unwrap()).await;
    assert!(known.unwrap().unwrap().enablement.is_some());
}

#[tokio::test]
async fn year_and_turnover_have_their_limits() {
    let world = World::new().await;
    let years = world.irp.enablement_years();
    assert_eq!(years.first(), Some(&FinancialYear::starting(2026)));
    assert_eq!(years.last(), Some(&FinancialYear::starting(2017)));
    let mut state = proved(&world).await;
    for year in [2016, 2027] {
        let refused = refusal(world.irp.enable(state, form(year, CRORE)).await);
        let EnableRefused::YearNotOffered(back) = refused else {
            panic!("{refused:?}");
        };
        state = *back;
    }
    for turnover in [-1, 0, CRORE / 2 - 1, CRORE * 10_000_000 + 1] {
        let refused = refusal(world.irp.enable(state, form(2017, turnover)).await);
        let EnableRefused::TurnoverOutOfRange(back) = refused else {
            panic!("{refused:?}");
        };
        state = *back;
    }
    assert!(world.irp.enable(state, form(2017, CRORE / 2)).await.is_ok());
}

#[tokio::test]
async fn a_proof_enables_once() {
    let world = World::new().await;
    let state = proved(&world).await;
    let Stage::MobileProved(again) = world.irp.enablement_stage(state.token()).await.unwrap()
    else {
        panic!("not proved");
    };
    world.irp.enable(state, form(2025, CRORE)).await.unwrap();
    let refused = refusal(world.irp.enable(again, form(2025, CRORE)).await);
    assert!(matches!(
        refused,
        EnableRefused::Outcome(_) | EnableRefused::ProofSpent
    ));
}

#[tokio::test]
async fn who_cannot_be_enabled_is_told_why() {
    let world = World::new().await;
    let stop = refusal(world.irp.begin_enablement(BUYER).await);
    assert_eq!(stop.entry.code, "3063");
    world
        .registry
        .change(SELLER, |t| t.status = RegistrationStatus::Deregistered);
    let stop = refusal(world.irp.begin_enablement(SELLER).await);
    assert_eq!(stop.entry.code, "3064");
}
