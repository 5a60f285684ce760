//! The lines of a document and its totals.

use gst::{Decimal, HsnCode};
use jiff::civil::Date;

/// One element of `ItemList`.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Serial number, as sent.
    pub serial_number: String,
    /// Description.
    pub description: Option<String>,
    /// Whether this is a service.
    pub is_service: bool,
    /// HSN or SAC.
    pub hsn: HsnCode,
    /// Bar code.
    pub barcode: Option<String>,
    /// Quantity, up to 3 decimals.
    pub quantity: Option<Decimal>,
    /// Quantity given free, up to 3 decimals.
    pub free_quantity: Option<Decimal>,
    /// Unit quantity code, as sent.
    pub unit: Option<String>,
    /// Price of one unit in rupees, up to 3 decimals.
    pub unit_price: Decimal,
    /// Quantity × unit price, in rupees.
    pub gross_amount: Decimal,
    /// Discount on the line, in rupees.
    pub discount: Option<Decimal>,
    /// Value before tax, in rupees.
    pub pre_tax_value: Option<Decimal>,
    /// Taxable value: gross amount less discount, in rupees.
    pub taxable_value: Decimal,
    /// GST rate in per cent.
    pub gst_rate: Decimal,
    /// Integrated tax, in rupees.
    pub igst: Option<Decimal>,
    /// Central tax, in rupees.
    pub cgst: Option<Decimal>,
    /// State or union territory tax, in rupees.
    pub sgst: Option<Decimal>,
    /// Compensation cess rate in per cent.
    pub cess_rate: Option<Decimal>,
    /// Compensation cess by value, in rupees.
    pub cess: Option<Decimal>,
    /// Compensation cess not by value (by quantity), in rupees.
    pub cess_non_advalorem: Option<Decimal>,
    /// State cess rate in per cent.
    pub state_cess_rate: Option<Decimal>,
    /// State cess by value, in rupees.
    pub state_cess: Option<Decimal>,
    /// State cess not by value, in rupees.
    pub state_cess_non_advalorem: Option<Decimal>,
    /// Other charges, in rupees.
    pub other_charges: Option<Decimal>,
    /// The line's total, in rupees.
    pub total: Decimal,
    /// Reference to the purchase order's line.
    pub order_line_reference: Option<String>,
    /// Country of origin, ISO 3166 alpha-2.
    pub origin_country: Option<String>,
    /// Serial number of the product.
    pub product_serial_number: Option<String>,
    /// Batch.
    pub batch: Option<Batch>,
    /// Name-value attributes.
    pub attributes: Vec<Attribute>,
}

/// `BchDtls`: a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Batch name or number.
    pub name: String,
    /// Expiry date.
    pub expiry_date: Option<Date>,
    /// Warranty date.
    pub warranty_date: Option<Date>,
}

/// One element of `AttribDtls`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Name.
    pub name: Option<String>,
    /// Value.
    pub value: Option<String>,
}

/// `ValDtls`: the document's totals, all in rupees unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Sum of the items' taxable values.
    pub taxable_value: Decimal,
    /// Sum of central tax.
    pub cgst: Option<Decimal>,
    /// Sum of state tax.
    pub sgst: Option<Decimal>,
    /// Sum of integrated tax.
    pub igst: Option<Decimal>,
    /// Sum of compensation cess.
    pub cess: Option<Decimal>,
    /// Sum of state cess.
    pub state_cess: Option<Decimal>,
    /// Discount on the whole document.
    pub discount: Option<Decimal>,
    /// Other charges on the whole document.
    pub other_charges: Option<Decimal>,
    /// Rounding, −99.99 to 99.99.
    pub round_off: Option<Decimal>,
    /// Value of the invoice.
    pub invoice_value: Decimal,
    /// Value of the invoice in the foreign currency.
    pub invoice_value_foreign: Option<Decimal>,
}
