//! Payment, references, export and transport.

use super::{Form, Section, field};

pub(crate) const PAYMENT: Section = Section {
    name: "PayDtls",
    title: "block-payment",
    fields: &[
        field("Nm", "field-payee", Form::Text),
        field("AccDet", "field-account", Form::Text),
        field("Mode", "field-payment-mode", Form::Text),
        field("FinInsBr", "field-branch", Form::Text),
        field("PayTerm", "field-payment-terms", Form::Text),
        field("PayInstr", "field-payment-instruction", Form::Text),
        field("CrTrn", "field-credit-transfer", Form::Text),
        field("DirDr", "field-direct-debit", Form::Text),
        field("CrDay", "field-credit-days", Form::Text),
        field("PaidAmt", "field-paid", Form::Money),
        field("PaymtDue", "field-due", Form::Money),
    ],
    sections: &[],
};

pub(crate) const REFERENCES: Section = Section {
    name: "RefDtls",
    title: "block-references",
    fields: &[field("InvRm", "field-remark", Form::Text)],
    sections: &[&PERIOD, &PRECEDING, &CONTRACT],
};

pub(crate) const PERIOD: Section = Section {
    name: "DocPerdDtls",
    title: "block-period",
    fields: &[
        field("InvStDt", "field-from", Form::Text),
        field("InvEndDt", "field-to", Form::Text),
    ],
    sections: &[],
};

pub(crate) const PRECEDING: Section = Section {
    name: "PrecDocDtls",
    title: "block-preceding",
    fields: &[
        field("InvNo", "field-document-number", Form::Text),
        field("InvDt", "field-document-date", Form::Text),
        field("OthRefNo", "field-other-reference", Form::Text),
    ],
    sections: &[],
};

pub(crate) const CONTRACT: Section = Section {
    name: "ContrDtls",
    title: "block-contract",
    fields: &[
        field("RecAdvRefr", "field-receipt-advice", Form::Text),
        field("RecAdvDt", "field-receipt-advice-date", Form::Text),
        field("TendRefr", "field-tender", Form::Text),
        field("ContrRefr", "field-contract", Form::Text),
        field("ExtRefr", "field-external-reference", Form::Text),
        field("ProjRefr", "field-project", Form::Text),
        field("PORefr", "field-purchase-order", Form::Text),
        field("PORefDt", "field-purchase-order-date", Form::Text),
    ],
    sections: &[],
};

pub(crate) const ADDITIONAL: Section = Section {
    name: "AddlDocDtls",
    title: "block-additional",
    fields: &[
        field("Url", "field-link", Form::Text),
        field("Docs", "field-document", Form::Text),
        field("Info", "field-note", Form::Text),
    ],
    sections: &[],
};

pub(crate) const EXPORT: Section = Section {
    name: "ExpDtls",
    title: "block-export",
    fields: &[
        field("ShipBNo", "field-shipping-bill", Form::Text),
        field("ShipBDt", "field-shipping-bill-date", Form::Text),
        field("Port", "field-port", Form::Text),
        field("RefClm", "field-refund-claim", Form::YesNo),
        field("ForCur", "field-currency", Form::Text),
        field("CntCode", "field-country", Form::Text),
        field("ExpDuty", "field-export-duty", Form::Money),
    ],
    sections: &[],
};

pub(crate) const EWAY_BILL: Section = Section {
    name: "EwbDtls",
    title: "block-eway-bill",
    fields: &[
        field("TransId", "field-transporter", Form::Code),
        field("TransName", "field-transporter-name", Form::Text),
        field("TransMode", "field-transport-mode", Form::Mode),
        field("Distance", "field-distance", Form::Number),
        field("TransDocNo", "field-transport-document", Form::Text),
        field("TransDocDt", "field-transport-document-date", Form::Text),
        field("VehNo", "field-vehicle", Form::Text),
        field("VehType", "field-vehicle-type", Form::Vehicle),
    ],
    sections: &[],
};
