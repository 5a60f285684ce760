//! What the GST system says of a taxpayer.

use std::fmt;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::contact::{mask_email, mask_mobile};
use crate::{Decimal, Gstin, PinCode, StateCode};

/// Where a registration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RegistrationStatus {
    /// In force.
    Active,
    /// Ended at the taxpayer's request.
    Cancelled,
    /// Ended by the officer, of his own motion.
    Deregistered,
    /// Not in use.
    Inactive,
    /// Carried over from the taxes before GST and never completed.
    Provisional,
    /// Suspended while a cancellation is being decided.
    Suspended,
}

impl RegistrationStatus {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Active,
        Self::Cancelled,
        Self::Deregistered,
        Self::Inactive,
        Self::Provisional,
        Self::Suspended,
    ];

    /// The code in NIC's API, which does not tell the two ends of a registration apart.
    pub fn nic_code(self) -> &'static str {
        match self {
            Self::Active => "ACT",
            Self::Cancelled | Self::Deregistered => "CNL",
            Self::Inactive => "INA",
            Self::Provisional => "PRO",
            Self::Suspended => "SUS",
        }
    }

    /// The word of the GST common portal.
    pub fn gst_word(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Cancelled => "Cancelled",
            Self::Deregistered => "Cancelled suo-moto",
            Self::Inactive => "Inactive",
            Self::Provisional => "Provisional",
            Self::Suspended => "Suspended",
        }
    }

    /// Reads the word of the GST common portal, whatever its letter case.
    pub fn from_gst_word(word: &str) -> Option<Self> {
        let word = word.trim();
        Self::ALL
            .into_iter()
            .find(|status| status.gst_word().eq_ignore_ascii_case(word))
    }
}

/// The first day on which casual taxable persons could register documents, by GSTN's advisory.
const CASUAL_SINCE: Date = date(2025, 12, 16);

/// The kinds of registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TaxpayerType {
    /// Regular.
    Regular,
    /// Under the composition scheme.
    Composition,
    /// Unit in a special economic zone.
    SezUnit,
    /// Developer of a special economic zone.
    SezDeveloper,
    /// Input service distributor.
    InputServiceDistributor,
    /// Deducts tax at source.
    TaxDeductor,
    /// Collects tax at source: an e-commerce operator.
    TaxCollector,
    /// Holder of a unique identity number: a body of the United Nations, an embassy.
    UinHolder,
    /// Non-resident taxable person.
    NonResident,
    /// Casual taxable person.
    Casual,
    /// Provider of online services from outside India.
    Oidar,
}

impl TaxpayerType {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Regular,
        Self::Composition,
        Self::SezUnit,
        Self::SezDeveloper,
        Self::InputServiceDistributor,
        Self::TaxDeductor,
        Self::TaxCollector,
        Self::UinHolder,
        Self::NonResident,
        Self::Casual,
        Self::Oidar,
    ];

    /// The code in NIC's API.
    pub fn nic_code(self) -> &'static str {
        match self {
            Self::Regular => "REG",
            Self::Composition => "COM",
            Self::SezUnit => "SEZ",
            Self::SezDeveloper => "SED",
            Self::InputServiceDistributor => "ISD",
            Self::TaxDeductor => "TDS",
            Self::TaxCollector => "TCS",
            Self::UinHolder => "UIN",
            Self::NonResident => "NRT",
            Self::Casual => "CTP",
            Self::Oidar => "OID",
        }
    }

    /// The words of the GST common portal.
    pub fn gst_word(self) -> &'static str {
        match self {
            Self::Regular => "Regular",
            Self::Composition => "Composition",
            Self::SezUnit => "SEZ Unit",
            Self::SezDeveloper => "SEZ Developer",
            Self::InputServiceDistributor => "Input Service Distributor (ISD)",
            Self::TaxDeductor => "Tax Deductor",
            Self::TaxCollector => "Tax Collector (Electronic Commerce Operator)",
            Self::UinHolder => "UIN Holder",
            Self::NonResident => "Non Resident Taxable Person",
            Self::Casual => "Casual Taxable Person",
            Self::Oidar => "Non Resident Online Services Provider",
        }
    }

    /// Reads the words of the GST common portal, whatever their letter case.
    pub fn from_gst_word(word: &str) -> Option<Self> {
        let word = word.trim();
        Self::ALL
            .into_iter()
            .find(|kind| kind.gst_word().eq_ignore_ascii_case(word))
    }

    /// Whether e-invoices are for this kind: regular taxpayers, developers of economic zones,
    /// casual taxable persons (since 16 December 2025) and e-commerce operators.
    pub fn may_register(self) -> bool {
        matches!(
            self,
            Self::Regular | Self::SezDeveloper | Self::Casual | Self::TaxCollector
        )
    }

    /// Whether this kind may be the supplier of a document that is registered on this day. An
    /// e-commerce operator may register one, but the supply is its supplier's.
    pub fn may_supply(self, on: Date) -> bool {
        match self {
            Self::Regular | Self::SezDeveloper => true,
            Self::Casual => CASUAL_SINCE <= on,
            _ => false,
        }
    }

    /// In a special economic zone: a unit of it, or its developer.
    pub fn is_sez(self) -> bool {
        matches!(self, Self::SezUnit | Self::SezDeveloper)
    }
}

