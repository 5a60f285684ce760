//! The pages alone, over a throw-away store, to look at them while they are being made.
//!
//! `cargo run -p portal --example serve` and open <http://127.0.0.1:8090>. Codes are printed.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use gst::{Decimal, Gstin, PinCode, PrincipalPlace, RegistrationStatus, Taxpayer, TaxpayerType};
use jiff::Timestamp;
use portal::PortalOptions;
use seal::{Keys, Randomness};
use service::{AccountOrder, Clock, GstRegistry, Irp, Parts, Settings};
use store::InstallationKind;
use store::sqlite::SqliteStore;

const LISTEN: &str = "127.0.0.1:8090";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let directory = tempfile::tempdir()?;
    let random = Randomness::system();
    let clock = Clock::system();
    let now = clock.now();
    let irp = Irp::new(Parts {
        store: Arc::new(SqliteStore::open_or_create(
            &directory.path().join("mohar.db"),
            InstallationKind::Portal,
        )?),
        keys: Keys::throw_away("Mohar Sandbox", now, &random),
        clock,
        randomness: random,
        registry: GstRegistry::new("http://127.0.0.1:9"),
        settings: Settings {
            portal_url: format!("http://{LISTEN}"),
            ..Settings::sandbox()
        },
    });
    seed(&irp, now).await?;
    let listener = tokio::net::TcpListener::bind(LISTEN).await?;
    println!("http://{LISTEN}");
    let codes = print_codes(irp.clone());
    let service = portal::router(irp, PortalOptions::default())
        .into_make_service_with_connect_info::<SocketAddr>();
    tokio::select! {
        ended = axum::serve(listener, service) => ended?,
        () = codes => {}
    }
    Ok(())
}

async fn seed(irp: &Irp, now: Timestamp) -> Result<(), Box<dyn std::error::Error>> {
    for (first14, status, turnover) in [
        ("29AAACM0001A1Z", RegistrationStatus::Active, 70_000_000),
        ("29AAACM0002A1Z", RegistrationStatus::Cancelled, 70_000_000),
        ("29AAACM0003A1Z", RegistrationStatus::Active, 10_000_000),
        ("29AAACM0004A1Z", RegistrationStatus::Active, 70_000_000),
    ] {
        let taxpayer = taxpayer(first14, status, turnover)?;
        println!("{} {status:?} turnover {turnover}", taxpayer.gstin);
        irp.put_taxpayer(taxpayer, now)
            .await
            .map_err(|trouble| format!("{trouble:?}"))?;
    }
    let account = irp
        .make_account(AccountOrder {
            gstin: Gstin::with_check_digit("29AAACM0004A1Z")?,
            user_name: None,
            password: None,
            turnover: None,
            enabled: None,
        })
        .await
        .map_err(|failure| format!("{failure:?}"))?;
    println!(
        "{} user {} password {}",
        account.gstin, account.user_name, account.password
    );
    Ok(())
}

fn taxpayer(
    first14: &str,
    status: RegistrationStatus,
    turnover: u32,
) -> Result<Taxpayer, Box<dyn std::error::Error>> {
    let gstin = Gstin::with_check_digit(first14)?;
    Ok(Taxpayer {
        gstin,
        legal_name: "Malnad Tools Private Limited".to_owned(),
        trade_name: Some("Malnad Tools".to_owned()),
        constitution: "Private Limited Company".to_owned(),
        kind: TaxpayerType::Regular,
        status,
        registered_on: Some(jiff::civil::date(2017, 7, 1)),
        deregistered_on: None,
        address: PrincipalPlace {
            building_name: "Kaveri Towers".to_owned(),
            building_number: "12".to_owned(),
            floor: "3rd floor".to_owned(),
            street: "MG Road".to_owned(),
            locality: "Shivajinagar".to_owned(),
            district: "Bengaluru Urban".to_owned(),
            pin: PinCode::new(560_001),
            state: gstin.state().ok_or("a state")?,
        },
        turnover: Some(Decimal::from(turnover)),
        mobile: Some("9999912345".to_owned()),
        email: Some("accounts@malnad.example".to_owned()),
        blocked_for_eway_bill: false,
    })
}

async fn print_codes(irp: Irp) {
    let mut last = 0;
    loop {
        for message in irp.inbox(4).await.unwrap_or_default().into_iter().rev() {
            if message.id > last {
                last = message.id;
                println!("to {}: {}", message.to, message.text);
            }
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}
