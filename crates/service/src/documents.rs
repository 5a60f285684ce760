//! Looking a registered document up, by IRN or by what stands on it.

use einvoice::Irn;
use einvoice::finding::{Detail, Finding};
use einvoice::invoice::DocumentType;
use gst::{DocumentNumber, FinancialYear, ist};
use store::line::{Channel, Registered};

use crate::actor::Actor;
use crate::cancel::{malformed, not_yours};
use crate::clock::later;
use crate::codes;
use crate::fault::Fault;
use crate::irp::Irp;
use crate::strangers;

const DAY_S: u32 = 86_400;

impl Irp {
    /// The caller's document with this IRN.
    pub async fn document_by_irn(&self, actor: &Actor, irn: &str) -> Result<Registered, Fault> {
        let irn = read_irn(irn)?;
        let floor = strangers::look_up_floor();
        let found = self.stored(self.store().by_irn(&irn).await)?;
        let is_strangers = found.is_some();
        match found {
            Some(registered) if registered.summary().supplier == actor.gstin => {
                self.within_window(actor, registered)
            }
            _ => {
                if is_strangers {
                    strangers::note_document(actor, &irn);
                }
                floor.wait().await;
                Err(not_yours())
            }
        }
    }

    /// The caller's document of this type, number and date (`dd/MM/yyyy`).
    pub async fn document_by_details(
        &self,
        actor: &Actor,
        kind: &str,
        number: &str,
        date: &str,
    ) -> Result<Registered, Fault> {
        let details = self.read_details(kind, number, date)?;
        let irn = Irn::of(
            &actor.gstin,
            FinancialYear::of(details.date),
            details.kind,
            &details.number,
        );
        let found = self.stored(self.store().by_irn(&irn).await)?;
        match found {
            Some(registered) if registered.summary().qr.document_date == details.date => {
                self.within_window(actor, registered)
            }
            _ => Err(Fault::code(codes::NO_SUCH_DOCUMENT)),
        }
    }

    /// NIC's API hands documents out for some days only; the pages always do.
    fn within_window(&self, actor: &Actor, registered: Registered) -> Result<Registered, Fault> {
        let window = self.settings().api.details_window_days;
        let (Some(days), Channel::Api) = (window, actor.channel) else {
            return Ok(registered);
        };
        let acked_at = registered.summary().acked_at;
        if self.now() <= later(acked_at, days.saturating_mul(DAY_S)) {
            return Ok(registered);
        }
        let acked_at = ist::date_time(acked_at);
        let detail = Detail {
            english: format!("It was acknowledged on {acked_at}, over {days} days ago.").into(),
            hindi: format!("इसकी पावती {acked_at} को, {days} दिन से पहले दी गई थी।").into(),
            found: Some(acked_at),
            expected: None,
        };
        let entry = codes::entry(codes::TOO_OLD_TO_SHOW);
        Err(Fault::Refused(vec![Finding::new(entry, "").with(detail)]))
    }

    fn read_details(&self, kind: &str, number: &str, date: &str) -> Result<Details, Fault> {
        let mut findings = Vec::new();
        let read_kind = DocumentType::from_code(kind.trim());
        if read_kind.is_none() {
            findings.push(malformed(
                "/doctype",
                "The document type is INV, CRN or DBN.",
                "दस्तावेज़ का प्रकार INV, CRN या DBN होता है।",
            ));
        }
        let read_number = DocumentNumber::parse(number.trim()).ok().map(|number| {
            if self.settings().policy.upper_case_document_numbers {
                number.to_upper()
            } else {
                number
            }
        });
        if read_number.is_none() {
            findings.push(malformed(
                "/docnum",
                "This cannot be a document number.",
                "यह दस्तावेज़ संख्या नहीं हो सकती।",
            ));
        }
        let read_date = ist::parse_slash_date(date.trim());
        if read_date.is_none() {
            findings.push(malformed(
                "/docdate",
                "The date is written dd/MM/yyyy.",
                "तिथि dd/MM/yyyy के रूप में लिखी जाती है।",
            ));
        }
        match (read_kind, read_number, read_date) {
            (Some(kind), Some(number), Some(date)) => Ok(Details { kind, number, date }),
            _ => Err(Fault::Refused(findings)),
        }
    }
}

/// Reads an IRN.
pub(crate) fn read_irn(irn: &str) -> Result<Irn, Fault> {
    irn.trim().parse().map_err(|_| {
        Fault::Refused(vec![malformed(
            "/Irn",
            "An IRN has 64 hexadecimal digits.",
            "IRN में 64 हेक्साडेसिमल अंक होते हैं।",
        )])
    })
}

/// What stands on a document.
struct Details {
    kind: DocumentType,
    number: DocumentNumber,
    date: jiff::civil::Date,
}
