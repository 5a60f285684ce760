//! An overlay that is installed is heard by every search. A program of its own, because it can be
//! installed only once.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use gst::masters::overlay::Overlay;
use gst::masters::pin::{self, Basis, Belongs};
use gst::masters::{country, currency, distance_km, hsn, rate, uqc};
use gst::{HsnCode, PinCode, StateCode};
use jiff::civil::date;

const FILE: &str = "\
    hsn,77010000,2026-04-01,\n\
    hsn,84713010,,2026-03-31\n\
    uqc,MLN,2026-04-01,,Millions,दस लाख\n\
    uqc,KGS,,2026-03-31\n\
    rate,9,2026-04-01,\n\
    rate,28,,2026-03-31\n\
    country,XK,,,Kosovo,कोसोवो\n\
    currency,XAD,2026-04-01,,Arab Accounting Dinar\n\
    pin,560999,,,33,13.0948,80.2832,Chennai\n\
    pin,110001,,,6\n";

#[test]
fn every_search_hears_it() {
    let before = date(2026, 3, 31);
    let day = date(2026, 4, 1);
    let (new, ended) = (
        HsnCode::parse("77010000").unwrap(),
        HsnCode::parse("84713010").unwrap(),
    );
    assert!(!hsn::is_known(&new) && hsn::is_known(&ended));

    Overlay::parse(FILE).unwrap().install().unwrap();

    assert!(hsn::is_known(&new) && !hsn::is_known_on(&new, before) && hsn::is_known_on(&new, day));
    assert!(hsn::is_known_on(&ended, before) && !hsn::is_known_on(&ended, day));
    assert!(!uqc::is_known_on("mln", before) && uqc::is_known_on("mln", day));
    assert!(uqc::is_known_on("kgs", before) && !uqc::is_known_on("kgs", day));
    assert_eq!(uqc::name("MLN").unwrap().hindi, "दस लाख");
    assert_eq!(
        uqc::name("KGS").unwrap().english,
        "Kilograms",
        "the table's name stays"
    );
    assert!(!rate::is_known(9.into(), before) && rate::is_known(9.into(), day));
    assert!(rate::is_known(28.into(), before) && !rate::is_known(28.into(), day));
    assert!(
        rate::is_known(18.into(), day),
        "what it does not speak of stays as it was"
    );
    assert_eq!(country::name("xk").unwrap().english, "Kosovo");
    assert!(country::is_known("XK") && country::is_known_on("IN", day));
    assert!(currency::is_known("XAD") && !currency::is_known_on("xad", before));
    assert_eq!(
        currency::name("XAD").unwrap().hindi,
        "Arab Accounting Dinar"
    );

    let state = |number| StateCode::from_number(number).unwrap();
    let (added, moved) = (
        PinCode::new(560_999).unwrap(),
        PinCode::new(110_001).unwrap(),
    );
    assert_eq!(pin::states_of(added).unwrap().basis, Basis::Exact);
    assert_eq!(pin::belongs_to(added, state(33)), Belongs::Yes);
    assert_eq!(pin::belongs_to(added, state(29)), Belongs::No);
    assert_eq!(distance_km(added, PinCode::new(600_001).unwrap()), Some(1));
    assert_eq!(pin::belongs_to(moved, state(6)), Belongs::Yes);
    assert_eq!(pin::get(moved).unwrap().place, None);

    assert!(
        Overlay::default().install().is_err(),
        "it cannot be changed"
    );
    assert_eq!(Overlay::installed().unwrap().len(), 10);
}
