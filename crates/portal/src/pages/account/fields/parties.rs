//! The parties.

use super::{Form, Section, field};

pub(crate) const SELLER: Section = Section {
    name: "SellerDtls",
    title: "block-seller",
    fields: &[
        field("Gstin", "field-gstin", Form::Code),
        field("LglNm", "field-legal-name", Form::Text),
        field("TrdNm", "field-trade-name", Form::Text),
        field("Addr1", "field-address-1", Form::Text),
        field("Addr2", "field-address-2", Form::Text),
        field("Loc", "field-place", Form::Text),
        field("Pin", "field-pin", Form::Text),
        field("Stcd", "field-state", Form::State),
        field("Ph", "field-phone", Form::Text),
        field("Em", "field-email", Form::Text),
    ],
    sections: &[],
};

pub(crate) const BUYER: Section = Section {
    name: "BuyerDtls",
    title: "block-buyer",
    fields: &[
        field("Gstin", "field-gstin", Form::Code),
        field("LglNm", "field-legal-name", Form::Text),
        field("TrdNm", "field-trade-name", Form::Text),
        field("Pos", "field-place-of-supply", Form::State),
        field("Addr1", "field-address-1", Form::Text),
        field("Addr2", "field-address-2", Form::Text),
        field("Loc", "field-place", Form::Text),
        field("Pin", "field-pin", Form::Text),
        field("Stcd", "field-state", Form::State),
        field("Ph", "field-phone", Form::Text),
        field("Em", "field-email", Form::Text),
    ],
    sections: &[],
};

pub(crate) const DISPATCH: Section = Section {
    name: "DispDtls",
    title: "block-dispatch",
    fields: &[
        field("Nm", "field-name", Form::Text),
        field("Addr1", "field-address-1", Form::Text),
        field("Addr2", "field-address-2", Form::Text),
        field("Loc", "field-place", Form::Text),
        field("Pin", "field-pin", Form::Text),
        field("Stcd", "field-state", Form::State),
    ],
    sections: &[],
};

pub(crate) const SHIP: Section = Section {
    name: "ShipDtls",
    title: "block-ship",
    fields: &[
        field("Gstin", "field-gstin", Form::Code),
        field("LglNm", "field-legal-name", Form::Text),
        field("TrdNm", "field-trade-name", Form::Text),
        field("Addr1", "field-address-1", Form::Text),
        field("Addr2", "field-address-2", Form::Text),
        field("Loc", "field-place", Form::Text),
        field("Pin", "field-pin", Form::Text),
        field("Stcd", "field-state", Form::State),
    ],
    sections: &[],
};
