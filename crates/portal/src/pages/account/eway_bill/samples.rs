//! E-way bills for the tests that render pages.

use einvoice::eway_bill::{End, Movement, SubSupply, TransactionKind};
use einvoice::invoice::{Transport, TransportMode, VehicleType};
use gst::{Gstin, PinCode, StateCode};
use jiff::{SignedDuration, Timestamp};
use store::eway_bills::EwayBill;
use store::line::{Cancellation, Channel};

/// By road, with a vehicle.
pub(super) fn sample() -> EwayBill {
    let made_at: Timestamp = "2026-06-10T06:30:00Z".parse().expect("a moment");
    let supplier = Gstin::with_check_digit("29AAACM0000A1Z").expect("a GSTIN");
    EwayBill {
        number: 910_000_000_001,
        irn: "5a".repeat(32).parse().expect("an IRN"),
        supplier,
        made_by: supplier,
        made_at,
        valid_until: made_at.checked_add(SignedDuration::from_hours(36)).ok(),
        movement: Movement {
            from: End {
                name: "Malnad Tools <Private> Limited".to_owned(),
                address_1: "12, Kaveri Towers".to_owned(),
                address_2: None,
                place: "Bengaluru".to_owned(),
                pin: PinCode::new(560_001).expect("a PIN code"),
                state: StateCode::from_number(29).expect("a state"),
                gstin: Some(supplier),
            },
            to: End {
                name: "Banashankari Traders LLP".to_owned(),
                address_1: "4, Market Road".to_owned(),
                address_2: Some("Second floor".to_owned()),
                place: "Hubballi".to_owned(),
                pin: PinCode::new(580_020).expect("a PIN code"),
                state: StateCode::from_number(29).expect("a state"),
                gstin: None,
            },
            transaction: TransactionKind::Regular,
            sub_supply: SubSupply::Supply,
            transport: Transport {
                transporter_id: Some(supplier),
                transporter_name: Some("Malnad <Roadways>".to_owned()),
                mode: Some(TransportMode::Road),
                distance_km: 410,
                document_number: None,
                document_date: None,
                vehicle_number: Some("KA01AB1234".to_owned()),
                vehicle_type: Some(VehicleType::Regular),
            },
        },
        channel: Channel::Upload,
        cancellation: None,
    }
}

/// An export by rail, from and to other places than the parties'.
pub(super) fn by_rail() -> EwayBill {
    let mut bill = sample();
    bill.channel = Channel::Api;
    bill.movement.transaction = TransactionKind::Both;
    bill.movement.sub_supply = SubSupply::Export;
    bill.movement.transport = Transport {
        mode: Some(TransportMode::Rail),
        document_number: Some("RR-1".to_owned()),
        document_date: Some(jiff::civil::date(2026, 6, 10)),
        vehicle_number: None,
        vehicle_type: None,
        transporter_name: None,
        ..bill.movement.transport
    };
    bill
}

/// A slip for the transporter.
pub(super) fn part_a() -> EwayBill {
    let mut bill = sample();
    bill.valid_until = None;
    bill.movement.transport = Transport {
        mode: None,
        vehicle_number: None,
        vehicle_type: None,
        transporter_name: None,
        ..bill.movement.transport
    };
    bill
}

/// One that was cancelled.
pub(super) fn cancelled() -> EwayBill {
    let mut bill = sample();
    bill.cancellation = Some(Cancellation {
        at: bill.made_at,
        reason: 2,
        remark: "order <withdrawn>".to_owned(),
    });
    bill
}
