//! The tables. Names, numbers and addresses in them are invented.

use gst::{RegistrationStatus, TaxpayerType};

use super::{ALREADY_REGISTERED, INTEGRATOR, TryAt};

/// One demonstration taxpayer; what is not said here is invented.
pub(super) struct Row {
    pub(super) first14: &'static str,
    pub(super) legal_name: &'static str,
    pub(super) trade_name: &'static str,
    pub(super) kind: TaxpayerType,
    pub(super) status: RegistrationStatus,
    pub(super) lakh: Option<i64>,
    pub(super) reachable: bool,
    pub(super) shows: &'static str,
    pub(super) code: Option<&'static str>,
    pub(super) try_at: TryAt,
}

/// A regular, active taxpayer of 7 crore that can be reached: what the rows differ from.
const USUAL: Row = Row {
    first14: "",
    legal_name: "",
    trade_name: "",
    kind: TaxpayerType::Regular,
    status: RegistrationStatus::Active,
    lakh: Some(700),
    reachable: true,
    shows: "",
    code: None,
    try_at: TryAt::Registration,
};

/// Those that can register, each for a reason of its own.
pub(super) const ELIGIBLE: &[Row] = &[
    Row {
        first14: "29AAFCK7731D1Z",
        legal_name: "Kaveri Handlooms Private Limited",
        trade_name: "Kaveri Handlooms",
        shows: "Registers: a company with a turnover of 7 crore.",
        ..USUAL
    },
    Row {
        first14: "09ABTPR2290F1Z",
        legal_name: "Rukmini Devi",
        trade_name: "Devi Brass Works",
        lakh: Some(620),
        shows: "Registers: a proprietor, trading under another name than her own.",
        ..USUAL
    },
    Row {
        first14: "33AAXFM8846J1Z",
        legal_name: "Muthu and Selvam",
        trade_name: "",
        lakh: Some(501),
        shows: "Registers: a firm without a trade name, one lakh above the threshold.",
        ..USUAL
    },
    Row {
        first14: "19AAJCH6605N1Z",
        legal_name: "Hooghly Jute Machinery Limited",
        trade_name: "Hooghly Jute",
        lakh: Some(14_000),
        shows: "Registers; at 140 crore its documents have to be reported within 30 days.",
        ..USUAL
    },
    Row {
        first14: "24AAGCP3378K1Z",
        legal_name: "Pipavav Zone Developers Private Limited",
        trade_name: "Pipavav Zone",
        kind: TaxpayerType::SezDeveloper,
        lakh: Some(9_000),
        shows: "Registers: a developer of a special economic zone.",
        ..USUAL
    },
    Row {
        first14: "07AALPN9042C1Z",
        legal_name: "Nasreen Qureshi",
        trade_name: "Qureshi Exhibitions",
        kind: TaxpayerType::Casual,
        lakh: Some(800),
        shows: "Registers: a casual taxable person.",
        ..USUAL
    },
    Row {
        first14: "06AAOCB1187H1C",
        legal_name: "Bazaar Setu Online Private Limited",
        trade_name: "Bazaar Setu",
        kind: TaxpayerType::TaxCollector,
        lakh: Some(25_000),
        shows: "Registers: an e-commerce operator.",
        ..USUAL
    },
];

