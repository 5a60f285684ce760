//! The texts that are signed: the invoice as registered, and the particulars for the QR code.
//!
//! Both are written here and nowhere else. What [`invoice_json`] writes is the canonical text of
//! a registered document: it is stored, and the signature is over exactly these bytes.

use gst::{Decimal, DocumentNumber, Gstin, ist};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use crate::facts::Policy;
use crate::invoice::{DocumentType, Invoice};
use crate::irn::Irn;
use crate::json::{Writer, members, room};

/// The canonical text: acknowledgement, IRN, and then the members of INV-01 in NIC's order.
pub fn invoice_json(invoice: &Invoice, ack_no: u64, acked_at: Timestamp) -> String {
    let mut writer = Writer::with_capacity(room(invoice));
    writer.object(|writer| {
        writer.number("AckNo", ack_no);
        writer.text("AckDt", &ist::date_time(acked_at));
        writer.text("Irn", &invoice.irn().to_string());
        members(writer, invoice);
    });
    writer.finish()
}

/// Reads what [`invoice_json`] wrote back into the document; `None` for any other text.
///
/// The letters of the document number stay as they are, and an IRN that the sender had computed
/// is not told apart from the one that was given: it comes back as absent.
pub fn reread(invoice_json: &str) -> Option<Invoice> {
    let as_written = Policy {
        upper_case_document_numbers: false,
        ..Policy::default()
    };
    let mut invoice = crate::parse(invoice_json.as_bytes(), &as_written).ok()?;
    let irn = invoice.precomputed_irn.take()?;
    (irn == invoice.irn().to_string()).then_some(invoice)
}

/// Which of the two texts a signed payload is, of this portal or of another; `None` for others.
pub fn kind(payload: &Value) -> Option<PayloadKind> {
    if payload.get("SellerDtls").is_some() {
        Some(PayloadKind::Invoice)
    } else if payload.get("SellerGstin").is_some() {
        Some(PayloadKind::QrCode)
    } else {
        None
    }
}

/// What is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayloadKind {
    /// An invoice as registered.
    Invoice,
    /// The particulars for the QR code.
    QrCode,
}

/// What the signed QR code says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrFields {
    /// Supplier.
    pub seller_gstin: Gstin,
    /// Recipient: a GSTIN or `URP`.
    pub buyer_id: String,
    /// Document number.
    pub document_number: DocumentNumber,
    /// Document type.
    pub document_type: DocumentType,
    /// Document date.
    pub document_date: Date,
    /// Value of the invoice in rupees.
    pub invoice_value: Decimal,
    /// Number of items.
    pub item_count: u32,
    /// HSN code of the item with the highest taxable value; empty when there are no items.
    pub main_hsn: String,
    /// Invoice reference number.
    pub irn: Irn,
    /// When the document was acknowledged; the text has whole seconds.
    pub acked_at: Timestamp,
}

/// A text that is not the content of a signed QR code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{member} of the QR code is missing or not as it should be")]
pub struct QrFault {
    /// The member that is at fault; empty when the text is not a JSON object.
    pub member: &'static str,
}

impl QrFields {
    /// The particulars of a document.
    pub fn of(invoice: &Invoice, irn: Irn, acked_at: Timestamp) -> Self {
        Self {
            seller_gstin: invoice.seller.gstin,
            buyer_id: invoice.buyer.id.as_str().to_owned(),
            document_number: invoice.document.number.clone(),
            document_type: invoice.document.kind.value,
            document_date: invoice.document.date,
            invoice_value: invoice.totals.invoice_value,
            item_count: u32::try_from(invoice.items.len()).unwrap_or(u32::MAX),
            main_hsn: invoice
                .main_hsn()
                .map(ToString::to_string)
                .unwrap_or_default(),
            irn,
            acked_at,
        }
    }

