//! What the GST master says of a GSTIN, for API callers. Without mobile number and e-mail
//! address: those are the taxpayer's own.

use gst::Gstin;
use store::taxpayers::TaxpayerRecord;

use crate::actor::Actor;
use crate::codes;
use crate::fault::Fault;
use crate::irp::Irp;

/// Where the GSTIN stands.
const POINTER: &str = "/Gstin";

impl Irp {
    /// The record of a GSTIN, from the local copy when that is fresh.
    pub async fn gstin_details(
        &self,
        _actor: &Actor,
        gstin: &str,
    ) -> Result<TaxpayerRecord, Fault> {
        let gstin = read(gstin)?;
        let record = self.taxpayer_record(&gstin).await?;
        record.ok_or_else(|| Fault::at(codes::GSTIN_UNKNOWN, POINTER))
    }

    /// The record of a GSTIN, fetched from the GST common portal now.
    pub async fn sync_gstin(&self, _actor: &Actor, gstin: &str) -> Result<TaxpayerRecord, Fault> {
        let gstin = read(gstin)?;
        let record = self.fetch_taxpayer(&gstin).await?;
        record.ok_or_else(|| Fault::at(codes::GSTIN_UNKNOWN, POINTER))
    }
}

fn read(gstin: &str) -> Result<Gstin, Fault> {
    Gstin::parse(gstin).map_err(|_| Fault::at(codes::GSTIN_INVALID, POINTER))
}
