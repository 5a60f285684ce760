//! What the portal answers, as types.

use serde::Deserialize;
use serde_json::Value;

use crate::error::InfoDetail;
use crate::lenient;

/// A registered document.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Registration {
    /// The acknowledgement number.
    #[serde(rename = "AckNo", deserialize_with = "lenient::number")]
    pub ack_no: u64,
    /// When it was acknowledged, in Indian Standard Time: `2025-04-01 12:30:00`.
    #[serde(rename = "AckDt")]
    pub ack_date: String,
    /// The invoice reference number.
    #[serde(rename = "Irn")]
    pub irn: String,
    /// The signed invoice, a token.
    #[serde(rename = "SignedInvoice")]
    pub signed_invoice: String,
    /// What the QR code shows, a token.
    #[serde(rename = "SignedQRCode")]
    pub signed_qr_code: String,
    /// `ACT`, or `CNL` when it was cancelled.
    #[serde(rename = "Status", default, deserialize_with = "lenient::text")]
    pub status: String,
    /// The e-way bill that was made with it.
    #[serde(
        rename = "EwbNo",
        default,
        deserialize_with = "lenient::optional_number"
    )]
    pub eway_bill_no: Option<u64>,
    /// When the e-way bill was made.
    #[serde(rename = "EwbDt", default)]
    pub eway_bill_date: Option<String>,
    /// Until when the e-way bill holds.
    #[serde(rename = "EwbValidTill", default)]
    pub eway_bill_valid_until: Option<String>,
    /// What the portal remarks.
    #[serde(rename = "Remarks", default)]
    pub remarks: Option<String>,
    /// When it was cancelled; some portals say so.
    #[serde(rename = "CancelDate", default)]
    pub cancel_date: Option<String>,
    /// What the envelope says besides, such as why there is no e-way bill.
    #[serde(skip)]
    pub info: Vec<InfoDetail>,
}

/// A registration that was cancelled.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Cancellation {
    /// The invoice reference number.
    #[serde(rename = "Irn")]
    pub irn: String,
    /// When it was cancelled, in Indian Standard Time: `2025-04-01 12:30:00`.
    #[serde(rename = "CancelDate")]
    pub cancel_date: String,
}

/// Why a registration is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancellationReason {
    /// The document was registered twice.
    Duplicate,
    /// Something was typed wrongly.
    DataEntryMistake,
    /// The order was cancelled.
    OrderCancelled,
    /// Something else; the remark says what.
    Other,
}

impl CancellationReason {
    /// The code on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Duplicate => "1",
            Self::DataEntryMistake => "2",
            Self::OrderCancelled => "3",
            Self::Other => "4",
        }
    }
}

/// A document that another portal had registered before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedIrn {
    /// The invoice reference number.
    pub irn: String,
    /// All that the portal says about it. Portals differ in what they send here.
    pub members: Value,
}

impl RejectedIrn {
    pub(crate) fn read(members: Value) -> Option<Self> {
        let irn = members.get("Irn")?.as_str()?.to_owned();
        Some(Self { irn, members })
    }
}

/// What the GST master says about a taxpayer.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct TaxpayerDetails {
    /// The taxpayer's GSTIN.
    #[serde(rename = "Gstin")]
    pub gstin: String,
    /// The name of the business.
    #[serde(rename = "TradeName", default)]
    pub trade_name: Option<String>,
    /// The name in law.
    #[serde(rename = "LegalName", default)]
    pub legal_name: Option<String>,
    /// Name of the building.
    #[serde(rename = "AddrBnm", default)]
    pub building_name: Option<String>,
    /// Number of the building.
    #[serde(
        rename = "AddrBno",
        default,
        deserialize_with = "lenient::optional_text"
    )]
    pub building_number: Option<String>,
    /// Floor.
    #[serde(
        rename = "AddrFlno",
        default,
        deserialize_with = "lenient::optional_text"
    )]
    pub floor: Option<String>,
    /// Street.
    #[serde(rename = "AddrSt", default)]
    pub street: Option<String>,
    /// Locality.
    #[serde(rename = "AddrLoc", default)]
    pub locality: Option<String>,
    /// State code, a number without leading zero.
    #[serde(
        rename = "StateCode",
        default,
        deserialize_with = "lenient::optional_number"
    )]
    pub state_code: Option<u64>,
    /// PIN code.
    #[serde(
        rename = "AddrPncd",
        default,
        deserialize_with = "lenient::optional_number"
    )]
    pub pin_code: Option<u64>,
    /// `REG`, `SEZ`, `COM`…
    #[serde(rename = "TxpType", default, deserialize_with = "lenient::text")]
    pub taxpayer_type: String,
    /// `ACT`, `CNL`, `SUS`…
    #[serde(rename = "Status", default, deserialize_with = "lenient::text")]
    pub status: String,
    /// `B` when blocked for e-way bills.
    #[serde(rename = "BlkStatus", default)]
    pub block_status: Option<String>,
    /// Registered on, `2017-07-01`.
    #[serde(rename = "DtReg", default)]
    pub registered_on: Option<String>,
    /// De-registered on.
    #[serde(rename = "DtDReg", default)]
    pub deregistered_on: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registration_without_eway_bill_is_read() {
        let json = r#"{"AckNo":112510000000001,"AckDt":"2025-04-01 12:30:00","Irn":"ab",
            "SignedInvoice":"a.b.c","SignedQRCode":"d.e.f","Status":"ACT","EwbNo":null,
            "EwbDt":null,"EwbValidTill":null,"Remarks":null}"#;
        let read: Registration = serde_json::from_str(json).unwrap();
        assert_eq!(read.ack_no, 112_510_000_000_001);
        assert_eq!(read.status, "ACT");
        assert_eq!((read.eway_bill_no, read.eway_bill_date), (None, None));
        assert_eq!(
            (read.signed_invoice, read.signed_qr_code),
            ("a.b.c".into(), "d.e.f".into())
        );
    }

    #[test]
    fn numbers_may_be_texts() {
        let json = r#"{"AckNo":"112510000000001","AckDt":"","Irn":"ab","SignedInvoice":"",
            "SignedQRCode":"","EwbNo":"191000000001"}"#;
        let read: Registration = serde_json::from_str(json).unwrap();
        assert_eq!(read.ack_no, 112_510_000_000_001);
        assert_eq!(read.eway_bill_no, Some(191_000_000_001));
        for bad in ["1.5", "\"x\"", "null", "[]", "-1"] {
            let json = json.replace("\"112510000000001\"", bad);
            assert!(
                serde_json::from_str::<Registration>(&json).is_err(),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_taxpayer_may_lack_almost_everything() {
        let read: TaxpayerDetails = serde_json::from_str(
            r#"{"Gstin":"29AAACM0001A1ZX","StateCode":"29","AddrPncd":560001,"AddrBno":12,
                "TradeName":"","LegalName":null,"Status":"ACT","TxpType":"REG"}"#,
        )
        .unwrap();
        assert_eq!((read.state_code, read.pin_code), (Some(29), Some(560_001)));
        assert_eq!(read.building_number.as_deref(), Some("12"));
        assert_eq!(read.legal_name, None);
    }
}
