//! `SellerDtls`, `BuyerDtls`, `DispDtls` and `ShipDtls`.

use super::{Field, Form, Label, Need, Section, formed, label, state, text, whole};
use crate::json::schema::Need::{Conditional as C, Mandatory as M, Optional as O};

const LEGAL_NAME: Field = text("LglNm", label("legal name", "विधिक नाम"), M, (3, 100));
const TRADE_NAME: Field = text("TrdNm", label("trade name", "व्यापार नाम"), O, (3, 100));
const LINE_1: Field = text("Addr1", label("address line 1", "पता पंक्ति 1"), M, (1, 100));
const LINE_2: Field = text("Addr2", label("address line 2", "पता पंक्ति 2"), O, (3, 100));
const STATE: Field = state("Stcd", label("state code", "राज्य कोड"));
const PHONE: Field = formed(
    "Ph",
    label("phone number", "फ़ोन नंबर"),
    O,
    (6, 12),
    Form::Digits,
);
const EMAIL: Field = formed(
    "Em",
    label("e-mail address", "ई-मेल पता"),
    O,
    (6, 100),
    Form::Email,
);

const GSTIN: Label = label("GSTIN", "GSTIN");

const fn location(max: usize) -> Field {
    text("Loc", label("place", "स्थान"), M, (3, max))
}

const fn pin(need: Need) -> Field {
    whole(
        "Pin",
        label("PIN code", "पिन कोड"),
        need,
        (100_000, 999_999),
    )
}

pub(in crate::json) const SELLER: Section = Section {
    name: "SellerDtls",
    label: label("the seller section", "विक्रेता का भाग"),
    place: label("the seller section", "विक्रेता के भाग"),
    need: M,
    fields: &[
        formed("Gstin", GSTIN, M, (15, 15), Form::Gstin),
        LEGAL_NAME,
        TRADE_NAME,
        LINE_1,
        LINE_2,
        location(50),
        pin(M),
        STATE,
        PHONE,
        EMAIL,
    ],
    sections: &[],
};

pub(in crate::json) const BUYER: Section = Section {
    name: "BuyerDtls",
    label: label("the buyer section", "खरीदार का भाग"),
    place: label("the buyer section", "खरीदार के भाग"),
    need: M,
    fields: &[
        formed("Gstin", GSTIN, M, (3, 15), Form::GstinOrUrp),
        LEGAL_NAME,
        TRADE_NAME,
        state("Pos", label("place of supply", "आपूर्ति का स्थान")),
        LINE_1,
        LINE_2,
        location(100),
        pin(C),
        STATE,
        PHONE,
        EMAIL,
    ],
    sections: &[],
};

pub(in crate::json) const DISPATCH: Section = Section {
    name: "DispDtls",
    label: label("the dispatch section", "प्रेषण का भाग"),
    place: label("the dispatch section", "प्रेषण के भाग"),
    need: O,
    fields: &[
        text("Nm", label("name", "नाम"), M, (3, 100)),
        LINE_1,
        LINE_2,
        location(100),
        pin(M),
        STATE,
    ],
    sections: &[],
};

pub(in crate::json) const SHIP: Section = Section {
    name: "ShipDtls",
    label: label("the ship-to section", "शिप-टू का भाग"),
    place: label("the ship-to section", "शिप-टू के भाग"),
    need: O,
    fields: &[
        formed("Gstin", GSTIN, O, (3, 15), Form::GstinOrUrp),
        LEGAL_NAME,
        TRADE_NAME,
        LINE_1,
        LINE_2,
        location(100),
        pin(M),
        STATE,
    ],
    sections: &[],
};

pub(in crate::json) const EXPORT_SHIP: Section = Section {
    name: "ExpShipDtls",
    label: label("the section of the place in India", "भारत में स्थान का भाग"),
    place: label("the section of the place in India", "भारत में स्थान के भाग"),
    need: O,
    fields: &[LINE_1, LINE_2, location(100), pin(M), STATE],
    sections: &[],
};