/// Those that are stopped, and why.
pub(super) const STOPPED: &[Row] = &[
    Row {
        first14: ALREADY_REGISTERED,
        legal_name: "Sahyadri Spices",
        trade_name: "Sahyadri Spices",
        lakh: Some(850),
        shows: "Is registered already: log in with the credentials shown above.",
        code: Some("3027"),
        ..USUAL
    },
    Row {
        first14: "08AAQFT5593L1Z",
        legal_name: "Thar Handicrafts",
        trade_name: "Thar Handicrafts",
        lakh: Some(320),
        shows: "Is not enabled: 3.2 crore is below the threshold. Leads to e-Invoice Enablement.",
        code: Some("3046"),
        ..USUAL
    },
    Row {
        first14: "32AARFE2214P1Z",
        legal_name: "Ernakulam Exports",
        trade_name: "Ernakulam Exports",
        lakh: Some(500),
        shows: "Is not enabled: exactly 5 crore is not above 5 crore.",
        code: Some("3046"),
        ..USUAL
    },
    Row {
        first14: "23AASCC7760Q1Z",
        legal_name: "Chambal Cements Private Limited",
        trade_name: "Chambal Cements",
        status: RegistrationStatus::Cancelled,
        shows: "Its registration was cancelled at its own request.",
        code: Some("3013"),
        ..USUAL
    },
    Row {
        first14: "10AATFM3319R1Z",
        legal_name: "Magadh Motors",
        trade_name: "Magadh Motors",
        status: RegistrationStatus::Deregistered,
        shows: "Its registration was cancelled by the officer.",
        code: Some("3015"),
        ..USUAL
    },
    Row {
        first14: "21AAUCK6678S1Z",
        legal_name: "Konark Castings Private Limited",
        trade_name: "Konark Castings",
        status: RegistrationStatus::Inactive,
        shows: "Its registration is inactive.",
        code: Some("3016"),
        ..USUAL
    },
    Row {
        first14: "03AAVFP9925T1Z",
        legal_name: "Punjab Pumps",
        trade_name: "Punjab Pumps",
        status: RegistrationStatus::Provisional,
        shows: "Its provisional number was never made permanent.",
        code: Some("3017"),
        ..USUAL
    },
    Row {
        first14: "18AAWCB4430U1Z",
        legal_name: "Brahmaputra Teas Private Limited",
        trade_name: "Brahmaputra Teas",
        status: RegistrationStatus::Suspended,
        shows: "Its registration is suspended.",
        code: Some("3035"),
        ..USUAL
    },
    Row {
        first14: "36AAXCD1156V1Z",
        legal_name: "Deccan Diesel Spares Private Limited",
        trade_name: "Deccan Diesel Spares",
        reachable: false,
        shows: "Has no mobile number on record, so no one-time password can be sent.",
        code: Some("3012"),
        ..USUAL
    },
    Row {
        first14: "05AAYFD8817W1Z",
        legal_name: "Doon Dairy",
        trade_name: "Doon Dairy",
        kind: TaxpayerType::Composition,
        lakh: Some(120),
        shows: "Is under the composition scheme, whose taxpayers do not issue e-invoices.",
        code: Some("3014"),
        ..USUAL
    },
    Row {
        first14: "37AAZCV2289X1Z",
        legal_name: "Vizag Semiconductors Private Limited",
        trade_name: "Vizag Semiconductors",
        kind: TaxpayerType::SezUnit,
        lakh: Some(18_000),
        shows: "Is a unit in a special economic zone, which is exempt.",
        code: Some("3014"),
        ..USUAL
    },
    Row {
        first14: "27ABACI7742Y1Z",
        legal_name: "Indravati Industries Limited",
        trade_name: "Indravati Industries, Head Office",
        kind: TaxpayerType::InputServiceDistributor,
        lakh: Some(30_000),
        shows: "Is an input service distributor.",
        code: Some("3014"),
        ..USUAL
    },
    Row {
        first14: "29ABBGF5501Z1D",
        legal_name: "Forest Produce Department",
        trade_name: "",
        kind: TaxpayerType::TaxDeductor,
        lakh: None,
        shows: "Only deducts tax at source.",
        code: Some("3014"),
        ..USUAL
    },
];

/// What *e-Invoice Enablement* answers.
pub(super) const ENABLEMENT: &[Row] = &[
    Row {
        first14: "22ABCFM6638A1Z",
        legal_name: "Mahanadi Millets",
        trade_name: "Mahanadi Millets",
        lakh: Some(410),
        shows: "Enables itself by declaring a turnover above 5 crore, and can register then.",
        try_at: TryAt::Enablement,
        ..USUAL
    },
    Row {
        first14: "34ABDFP9973B1Z",
        legal_name: "Pondy Pottery",
        trade_name: "Pondy Pottery",
        lakh: Some(720),
        shows: "Is enabled already.",
        code: Some("3063"),
        try_at: TryAt::Enablement,
        ..USUAL
    },
    Row {
        first14: "20ABECR1128C1Z",
        legal_name: "Ranchi Refractories Private Limited",
        trade_name: "Ranchi Refractories",
        status: RegistrationStatus::Deregistered,
        lakh: Some(300),
        shows: "Is de-registered, so nothing can be enabled.",
        code: Some("3064"),
        try_at: TryAt::Enablement,
        ..USUAL
    },
    Row {
        first14: "30ABFFG4456D1Z",
        legal_name: "Goan Cashews",
        trade_name: "Goan Cashews",
        kind: TaxpayerType::Composition,
        lakh: Some(90),
        shows: "Cannot be enabled: it is under the composition scheme.",
        code: Some("3080"),
        try_at: TryAt::Enablement,
        ..USUAL
    },
];

/// The ready account's taxpayer.
pub(super) const READY: Row = Row {
    first14: INTEGRATOR,
    legal_name: "Vasundhara Tools Private Limited",
    trade_name: "Vasundhara Tools",
    shows: "Has the account and the API client of the settings above.",
    code: Some("3027"),
    try_at: TryAt::Api,
    ..USUAL
};

/// Texts that are refused before anybody is asked.
pub(super) const MALFORMED: &[(&str, &str)] = &[
    (
        "29AAFCK7731D1Z0",
        "The check digit is wrong; the page says which one it should be.",
    ),
    ("29AAFCK7731D1Z", "A character is missing."),
];
