//! What reading and judging a document costs, without network, storage and signatures.

use einvoice::calculator::{Calculator, Line};
use einvoice::json::invoice_request_json;
use einvoice::{Facts, Party, Policy, Standing, example};
use gst::{Decimal, HsnCode, RegistrationStatus, TaxpayerType};
use jiff::civil::{Date, date};

use crate::Failure;
use crate::process::Observed;

/// The day of the document and of the check.
const DAY: Date = date(2026, 6, 1);
/// Processor time that one figure is taken over: enough for the kernel's hundredths of a second
/// to be exact to one per cent.
const MEASURED_S: f64 = 1.0;
/// Documents between two looks at the processor time.
const BATCH_ITEMS: u32 = 20_000;

/// Processor time of one document, in µs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// From bytes to an invoice.
    pub(crate) read_us: f64,
    /// All rules over the invoice.
    pub(crate) rules_us: f64,
}

/// Measures a document of so many lines.
pub(crate) fn cost(items: u32) -> Result<Cost, Failure> {
    let policy = Policy::default();
    let json = document(items)?;
    let read = || einvoice::parse(json.as_bytes(), &policy);
    let invoice = read().map_err(|findings| format!("{findings:?}"))?;
    let party = Party::Known(Standing {
        status: RegistrationStatus::Active,
        kind: TaxpayerType::Regular,
        registered_on: None,
        deregistered_on: None,
        turnover: None,
        e_invoice_enabled: true,
        eway_bill_blocked: false,
    });
    let facts = Facts {
        caller: invoice.seller.gstin,
        today: DAY,
        seller: &party,
        buyer: &party,
        ecommerce: None,
        policy: &policy,
    };
    let findings = einvoice::rules::findings(&invoice, &facts);
    if !findings.is_empty() {
        return Err(format!("the sample is not in order: {findings:?}").into());
    }
    let batch = (BATCH_ITEMS / items).max(1);
    Ok(Cost {
        read_us: cpu_us(batch, || drop(std::hint::black_box(read()))),
        rules_us: cpu_us(batch, || {
            drop(std::hint::black_box(einvoice::rules::findings(
                std::hint::black_box(&invoice),
                &facts,
            )));
        }),
    })
}

/// An invoice that breaks no rule, as its bytes on the wire.
fn document(items: u32) -> Result<String, Failure> {
    let hsn = HsnCode::parse("82052000")?;
    let mut calculator =
        Calculator::new(example::seller(), example::buyer(), "BENCH/1".parse()?, DAY);
    for item in 1..=items {
        calculator = calculator.line(Line::new(
            &format!("Hand drill, size {item}"),
            hsn,
            (Decimal::from(item % 9 + 1), "NOS"),
            Decimal::new(i64::from(item) * 137 + 99, 2),
            Decimal::from(18),
        ));
    }
    Ok(invoice_request_json(&calculator.finish()))
}

/// Processor time of one call.
fn cpu_us(batch: u32, mut call: impl FnMut()) -> f64 {
    let own = Observed::own();
    let now = || own.cpu_s().unwrap_or_default();
    let (start, mut calls) = (now(), 0_u32);
    loop {
        for _ in 0..batch {
            call();
        }
        calls += batch;
        let spent = now() - start;
        if spent >= MEASURED_S {
            return spent * 1e6 / f64::from(calls);
        }
    }
}
