//! A document that breaks no rule, and the world it is checked in, for the rules' own tests.
//!
//! Two lines within Karnataka: goods for 1,000.00 and a service for 500.00 less 50.00, at 18 %.

#![expect(clippy::unwrap_used, reason = "the sample's own texts are well-formed")]

use gst::{
    Decimal, DocumentNumber, Gstin, HsnCode, PinCode, RegistrationStatus, StateCode, TaxpayerType,
};
use jiff::civil::{Date, date};

use crate::facts::{Facts, Party, Policy, Standing};
use crate::finding::Finding;
use crate::invoice::{
    Address, AsSent, Buyer, Document, DocumentType, Invoice, Item, PartyId, Seller, SupplyType,
    Totals, Transaction,
};
use crate::rules::{Check, Rule};

/// The supplier, in Karnataka.
pub(super) const SELLER: &str = "29AAACM0000A1ZI";
/// The recipient, in Karnataka.
pub(super) const BUYER: &str = "29AAACB0000B1ZR";
/// An e-commerce operator in Maharashtra.
pub(super) const OPERATOR: &str = "27AAACE0000C1C1";
/// The document's date.
pub(super) const DOCUMENT_DATE: Date = date(2026, 6, 1);
/// The day of the check.
pub(super) const TODAY: Date = date(2026, 6, 10);

/// What [`Facts`] borrow from, so that a test can change any of it.
pub(super) struct World {
    pub(super) caller: Gstin,
    pub(super) today: Date,
    pub(super) seller: Party,
    pub(super) buyer: Party,
    pub(super) ecommerce: Option<Party>,
    pub(super) policy: Policy,
}

impl World {
    /// Both parties active, the supplier enabled and large, the supplier calling.
    pub(super) fn new() -> Self {
        Self {
            caller: gstin(SELLER),
            today: TODAY,
            seller: Party::Known(standing()),
            buyer: Party::Known(standing()),
            ecommerce: None,
            policy: Policy::default(),
        }
    }

    pub(super) fn facts(&self) -> Facts<'_> {
        Facts {
            caller: self.caller,
            today: self.today,
            seller: &self.seller,
            buyer: &self.buyer,
            ecommerce: self.ecommerce.as_ref(),
            policy: &self.policy,
        }
    }

    /// What one rule finds, as `pointer: particulars`.
    pub(super) fn findings(&self, rule: &Rule, invoice: &Invoice) -> Vec<Finding> {
        let mut findings = Vec::new();
        let Some(Check::Document(check)) = rule.check else {
            panic!("{} does not check documents", rule.entry.code);
        };
        check(invoice, &self.facts(), &mut findings);
        for finding in &findings {
            assert_eq!(finding.code(), rule.entry.code);
        }
        findings
    }

    /// The pointers of what one rule finds.
    pub(super) fn pointers(&self, rule: &Rule, invoice: &Invoice) -> Vec<String> {
        let findings = self.findings(rule, invoice);
        findings.into_iter().map(|found| found.pointer).collect()
    }
}

/// The pointers of what one rule finds in the sample's world.
pub(super) fn pointers(rule: &Rule, invoice: &Invoice) -> Vec<String> {
    World::new().pointers(rule, invoice)
}

pub(super) fn standing() -> Standing {
    Standing {
        status: RegistrationStatus::Active,
        kind: TaxpayerType::Regular,
        registered_on: Some(date(2017, 7, 1)),
        deregistered_on: None,
        turnover: Some(Decimal::from(250_000_000)),
        e_invoice_enabled: true,
        eway_bill_blocked: false,
    }
}

pub(super) fn gstin(text: &str) -> Gstin {
    Gstin::parse(text).unwrap()
}

/// An amount in rupees, from paise.
pub(super) fn paise(amount: i64) -> Decimal {
    Decimal::new(amount, 2)
}

pub(super) fn state(code: &str) -> AsSent<StateCode> {
    AsSent {
        value: StateCode::parse(code).unwrap(),
        text: code.into(),
    }
}

pub(super) fn supply(value: SupplyType, text: &str) -> AsSent<SupplyType> {
    AsSent {
        value,
        text: text.into(),
    }
}

