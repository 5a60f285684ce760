//! No more is taken on than can be answered in time: whoever comes when all places are taken is
//! told so at once, instead of waiting with everybody else.
//!
//! A request takes its place when its body is there, so that a client that sends slowly keeps
//! nobody out; bodies that are on their way have a limit of their own.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, HttpBody};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::{Frame, SizeHint};
use nic_api::AUTHENTICATION_BYTES_MAX;
use service::Settings;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::shares::{Share, Shares};

/// What a form has around the file that is uploaded with it.
const FORM_BYTES: usize = 64 * 1024;
/// Bodies are counted in pieces of so many bytes.
const PIECE_BYTES: usize = 1024;
/// What part of all bodies one address may hold: a fourth, or one body if that is more.
const BODIES_SHARE: u32 = 4;

/// How many requests are worked on at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// API calls that are no authentications.
    pub(crate) documents: u32,
    /// Authentications of the API.
    pub(crate) authentications: u32,
    /// Requests of the pages.
    pub(crate) pages: u32,
    /// MiB of bodies that are on their way or being worked on.
    pub(crate) bodies_mib: u32,
    /// What those who are turned away are told.
    pub(crate) retry_after_s: u32,
}

/// What a request is about. Each kind has places of its own: a flood of one shuts out no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An API call that is no authentication.
    Document,
    /// An authentication of the API: a core for tens of milliseconds.
    Authentication,
    /// A page.
    Page,
}

impl Kind {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Document, Self::Authentication, Self::Page];

    /// By the path in the router's spelling.
    fn of(path: &str) -> Self {
        if !nic_api::is_api_path(path) {
            Self::Page
        } else if path.ends_with("/auth") {
            Self::Authentication
        } else {
            Self::Document
        }
    }

    /// The word in the figures.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Document => "documents",
            Self::Authentication => "authentications",
            Self::Page => "pages",
        }
    }
}

/// The places.
#[derive(Debug)]
pub(crate) struct Places {
    limits: Limits,
    documents: Arc<Semaphore>,
    authentications: Arc<Semaphore>,
    pages: Arc<Semaphore>,
    bodies: Arc<Semaphore>,
    shares: Arc<Shares>,
    document_bytes_max: usize,
    authentication_bytes_max: usize,
    page_bytes_max: usize,
}

impl Places {
    /// All free.
    pub(crate) fn new(limits: Limits, settings: &Settings) -> Self {
        let places = |count: u32| Arc::new(Semaphore::new(count as usize));
        let document_bytes_max = settings.api.request_bytes_max;
        let page_bytes_max = settings.upload.file_bytes_max + FORM_BYTES;
        let bodies = limits.bodies_mib.saturating_mul(1024);
        // What is refused as too long has been read beyond its limit by a frame or two.
        let one_body = pieces(document_bytes_max.max(page_bytes_max).saturating_mul(2));
        Self {
            documents: places(limits.documents),
            authentications: places(limits.authentications),
            pages: places(limits.pages),
            bodies: places(bodies),
            shares: Shares::new((bodies / BODIES_SHARE).max(one_body)),
            document_bytes_max,
            authentication_bytes_max: AUTHENTICATION_BYTES_MAX.min(document_bytes_max),
            page_bytes_max,
            limits,
        }
    }

    fn of(&self, kind: Kind) -> &Arc<Semaphore> {
        match kind {
            Kind::Document => &self.documents,
            Kind::Authentication => &self.authentications,
            Kind::Page => &self.pages,
        }
    }

    /// How many there are.
    pub(crate) fn all(&self, kind: Kind) -> u32 {
        match kind {
            Kind::Document => self.limits.documents,
            Kind::Authentication => self.limits.authentications,
            Kind::Page => self.limits.pages,
        }
    }

    /// How many are taken.
    pub(crate) fn taken(&self, kind: Kind) -> u32 {
        let free = u32::try_from(self.of(kind).available_permits()).unwrap_or(u32::MAX);
        self.all(kind).saturating_sub(free)
    }

    fn turned_away(&self, kind: Kind) -> Response {
        let retry_after_s = self.limits.retry_after_s;
        let mut response = match kind {
            Kind::Page => busy_page(retry_after_s),
            Kind::Document | Kind::Authentication => nic_api::busy(retry_after_s),
        };
        response.extensions_mut().insert(TurnedAway(kind));
        response
    }
}

/// Marks the answer to a request that was turned away.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TurnedAway(pub(crate) Kind);

/// How many bytes of a body came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BodyBytes(pub(crate) u64);

