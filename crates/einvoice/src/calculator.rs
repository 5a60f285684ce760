//! Builds correct documents from lines: taxes, totals and roundings are computed.
//!
//! Tests, examples and load generators use it; an ERP that is written in Rust may too.

use gst::{Decimal, DocumentNumber, HsnCode};
use jiff::civil::Date;
use rust_decimal::RoundingStrategy;

use crate::invoice::{
    AsSent, Buyer, Document, DocumentType, Export, Invoice, Item, Seller, SupplyType, Totals,
    Transaction,
};
use crate::json;

/// One line to be charged.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is.
    pub description: String,
    /// HSN or SAC; that of a service begins with 99.
    pub hsn: HsnCode,
    /// Quantity, up to 3 decimals.
    pub quantity: Decimal,
    /// Unit quantity code: `NOS`, `KGS`.
    pub unit: String,
    /// Price of one unit in rupees, up to 3 decimals.
    pub unit_price: Decimal,
    /// Discount on the line in rupees.
    pub discount: Decimal,
    /// GST rate in per cent.
    pub gst_rate: Decimal,
    /// Compensation cess rate in per cent.
    pub cess_rate: Decimal,
}

impl Line {
    /// A line without discount and cess.
    pub fn new(
        description: &str,
        hsn: HsnCode,
        (quantity, unit): (Decimal, &str),
        unit_price: Decimal,
        gst_rate: Decimal,
    ) -> Self {
        Self {
            description: description.to_owned(),
            hsn,
            quantity,
            unit: unit.to_owned(),
            unit_price,
            discount: Decimal::ZERO,
            gst_rate,
            cess_rate: Decimal::ZERO,
        }
    }
}

/// Computes a document.
#[derive(Clone, Debug)]
pub struct Calculator {
    seller: Seller,
    buyer: Buyer,
    supply_type: SupplyType,
    kind: DocumentType,
    number: DocumentNumber,
    date: Date,
    export: Option<Export>,
    lines: Vec<Line>,
}

impl Calculator {
    /// A tax invoice from business to business, without lines yet.
    pub fn new(seller: Seller, buyer: Buyer, number: DocumentNumber, date: Date) -> Self {
        Self {
            seller,
            buyer,
            supply_type: SupplyType::B2b,
            kind: DocumentType::Invoice,
            number,
            date,
            export: None,
            lines: Vec::new(),
        }
    }

    /// Another supply type.
    #[must_use]
    pub fn supply_type(mut self, supply_type: SupplyType) -> Self {
        self.supply_type = supply_type;
        self
    }

    /// Another document type.
    #[must_use]
    pub fn document_type(mut self, kind: DocumentType) -> Self {
        self.kind = kind;
        self
    }

    /// Particulars of an export.
    #[must_use]
    pub fn export(mut self, export: Export) -> Self {
        self.export = Some(export);
        self
    }

    /// One more line.
    #[must_use]
    pub fn line(mut self, line: Line) -> Self {
        self.lines.push(line);
        self
    }

    /// The document.
    pub fn finish(self) -> Invoice {
        let mut invoice = Invoice {
            version: "1.1".to_owned(),
            precomputed_irn: None,
            transaction: Transaction {
                tax_scheme: "GST".to_owned(),
                supply_type: AsSent {
                    value: self.supply_type,
                    text: json::supply_code(self.supply_type).into(),
                },
                reverse_charge: false,
                reverse_charge_sent: true,
                ecommerce_gstin: None,
                igst_on_intra: false,
                igst_on_intra_sent: false,
            },
            document: Document {
                kind: AsSent {
                    value: self.kind,
                    text: self.kind.code().into(),
                },
                number: self.number,
                date: self.date,
            },
            seller: self.seller,
            buyer: self.buyer,
            dispatch_from: None,
            ship_to: None,
            items: Vec::new(),
            totals: totals(&[]),
            payment: None,
            references: None,
            additional_documents: Vec::new(),
            export: self.export,
            transport: None,
        };
        let taxes = if invoice.transaction.supply_type.value.is_without_payment() {
            Taxes::None
        } else if invoice.is_intra_state() {
            Taxes::CentralAndState
        } else {
            Taxes::Integrated
        };
        invoice.items = self
            .lines
            .iter()
            .zip(1_u32..)
            .map(|(line, number)| item(line, number, taxes))
            .collect();
        invoice.totals = totals(&invoice.items);
        invoice
    }
}

/// Which taxes a supply bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taxes {
    Integrated,
    CentralAndState,
    None,
}

