//! Items and totals.

use super::{Form, Section, field};

pub(crate) const ITEM: Section = Section {
    name: "ItemList",
    title: "block-items",
    fields: &[
        field("SlNo", "field-serial", Form::Text),
        field("PrdDesc", "field-description", Form::Text),
        field("IsServc", "field-is-service", Form::YesNo),
        field("HsnCd", "field-hsn", Form::Text),
        field("Barcde", "field-barcode", Form::Text),
        field("Qty", "field-quantity", Form::Number),
        field("FreeQty", "field-free-quantity", Form::Number),
        field("Unit", "field-unit", Form::Text),
        field("UnitPrice", "field-unit-price", Form::Money),
        field("TotAmt", "field-gross-amount", Form::Money),
        field("Discount", "field-discount", Form::Money),
        field("PreTaxVal", "field-pre-tax-value", Form::Money),
        field("AssAmt", "field-taxable-value", Form::Money),
        field("GstRt", "field-gst-rate", Form::Number),
        field("IgstAmt", "field-igst", Form::Money),
        field("CgstAmt", "field-cgst", Form::Money),
        field("SgstAmt", "field-sgst", Form::Money),
        field("CesRt", "field-cess-rate", Form::Number),
        field("CesAmt", "field-cess", Form::Money),
        field("CesNonAdvlAmt", "field-cess-by-quantity", Form::Money),
        field("StateCesRt", "field-state-cess-rate", Form::Number),
        field("StateCesAmt", "field-state-cess", Form::Money),
        field(
            "StateCesNonAdvlAmt",
            "field-state-cess-by-quantity",
            Form::Money,
        ),
        field("OthChrg", "field-other-charges", Form::Money),
        field("TotItemVal", "field-item-total", Form::Money),
        field("OrdLineRef", "field-order-line", Form::Text),
        field("OrgCntry", "field-origin-country", Form::Text),
        field("PrdSlNo", "field-product-serial", Form::Text),
    ],
    sections: &[&BATCH, &ATTRIBUTE],
};

pub(crate) const BATCH: Section = Section {
    name: "BchDtls",
    title: "block-batch",
    fields: &[
        field("Nm", "field-name", Form::Text),
        field("ExpDt", "field-expiry-date", Form::Text),
        field("WrDt", "field-warranty-date", Form::Text),
    ],
    sections: &[],
};

pub(crate) const ATTRIBUTE: Section = Section {
    name: "AttribDtls",
    title: "block-attribute",
    fields: &[
        field("Nm", "field-name", Form::Text),
        field("Val", "field-value", Form::Text),
    ],
    sections: &[],
};

pub(crate) const TOTALS: Section = Section {
    name: "ValDtls",
    title: "block-totals",
    fields: &[
        field("AssVal", "field-taxable-value", Form::Money),
        field("CgstVal", "field-cgst", Form::Money),
        field("SgstVal", "field-sgst", Form::Money),
        field("IgstVal", "field-igst", Form::Money),
        field("CesVal", "field-cess", Form::Money),
        field("StCesVal", "field-state-cess", Form::Money),
        field("Discount", "field-discount", Form::Money),
        field("OthChrg", "field-other-charges", Form::Money),
        field("RndOffAmt", "field-rounding", Form::Money),
        field("TotInvVal", "field-invoice-value", Form::Money),
        field("TotInvValFc", "field-invoice-value-foreign", Form::Number),
    ],
    sections: &[],
};
