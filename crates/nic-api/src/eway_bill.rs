//! E-way bills by IRN: making one for a document that is registered, and getting it. And what
//! `InfoDtls` says of one that was asked for.

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use einvoice::finding::Finding;
use service::{BillAttempt, Irp, MadeBill};

use crate::fault::{self, finding};
use crate::handlers::{Answer, Segment, caller, opened_call};
use crate::query::Query;
use crate::reply;
use crate::wire;

/// Code of an e-way bill that could not be made, for no fault of the client's.
const BILL_FAILED: &str = "4001";

/// Makes the e-way bill of a registered document.
pub(crate) async fn make(State(irp): State<Irp>, headers: HeaderMap, body: Body) -> Answer {
    let (caller, json) = opened_call(&irp, &headers, body).await?;
    let made = irp.make_eway_bill(&caller.actor, &json).await?;
    Ok(reply::encrypted_with(
        &wire::bill(&made.bill),
        &caller.session_key,
        distance_info(&made).as_deref(),
    ))
}

/// The e-way bill of a document, whose IRN stands in the path.
pub(crate) async fn by_irn(State(irp): State<Irp>, headers: HeaderMap, irn: Segment) -> Answer {
    let Ok(Path(irn)) = irn else {
        return Ok(fault::unknown_path());
    };
    found(&irp, &headers, &irn).await
}

/// The e-way bill of a document, whose IRN stands in the query.
pub(crate) async fn by_irn_in_query(
    State(irp): State<Irp>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    let query = Query::of(query.as_deref());
    let irn = query.get(&["irn_no", "irn"]).unwrap_or_default();
    found(&irp, &headers, irn).await
}

async fn found(irp: &Irp, headers: &HeaderMap, irn: &str) -> Answer {
    let caller = caller(irp, headers).await?;
    let bill = irp.eway_bill_of(&caller.actor, irn).await?;
    Ok(reply::encrypted(
        &wire::bill_details(&bill),
        &caller.session_key,
    ))
}

/// `InfoDtls` about the e-way bill that a document asked for: why there is none, or the distance
/// that was computed for it.
pub(crate) fn bill_info(attempt: &BillAttempt) -> Option<Vec<u8>> {
    match attempt {
        BillAttempt::Made(made) => distance_info(made),
        BillAttempt::Refused(findings) => Some(bill_errors(findings)),
        BillAttempt::Failed(_) => Some(bill_errors(&[finding(BILL_FAILED)])),
    }
}

/// `InfoDtls` of a document that would be registered without the bill that it asks for.
pub(crate) fn refused_info(findings: &[Finding]) -> Option<Vec<u8>> {
    (!findings.is_empty()).then(|| bill_errors(findings))
}

fn bill_errors(findings: &[Finding]) -> Vec<u8> {
    let mut info = br#"[{"InfCd":"EWBERR","Desc":"#.to_vec();
    reply::push_entries(&mut info, &reply::entries(findings));
    info.extend_from_slice(b"}]");
    info
}

/// `InfoDtls` about the distance that was asked for with a 0; none when it was given.
fn distance_info(made: &MadeBill) -> Option<Vec<u8>> {
    let distance_km = made.computed_distance_km?;
    let words = format!("Pin-Pin calc distance: {distance_km}KM");
    Some(format!(r#"[{{"InfCd":"EWBPPD","Desc":"{words}"}}]"#).into_bytes())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    #[test]
    fn a_bill_that_failed_says_so_in_a_list() {
        let trouble = service::Trouble::Internal {
            reference: "R4ND0M".to_owned(),
        };
        let failed = bill_info(&BillAttempt::Failed(trouble)).unwrap();
        let info: serde_json::Value = serde_json::from_slice(&failed).unwrap();
        assert_eq!(info[0]["InfCd"], "EWBERR");
        assert_eq!(info[0]["Desc"][0]["ErrorCode"], "4001");
        let refused = BillAttempt::Refused(vec![finding("5002"), finding("5003")]);
        let info: serde_json::Value =
            serde_json::from_slice(&bill_info(&refused).unwrap()).unwrap();
        assert_eq!(info[0]["Desc"].as_array().unwrap().len(), 2);
        assert_eq!(info[0]["Desc"][1]["ErrorCode"], "5003");
    }
}
