//! What the portal answers about e-way bills, as types.

use serde::Deserialize;

use crate::error::InfoDetail;
use crate::lenient;

/// An e-way bill that was made.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct EwayBill {
    /// Its number.
    #[serde(rename = "EwbNo", deserialize_with = "lenient::number")]
    pub number: u64,
    /// When it was made, in Indian Standard Time: `2025-04-01 12:30:00`.
    #[serde(rename = "EwbDt")]
    pub date: String,
    /// Until when it holds; nothing for Part A alone.
    #[serde(rename = "EwbValidTill", default)]
    pub valid_until: Option<String>,
    /// What the portal remarks.
    #[serde(rename = "Remarks", default)]
    pub remarks: Option<String>,
    /// What the envelope says besides, such as the distance that was computed.
    #[serde(skip)]
    pub info: Vec<InfoDetail>,
}

/// An e-way bill that was asked for.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct EwayBillDetails {
    /// Its number.
    #[serde(rename = "EwbNo", deserialize_with = "lenient::number")]
    pub number: u64,
    /// `ACT`, or `CNL` when it was cancelled.
    #[serde(rename = "Status", default, deserialize_with = "lenient::text")]
    pub status: String,
    /// The GSTIN that made it.
    #[serde(rename = "GenGstin", default)]
    pub made_by: Option<String>,
    /// When it was made, in Indian Standard Time.
    #[serde(rename = "EwbDt", default)]
    pub date: Option<String>,
    /// Until when it holds; nothing for Part A alone.
    #[serde(rename = "EwbValidTill", default)]
    pub valid_until: Option<String>,
}

/// An e-way bill that was cancelled.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct EwayBillCancellation {
    /// Its number.
    #[serde(rename = "ewayBillNo", deserialize_with = "lenient::number")]
    pub number: u64,
    /// When, in Indian Standard Time: `01/04/2025 12:30:00 PM`.
    #[serde(rename = "cancelDate")]
    pub cancel_date: String,
}

/// Why an e-way bill is cancelled. The codes are not those of a registration's cancellation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EwayBillCancellationReason {
    /// It was made twice.
    Duplicate,
    /// The order was cancelled.
    OrderCancelled,
    /// Something was typed wrongly.
    DataEntryMistake,
    /// Something else; the remark says what.
    Other,
}

impl EwayBillCancellationReason {
    /// The code on the wire, a number.
    pub fn code(self) -> u8 {
        match self {
            Self::Duplicate => 1,
            Self::OrderCancelled => 2,
            Self::DataEntryMistake => 3,
            Self::Other => 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_a_alone_has_no_end() {
        let json = r#"{"EwbNo":"191000000001","EwbDt":"2025-04-01 12:30:00","EwbValidTill":null,
            "Remarks":null}"#;
        let read: EwayBill = serde_json::from_str(json).unwrap();
        assert_eq!(read.number, 191_000_000_001);
        assert_eq!((read.valid_until, read.remarks), (None, None));
        let json = r#"{"EwbNo":191000000001,"Status":"CNL","GenGstin":"29AAACM0001A1ZX",
            "EwbDt":"2025-04-01 12:30:00","EwbValidTill":"2025-04-02 23:59:00"}"#;
        let read: EwayBillDetails = serde_json::from_str(json).unwrap();
        assert_eq!(read.status, "CNL");
        assert_eq!(read.valid_until.as_deref(), Some("2025-04-02 23:59:00"));
    }

    #[test]
    fn the_number_of_a_cancelled_bill_is_a_text_or_a_number() {
        for number in ["191000000001", "\"191000000001\""] {
            let json =
                format!(r#"{{"ewayBillNo":{number},"cancelDate":"01/04/2025 12:30:00 PM"}}"#);
            let read: EwayBillCancellation = serde_json::from_str(&json).unwrap();
            assert_eq!(read.number, 191_000_000_001);
        }
    }
}
