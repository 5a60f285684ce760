//! `PayDtls`, `RefDtls` with what is inside it, and `AddlDocDtls`.

use super::{Form, Section, date, document_amount, formed, label, text, whole};
use crate::json::schema::Need::{Mandatory as M, Optional as O};

pub(in crate::json) const PAYMENT: Section = Section {
    name: "PayDtls",
    label: label("the payment section", "भुगतान का भाग"),
    place: label("the payment section", "भुगतान के भाग"),
    need: O,
    fields: &[
        text("Nm", label("payee", "पाने वाला"), O, (1, 100)),
        text("AccDet", label("account number", "खाता संख्या"), O, (1, 18)),
        text(
            "Mode",
            label("mode of payment", "भुगतान का तरीका"),
            O,
            (1, 18),
        ),
        text(
            "FinInsBr",
            label("branch or IFSC code", "शाखा या IFSC कोड"),
            O,
            (1, 11),
        ),
        text(
            "PayTerm",
            label("terms of payment", "भुगतान की शर्तें"),
            O,
            (1, 100),
        ),
        text(
            "PayInstr",
            label("payment instruction", "भुगतान निर्देश"),
            O,
            (1, 100),
        ),
        text(
            "CrTrn",
            label("credit transfer", "क्रेडिट ट्रांसफ़र"),
            O,
            (1, 100),
        ),
        text("DirDr", label("direct debit", "डायरेक्ट डेबिट"), O, (1, 100)),
        whole(
            "CrDay",
            label("days of credit", "उधार के दिन"),
            O,
            (0, 9_999),
        ),
        document_amount("PaidAmt", label("amount paid", "चुकाई गई राशि"), O),
        document_amount("PaymtDue", label("amount due", "बकाया राशि"), O),
    ],
    sections: &[],
};

pub(in crate::json) const REFERENCES: Section = Section {
    name: "RefDtls",
    label: label("the references section", "संदर्भों का भाग"),
    place: label("the references section", "संदर्भों के भाग"),
    need: O,
    fields: &[text("InvRm", label("remark", "टिप्पणी"), O, (3, 100))],
    sections: &[&PERIOD, &PRECEDING, &CONTRACT],
};

pub(in crate::json) const PERIOD: Section = Section {
    name: "DocPerdDtls",
    label: label("the period section", "अवधि का भाग"),
    place: label("the period section", "अवधि के भाग"),
    need: O,
    fields: &[
        date(
            "InvStDt",
            label("first day of the period", "अवधि का पहला दिन"),
            M,
        ),
        date(
            "InvEndDt",
            label("last day of the period", "अवधि का अंतिम दिन"),
            M,
        ),
    ],
    sections: &[],
};

pub(in crate::json) const PRECEDING: Section = Section {
    name: "PrecDocDtls",
    label: label("the list of preceding documents", "पूर्ववर्ती दस्तावेज़ों की सूची"),
    place: label("preceding document {}", "पूर्ववर्ती दस्तावेज़ {}"),
    need: O,
    fields: &[
        formed(
            "InvNo",
            label("number of the preceding document", "पूर्ववर्ती दस्तावेज़ की संख्या"),
            M,
            (1, 16),
            Form::DocumentNumber,
        ),
        date(
            "InvDt",
            label("date of the preceding document", "पूर्ववर्ती दस्तावेज़ की तारीख"),
            M,
        ),
        text("OthRefNo", label("other reference", "अन्य संदर्भ"), O, (1, 20)),
    ],
    sections: &[],
};

pub(in crate::json) const CONTRACT: Section = Section {
    name: "ContrDtls",
    label: label("the list of contracts", "अनुबंधों की सूची"),
    place: label("contract {}", "अनुबंध {}"),
    need: O,
    fields: &[
        text(
            "RecAdvRefr",
            label("receipt advice number", "रसीद सूचना संख्या"),
            O,
            (1, 20),
        ),
        date(
            "RecAdvDt",
            label("receipt advice date", "रसीद सूचना की तारीख"),
            O,
        ),
        text(
            "TendRefr",
            label("tender or lot", "निविदा या लॉट"),
            O,
            (1, 20),
        ),
        text(
            "ContrRefr",
            label("contract number", "अनुबंध संख्या"),
            O,
            (1, 20),
        ),
        text(
            "ExtRefr",
            label("external reference", "बाहरी संदर्भ"),
            O,
            (1, 20),
        ),
        text("ProjRefr", label("project", "परियोजना"), O, (1, 20)),
        text(
            "PORefr",
            label("purchase order number", "क्रय आदेश संख्या"),
            O,
            (1, 16),
        ),
        date(
            "PORefDt",
            label("purchase order date", "क्रय आदेश की तारीख"),
            O,
        ),
    ],
    sections: &[],
};

pub(in crate::json) const ADDITIONAL: Section = Section {
    name: "AddlDocDtls",
    label: label("the list of additional documents", "अतिरिक्त दस्तावेज़ों की सूची"),
    place: label("additional document {}", "अतिरिक्त दस्तावेज़ {}"),
    need: O,
    fields: &[
        text("Url", label("link", "लिंक"), O, (3, 100)),
        text("Docs", label("document", "दस्तावेज़"), O, (3, 1000)),
        text("Info", label("note", "जानकारी"), O, (3, 1000)),
    ],
    sections: &[],
};
