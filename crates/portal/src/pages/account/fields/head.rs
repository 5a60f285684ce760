//! What stands at the head of a document, and what the portal adds to it.

use super::{Form, Section, field};

pub(crate) const ROOT: Section = Section {
    name: "",
    title: "block-document",
    fields: &[field("Version", "field-version", Form::Text)],
    sections: &[],
};

pub(crate) const TRANSACTION: Section = Section {
    name: "TranDtls",
    title: "block-transaction",
    fields: &[
        field("TaxSch", "field-tax-scheme", Form::Text),
        field("SupTyp", "field-supply-type", Form::Supply),
        field("RegRev", "field-reverse-charge", Form::YesNo),
        field("EcmGstin", "field-ecommerce-gstin", Form::Code),
        field("IgstOnIntra", "field-igst-on-intra", Form::YesNo),
    ],
    sections: &[],
};

pub(crate) const DOCUMENT: Section = Section {
    name: "DocDtls",
    title: "block-document",
    fields: &[
        field("Typ", "field-document-type", Form::Kind),
        field("No", "field-document-number", Form::Text),
        field("Dt", "field-document-date", Form::Text),
    ],
    sections: &[],
};

pub(crate) const QR_CODE: Section = Section {
    name: "",
    title: "block-qr",
    fields: &[
        field("SellerGstin", "field-seller-gstin", Form::Code),
        field("BuyerGstin", "field-buyer-gstin", Form::Code),
        field("DocNo", "field-document-number", Form::Text),
        field("DocTyp", "field-document-type", Form::Kind),
        field("DocDt", "field-document-date", Form::Text),
        field("TotInvVal", "field-invoice-value", Form::Money),
        field("ItemCnt", "field-item-count", Form::Number),
        field("MainHsnCode", "field-main-hsn", Form::Text),
        field("Irn", "field-irn", Form::Code),
        field("IrnDt", "field-irn-date", Form::Moment),
    ],
    sections: &[],
};

pub(crate) const REGISTRATION: Section = Section {
    name: "",
    title: "block-registration",
    fields: &[
        field("AckNo", "field-ack-number", Form::Text),
        field("AckDt", "field-ack-date", Form::Moment),
        field("Irn", "field-irn", Form::Code),
    ],
    sections: &[],
};
