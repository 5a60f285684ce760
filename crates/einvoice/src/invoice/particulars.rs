//! What a document may say besides: payment, references, export.

use gst::Decimal;
use jiff::civil::Date;

/// `PayDtls`: how the invoice is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Payee.
    pub payee: Option<String>,
    /// Account number.
    pub account: Option<String>,
    /// Mode, in free words.
    pub mode: Option<String>,
    /// Branch or IFSC code.
    pub branch: Option<String>,
    /// Terms.
    pub terms: Option<String>,
    /// Instruction.
    pub instruction: Option<String>,
    /// Credit transfer.
    pub credit_transfer: Option<String>,
    /// Direct debit.
    pub direct_debit: Option<String>,
    /// Days of credit.
    pub credit_days: Option<u32>,
    /// Amount paid.
    pub paid: Option<Decimal>,
    /// Amount due.
    pub due: Option<Decimal>,
}

/// `RefDtls`: what the document refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct References {
    /// Remark.
    pub remark: Option<String>,
    /// Period that the document covers.
    pub period: Option<Period>,
    /// Documents that came before.
    pub preceding: Vec<PrecedingDocument>,
    /// Contracts and orders.
    pub contracts: Vec<Contract>,
}

/// `DocPerdDtls`: a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// One element of `PrecDocDtls`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrecedingDocument {
    /// Number.
    pub number: String,
    /// Date.
    pub date: Date,
    /// Another reference.
    pub other_reference: Option<String>,
}

/// One element of `ContrDtls`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Receipt advice number.
    pub receipt_advice: Option<String>,
    /// Receipt advice date.
    pub receipt_advice_date: Option<Date>,
    /// Tender or lot.
    pub tender: Option<String>,
    /// Contract number.
    pub contract: Option<String>,
    /// External reference.
    pub external: Option<String>,
    /// Project.
    pub project: Option<String>,
    /// Purchase order.
    pub purchase_order: Option<String>,
    /// Purchase order date.
    pub purchase_order_date: Option<Date>,
}

/// One element of `AddlDocDtls`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdditionalDocument {
    /// Link.
    pub url: Option<String>,
    /// Document in base64 or its name.
    pub document: Option<String>,
    /// Note.
    pub note: Option<String>,
}

/// `ExpDtls`: particulars of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Shipping bill number.
    pub shipping_bill: Option<String>,
    /// Shipping bill date.
    pub shipping_bill_date: Option<Date>,
    /// Port code.
    pub port: Option<String>,
    /// Whether a refund is claimed: `Y` or `N`.
    pub refund_claim: Option<bool>,
    /// Currency, ISO 4217.
    pub currency: Option<String>,
    /// Country, ISO 3166 alpha-2.
    pub country: Option<String>,
    /// Export duty, in rupees.
    pub duty: Option<Decimal>,
}