fn item(line: &Line, number: u32, taxes: Taxes) -> Item {
    let gross_amount = paise(line.quantity * line.unit_price);
    let taxable_value = paise(gross_amount - line.discount);
    let percent = |rate: Decimal| paise(taxable_value * rate / Decimal::ONE_HUNDRED);
    let zero = paise(Decimal::ZERO);
    let half = percent(line.gst_rate / Decimal::TWO);
    let (igst, cgst, sgst) = match taxes {
        Taxes::Integrated => (percent(line.gst_rate), zero, zero),
        Taxes::CentralAndState => (zero, half, half),
        Taxes::None => (zero, zero, zero),
    };
    let cess = match taxes {
        Taxes::None => zero,
        _ => percent(line.cess_rate),
    };
    let some_if_positive = |amount: Decimal| (amount > Decimal::ZERO).then_some(amount);
    Item {
        serial_number: number.to_string(),
        description: Some(line.description.clone()),
        is_service: line.hsn.is_service(),
        hsn: line.hsn,
        barcode: None,
        quantity: Some(line.quantity),
        free_quantity: None,
        unit: Some(line.unit.clone()),
        unit_price: line.unit_price,
        gross_amount,
        discount: some_if_positive(line.discount),
        pre_tax_value: None,
        taxable_value,
        gst_rate: line.gst_rate,
        igst: Some(igst),
        cgst: Some(cgst),
        sgst: Some(sgst),
        cess_rate: some_if_positive(line.cess_rate),
        cess: some_if_positive(cess),
        cess_non_advalorem: None,
        state_cess_rate: None,
        state_cess: None,
        state_cess_non_advalorem: None,
        other_charges: None,
        total: taxable_value + igst + cgst + sgst + cess,
        order_line_reference: None,
        origin_country: None,
        product_serial_number: None,
        batch: None,
        attributes: Vec::new(),
    }
}

fn totals(items: &[Item]) -> Totals {
    let sum = |amount: fn(&Item) -> Decimal| paise(items.iter().map(amount).sum());
    let cess = sum(|item| item.cess.unwrap_or_default());
    Totals {
        taxable_value: sum(|item| item.taxable_value),
        cgst: Some(sum(|item| item.cgst.unwrap_or_default())),
        sgst: Some(sum(|item| item.sgst.unwrap_or_default())),
        igst: Some(sum(|item| item.igst.unwrap_or_default())),
        cess: (cess > Decimal::ZERO).then_some(cess),
        state_cess: None,
        discount: None,
        other_charges: None,
        round_off: None,
        invoice_value: sum(|item| item.total),
        invoice_value_foreign: None,
    }
}

/// Rounded to paise, half a paisa upwards, with both decimals written.
fn paise(amount: Decimal) -> Decimal {
    let mut rounded = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(2);
    rounded
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use jiff::civil::date;

    use super::*;
    use crate::example;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn calculator() -> Calculator {
        let number = "KA/26-27/1".parse().unwrap();
        Calculator::new(
            example::seller(),
            example::buyer(),
            number,
            date(2026, 6, 1),
        )
    }

    fn line() -> Line {
        let hsn = HsnCode::parse("33049990").unwrap();
        let mut line = Line::new(
            "Sandalwood cream",
            hsn,
            (decimal("100.345"), "KGS"),
            decimal("99.545"),
            decimal("12"),
        );
        line.discount = decimal("10");
        line.cess_rate = decimal("5");
        line
    }

    #[test]
    fn inter_state_line_has_integrated_tax() {
        let mut calculator = calculator();
        calculator.buyer.place_of_supply.value = gst::StateCode::parse("12").unwrap();
        let invoice = calculator.line(line()).finish();
        let item = &invoice.items[0];
        assert_eq!(item.gross_amount, decimal("9988.84"));
        assert_eq!(item.taxable_value, decimal("9978.84"));
        assert_eq!(item.igst, Some(decimal("1197.46")));
        assert_eq!(item.cess, Some(decimal("498.94")));
        assert_eq!(item.total, decimal("11675.24"));
        assert_eq!(invoice.totals.invoice_value, item.total);
    }

    #[test]
    fn intra_state_line_has_two_equal_halves() {
        let invoice = calculator().line(line()).line(line()).finish();
        let item = &invoice.items[1];
        assert_eq!(item.serial_number, "2");
        assert_eq!(item.cgst, Some(decimal("598.73")));
        assert_eq!(item.cgst, item.sgst);
        assert_eq!(item.igst, Some(Decimal::ZERO));
        assert_eq!(invoice.totals.cgst, Some(decimal("1197.46")));
    }

    #[test]
    fn supply_without_payment_has_no_tax() {
        let invoice = calculator()
            .supply_type(SupplyType::SezWithoutPayment)
            .line(line())
            .finish();
        assert_eq!(invoice.totals.igst, Some(Decimal::ZERO));
        assert_eq!(invoice.totals.invoice_value, decimal("9978.84"));
    }

    #[test]
    fn half_a_paisa_is_rounded_up() {
        assert_eq!(paise(decimal("0.005")).to_string(), "0.01");
        assert_eq!(paise(decimal("0.0049")).to_string(), "0.00");
        assert_eq!(paise(decimal("7")).to_string(), "7.00");
    }
}