    /// The text that is signed.
    pub fn to_json(&self) -> String {
        let mut writer = Writer::with_capacity(384);
        writer.object(|writer| {
            writer.text("SellerGstin", self.seller_gstin.as_str());
            writer.text("BuyerGstin", &self.buyer_id);
            writer.text("DocNo", self.document_number.as_str());
            writer.text("DocTyp", self.document_type.code());
            writer.date("DocDt", self.document_date);
            writer.number("TotInvVal", self.invoice_value);
            writer.number("ItemCnt", self.item_count);
            writer.text("MainHsnCode", &self.main_hsn);
            writer.text("Irn", &self.irn.to_string());
            writer.text("IrnDt", &ist::date_time(self.acked_at));
        });
        writer.finish()
    }

    /// Reads the text of a QR code, ours or another portal's.
    pub fn from_json(json: &str) -> Result<Self, QrFault> {
        let value: Value = serde_json::from_str(json).map_err(|_| QrFault { member: "" })?;
        Ok(Self {
            seller_gstin: read(&value, "SellerGstin", |text| text.parse().ok())?,
            buyer_id: read(&value, "BuyerGstin", |text| Some(text.to_owned()))?,
            document_number: read(&value, "DocNo", |text| text.parse().ok())?,
            document_type: read(&value, "DocTyp", DocumentType::from_code)?,
            document_date: read(&value, "DocDt", ist::parse_slash_date)?,
            invoice_value: number(&value, "TotInvVal", |text| {
                Decimal::from_str_exact(text).ok()
            })?,
            item_count: number(&value, "ItemCnt", |text| text.parse().ok())?,
            main_hsn: read(&value, "MainHsnCode", |text| Some(text.to_owned()))?,
            irn: read(&value, "Irn", |text| text.parse().ok())?,
            acked_at: read(&value, "IrnDt", ist::parse_date_time)?,
        })
    }
}

