//! The portal's operations, one method each.

use jiff::civil::Date;
use reqwest::Url;
use serde_json::{Value, json};

use crate::answers::{
    Cancellation, CancellationReason, Registration, RejectedIrn, TaxpayerDetails,
};
use crate::client::Client;
use crate::error::Error;
use crate::eway_bill::{
    EwayBill, EwayBillCancellation, EwayBillCancellationReason, EwayBillDetails,
};
use crate::reply::Reply;

impl Client {
    /// Registers an invoice, a credit note or a debit note. The JSON text is sent as it is.
    pub async fn generate(&self, document: &str) -> Result<Registration, Error> {
        registration(&self.generate_raw(document).await?)
    }

    /// [`Self::generate`] with the exact bytes of the decrypted answer.
    pub async fn generate_raw(&self, document: &str) -> Result<Reply, Error> {
        self.post_raw("/eicore/v1.03/Invoice", document).await
    }

    /// Cancels a registration.
    pub async fn cancel(
        &self,
        irn: &str,
        reason: CancellationReason,
        remark: &str,
    ) -> Result<Cancellation, Error> {
        let request = json!({ "Irn": irn, "CnlRsn": reason.code(), "CnlRem": remark });
        self.post_raw("/eicore/v1.03/Invoice/Cancel", &request.to_string())
            .await?
            .read()
    }

    /// Fetches a registration by its IRN.
    pub async fn get_by_irn(&self, irn: &str) -> Result<Registration, Error> {
        registration(&self.get_by_irn_raw(irn).await?)
    }

    /// [`Self::get_by_irn`] with the exact bytes of the decrypted answer.
    pub async fn get_by_irn_raw(&self, irn: &str) -> Result<Reply, Error> {
        self.get_raw(&path("/eicore/v1.03/Invoice/irn", Some(irn), &[])?)
            .await
    }

    /// Fetches a registration by its document: type (`INV`, `CRN`, `DBN`), number and date.
    pub async fn get_by_document(
        &self,
        document_type: &str,
        document_number: &str,
        document_date: Date,
    ) -> Result<Registration, Error> {
        let query = [
            ("doctype", document_type),
            ("docnum", document_number),
            ("docdate", &slash_date(document_date)),
        ];
        let path = path("/eicore/v1.03/Invoice/irnbydocdetails", None, &query)?;
        registration(&self.get_raw(&path).await?)
    }

    /// The documents of a day that were rejected because another portal had registered them.
    pub async fn rejected(&self, date: Date) -> Result<Vec<RejectedIrn>, Error> {
        let date = slash_date(date);
        let path = path(
            "/eicore/v1.03/Invoice/rejectedirns",
            None,
            &[("date", &date)],
        )?;
        let list: Vec<Value> = self.get_raw(&path).await?.read()?;
        list.into_iter()
            .map(|members| {
                RejectedIrn::read(members)
                    .ok_or(Error::Unreadable("a rejected document has no Irn"))
            })
            .collect()
    }

    /// Makes the e-way bill of a registered document. The JSON text, in which `Irn` names the
    /// document, is sent as it is.
    pub async fn eway_bill_by_irn(&self, request: &str) -> Result<EwayBill, Error> {
        let reply = self.post_raw("/eiewb/v1.03/ewaybill", request).await?;
        let mut bill: EwayBill = reply.read()?;
        bill.info = reply.info;
        Ok(bill)
    }

    /// Fetches the e-way bill of a document by its IRN.
    pub async fn get_eway_bill(&self, irn: &str) -> Result<EwayBillDetails, Error> {
        let path = path("/eiewb/v1.03/ewaybill/irn", Some(irn), &[])?;
        self.get_raw(&path).await?.read()
    }

    /// Cancels an e-way bill. A refusal has codes of the e-way bill system, such as `312`.
    pub async fn cancel_eway_bill(
        &self,
        number: u64,
        reason: EwayBillCancellationReason,
        remark: &str,
    ) -> Result<EwayBillCancellation, Error> {
        let order = json!({
            "ewbNo": number,
            "cancelRsnCode": reason.code(),
            "cancelRmrk": remark,
        });
        self.act_raw("/ewaybillapi/v1.03/ewayapi", "CANEWB", &order.to_string())
            .await?
            .read()
    }

    /// What the portal's copy of the GST master says about a taxpayer.
    pub async fn gstin(&self, gstin: &str) -> Result<TaxpayerDetails, Error> {
        let path = path("/eivital/v1.04/Master/gstin", Some(gstin), &[])?;
        self.get_raw(&path).await?.read()
    }

    /// The same, after the portal fetched it afresh from the GST common portal.
    pub async fn sync_gstin(&self, gstin: &str) -> Result<TaxpayerDetails, Error> {
        let path = path("/eivital/v1.04/Master/syncgstin", Some(gstin), &[])?;
        self.get_raw(&path).await?.read()
    }
}

fn registration(reply: &Reply) -> Result<Registration, Error> {
    let mut registration: Registration = reply.read()?;
    registration.info.clone_from(&reply.info);
    Ok(registration)
}

/// Path and query, with whatever needs it escaped.
fn path(base: &str, last: Option<&str>, query: &[(&str, &str)]) -> Result<String, Error> {
    const UNUSABLE: Error = Error::Setting("path");
    let mut url = Url::parse("http://portal.invalid").map_err(|_| UNUSABLE)?;
    url.set_path(base);
    if let Some(last) = last {
        url.path_segments_mut().map_err(|()| UNUSABLE)?.push(last);
    }
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    let query = url.query().map(|query| format!("?{query}"));
    Ok(format!("{}{}", url.path(), query.unwrap_or_default()))
}

fn slash_date(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_goes_into_a_path_is_escaped() {
        let with = |last: &str| path("/eicore/v1.03/Invoice/irn", Some(last), &[]).unwrap();
        assert_eq!(with("ab12"), "/eicore/v1.03/Invoice/irn/ab12");
        assert_eq!(with("../x?y#z"), "/eicore/v1.03/Invoice/irn/..%2Fx%3Fy%23z");
        let query = [("docnum", "A/1 & 2"), ("docdate", "01/04/2025")];
        assert_eq!(
            path("/a/b", None, &query).unwrap(),
            "/a/b?docnum=A%2F1+%26+2&docdate=01%2F04%2F2025"
        );
    }

    #[test]
    fn dates_are_written_the_indian_way() {
        assert_eq!(slash_date(date(2025, 4, 1)), "01/04/2025");
    }
}
