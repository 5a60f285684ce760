//! What the calculator makes breaks no rule; move one amount too far, and its rule says so.

use einvoice::calculator::{Calculator, Line};
use einvoice::{AsSent, DocumentType, Finding, Invoice, Party, SupplyType, example, rules};
use gst::{Decimal, DocumentNumber, HsnCode, StateCode, TaxpayerType};
use jiff::civil::date;
use proptest::prelude::*;

use crate::support::{World, codes, standing};

/// GST rates that are or were in use, in thousandths of a per cent.
const RATES: [i64; 10] = [
    0, 100, 250, 1_500, 3_000, 5_000, 12_000, 18_000, 28_000, 40_000,
];

/// No computed amount is further than this from an accepted one.
const TOO_FAR_PAISE: i64 = 300;

/// Every computed amount is accepted when it is this far off. Less a paisa for what rounding each
/// amount to paise has moved it already.
const WITHIN_PAISE: i64 = 99;

fn line() -> impl Strategy<Value = Line> {
    (
        1_i64..2_000_000,
        0_i64..50_000_000,
        0_i64..=50,
        prop::sample::select(&RATES[..]),
        0_i64..20_000,
    )
        .prop_map(|(quantity, price, discount_percent, rate, cess_rate)| {
            let quantity = Decimal::new(quantity, 3);
            let price = Decimal::new(price, 3);
            let hsn = HsnCode::parse("84672100").unwrap();
            let rate = Decimal::new(rate, 3);
            let mut line = Line::new("Cordless drill", hsn, (quantity, "NOS"), price, rate);
            line.discount = (quantity * price * Decimal::new(discount_percent, 2)).round_dp(2);
            line.cess_rate = Decimal::new(cess_rate, 3);
            line
        })
}

fn kind() -> impl Strategy<Value = DocumentType> {
    prop::sample::select(vec![
        DocumentType::Invoice,
        DocumentType::CreditNote,
        DocumentType::DebitNote,
    ])
}

fn supply_type() -> impl Strategy<Value = SupplyType> {
    prop::sample::select(vec![
        SupplyType::B2b,
        SupplyType::DeemedExport,
        SupplyType::SezWithPayment,
        SupplyType::SezWithoutPayment,
        SupplyType::ExportWithPayment,
        SupplyType::ExportWithoutPayment,
    ])
}

prop_compose! {
    fn document()(
        lines in prop::collection::vec(line(), 1..6),
        kind in kind(),
        supply_type in supply_type(),
        other_state: bool,
    ) -> Invoice {
        computed(lines, kind, supply_type, other_state)
    }
}

fn computed(
    lines: Vec<Line>,
    kind: DocumentType,
    supply_type: SupplyType,
    other_state: bool,
) -> Invoice {
    let mut buyer = if supply_type.is_export() {
        example::buyer_abroad()
    } else {
        example::buyer()
    };
    if other_state && !supply_type.is_export() {
        buyer.place_of_supply = AsSent {
            value: StateCode::parse("27").unwrap(),
            text: "27".into(),
        };
    }
    let number = DocumentNumber::parse("KA/26-27/7").unwrap();
    let calculator = Calculator::new(example::seller(), buyer, number, date(2026, 6, 1))
        .supply_type(supply_type)
        .document_type(kind);
    lines
        .into_iter()
        .fold(calculator, Calculator::line)
        .finish()
}

fn findings(invoice: &Invoice) -> Vec<Finding> {
    let buyer = if invoice.buyer.id.gstin().is_none() {
        Party::Unregistered
    } else {
        let mut standing = standing();
        if invoice.transaction.supply_type.value.is_sez() {
            standing.kind = TaxpayerType::SezUnit;
        }
        Party::Known(standing)
    };
    let world = World::new().with_buyer(buyer);
    rules::findings(invoice, &world.facts())
}

