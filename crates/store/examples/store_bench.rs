//! Measures an engine alone: rows a second, bytes a row, microseconds a look-up.
//!
//! `cargo run --release -p store --example store_bench [documents] [folder | postgres://…]`
//!
//! A folder gets an embedded database that goes away. A PostgreSQL database has to be empty; it
//! is filled, and keeps its rows.
//!
//! Documents are checked and signed before the clock starts, so that only the store is measured.
//! The figures depend on the disk: every commit is forced to it.

#![expect(
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "it measures durations of tasks that it awaits, and prints few digits"
)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use einvoice::calculator::{Calculator, Line};
use einvoice::{Facts, Irn, Party, Policy, Standing, example};
use gst::{Decimal, Gstin, HsnCode, RegistrationStatus, TaxpayerType, ist};
use jiff::Timestamp;
use jiff::civil::date;
use seal::SigningKey;
use store::invoices::Registration;
use store::line::{AckBlock, AckSeries, Channel, Sealed};
use store::postgres::{PostgresStore, Settings, migrate};
use store::sqlite::SqliteStore;
use store::{InstallationKind, Invoices};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Callers that register at the same time, one run for each.
const CALLERS: [usize; 4] = [1, 8, 64, 256];
/// Documents of the run with one caller, who waits for the disk each time.
const ALONE_MAX: usize = 300;
/// Suppliers that the documents are spread over.
const SUPPLIERS: usize = 500;
/// Look-ups measured.
const LOOK_UPS: usize = 20_000;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let documents: usize = arguments.next().map_or(Ok(20_000), |count| count.parse())?;
    let place = arguments.next();
    if let Some(url) = place.as_deref().filter(|place| place.contains("://")) {
        return measure_postgres(url, documents).await;
    }
    let base = place.map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = base.join(format!("mohar-store-bench-{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    let measured = measure(&folder.join("bench.db"), documents).await;
    std::fs::remove_dir_all(&folder)?;
    measured
}

async fn measure(path: &Path, documents: usize) -> Outcome<()> {
    let store = Arc::new(SqliteStore::open_or_create(path, InstallationKind::Portal)?);
    let irns = registrations(&store, documents).await?;
    look_ups(&store, &irns).await?;
    store.integrity_check().await?;
    // Closing copies the log into the file.
    Arc::into_inner(store)
        .ok_or("the store is still shared")?
        .close();
    let bytes = std::fs::metadata(path)?.len();
    let each = bytes / irns.len() as u64;
    println!(
        "file: {each} bytes a document ({} documents, {bytes} bytes)",
        irns.len()
    );
    Ok(())
}

async fn measure_postgres(url: &str, documents: usize) -> Outcome<()> {
    let settings = Settings::new(url);
    if migrate(&settings, InstallationKind::Portal).await?.from != 0 {
        return Err("the database is not empty".into());
    }
    let store = Arc::new(PostgresStore::open(&settings, InstallationKind::Portal).await?);
    let irns = registrations(&store, documents).await?;
    look_ups(&store, &irns).await?;
    store.integrity_check().await?;
    println!("{} documents", irns.len());
    Ok(())
}

async fn registrations<S: Invoices>(store: &Arc<S>, documents: usize) -> Outcome<Vec<Irn>> {
    let series = AckSeries {
        irp: 9,
        node: 1,
        year: 2026,
    };
    let total = u32::try_from(documents * CALLERS.len())?;
    let mut numbers = store.reserve_ack_numbers(series, total).await?;
    let now = ist::parse_date_time("2026-06-10 10:00:00").ok_or("a moment")?;
    let key = SigningKey::generate("Bench", now);
    let (mut irns, mut made) = (Vec::new(), 0);
    for callers in CALLERS {
        let count = if callers == 1 {
            documents.min(ALONE_MAX)
        } else {
            documents
        };
        let started = Instant::now();
        let sealed = (made..made + count)
            .map(|n| seal(n, &mut numbers, &key, now))
            .collect::<Outcome<Vec<_>>>()?;
        let sealing = started.elapsed();
        made += count;
        irns.extend(sealed.iter().map(Sealed::irn));
        let taken = register_all(store, sealed, callers).await?;
        println!(
            "{callers:>4} callers: {:>7.0} registrations/s ({:.0} µs each; checking and signing \
             took {:.0} µs each before)",
            count as f64 / taken.as_secs_f64(),
            taken.as_secs_f64() * 1e6 / count as f64,
            sealing.as_secs_f64() * 1e6 / count as f64,
        );
    }
    Ok(irns)
}

async fn register_all<S: Invoices>(
    store: &Arc<S>,
    sealed: Vec<Sealed>,
    callers: usize,
) -> Outcome<Duration> {
    let mut shares: Vec<Vec<Sealed>> = (0..callers).map(|_| Vec::new()).collect();
    for (n, sealed) in sealed.into_iter().enumerate() {
        shares[n % callers].push(sealed);
    }
    let started = Instant::now();
    let callers: Vec<_> = shares
        .into_iter()
        .map(|share| {
            let store = Arc::clone(store);
            tokio::spawn(async move {
                for sealed in share {
                    match store.register(sealed).await? {
                        Registration::New(_) => {}
                        Registration::Duplicate(_) => return Err("a duplicate".into()),
                    }
                }
                Outcome::Ok(())
            })
        })
        .collect();
    for caller in callers {
        caller.await??;
    }
    Ok(started.elapsed())
}

async fn look_ups<S: Invoices>(store: &Arc<S>, irns: &[Irn]) -> Outcome<()> {
    let started = Instant::now();
    for n in 0..LOOK_UPS {
        // A stride that visits them in no useful order.
        store
            .existing(&irns[n * 7_919 % irns.len()])
            .await?
            .ok_or("an IRN is missing")?;
    }
    let existing = started.elapsed();
    let started = Instant::now();
    for n in 0..LOOK_UPS {
        store
            .by_irn(&irns[n * 7_919 % irns.len()])
            .await?
            .ok_or("an IRN is missing")?;
    }
    let whole = started.elapsed();
    println!(
        "look-ups: {:.1} µs whether it exists, {:.1} µs the whole document",
        existing.as_secs_f64() * 1e6 / LOOK_UPS as f64,
        whole.as_secs_f64() * 1e6 / LOOK_UPS as f64,
    );
    Ok(())
}

/// The n-th document, checked and signed.
fn seal(n: usize, numbers: &mut AckBlock, key: &SigningKey, now: Timestamp) -> Outcome<Sealed> {
    let gstin = Gstin::with_check_digit(&format!("29AAACM{:04}A1Z", n % SUPPLIERS))?;
    let hsn = HsnCode::parse(["82052000", "84672100", "39269099", "73181500"][n % 4])?;
    let amount = Decimal::new(10_000 + i64::try_from(n * 7_919 % 9_999_999)?, 2);
    let mut seller = example::seller_of(gstin);
    seller.legal_name = format!("Supplier {} Works Private Limited", n * 31 % SUPPLIERS);
    let mut buyer = example::buyer();
    buyer.legal_name = format!("Recipient {} Traders", n * 17 % 10_007);
    buyer.address.line1 = format!("{} Palace Street", n * 13 % 997);
    let number = format!("INV/26-27/{n:06}").parse()?;
    let quantity = (Decimal::from(1 + n % 40), "NOS");
    let invoice = Calculator::new(seller, buyer, number, date(2026, 6, 1))
        .line(Line::new(
            "Hand drill 13 mm",
            hsn,
            quantity,
            amount,
            Decimal::from(18),
        ))
        .finish();
    let party = Party::Known(Standing {
        status: RegistrationStatus::Active,
        kind: TaxpayerType::Regular,
        registered_on: Some(date(2017, 7, 1)),
        deregistered_on: None,
        turnover: Some(Decimal::from(250_000_000)),
        e_invoice_enabled: true,
        eway_bill_blocked: false,
    });
    let facts = Facts {
        caller: gstin,
        today: ist::date(now),
        seller: &party,
        buyer: &party,
        ecommerce: None,
        policy: &Policy::default(),
    };
    let checked = einvoice::check(invoice, &facts).map_err(|_| "the sample breaks a rule")?;
    let number = numbers.take().ok_or("no number left")?;
    let sealed = Sealed::seal(&checked, number, now, Channel::Api, key, "Mohar Sandbox");
    Ok(sealed?)
}
