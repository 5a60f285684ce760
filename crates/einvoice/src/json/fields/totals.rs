//! `ValDtls`.

use super::{Section, document_amount, label, number};
use crate::json::schema::Need::{Mandatory as M, Optional as O};

pub(in crate::json) const TOTALS: Section = Section {
    name: "ValDtls",
    label: label("the totals section", "योग का भाग"),
    place: label("the totals section", "योग के भाग"),
    need: M,
    fields: &[
        document_amount("AssVal", label("total taxable value", "कुल कर-योग्य मूल्य"), M),
        document_amount("CgstVal", label("total CGST", "कुल CGST"), O),
        document_amount("SgstVal", label("total SGST", "कुल SGST"), O),
        document_amount("IgstVal", label("total IGST", "कुल IGST"), O),
        document_amount("CesVal", label("total cess", "कुल उपकर"), O),
        document_amount("StCesVal", label("total state cess", "कुल राज्य उपकर"), O),
        document_amount(
            "Discount",
            label("discount on the document", "दस्तावेज़ पर छूट"),
            O,
        ),
        document_amount("OthChrg", label("other charges", "अन्य प्रभार"), O),
        number(
            "RndOffAmt",
            label("rounding", "पूर्णांकन"),
            O,
            (-9_999, 9_999),
            2,
        ),
        document_amount("TotInvVal", label("invoice value", "इनवॉइस मूल्य"), M),
        document_amount(
            "TotInvValFc",
            label(
                "invoice value in foreign currency",
                "विदेशी मुद्रा में इनवॉइस मूल्य",
            ),
            O,
        ),
    ],
    sections: &[],
};
