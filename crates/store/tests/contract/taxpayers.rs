//! The local copy of the GST master.

use gst::{
    Decimal, FinancialYear, Gstin, PinCode, PrincipalPlace, RegistrationStatus, Taxpayer,
    TaxpayerType,
};
use jiff::civil::date;
use store::messages::{NewMessage, Route};
use store::proofs::{ProofState, Purpose};
use store::taxpayers::{EnableOutcome, Enablement, RecordSource, TaxpayerRecord};

use super::Engine;
use super::sample::{at, digest, prove, supplier};

/// A record as the registry gives it.
pub(crate) fn record(gstin: Gstin, legal_name: &str, fetched: i64) -> TaxpayerRecord {
    TaxpayerRecord {
        taxpayer: Taxpayer {
            gstin,
            legal_name: legal_name.to_owned(),
            trade_name: Some("मलनाड \"Tools\"".to_owned()),
            constitution: "Private Limited Company".to_owned(),
            kind: TaxpayerType::Regular,
            status: RegistrationStatus::Active,
            registered_on: Some(date(2017, 7, 1)),
            deregistered_on: None,
            address: PrincipalPlace {
                building_name: String::new(),
                building_number: "12".to_owned(),
                floor: String::new(),
                street: "Market Road".to_owned(),
                locality: "Bengaluru".to_owned(),
                district: "Bengaluru Urban".to_owned(),
                pin: PinCode::new(560_001),
                state: gstin.state().unwrap(),
            },
            turnover: Some(Decimal::new(25_000_000_050, 2)),
            mobile: None,
            email: None,
            blocked_for_eway_bill: false,
        },
        contact_sealed: Some(vec![1, 2, 3]),
        fetched_at: at(fetched),
        source: RecordSource::Fetched,
        enablement: None,
    }
}

/// A declaration.
pub(crate) fn enablement(seconds: i64) -> Enablement {
    Enablement {
        financial_year: FinancialYear::starting(2024),
        turnover: Decimal::new(6_000_000_010, 2),
        at: at(seconds),
    }
}

pub(crate) async fn a_record_comes_back_whole_but_for_contact(engine: &dyn Engine) {
    let store = engine.open().await;
    assert_eq!(store.taxpayer(&supplier(0)).await.unwrap(), None);
    let whole = record(supplier(0), "Malnad Tools", 0);
    let mut talkative = whole.clone();
    talkative.taxpayer.mobile = Some("9999912345".to_owned());
    talkative.taxpayer.email = Some("accounts@malnadtools.example".to_owned());
    talkative.enablement = Some(enablement(1));
    store.put_taxpayer(talkative).await.unwrap();
    assert_eq!(store.taxpayer(&supplier(0)).await.unwrap(), Some(whole));
}

pub(crate) async fn an_older_fetch_never_overwrites_a_newer_one(engine: &dyn Engine) {
    let store = engine.open().await;
    let name = || async {
        store
            .taxpayer(&supplier(0))
            .await
            .unwrap()
            .unwrap()
            .taxpayer
            .legal_name
    };
    store
        .put_taxpayer(record(supplier(0), "second", 20))
        .await
        .unwrap();
    store
        .put_taxpayer(record(supplier(0), "first", 10))
        .await
        .unwrap();
    assert_eq!(name().await, "second");
    store
        .put_taxpayer(record(supplier(0), "third", 30))
        .await
        .unwrap();
    assert_eq!(name().await, "third");
    store
        .put_taxpayer(record(supplier(0), "same moment", 30))
        .await
        .unwrap();
    assert_eq!(name().await, "same moment");
}

fn notice() -> Vec<NewMessage> {
    vec![NewMessage {
        route: Route::Sms,
        sealed: vec![99; 40],
        created_at: at(5),
    }]
}

pub(crate) async fn enabling_uses_up_the_proof_and_stays(engine: &dyn Engine) {
    let store = engine.open().await;
    store
        .put_taxpayer(record(supplier(0), "before", 0))
        .await
        .unwrap();
    prove(&store, 1, supplier(0), Purpose::Register).await;
    let wrong = store
        .enable(&supplier(0), Some(&digest(1)), enablement(5), notice())
        .await
        .unwrap();
    assert_eq!(wrong, EnableOutcome::ProofSpent);
    let found = store.taxpayer(&supplier(0)).await.unwrap().unwrap();
    assert_eq!(found.enablement, None);

    store
        .put_taxpayer(record(supplier(1), "other", 0))
        .await
        .unwrap();
    prove(&store, 2, supplier(1), Purpose::Enable).await;
    let enabled = store
        .enable(&supplier(1), Some(&digest(2)), enablement(5), notice())
        .await
        .unwrap();
    assert_eq!(enabled, EnableOutcome::Enabled);
    let proof = store.proof(&digest(2)).await.unwrap().unwrap();
    assert_eq!(proof.state, ProofState::Used);
    let again = store
        .enable(&supplier(1), None, enablement(6), notice())
        .await
        .unwrap();
    assert_eq!(again, EnableOutcome::AlreadyEnabled);
    // Told once, in the commit of the one enablement; refusals queue nothing.
    let queued = store.newest_messages(9).await.unwrap();
    let told = queued.iter().filter(|queued| queued.message == notice()[0]);
    assert_eq!(told.count(), 1);
    store
        .put_taxpayer(record(supplier(1), "fresh", 50))
        .await
        .unwrap();
    let found = store.taxpayer(&supplier(1)).await.unwrap().unwrap();
    assert_eq!(found.taxpayer.legal_name, "fresh");
    assert_eq!(found.enablement, Some(enablement(5)));
}

pub(crate) async fn enabling_someone_unknown_is_an_error(engine: &dyn Engine) {
    let store = engine.open().await;
    assert!(
        store
            .enable(&supplier(0), None, enablement(5), notice())
            .await
            .is_err()
    );
}
