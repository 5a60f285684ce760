//! The fields of the form for an e-way bill, and where in the request each of them stands.
//!
//! A field and its place are one row of a table, so that what is wrong at a place is told beside
//! the field that was written there.

/// The field of the distance, whose hint is of the document at hand.
pub(super) const DISTANCE: &str = "distance";

/// What is written into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// Words, as they are.
    Text,
    /// A number of letters and digits: in capitals, without spaces.
    Code,
    /// A whole number.
    Whole,
    /// A date as `dd/mm/yyyy`.
    Day,
    Mode,
    Vehicle,
    State,
}

/// A field.
pub(super) struct Field {
    /// Its `id` and `name`.
    pub(super) id: &'static str,
    /// RFC 6901 pointer into the request.
    pub(super) pointer: &'static str,
    pub(super) label: &'static str,
    /// The key of its hint, or nothing.
    pub(super) hint: &'static str,
    pub(super) characters_max: usize,
    pub(super) input: Input,
    /// Whether the label says that it may be left empty.
    pub(super) optional: bool,
}

const fn field(
    id: &'static str,
    pointer: &'static str,
    label: &'static str,
    input: Input,
    characters_max: usize,
) -> Field {
    Field {
        id,
        pointer,
        label,
        hint: "",
        characters_max,
        input,
        optional: false,
    }
}

impl Field {
    const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}

/// When a group is on the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Always,
    /// Folded away until something is written into it.
    Folded,
    /// For exports.
    Export,
}

pub(super) struct Group {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) hint: &'static str,
    pub(super) shown: Shown,
    pub(super) fields: &'static [Field],
}

pub(super) const GROUPS: [Group; 3] = [
    Group {
        id: "transport",
        title: "bill-transport",
        hint: "",
        shown: Shown::Always,
        fields: &[
            field("mode", "/TransMode", "field-transport-mode", Input::Mode, 1),
            field("vehicle", "/VehNo", "field-vehicle", Input::Code, 20).hint("bill-vehicle-hint"),
            field(
                "vehicle-type",
                "/VehType",
                "field-vehicle-type",
                Input::Vehicle,
                1,
            ),
            field(DISTANCE, "/Distance", "field-distance", Input::Whole, 5)
                .hint("bill-distance-hint"),
            field(
                "document-number",
                "/TransDocNo",
                "field-transport-document",
                Input::Text,
                15,
            )
            .hint("bill-document-hint"),
            field(
                "document-date",
                "/TransDocDt",
                "field-transport-document-date",
                Input::Day,
                10,
            )
            .hint("invoices-date-form"),
            field(
                "transporter",
                "/TransId",
                "field-transporter",
                Input::Code,
                20,
            )
            .hint("bill-transporter-hint"),
            field(
                "transporter-name",
                "/TransName",
                "field-transporter-name",
                Input::Text,
                100,
            )
            .optional(),
        ],
    },
    Group {
        id: "ship-to",
        title: "bill-ship-to",
        hint: "bill-ship-to-hint",
        shown: Shown::Export,
        fields: &[
            field(
                "ship-to-address-1",
                "/ExpShipDtls/Addr1",
                "field-address-1",
                Input::Text,
                100,
            ),
            field(
                "ship-to-address-2",
                "/ExpShipDtls/Addr2",
                "field-address-2",
                Input::Text,
                100,
            )
            .optional(),
            field(
                "ship-to-place",
                "/ExpShipDtls/Loc",
                "field-place",
                Input::Text,
                100,
            ),
            field(
                "ship-to-pin",
                "/ExpShipDtls/Pin",
                "field-pin",
                Input::Whole,
                6,
            ),
            field(
                "ship-to-state",
                "/ExpShipDtls/Stcd",
                "field-state",
                Input::State,
                2,
            ),
        ],
    },
    Group {
        id: "dispatch",
        title: "bill-dispatch",
        hint: "bill-dispatch-hint",
        shown: Shown::Folded,
        fields: &[
            field(
                "dispatch-name",
                "/DispDtls/Nm",
                "field-name",
                Input::Text,
                100,
            ),
            field(
                "dispatch-address-1",
                "/DispDtls/Addr1",
                "field-address-1",
                Input::Text,
                100,
            ),
            field(
                "dispatch-address-2",
                "/DispDtls/Addr2",
                "field-address-2",
                Input::Text,
                100,
            )
            .optional(),
            field(
                "dispatch-place",
                "/DispDtls/Loc",
                "field-place",
                Input::Text,
                100,
            ),
            field(
                "dispatch-pin",
                "/DispDtls/Pin",
                "field-pin",
                Input::Whole,
                6,
            ),
            field(
                "dispatch-state",
                "/DispDtls/Stcd",
                "field-state",
                Input::State,
                2,
            ),
        ],
    },
];

/// The groups on the form for a document.
pub(super) fn groups(is_export: bool) -> impl Iterator<Item = &'static Group> {
    GROUPS
        .iter()
        .filter(move |group| is_export || group.shown != Shown::Export)
}