fn read<T>(
    value: &Value,
    member: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, QrFault> {
    let text = value.get(member).and_then(Value::as_str);
    text.and_then(parse).ok_or(QrFault { member })
}

fn number<T>(
    value: &Value,
    member: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, QrFault> {
    let number = value.get(member).and_then(Value::as_number);
    number
        .and_then(|number| parse(number.as_str()))
        .ok_or(QrFault { member })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use jiff::civil::date;

    use super::*;
    use crate::example;

    fn acked_at() -> Timestamp {
        ist::parse_date_time("2026-06-02 11:05:09").unwrap()
    }

    fn invoice() -> Invoice {
        example::domestic_invoice(&"KA/26-27/1".parse().unwrap(), date(2026, 6, 1))
    }

    #[test]
    fn invoice_text_is_frozen() {
        let text = invoice_json(&invoice(), 182_610_000_000_001, acked_at());
        let frozen = concat!(
            r#"{"AckNo":182610000000001,"AckDt":"2026-06-02 11:05:09","#,
            r#""Irn":"263f6adb67e8b4276e6400e267218d2d406baa3fc6ca9d762c07d333d52dd475","#,
            r#""Version":"1.1","TranDtls":{"TaxSch":"GST","SupTyp":"B2B","RegRev":"N"},"#,
            r#""DocDtls":{"Typ":"INV","No":"KA/26-27/1","Dt":"01/06/2026"},"#,
            r#""SellerDtls":{"Gstin":"29AAACM0000A1ZI","LglNm":"Malnad Tools Private Limited","#,
            r#""TrdNm":"Malnad Tools","Addr1":"12 Market Road","Loc":"Bengaluru","Pin":560001,"#,
            r#""Stcd":"29","Ph":"9999912345","Em":"accounts@malnadtools.example"},"#,
            r#""BuyerDtls":{"Gstin":"29AAACB0000B1ZR","LglNm":"Banashankari Traders LLP","#,
            r#""Pos":"29","Addr1":"4 Palace Street","Loc":"Mysuru","Pin":570001,"Stcd":"29"},"#,
            r#""ItemList":[{"ItemNo":0,"SlNo":"1","IsServc":"N","PrdDesc":"Hand drill","#,
            r#""HsnCd":"82052000","Qty":10,"Unit":"NOS","UnitPrice":1250.00,"TotAmt":12500.00,"#,
            r#""AssAmt":12500.00,"GstRt":18,"IgstAmt":0.00,"CgstAmt":1125.00,"SgstAmt":1125.00,"#,
            r#""TotItemVal":14750.00},{"ItemNo":0,"SlNo":"2","IsServc":"Y","#,
            r#""PrdDesc":"Sharpening of drill bits","HsnCd":"998719","Qty":20,"Unit":"NOS","#,
            r#""UnitPrice":37.50,"TotAmt":750.00,"AssAmt":750.00,"GstRt":18,"IgstAmt":0.00,"#,
            r#""CgstAmt":67.50,"SgstAmt":67.50,"TotItemVal":885.00}],"#,
            r#""ValDtls":{"AssVal":13250.00,"CgstVal":1192.50,"SgstVal":1192.50,"IgstVal":0.00,"#,
            r#""TotInvVal":15635.00}}"#,
        );
        assert_eq!(text, frozen);
    }

    #[test]
    fn qr_text_is_frozen_and_comes_back() {
        let fields = QrFields::of(&invoice(), invoice().irn(), acked_at());
        let text = fields.to_json();
        let frozen = concat!(
            r#"{"SellerGstin":"29AAACM0000A1ZI","BuyerGstin":"29AAACB0000B1ZR","#,
            r#""DocNo":"KA/26-27/1","DocTyp":"INV","DocDt":"01/06/2026","TotInvVal":15635.00,"#,
            r#""ItemCnt":2,"MainHsnCode":"82052000","#,
            r#""Irn":"263f6adb67e8b4276e6400e267218d2d406baa3fc6ca9d762c07d333d52dd475","#,
            r#""IrnDt":"2026-06-02 11:05:09"}"#,
        );
        assert_eq!(text, frozen);
        assert_eq!(QrFields::from_json(&text), Ok(fields));
    }

    #[test]
    fn other_texts_are_refused_with_the_member_at_fault() {
        let fields = QrFields::of(&invoice(), invoice().irn(), acked_at());
        let text = fields.to_json();
        assert_eq!(QrFields::from_json("no"), Err(QrFault { member: "" }));
        assert_eq!(
            QrFields::from_json("{}"),
            Err(QrFault {
                member: "SellerGstin"
            })
        );
        assert_eq!(
            QrFields::from_json(&text.replace("INV", "BIL")),
            Err(QrFault { member: "DocTyp" })
        );
    }

    #[test]
    fn a_registered_document_is_read_back() {
        let full = include_str!("json/full_request.json");
        let as_sent = Policy {
            upper_case_document_numbers: false,
            ..Policy::default()
        };
        let mut full = crate::parse(full.as_bytes(), &as_sent).unwrap();
        full.precomputed_irn = None;
        for invoice in [invoice(), full] {
            assert_eq!(
                reread(&invoice_json(&invoice, 1, acked_at())),
                Some(invoice)
            );
        }
    }

    #[test]
    fn texts_that_are_not_of_a_registered_document_are_not_read_back() {
        let text = invoice_json(&invoice(), 1, acked_at());
        let irn = invoice().irn().to_string();
        assert_eq!(reread(&text.replace(&irn, &"0".repeat(64))), None);
        assert_eq!(reread(&crate::json::invoice_request_json(&invoice())), None);
        assert_eq!(reread(""), None);
    }

    #[test]
    fn whatever_the_request_looked_like_equal_documents_have_equal_texts() {
        let request = crate::json::invoice_request_json(&invoice());
        let again = crate::parse(request.as_bytes(), &crate::Policy::default()).unwrap();
        assert_eq!(
            invoice_json(&invoice(), 1, acked_at()),
            invoice_json(&again, 1, acked_at())
        );
    }
}