/// A tax invoice within Karnataka.
pub(super) fn intra_state() -> Invoice {
    Invoice {
        version: "1.1".to_owned(),
        precomputed_irn: None,
        transaction: Transaction {
            tax_scheme: "GST".to_owned(),
            supply_type: supply(SupplyType::B2b, "B2B"),
            reverse_charge: false,
            reverse_charge_sent: false,
            ecommerce_gstin: None,
            igst_on_intra: false,
            igst_on_intra_sent: false,
        },
        document: Document {
            kind: AsSent {
                value: DocumentType::Invoice,
                text: "INV".into(),
            },
            number: DocumentNumber::parse("KA/26-27/101").unwrap(),
            date: DOCUMENT_DATE,
        },
        seller: seller(),
        buyer: buyer(),
        dispatch_from: None,
        ship_to: None,
        items: vec![goods(), service()],
        totals: Totals {
            taxable_value: paise(145_000),
            cgst: Some(paise(13_050)),
            sgst: Some(paise(13_050)),
            igst: None,
            cess: None,
            state_cess: None,
            discount: None,
            other_charges: None,
            round_off: None,
            invoice_value: paise(171_100),
            invoice_value_foreign: None,
        },
        payment: None,
        references: None,
        additional_documents: Vec::new(),
        export: None,
        transport: None,
    }
}

/// The same supply to a place in Maharashtra, with integrated tax.
pub(super) fn inter_state() -> Invoice {
    let mut invoice = intra_state();
    invoice.buyer.place_of_supply = state("27");
    for item in &mut invoice.items {
        item.igst = Some(item.cgst.take().unwrap() + item.sgst.take().unwrap());
    }
    invoice.totals.cgst = None;
    invoice.totals.sgst = None;
    invoice.totals.igst = Some(paise(26_100));
    invoice
}

fn address(location: &str, pin: u32) -> Address {
    Address {
        line1: "12 Market Road".to_owned(),
        line2: None,
        location: location.to_owned(),
        pin: PinCode::new(pin),
    }
}

fn seller() -> Seller {
    Seller {
        gstin: gstin(SELLER),
        legal_name: "Malnad Tools Private Limited".to_owned(),
        trade_name: None,
        address: address("Bengaluru", 560_001),
        state: state("29"),
        phone: None,
        email: None,
    }
}

fn buyer() -> Buyer {
    Buyer {
        id: PartyId::Registered(gstin(BUYER)),
        legal_name: "Banashankari Traders LLP".to_owned(),
        trade_name: None,
        place_of_supply: state("29"),
        address: address("Mysuru", 570_001),
        state: state("29"),
        phone: None,
        email: None,
    }
}

fn goods() -> Item {
    Item {
        serial_number: "1".to_owned(),
        description: Some("Cordless drill".to_owned()),
        is_service: false,
        hsn: HsnCode::parse("84672100").unwrap(),
        barcode: None,
        quantity: Some(Decimal::from(10)),
        free_quantity: None,
        unit: Some("NOS".to_owned()),
        unit_price: Decimal::from(100),
        gross_amount: paise(100_000),
        discount: None,
        pre_tax_value: None,
        taxable_value: paise(100_000),
        gst_rate: Decimal::from(18),
        igst: None,
        cgst: Some(paise(9_000)),
        sgst: Some(paise(9_000)),
        cess_rate: None,
        cess: None,
        cess_non_advalorem: None,
        state_cess_rate: None,
        state_cess: None,
        state_cess_non_advalorem: None,
        other_charges: None,
        total: paise(118_000),
        order_line_reference: None,
        origin_country: None,
        product_serial_number: None,
        batch: None,
        attributes: Vec::new(),
    }
}

fn service() -> Item {
    Item {
        serial_number: "2".to_owned(),
        description: Some("Installation".to_owned()),
        is_service: true,
        hsn: HsnCode::parse("998732").unwrap(),
        quantity: None,
        unit: None,
        unit_price: Decimal::from(500),
        gross_amount: paise(50_000),
        discount: Some(paise(5_000)),
        taxable_value: paise(45_000),
        cgst: Some(paise(4_050)),
        sgst: Some(paise(4_050)),
        total: paise(53_100),
        ..goods()
    }
}
