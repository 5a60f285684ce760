//! What may wait is bounded: the limit is taken, one more is refused at once.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::time::{Duration, Instant};

use einvoice::payload::QrFields;
use einvoice::{DocumentType, Irn};
use gst::{Decimal, FinancialYear, Gstin};
use jiff::Timestamp;
use jiff::civil::date;
use seal::Signature;
use tokio::task::JoinSet;

use super::connections::{Connections, WAITING_MAX};
use super::registrar::{Limits, Registrar};
use super::settings::Settings;
use crate::line::{Channel, Sealed, Signed, Summary};
use crate::{StoreError, packing};

/// A server that takes connections and says nothing.
struct Mute {
    _folder: tempfile::TempDir,
    _listener: std::os::unix::net::UnixListener,
    settings: Settings,
}

impl Mute {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".s.PGSQL.5432");
        let host = folder.path().display().to_string().replace('/', "%2F");
        Self {
            _listener: std::os::unix::net::UnixListener::bind(path).unwrap(),
            _folder: folder,
            settings: Settings::new(format!("postgres://mohar@{host}/mohar")),
        }
    }
}

fn signed() -> Signed {
    Signed {
        token: String::new(),
        signature: Signature::new([0; 256]),
    }
}

fn sealed(ack_number: u64) -> Sealed {
    let supplier = Gstin::with_check_digit("29AAACM0001A1Z").unwrap();
    let document_date = date(2026, 6, 1);
    let acked_at = Timestamp::from_second(1_780_000_000).unwrap();
    Sealed {
        summary: Summary {
            ack_number,
            acked_at,
            supplier,
            financial_year: FinancialYear::of(document_date),
            qr: QrFields {
                seller_gstin: supplier,
                buyer_id: "URP".to_owned(),
                document_number: "A/1".parse().unwrap(),
                document_type: DocumentType::Invoice,
                document_date,
                invoice_value: Decimal::from(1),
                item_count: 1,
                main_hsn: "82052000".to_owned(),
                irn: Irn::from_bytes([7; 32]),
                acked_at,
            },
            recipient_name: String::new(),
            channel: Channel::Api,
        },
        invoice_json: String::new(),
        invoice: signed(),
        qr_code: signed(),
        key_id: String::new(),
        issuer: String::new(),
    }
}

#[tokio::test]
async fn the_queue_takes_its_limit_and_refuses_one_more() {
    let server = Mute::new();
    let [connections] = Connections::new(&server.settings, [1]).unwrap();
    let limits = Limits {
        queue_registrations_max: 3,
        batch_registrations_max: 1,
    };
    let registrar = Registrar::start(connections, limits);
    let register = |n| registrar.register(sealed(n), packing::pack("{}").unwrap());
    let mut waiting = Vec::new();
    for n in 0..4 {
        // Queued at the first poll. The task takes the first one and waits for the server.
        let mut registering = Box::pin(register(n));
        let polled = tokio::time::timeout(Duration::from_millis(50), registering.as_mut()).await;
        assert!(polled.is_err(), "{n} waits");
        waiting.push(registering);
    }
    let refused = register(9).await.unwrap_err().to_string();
    assert!(refused.contains("too many registrations"), "{refused}");
}

#[tokio::test]
#[expect(
    clippy::disallowed_methods,
    reason = "that the refusal comes at once is what is tested"
)]
async fn as_many_as_may_wait_for_a_connection_and_no_more() {
    let server = Mute::new();
    let [connections] = Connections::new(&server.settings, [1]).unwrap();
    let mut waiting = JoinSet::new();
    // One of them is connecting, the others wait for it.
    for _ in 0..WAITING_MAX {
        let connections = connections.clone();
        waiting.spawn(async move { connections.session().await.map(drop) });
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(waiting.try_join_next().is_none(), "nobody is refused");
    let begun = Instant::now();
    let refused = connections.session().await.unwrap_err().error;
    assert!(begun.elapsed() < Duration::from_millis(200));
    assert!(
        matches!(&refused, StoreError::Unavailable(what) if what.contains("too many are waiting")),
        "{refused}"
    );
}