/// The principal place of business. An empty text means that there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrincipalPlace {
    /// Name of the building.
    #[serde(default)]
    pub building_name: String,
    /// Number of the building.
    #[serde(default)]
    pub building_number: String,
    /// Floor.
    #[serde(default)]
    pub floor: String,
    /// Street.
    #[serde(default)]
    pub street: String,
    /// Locality.
    #[serde(default)]
    pub locality: String,
    /// District.
    #[serde(default)]
    pub district: String,
    /// PIN code.
    pub pin: Option<PinCode>,
    /// State.
    pub state: StateCode,
}

/// A registered person as the GST master knows them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxpayer {
    /// GSTIN.
    pub gstin: Gstin,
    /// Legal name.
    pub legal_name: String,
    /// Trade name.
    pub trade_name: Option<String>,
    /// Constitution of the business, in the master's words: `Private Limited Company`.
    pub constitution: String,
    /// Kind of registration.
    pub kind: TaxpayerType,
    /// Where the registration stands.
    pub status: RegistrationStatus,
    /// Day from which it counts.
    pub registered_on: Option<Date>,
    /// Day from which it no longer counts.
    pub deregistered_on: Option<Date>,
    /// Principal place of business.
    pub address: PrincipalPlace,
    /// Highest aggregate annual turnover since 2017-18, in rupees.
    #[serde(default, with = "rust_decimal::serde::str_option")]
    pub turnover: Option<Decimal>,
    /// Mobile number of the authorised signatory, ten digits.
    pub mobile: Option<String>,
    /// E-mail address of the authorised signatory.
    pub email: Option<String>,
    /// Whether e-way bills are blocked because returns were not filed.
    #[serde(default)]
    pub blocked_for_eway_bill: bool,
}

/// Logs are written with this, so mobile number and e-mail address are masked.
impl fmt::Debug for Taxpayer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Taxpayer")
            .field("gstin", &self.gstin)
            .field("legal_name", &self.legal_name)
            .field("trade_name", &self.trade_name)
            .field("constitution", &self.constitution)
            .field("kind", &self.kind)
            .field("status", &self.status)
            .field("registered_on", &self.registered_on)
            .field("deregistered_on", &self.deregistered_on)
            .field("address", &self.address)
            .field("turnover", &self.turnover)
            .field("mobile", &self.mobile.as_deref().map(mask_mobile))
            .field("email", &self.email.as_deref().map(mask_email))
            .field("blocked_for_eway_bill", &self.blocked_for_eway_bill)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::collections::HashSet;

    use super::*;

    fn taxpayer() -> Taxpayer {
        Taxpayer {
            gstin: Gstin::with_check_digit("29AAAPL2356Q1Z").unwrap(),
            legal_name: "Kaveri Looms Private Limited".to_owned(),
            trade_name: None,
            constitution: "Private Limited Company".to_owned(),
            kind: TaxpayerType::Regular,
            status: RegistrationStatus::Active,
            registered_on: Some(date(2017, 7, 1)),
            deregistered_on: None,
            address: PrincipalPlace {
                building_name: String::new(),
                building_number: "12".to_owned(),
                floor: String::new(),
                street: "MG Road".to_owned(),
                locality: "Bengaluru".to_owned(),
                district: "Bengaluru Urban".to_owned(),
                pin: PinCode::new(560_001),
                state: StateCode::parse("29").unwrap(),
            },
            turnover: Some("125000000.50".parse().unwrap()),
            mobile: Some("9999912345".to_owned()),
            email: Some("accounts@kaveri.example".to_owned()),
            blocked_for_eway_bill: false,
        }
    }

    #[test]
    fn words_and_codes_are_told_apart() {
        for status in RegistrationStatus::ALL {
            let word = status.gst_word().to_uppercase();
            assert_eq!(RegistrationStatus::from_gst_word(&word), Some(status));
        }
        let mut codes = HashSet::new();
        for kind in TaxpayerType::ALL {
            assert_eq!(TaxpayerType::from_gst_word(kind.gst_word()), Some(kind));
            assert!(codes.insert(kind.nic_code()));
        }
        assert_eq!(TaxpayerType::from_gst_word("Unheard of"), None);
    }

    #[test]
    fn four_kinds_may_register() {
        let allowed = TaxpayerType::ALL
            .into_iter()
            .filter(|kind| kind.may_register());
        let codes: Vec<_> = allowed.map(TaxpayerType::nic_code).collect();
        assert_eq!(codes, ["REG", "SED", "TCS", "CTP"]);
    }

    #[test]
    fn three_kinds_may_supply_and_casual_persons_since_their_day() {
        let suppliers = |on| {
            let kinds = TaxpayerType::ALL.into_iter();
            let may = kinds.filter(move |kind| kind.may_supply(on));
            may.map(TaxpayerType::nic_code).collect::<Vec<_>>()
        };
        assert_eq!(suppliers(date(2025, 12, 15)), ["REG", "SED"]);
        assert_eq!(suppliers(date(2025, 12, 16)), ["REG", "SED", "CTP"]);
    }

    #[test]
    fn json_comes_back() {
        let json = serde_json::to_string(&taxpayer()).unwrap();
        assert!(json.contains(r#""turnover":"125000000.50""#), "{json}");
        assert_eq!(serde_json::from_str::<Taxpayer>(&json).unwrap(), taxpayer());
    }

    #[test]
    fn debug_hides_mobile_and_email() {
        let text = format!("{:?}", taxpayer());
        assert!(
            !text.contains("9999912345") && !text.contains("accounts@"),
            "{text}"
        );
    }
}
