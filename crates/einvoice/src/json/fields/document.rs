//! The whole document, `TranDtls` and `DocDtls`.

use super::{Field, Form, Section, date, formed, label, text, yes_no};
use crate::json::schema::Need::{Mandatory as M, Optional as O};

/// Codes of the supply types, in the order of [`crate::SupplyType`].
pub(in crate::json) const SUPPLY_TYPES: &[&str] =
    &["B2B", "SEZWP", "SEZWOP", "EXPWP", "EXPWOP", "DEXP"];

pub(in crate::json) const ROOT: Section = Section {
    name: "",
    label: label("the document", "दस्तावेज़"),
    place: label("the document", "दस्तावेज़"),
    need: M,
    fields: &[
        text("Version", label("schema version", "स्कीमा संस्करण"), M, (1, 6)),
        text("Irn", label("IRN", "IRN"), O, (64, 64)),
    ],
    sections: &[
        &TRANSACTION,
        &DOCUMENT,
        &super::SELLER,
        &super::BUYER,
        &super::DISPATCH,
        &super::SHIP,
        &super::ITEMS,
        &super::TOTALS,
        &super::PAYMENT,
        &super::REFERENCES,
        &super::ADDITIONAL,
        &super::EXPORT,
        &super::EWAY_BILL,
    ],
};

const TRANSACTION_FIELDS: &[Field] = &[
    formed(
        "TaxSch",
        label("tax scheme", "कर योजना"),
        M,
        (3, 10),
        Form::OneOf(&["GST"]),
    ),
    formed(
        "SupTyp",
        label("supply type", "आपूर्ति का प्रकार"),
        M,
        (3, 10),
        Form::OneOfAnyCase(SUPPLY_TYPES),
    ),
    yes_no("RegRev", label("reverse charge", "रिवर्स चार्ज"), O),
    formed(
        "EcmGstin",
        label("GSTIN of the e-commerce operator", "ई-कॉमर्स ऑपरेटर का GSTIN"),
        O,
        (15, 15),
        Form::Gstin,
    ),
    yes_no(
        "IgstOnIntra",
        label(
            "IGST on a supply within one state",
            "एक ही राज्य में आपूर्ति पर IGST",
        ),
        O,
    ),
];

pub(in crate::json) const TRANSACTION: Section = Section {
    name: "TranDtls",
    label: label("the transaction section", "लेन-देन का भाग"),
    place: label("the transaction section", "लेन-देन के भाग"),
    need: M,
    fields: TRANSACTION_FIELDS,
    sections: &[],
};

pub(in crate::json) const DOCUMENT: Section = Section {
    name: "DocDtls",
    label: label("the document section", "दस्तावेज़ का भाग"),
    place: label("the document section", "दस्तावेज़ के भाग"),
    need: M,
    fields: &[
        formed(
            "Typ",
            label("document type", "दस्तावेज़ का प्रकार"),
            M,
            (3, 3),
            Form::OneOfAnyCase(&["INV", "CRN", "DBN"]),
        ),
        formed(
            "No",
            label("document number", "दस्तावेज़ संख्या"),
            M,
            (1, 16),
            Form::DocumentNumber,
        ),
        date("Dt", label("document date", "दस्तावेज़ की तारीख"), M),
    ],
    sections: &[],
};
