//! `ExpDtls` and `EwbDtls`.

use super::{Field, Form, Section, date, formed, label, line_amount, text, whole, yes_no};
use crate::json::schema::Need::{Conditional as C, Mandatory as M, Optional as O};

pub(in crate::json) const EXPORT: Section = Section {
    name: "ExpDtls",
    label: label("the export section", "निर्यात का भाग"),
    place: label("the export section", "निर्यात के भाग"),
    need: O,
    fields: &[
        text(
            "ShipBNo",
            label("shipping bill number", "शिपिंग बिल संख्या"),
            O,
            (1, 20),
        ),
        date(
            "ShipBDt",
            label("shipping bill date", "शिपिंग बिल की तारीख"),
            O,
        ),
        formed(
            "Port",
            label("port code", "पत्तन कोड"),
            O,
            (2, 10),
            Form::LettersAndDigits,
        ),
        yes_no("RefClm", label("claim of refund", "रिफ़ंड का दावा"), O),
        formed(
            "ForCur",
            label("foreign currency", "विदेशी मुद्रा"),
            O,
            (3, 16),
            Form::Letters,
        ),
        formed(
            "CntCode",
            label("country code", "देश कोड"),
            C,
            (2, 2),
            Form::Capitals,
        ),
        line_amount("ExpDuty", label("export duty", "निर्यात शुल्क"), O),
    ],
    sections: &[],
};

const TRANSPORT_FIELDS: &[Field] = &[
    formed(
        "TransId",
        label("transporter's GSTIN", "परिवहनकर्ता का GSTIN"),
        O,
        (15, 15),
        Form::Gstin,
    ),
    text(
        "TransName",
        label("transporter's name", "परिवहनकर्ता का नाम"),
        O,
        (3, 100),
    ),
    // The published pattern lets this one be empty.
    formed(
        "TransMode",
        label("mode of transport", "परिवहन का तरीका"),
        O,
        (0, 1),
        Form::OneOf(&["", "1", "2", "3", "4"]),
    ),
    whole(
        "Distance",
        label("distance in kilometres", "दूरी किलोमीटर में"),
        M,
        (0, 4_000),
    ),
    formed(
        "TransDocNo",
        label("transport document number", "परिवहन दस्तावेज़ संख्या"),
        O,
        (1, 15),
        Form::Reference,
    ),
    date(
        "TransDocDt",
        label("transport document date", "परिवहन दस्तावेज़ की तारीख"),
        O,
    ),
    formed(
        "VehNo",
        label("vehicle number", "वाहन संख्या"),
        O,
        (4, 20),
        Form::LettersAndDigits,
    ),
    formed(
        "VehType",
        label("vehicle type", "वाहन का प्रकार"),
        O,
        (1, 1),
        Form::OneOf(&["O", "R"]),
    ),
];

pub(in crate::json) const EWAY_BILL: Section = Section {
    name: "EwbDtls",
    label: label("the e-way bill section", "ई-वे बिल का भाग"),
    place: label("the e-way bill section", "ई-वे बिल के भाग"),
    need: O,
    fields: TRANSPORT_FIELDS,
    sections: &[],
};

/// The same members where they stand in the request itself: an e-way bill by IRN.
pub(in crate::json) const BILL_TRANSPORT: Section = Section {
    name: "",
    label: label("the request", "अनुरोध"),
    place: label("the request", "अनुरोध"),
    need: M,
    fields: TRANSPORT_FIELDS,
    sections: &[],
};

/// What else stands in a request for an e-way bill by IRN. The last two are what older documents
/// call number and date of the transport document.
pub(in crate::json) const BILL_REQUEST: Section = Section {
    name: "",
    label: label("the request", "अनुरोध"),
    place: label("the request", "अनुरोध"),
    need: M,
    fields: &[
        formed(
            "Irn",
            label("IRN", "IRN"),
            M,
            (64, 64),
            Form::LettersAndDigits,
        ),
        formed(
            "TrnDocNo",
            label("transport document number", "परिवहन दस्तावेज़ संख्या"),
            O,
            (1, 15),
            Form::Reference,
        ),
        date(
            "TrnDocDt",
            label("transport document date", "परिवहन दस्तावेज़ की तारीख"),
            O,
        ),
    ],
    sections: &[&super::EXPORT_SHIP, &super::DISPATCH],
};
