//! `ItemList`, with `BchDtls` and `AttribDtls` inside it.

use super::{Field, Form, Section, date, formed, label, line_amount, number, rate, text, yes_no};
use crate::json::schema::Need::{Conditional as C, Mandatory as M, Optional as O};

const ITEM_FIELDS: &[Field] = &[
    formed(
        "SlNo",
        label("serial number", "क्रम संख्या"),
        M,
        (1, 6),
        Form::Digits,
    ),
    text("PrdDesc", label("description", "विवरण"), O, (3, 300)),
    yes_no(
        "IsServc",
        label("whether it is a service", "क्या यह सेवा है"),
        M,
    ),
    formed("HsnCd", label("HSN code", "HSN कोड"), M, (4, 8), Form::Hsn),
    text("Barcde", label("bar code", "बार कोड"), O, (3, 30)),
    number(
        "Qty",
        label("quantity", "मात्रा"),
        C,
        (0, 9_999_999_999_999),
        3,
    ),
    number(
        "FreeQty",
        label("free quantity", "मुफ़्त मात्रा"),
        O,
        (0, 9_999_999_999_999),
        3,
    ),
    formed("Unit", label("unit", "इकाई"), C, (3, 8), Form::Letters),
    number(
        "UnitPrice",
        label("unit price", "इकाई मूल्य"),
        M,
        (0, 999_999_999_999_999),
        3,
    ),
    line_amount("TotAmt", label("gross amount", "सकल राशि"), M),
    line_amount("Discount", label("discount", "छूट"), O),
    line_amount("PreTaxVal", label("value before tax", "कर-पूर्व मूल्य"), O),
    line_amount("AssAmt", label("taxable value", "कर-योग्य मूल्य"), M),
    rate("GstRt", label("GST rate", "GST दर"), M),
    line_amount("IgstAmt", label("IGST amount", "IGST राशि"), O),
    line_amount("CgstAmt", label("CGST amount", "CGST राशि"), O),
    line_amount("SgstAmt", label("SGST amount", "SGST राशि"), O),
    rate("CesRt", label("cess rate", "उपकर दर"), O),
    line_amount("CesAmt", label("cess amount", "उपकर राशि"), O),
    line_amount(
        "CesNonAdvlAmt",
        label("cess by quantity", "मात्रा पर उपकर"),
        O,
    ),
    rate("StateCesRt", label("state cess rate", "राज्य उपकर दर"), O),
    line_amount(
        "StateCesAmt",
        label("state cess amount", "राज्य उपकर राशि"),
        O,
    ),
    line_amount(
        "StateCesNonAdvlAmt",
        label("state cess by quantity", "मात्रा पर राज्य उपकर"),
        O,
    ),
    line_amount("OthChrg", label("other charges", "अन्य प्रभार"), O),
    line_amount("TotItemVal", label("item total", "मद का योग"), M),
    text(
        "OrdLineRef",
        label("order line reference", "ऑर्डर पंक्ति संदर्भ"),
        O,
        (1, 50),
    ),
    formed(
        "OrgCntry",
        label("country of origin", "मूल देश"),
        O,
        (2, 2),
        Form::Letters,
    ),
    text(
        "PrdSlNo",
        label("product serial number", "उत्पाद क्रमांक"),
        O,
        (1, 20),
    ),
];

pub(in crate::json) const ITEMS: Section = Section {
    name: "ItemList",
    label: label("the list of items", "मदों की सूची"),
    place: label("item {}", "मद {}"),
    need: M,
    fields: ITEM_FIELDS,
    sections: &[&BATCH, &ATTRIBUTE],
};

pub(in crate::json) const BATCH: Section = Section {
    name: "BchDtls",
    label: label("the batch section", "बैच का भाग"),
    place: label("the batch section of item {}", "मद {} के बैच"),
    need: O,
    fields: &[
        text("Nm", label("batch name", "बैच का नाम"), M, (3, 20)),
        date("ExpDt", label("expiry date", "समाप्ति तारीख"), O),
        date("WrDt", label("warranty date", "वारंटी तारीख"), O),
    ],
    sections: &[],
};

pub(in crate::json) const ATTRIBUTE: Section = Section {
    name: "AttribDtls",
    label: label("the list of attributes", "विशेषताओं की सूची"),
    place: label("item {}, attribute {}", "मद {} की विशेषता {}"),
    need: O,
    fields: &[
        text("Nm", label("attribute name", "विशेषता का नाम"), O, (1, 100)),
        text(
            "Val",
            label("attribute value", "विशेषता का मान"),
            O,
            (1, 100),
        ),
    ],
    sections: &[],
};