/// Gives a request a place, or turns it away.
pub(crate) async fn layer(
    State(places): State<Arc<Places>>,
    request: Request,
    next: Next,
) -> Response {
    let kind = Kind::of(request.uri().path());
    // Before the body is read: whoever would be turned away anyway need not be listened to first.
    if places.of(kind).available_permits() == 0 && request.body().is_end_stream() {
        return places.turned_away(kind);
    }
    let bytes_max = match kind {
        Kind::Page => places.page_bytes_max,
        Kind::Document => places.document_bytes_max,
        Kind::Authentication => places.authentication_bytes_max,
    };
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = address.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let room = Held {
        bodies: &places.bodies,
        share: places.shares.of(address),
        pieces: None,
        count: 0,
    };
    let (head, body) = request.into_parts();
    let Some(gathered) = Gathered::read(body, bytes_max, room).await else {
        return places.turned_away(kind);
    };
    let bytes = gathered.bytes;
    // A body that is too long is only refused by what it is meant for, while the rest of it comes.
    let place = if gathered.rest.is_some() {
        None
    } else if let Ok(place) = Arc::clone(places.of(kind)).try_acquire_owned() {
        Some(place)
    } else {
        return places.turned_away(kind);
    };
    let mut response = next
        .run(Request::from_parts(head, Body::new(gathered)))
        .await;
    response.extensions_mut().insert(BodyBytes(bytes));
    drop(place);
    response
}

/// How many pieces so many bytes are.
fn pieces(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(PIECE_BYTES)).unwrap_or(u32::MAX)
}

/// What a body holds of the room for all, and of its network's share.
struct Held<'a> {
    bodies: &'a Arc<Semaphore>,
    share: Share,
    pieces: Option<OwnedSemaphorePermit>,
    count: u32,
}

impl Held<'_> {
    /// Makes room for so many bytes in all; `None` when others hold too much. Frames have no say
    /// in this: a client that sends a byte at a time holds no more than its bytes.
    fn grow_to(&mut self, bytes: usize) -> Option<()> {
        let more = pieces(bytes).saturating_sub(self.count);
        if more == 0 {
            return Some(());
        }
        if !self.share.grow(more) {
            return None;
        }
        let permit = Arc::clone(self.bodies).try_acquire_many_owned(more).ok()?;
        match &mut self.pieces {
            Some(pieces) => pieces.merge(permit),
            none => *none = Some(permit),
        }
        self.count += more;
        Some(())
    }
}

/// A body of which the beginning, and nearly always everything, has come.
struct Gathered {
    whole: Bytes,
    bytes: u64,
    /// What is still on its way: of a body that is too long.
    rest: Option<Body>,
    broken: Option<axum::Error>,
    /// Kept for as long as the body is.
    _held: (Share, Option<OwnedSemaphorePermit>),
}

impl Gathered {
    /// Reads until the end or beyond `bytes_max`; `None` when too much of others is held already.
    async fn read(mut body: Body, bytes_max: usize, mut held: Held<'_>) -> Option<Self> {
        let mut whole = Joined::Nothing;
        let (mut rest, mut broken) = (None, None);
        let mut read = 0_usize;
        while let Some(frame) = body.frame().await {
            let data = match frame.map(Frame::into_data) {
                Ok(Ok(data)) => data,
                // Trailers say nothing to us.
                Ok(Err(_)) => continue,
                Err(error) => {
                    broken = Some(error);
                    break;
                }
            };
            read = read.saturating_add(data.len());
            held.grow_to(read)?;
            whole = whole.and(data);
            if read > bytes_max {
                rest = Some(body);
                break;
            }
        }
        Some(Self {
            whole: whole.bytes(),
            bytes: u64::try_from(read).unwrap_or(u64::MAX),
            rest,
            broken,
            _held: (held.share, held.pieces),
        })
    }
}

/// Frames put together. A frame of its own would hold on to the buffer that it was read into.
enum Joined {
    Nothing,
    One(Bytes),
    Many(BytesMut),
}

impl Joined {
    fn and(self, data: Bytes) -> Self {
        let mut many = match self {
            Self::Nothing => return Self::One(data),
            Self::One(first) => BytesMut::from(first),
            Self::Many(many) => many,
        };
        many.extend_from_slice(&data);
        Self::Many(many)
    }

    fn bytes(self) -> Bytes {
        match self {
            Self::Nothing => Bytes::new(),
            Self::One(bytes) => bytes,
            Self::Many(many) => many.freeze(),
        }
    }
}

impl HttpBody for Gathered {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if !self.whole.is_empty() {
            let whole = std::mem::take(&mut self.whole);
            return Poll::Ready(Some(Ok(Frame::data(whole))));
        }
        if let Some(error) = self.broken.take() {
            return Poll::Ready(Some(Err(error)));
        }
        match &mut self.rest {
            Some(rest) => Pin::new(rest).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.whole.is_empty() && self.broken.is_none() && self.rest.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let held = u64::try_from(self.whole.len()).unwrap_or(u64::MAX);
        if self.rest.is_some() || self.broken.is_some() {
            let mut hint = SizeHint::new();
            hint.set_lower(held);
            hint
        } else {
            SizeHint::with_exact(held)
        }
    }
}

/// A page of two sentences, which costs nothing to make.
fn busy_page(retry_after_s: u32) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>503</title>\
         <p>The portal is busy at the moment. Please try again in {retry_after_s} seconds; nothing \
         was changed.</p><p lang=\"hi\">पोर्टल इस समय व्यस्त है। कृपया {retry_after_s} सेकंड बाद फिर \
         प्रयास करें; कुछ भी बदला नहीं गया है।</p></html>"
    );
    let headers = [
        (header::RETRY_AFTER, retry_after_s.to_string()),
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (StatusCode::SERVICE_UNAVAILABLE, headers, page).into_response()
}

#[cfg(test)]
mod tests;
