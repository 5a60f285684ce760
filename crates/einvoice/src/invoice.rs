//! The invoice that INV-01 describes, in the law's words.
//!
//! NIC's abbreviated member names stay in [`crate::json`]; here a field is called what an
//! accountant would call it. Every amount is an exact decimal that remembers how many decimals
//! the sender wrote, because the signed copy has to echo them.
//!
//! Source: INV-01 schema version 1.1 (Notification 60/2020 – Central Tax, 30 July 2020).

mod amounts;
mod particulars;
mod parties;
mod transport;

pub use amounts::{Attribute, Batch, Item, Totals};
pub use particulars::{
    AdditionalDocument, Contract, Export, Payment, Period, PrecedingDocument, References,
};
pub use parties::{Address, Buyer, DispatchFrom, PartyId, Seller, ShipTo};
pub use transport::{Transport, TransportMode, VehicleType};

use gst::{DocumentNumber, FinancialYear, Gstin, HsnCode};
use jiff::civil::Date;

use crate::Irn;

/// A value together with the text it was sent as, for members that are compared by value
/// (`"7"` and `"07"` are both Delhi) but echoed letter by letter in the signed copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsSent<T> {
    /// What the text means.
    pub value: T,
    /// The text as it stood in the request.
    pub text: Box<str>,
}

/// One document as submitted, free of schema faults. Made by [`crate::json::parse`].
#[derive(Clone, Debug, PartialEq)]
pub struct Invoice {
    /// Schema version, 1 to 6 characters, usually `1.1`.
    pub version: String,
    /// An IRN that the sender computed itself, 64 characters; NIC advises not to send it.
    pub precomputed_irn: Option<String>,
    /// What kind of supply this is.
    pub transaction: Transaction,
    /// Type, number and date.
    pub document: Document,
    /// The supplier.
    pub seller: Seller,
    /// The recipient.
    pub buyer: Buyer,
    /// Where the goods leave from, when not the supplier's address.
    pub dispatch_from: Option<DispatchFrom>,
    /// Where the goods go, when not the recipient's address.
    pub ship_to: Option<ShipTo>,
    /// The lines, 1 to 1,000. May be empty here: that an item is needed is rule 2228.
    pub items: Vec<Item>,
    /// The document's totals.
    pub totals: Totals,
    /// How it is paid.
    pub payment: Option<Payment>,
    /// What it refers to.
    pub references: Option<References>,
    /// Links and notes.
    pub additional_documents: Vec<AdditionalDocument>,
    /// Particulars of an export.
    pub export: Option<Export>,
    /// How the goods travel, for an e-way bill made along with the IRN.
    pub transport: Option<Transport>,
}

impl Invoice {
    /// The financial year (April to March) that the document's date falls in.
    pub fn financial_year(&self) -> FinancialYear {
        FinancialYear::of(self.document.date)
    }

    /// The invoice reference number that this document has or will have.
    pub fn irn(&self) -> Irn {
        Irn::of(
            &self.seller.gstin,
            self.financial_year(),
            self.document.kind.value,
            &self.document.number,
        )
    }

    /// Whether supplier and place of supply make this an intra-state supply: same state, and
    /// neither to a special economic zone nor an export nor marked as IGST on intra-state.
    pub fn is_intra_state(&self) -> bool {
        self.seller.state.value == self.buyer.place_of_supply.value
            && !self.transaction.supply_type.value.is_always_inter_state()
            && !self.transaction.igst_on_intra
    }

    /// The HSN code of the item with the highest taxable value; the first of equals.
    pub fn main_hsn(&self) -> Option<&HsnCode> {
        self.items
            .iter()
            .rev()
            .max_by_key(|item| item.taxable_value)
            .map(|item| &item.hsn)
    }
}

/// `TranDtls`: what kind of supply this is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "two facts, and for each whether it was sent"
)]
pub struct Transaction {
    /// Tax scheme; `GST` is the only one.
    pub tax_scheme: String,
    /// Supply type.
    pub supply_type: AsSent<SupplyType>,
    /// Whether tax is payable by the recipient. Absent means no.
    pub reverse_charge: bool,
    /// Whether the member was sent, so that the signed copy can echo exactly what was sent.
    pub reverse_charge_sent: bool,
    /// The e-commerce operator through whom the supply is made.
    pub ecommerce_gstin: Option<Gstin>,
    /// Whether IGST is due although supplier and place of supply are in one state.
    pub igst_on_intra: bool,
    /// Whether that member was sent.
    pub igst_on_intra_sent: bool,
}

/// The supply types of an e-invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SupplyType {
    /// Business to business.
    B2b,
    /// To a special economic zone with payment of tax.
    SezWithPayment,
    /// To a special economic zone without payment of tax.
    SezWithoutPayment,
    /// Export with payment of tax.
    ExportWithPayment,
    /// Export without payment of tax.
    ExportWithoutPayment,
    /// Deemed export.
    DeemedExport,
}

impl SupplyType {
    /// To a special economic zone, with or without payment of tax.
    pub fn is_sez(self) -> bool {
        matches!(self, Self::SezWithPayment | Self::SezWithoutPayment)
    }

    /// An export, with or without payment of tax; a deemed export is not one.
    pub fn is_export(self) -> bool {
        matches!(self, Self::ExportWithPayment | Self::ExportWithoutPayment)
    }

    /// Supplies that the law treats as inter-state whatever the states are
    /// (IGST Act 2017, section 7(5)).
    pub fn is_always_inter_state(self) -> bool {
        self.is_sez() || self.is_export()
    }

    /// Supplies without payment of tax, whose IGST may be zero.
    pub fn is_without_payment(self) -> bool {
        matches!(self, Self::SezWithoutPayment | Self::ExportWithoutPayment)
    }
}

/// `DocDtls`: type, number and date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Document type.
    pub kind: AsSent<DocumentType>,
    /// Document number, in the letter case that is registered (see [`gst::DocumentNumber`]).
    pub number: DocumentNumber,
    /// Document date.
    pub date: Date,
}

/// The documents that get an IRN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentType {
    /// Tax invoice.
    Invoice,
    /// Credit note.
    CreditNote,
    /// Debit note.
    DebitNote,
}

impl DocumentType {
    /// The code in NIC's system: `INV`, `CRN` or `DBN`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Invoice => "INV",
            Self::CreditNote => "CRN",
            Self::DebitNote => "DBN",
        }
    }

    /// Reads the code, whatever its letter case.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Invoice, Self::CreditNote, Self::DebitNote]
            .into_iter()
            .find(|kind| kind.code().eq_ignore_ascii_case(code))
    }
}
