//! Writes an invented GST master, as `mohar taxpayers import` reads it, to standard output.
//!
//! `cargo run --release -p mohar --example master_file -- 15000000 csv > master.csv`
//!
//! Rows are in no order. Two of three have a mobile number and an e-mail address. The same count
//! makes the same taxpayers, whatever the form.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use gst::{Gstin, PinCode, PrincipalPlace, RegistrationStatus, StateCode, Taxpayer, TaxpayerType};
use jiff::ToSpan as _;
use jiff::civil::date;
use service::registry::answer_json;

/// Prime, so that rows times this go through all taxpayers in no order.
const STRIDE: u64 = 982_451_653;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let count = arguments.next().and_then(|count| count.parse().ok());
    let (Some(count), Some(form)) = (count, arguments.next()) else {
        eprintln!("master_file COUNT csv|jsonl");
        return ExitCode::FAILURE;
    };
    match write(count, form == "jsonl", io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn write(count: u64, is_json: bool, to: impl Write) -> io::Result<()> {
    let mut to = BufWriter::with_capacity(1 << 20, to);
    if !is_json {
        writeln!(
            to,
            "gstin,legal_name,trade_name,constitution,type,status,registered_on,cancelled_on,\
             building_number,building_name,street,locality,district,pin,turnover,mobile,email,\
             eway_bill_blocked"
        )?;
    }
    for row in 0..count {
        let taxpayer = taxpayer(row * STRIDE % count.max(1));
        if is_json {
            writeln!(to, "{}", answer_json(&taxpayer))?;
        } else {
            line(&mut to, &taxpayer)?;
        }
    }
    to.flush()
}

fn line(to: &mut impl Write, taxpayer: &Taxpayer) -> io::Result<()> {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let place = &taxpayer.address;
    writeln!(
        to,
        "{},\"{}\",{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}",
        taxpayer.gstin,
        taxpayer.legal_name,
        taxpayer.trade_name.as_deref().unwrap_or_default(),
        taxpayer.constitution,
        taxpayer.kind.gst_word(),
        taxpayer.status.gst_word(),
        day(taxpayer.registered_on),
        day(taxpayer.deregistered_on),
        place.building_number,
        place.building_name,
        place.street,
        place.locality,
        place.district,
        place.pin.map(|pin| pin.to_string()).unwrap_or_default(),
        taxpayer
            .turnover
            .map(|sum| sum.to_string())
            .unwrap_or_default(),
        taxpayer.mobile.as_deref().unwrap_or_default(),
        taxpayer.email.as_deref().unwrap_or_default(),
        if taxpayer.blocked_for_eway_bill {
            "yes"
        } else {
            "no"
        },
    )
}

/// The n-th invented taxpayer.
fn taxpayer(n: u64) -> Taxpayer {
    let small = |bound: u64, of: u64| u32::try_from(of % bound).expect("the bound is small");
    let letter = |of: u64| char::from(b'A' + u8::try_from(of % 26).expect("below 26"));
    let series = n / 10_000;
    // Without the two places that are no state.
    let state = StateCode::ALL[small(38, n.wrapping_mul(7)) as usize];
    let first14 = format!(
        "{state}{}{}{}CM{:04}{}1Z",
        letter(series / 676),
        letter(series / 26),
        letter(series),
        n % 10_000,
        letter(n),
    );
    let gstin =
        Gstin::with_check_digit(&first14).expect("digits and letters stand in their places");
    let status = match n % 20 {
        0..=2 => RegistrationStatus::Cancelled,
        3 => RegistrationStatus::Suspended,
        _ => RegistrationStatus::Active,
    };
    let registered_on = date(2017, 7, 1) + i64::from(small(3_000, n)).days();
    let has_contact = !n.is_multiple_of(3);
    Taxpayer {
        gstin,
        legal_name: format!("Invented Traders {n} Private Limited, Unit {}", n % 9),
        trade_name: n.is_multiple_of(2).then(|| format!("Invented {n}")),
        constitution: "Private Limited Company".to_owned(),
        kind: if n % 10 == 1 {
            TaxpayerType::Composition
        } else {
            TaxpayerType::Regular
        },
        status,
        registered_on: Some(registered_on),
        deregistered_on: (status == RegistrationStatus::Cancelled)
            .then(|| registered_on + 700.days()),
        address: PrincipalPlace {
            building_name: "Industrial Estate".to_owned(),
            building_number: (n % 900 + 1).to_string(),
            floor: String::new(),
            street: "Station Road".to_owned(),
            locality: "Old Town".to_owned(),
            district: "Invented District".to_owned(),
            pin: PinCode::new(110_001 + small(700_000, n)),
            state,
        },
        turnover: (!n.is_multiple_of(4)).then(|| gst::Decimal::from(n % 900_000_000)),
        mobile: has_contact.then(|| format!("99999{:05}", n % 100_000)),
        email: has_contact.then(|| format!("accounts{n}@invented.example")),
        blocked_for_eway_bill: n.is_multiple_of(50),
    }
}
