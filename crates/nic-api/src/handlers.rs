//! The calls, each from its request to its answer. Those about e-way bills are in files of their
//! own.

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use service::{ApiCaller, AuthCall, BillAttempt, Fault, Irp};
use store::line::Registered;
use store::taxpayers::TaxpayerRecord;

use crate::body;
use crate::eway_bill;
use crate::fault::{self, Refusal};
use crate::headers::Headers;
use crate::login::{AUTHENTICATION_BYTES_MAX, Login};
use crate::query::Query;
use crate::reply;
use crate::wire::{self, CancelRequest, DetailsVersion};

pub(crate) type Answer = Result<Response, Refusal>;
pub(crate) type Segment = Result<Path<String>, PathRejection>;

/// Authentication, in the shape of v1.04 (one sealed text) and of v1.03 (an object with sealed
/// members), each at either address.
pub(crate) async fn authenticate(State(irp): State<Irp>, headers: HeaderMap, body: Body) -> Answer {
    let calls_bytes_max = irp.settings().api.request_bytes_max;
    let bytes_max = AUTHENTICATION_BYTES_MAX.min(calls_bytes_max);
    let body = body::read_draining(body, bytes_max, calls_bytes_max).await?;
    let login = Login::read(&body)?;
    let headers = Headers::of(&headers);
    let grant = irp
        .api_authenticate(AuthCall {
            client_id: headers.client_id.as_deref(),
            client_secret: headers.client_secret.as_deref(),
            gstin: headers.gstin.as_deref(),
            credentials: login.credentials(),
        })
        .await?;
    Ok(reply::authenticated(&wire::grant(&grant)))
}

/// Registers a document.
pub(crate) async fn generate(State(irp): State<Irp>, headers: HeaderMap, body: Body) -> Answer {
    let (caller, json) = opened_call(&irp, &headers, body).await?;
    let issued = irp.issue(&caller.actor, &json).await?;
    let attempt = issued.eway_bill.as_ref();
    let bill = attempt.and_then(|attempt| match attempt {
        BillAttempt::Made(made) => Some(&made.bill),
        BillAttempt::Refused(_) | BillAttempt::Failed(_) => None,
    });
    Ok(reply::encrypted_with(
        &wire::document(&issued.registered, bill),
        &caller.session_key,
        attempt.and_then(eway_bill::bill_info).as_deref(),
    ))
}

/// Says what registering a document would find, without registering it.
pub(crate) async fn validate(State(irp): State<Irp>, headers: HeaderMap, body: Body) -> Answer {
    let (caller, json) = opened_call(&irp, &headers, body).await?;
    let assessment = irp.assess(Some(&caller.actor), &json).await?;
    let irn = assessment.irn;
    let bill = eway_bill::refused_info(&assessment.eway_bill);
    Ok(fault::assessed(assessment).unwrap_or_else(|| {
        reply::encrypted_with(&wire::faultless(irn), &caller.session_key, bill.as_deref())
    }))
}

/// Cancels a document.
pub(crate) async fn cancel(State(irp): State<Irp>, headers: HeaderMap, body: Body) -> Answer {
    let (caller, json) = opened_call(&irp, &headers, body).await?;
    let asked = CancelRequest::read(&json)?;
    let cancelled = irp
        .cancel(&caller.actor, &asked.irn, &asked.reason, &asked.remark)
        .await?;
    Ok(reply::encrypted(
        &wire::cancelled(&cancelled),
        &caller.session_key,
    ))
}

/// A document by its IRN.
pub(crate) async fn by_irn(State(irp): State<Irp>, headers: HeaderMap, irn: Segment) -> Answer {
    let Ok(Path(irn)) = irn else {
        return Ok(fault::unknown_path());
    };
    let caller = caller(&irp, &headers).await?;
    let registered = irp.document_by_irn(&caller.actor, irn.trim()).await?;
    document(&irp, &caller, &registered).await
}

/// A document by its type, number and date.
pub(crate) async fn by_details(
    State(irp): State<Irp>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    let caller = caller(&irp, &headers).await?;
    let query = Query::of(query.as_deref());
    let registered = irp
        .document_by_details(
            &caller.actor,
            query.get(&["doctype"]).unwrap_or_default(),
            query.get(&["docnum", "docno"]).unwrap_or_default(),
            query.get(&["docdate"]).unwrap_or_default(),
        )
        .await?;
    document(&irp, &caller, &registered).await
}

/// A document that was found, with the e-way bill that it has now.
async fn document(irp: &Irp, caller: &ApiCaller, registered: &Registered) -> Answer {
    let bill = irp.active_eway_bill(registered).await;
    Ok(reply::encrypted(
        &wire::document(registered, bill.map_err(Fault::from)?.as_ref()),
        &caller.session_key,
    ))
}

/// The documents of a day that the central registry rejected.
pub(crate) async fn rejected(
    State(irp): State<Irp>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    let caller = caller(&irp, &headers).await?;
    let query = Query::of(query.as_deref());
    let date = query.get(&["date"]).unwrap_or_default();
    let rejected = irp.rejected_documents(&caller.actor, date).await?;
    Ok(reply::encrypted(
        &wire::documents(&rejected),
        &caller.session_key,
    ))
}

/// Whether a taxpayer's details are read from the local copy or fetched first.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Freshness {
    /// From the local copy, if there is one.
    Known,
    /// From the GST common portal.
    Fetched,
}

/// A taxpayer's details; the GSTIN stands in the path or in the query.
pub(crate) async fn taxpayer(
    irp: Irp,
    headers: HeaderMap,
    gstin: Option<Segment>,
    query: Option<String>,
    form: (Freshness, DetailsVersion),
) -> Answer {
    let gstin = match gstin {
        Some(Ok(Path(gstin))) => gstin,
        Some(Err(_)) => return Ok(fault::unknown_path()),
        None => Query::of(query.as_deref())
            .get(&["gstin"])
            .unwrap_or_default()
            .to_owned(),
    };
    let caller = caller(&irp, &headers).await?;
    let (freshness, version) = form;
    let record: TaxpayerRecord = match freshness {
        Freshness::Known => irp.gstin_details(&caller.actor, &gstin).await?,
        Freshness::Fetched => irp.sync_gstin(&caller.actor, &gstin).await?,
    };
    Ok(reply::encrypted(
        &wire::taxpayer(&record.taxpayer, version),
        &caller.session_key,
    ))
}

/// Says that the server answers. Asks nobody who they are and looks at nothing.
pub(crate) async fn ping() -> Response {
    reply::plain(None)
}

/// Who calls.
pub(crate) async fn caller(irp: &Irp, headers: &HeaderMap) -> Result<ApiCaller, Refusal> {
    let headers = Headers::of(headers);
    Ok(irp.api_caller(headers.of_a_call()).await?)
}

/// Who calls, and the decrypted JSON that was sent. The body is read before anything is judged, so
/// that the client has sent it all when the answer comes; headers are judged before the body.
pub(crate) async fn opened_call(
    irp: &Irp,
    headers: &HeaderMap,
    body: Body,
) -> Result<(ApiCaller, Vec<u8>), Refusal> {
    let body = body::read(body, irp.settings().api.request_bytes_max).await;
    let caller = caller(irp, headers).await?;
    let body = body?;
    let data = body::data_text(&body)?;
    let json = caller.session_key.decrypt_json(&data)?;
    Ok((caller, json))
}

/// What a client gets where no call is.
pub(crate) async fn unknown() -> Response {
    fault::unknown_path()
}
