//! A sample to upload: an invoice of the user's own that registers at once.

use axum::response::Response;
use einvoice::Invoice;
use einvoice::calculator::{Calculator, Line};
use einvoice::example;
use einvoice::invoice::{Export, Seller, SupplyType};
use gst::{Decimal, DocumentNumber, Gstin, HsnCode, Taxpayer, ist};
use jiff::civil::Date;

use super::super::invoice::download;
use crate::page::{Answer, Page, SignedInPage};
use crate::problem::Problem;

/// Digits that make a sample's number fresh.
const NUMBER_DIGITS: usize = 8;

/// `GET /{lang}/upload/sample`.
pub(crate) async fn sample(signed_in_page: SignedInPage) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let gstin = signed_in.actor.gstin;
    let mut seller = seller_under(gstin);
    // A registry that is down only makes the sample less personal.
    if let Ok(Some(known)) = page.portal.irp.taxpayer_for(&gstin).await {
        make_own(&mut seller, &known.taxpayer);
    }
    sample_of(&page, seller)
}

/// The invented supplier under the user's GSTIN, without the telephone and e-mail address at which
/// only the invented one would be reached.
fn seller_under(gstin: Gstin) -> Seller {
    let invented = example::seller();
    if gstin == invented.gstin {
        return invented;
    }
    let mut seller = example::seller_of(gstin);
    seller.phone = None;
    seller.email = None;
    seller
}

fn sample_of(page: &Page, seller: Seller) -> Result<Response, Problem> {
    let irp = &page.portal.irp;
    let digits = irp.randomness().digits(NUMBER_DIGITS);
    let number: DocumentNumber = format!("SAMPLE/{digits}")
        .parse()
        .map_err(|_| Problem::unexpected())?;
    let today = ist::date(irp.now());
    let in_india = irp.settings().sandbox;
    let invoice = invoice(seller, number, today, in_india).ok_or_else(Problem::unexpected)?;
    let text = example::pretty_request_json(&invoice);
    Ok(download("sample-invoice.json", "application/json", text))
}

/// A sandbox knows the invented recipient within India; a real registry does not, but an export
/// needs none that it knows.
fn invoice(seller: Seller, number: DocumentNumber, day: Date, in_india: bool) -> Option<Invoice> {
    let drills = Line::new(
        "Hand drill",
        HsnCode::parse("82052000").ok()?,
        (Decimal::from(10), "NOS"),
        Decimal::new(125_000, 2),
        Decimal::from(18),
    );
    let sharpening = Line::new(
        "Sharpening of drill bits",
        HsnCode::parse("998719").ok()?,
        (Decimal::from(20), "NOS"),
        Decimal::new(3_750, 2),
        Decimal::from(18),
    );
    let calculator = if in_india {
        Calculator::new(seller, example::buyer(), number, day)
    } else {
        Calculator::new(seller, example::buyer_abroad(), number, day)
            .supply_type(SupplyType::ExportWithPayment)
            .export(Export {
                shipping_bill: None,
                shipping_bill_date: None,
                port: Some("INNSA1".to_owned()),
                refund_claim: Some(true),
                currency: Some("AED".to_owned()),
                country: Some("AE".to_owned()),
                duty: None,
            })
    };
    Some(calculator.line(drills).line(sharpening).finish())
}

/// Name and address of the taxpayer, where the GST master has them in a form that INV-01 allows.
fn make_own(seller: &mut Seller, taxpayer: &Taxpayer) {
    set(&mut seller.legal_name, &taxpayer.legal_name, (3, 100));
    seller.trade_name = taxpayer
        .trade_name
        .clone()
        .filter(|name| is_allowed(name, (3, 100)));
    let address = &taxpayer.address;
    let line = [
        &address.building_number,
        &address.building_name,
        &address.floor,
        &address.street,
        &address.locality,
    ];
    let parts: Vec<&str> = line.into_iter().map(String::as_str).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    set(&mut seller.address.line1, &parts.join(", "), (1, 100));
    set(&mut seller.address.location, &address.district, (3, 50));
    if address.pin.is_some() {
        seller.address.pin = address.pin;
    }
}

fn set(field: &mut String, text: &str, length: (usize, usize)) {
    if is_allowed(text, length) {
        text.clone_into(field);
    }
}

fn is_allowed(text: &str, (min, max): (usize, usize)) -> bool {
    let length = text.chars().count();
    (min..=max).contains(&length) && !text.contains(['"', '\\'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_invented_supplier_has_its_telephone_and_e_mail_address() {
        let invented = example::seller();
        assert_eq!(seller_under(invented.gstin), invented);
        let other = Gstin::with_check_digit("27AAACM0000A1Z").expect("a GSTIN");
        let seller = seller_under(other);
        assert_eq!((seller.phone, seller.email), (None, None));
        assert_eq!(seller.gstin, other);
    }

    #[test]
    fn a_sample_has_no_fault_of_shape() {
        let gstin = Gstin::with_check_digit("27AAACM0000A1Z").expect("a GSTIN");
        for in_india in [true, false] {
            let number = "SAMPLE/12345678".parse().expect("a number");
            let day = jiff::civil::date(2026, 11, 22);
            let invoice = invoice(seller_under(gstin), number, day, in_india);
            let text = example::pretty_request_json(&invoice.expect("an invoice"));
            einvoice::parse(text.as_bytes(), &einvoice::Policy::default()).expect("no fault");
        }
    }

    #[test]
    fn only_texts_that_inv_01_allows_are_taken_over() {
        let mut name = "as it was".to_owned();
        for odd in ["ab", "a \"quoted\" name", "back\\slash"] {
            set(&mut name, odd, (3, 100));
            assert_eq!(name, "as it was");
        }
        set(&mut name, &"x".repeat(101), (3, 100));
        assert_eq!(name, "as it was");
        set(&mut name, &"x".repeat(100), (3, 100));
        assert_eq!(name.len(), 100);
    }
}
