//! What holds for every e-way bill that is asked for, however odd.

use einvoice::eway_bill::{self, Asked, Transport, TransportMode, VehicleType};
use einvoice::{Invoice, example};
use gst::{Gstin, ist};
use jiff::civil::date;
use proptest::prelude::*;

use crate::support::{World, codes};

/// The longest way that the schema lets through.
const DISTANCE_KM_MAX: u32 = 4_000;

prop_compose! {
    fn transport()(
        mode in prop::option::of(prop::sample::select(&TransportMode::ALL[..])),
        vehicle_type in prop::option::of(prop::sample::select(&VehicleType::ALL[..])),
        vehicle_number in prop::option::of("KA[0-9]{2}[A-Z]{0,3}[0-9]{3,4}"),
        document_number in prop::option::of("[A-Z0-9/-]{1,15}"),
        document_day in prop::option::of(1_i8..=30),
        has_transporter: bool,
        distance_km in prop_oneof![Just(0), 0..=DISTANCE_KM_MAX],
    ) -> Transport {
        Transport {
            transporter_id: has_transporter.then(transporter),
            transporter_name: None,
            mode,
            distance_km,
            document_number,
            document_date: document_day.map(|day| date(2026, 6, day)),
            vehicle_number,
            vehicle_type,
        }
    }
}

fn transporter() -> Gstin {
    Gstin::with_check_digit("29AAACT0000T1Z").unwrap()
}

fn invoice(transport: Transport) -> Invoice {
    let number = "KA/26-27/9".parse().unwrap();
    let invoice = example::domestic_invoice(&number, date(2026, 6, 1));
    Invoice {
        transport: Some(transport),
        ..invoice
    }
}

proptest! {
    /// Whatever is asked for, either something is wrong, or the bill is one that can be used.
    #[test]
    fn what_is_accepted_can_be_used(transport in transport()) {
        let invoice = invoice(transport.clone());
        let world = World::new();
        let bill = match eway_bill::check(&invoice, Asked::WithInvoice, &world.bill_facts()) {
            Ok(bill) => bill,
            Err(findings) => {
                prop_assert!(!findings.is_empty());
                return Ok(());
            }
        };
        let held = &bill.movement().transport;
        prop_assert!((1..=DISTANCE_KM_MAX).contains(&held.distance_km));
        prop_assert_eq!(bill.computed_distance_km().is_some(), transport.distance_km == 0);
        let made_at = ist::parse_date_time("2026-06-10 11:00:00").unwrap();
        let valid_until = bill.valid_until(made_at);
        prop_assert_eq!(valid_until.is_none(), transport.is_part_a_only());
        prop_assert!(valid_until.is_none_or(|end| end > made_at));
        prop_assert!(valid_until.is_some() || transport.transporter_id.is_some());
    }

    /// A bill that the document asks for and the same bill by IRN have the same findings.
    #[test]
    fn with_the_document_or_by_irn_is_judged_alike(transport in transport()) {
        let invoice = invoice(transport.clone());
        let request = eway_bill::BillRequest {
            irn: invoice.irn(),
            transport,
            export_ship_to: None,
            dispatch_from: None,
        };
        let world = World::new();
        let facts = world.bill_facts();
        let with_document = eway_bill::check(&invoice, Asked::WithInvoice, &facts);
        let by_irn = eway_bill::check(&invoice, Asked::ByIrn(&request), &facts);
        let found = |findings: Vec<einvoice::Finding>| codes(&findings);
        prop_assert_eq!(with_document.map_err(found), by_irn.map_err(found));
    }
}