/// An amount of the document, and the code of the rule that guards it.
type Moved = (&'static str, fn(&mut Invoice, Decimal));

fn add(amount: &mut Option<Decimal>, delta: Decimal) {
    *amount = Some(amount.unwrap_or_default() + delta);
}

fn state_cess(invoice: &mut Invoice, by: Decimal) {
    add(&mut invoice.totals.state_cess, by);
}

/// Amounts that every document has.
const ALWAYS: [Moved; 9] = [
    ("2182", |invoice, by| invoice.totals.taxable_value += by),
    ("2183", |invoice, by| add(&mut invoice.totals.sgst, by)),
    ("2184", |invoice, by| add(&mut invoice.totals.cgst, by)),
    ("2185", |invoice, by| add(&mut invoice.totals.igst, by)),
    ("2186", |invoice, by| add(&mut invoice.totals.cess, by)),
    ("2187", state_cess),
    ("2189", |invoice, by| invoice.totals.invoice_value += by),
    ("2193", |invoice, by| invoice.items[0].taxable_value += by),
    ("2194", |invoice, by| invoice.items[0].total += by),
];

/// Taxes of a tax invoice within a state.
const INTRA_STATE: [Moved; 3] = [
    ("2172", |invoice, by| add(&mut invoice.items[0].igst, by)),
    ("2227", |invoice, by| add(&mut invoice.items[0].cgst, by)),
    ("2234", |invoice, by| add(&mut invoice.items[0].sgst, by)),
];

/// Taxes and cess of a tax invoice between states, with payment of tax.
const INTER_STATE: [Moved; 3] = [
    ("2235", |invoice, by| add(&mut invoice.items[0].igst, by)),
    ("2266", |invoice, by| add(&mut invoice.items[0].cess, by)),
    ("2222", |invoice, by| {
        add(&mut invoice.items[0].state_cess, by.abs());
    }),
];

/// The code that guards central and state tax where neither is due.
fn state_taxes_code(invoice: &Invoice) -> &'static str {
    let supply = invoice.transaction.supply_type.value;
    match (supply.is_export(), supply.is_sez()) {
        (true, _) => "2180",
        (_, true) => "2237",
        _ => "2174",
    }
}

fn amounts(invoice: &Invoice) -> Vec<Moved> {
    let mut amounts = ALWAYS.to_vec();
    if !invoice.is_intra_state() {
        let code = state_taxes_code(invoice);
        amounts.push((code, |invoice, by| add(&mut invoice.items[0].cgst, by)));
    }
    let with_payment = !invoice.transaction.supply_type.value.is_without_payment();
    if invoice.document.kind.value == DocumentType::Invoice {
        if invoice.is_intra_state() {
            amounts.extend(INTRA_STATE);
        } else if with_payment {
            amounts.extend(INTER_STATE);
        }
    }
    amounts
}

proptest! {
    #[test]
    fn a_computed_document_breaks_no_rule(invoice in document()) {
        let found = findings(&invoice);
        prop_assert!(found.is_empty(), "{found:#?}");
    }

    #[test]
    fn an_amount_moved_too_far_is_found_by_its_rule(
        invoice in document(),
        chosen: prop::sample::Index,
        paise in TOO_FAR_PAISE..10_000_000,
        up: bool,
    ) {
        let (code, change) = *chosen.get(&amounts(&invoice));
        let mut moved = invoice;
        change(&mut moved, Decimal::new(if up { paise } else { -paise }, 2));
        let found = findings(&moved);
        prop_assert!(codes(&found).contains(&code), "{code} is not in {found:#?}");
    }

    #[test]
    fn an_amount_moved_within_the_tolerance_is_never_found(
        invoice in document(),
        chosen: prop::sample::Index,
        paise in -WITHIN_PAISE..=WITHIN_PAISE,
    ) {
        let (_, change) = *chosen.get(&ALWAYS[..]);
        let mut moved = invoice;
        change(&mut moved, Decimal::new(paise, 2));
        let found = findings(&moved);
        prop_assert!(found.is_empty(), "{found:#?}");
    }

    #[test]
    fn igst_moved_within_the_tolerance_is_never_found(
        invoice in document(),
        paise in -WITHIN_PAISE..=WITHIN_PAISE,
    ) {
        prop_assume!(!invoice.is_intra_state());
        let mut moved = invoice;
        add(&mut moved.items[0].igst, Decimal::new(paise, 2));
        let found = findings(&moved);
        prop_assert!(found.is_empty(), "{found:#?}");
    }
}
