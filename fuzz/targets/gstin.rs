//! The small types of the law: what they accept is written as it was read.
#![no_main]

use std::fmt::Display;
use std::str::FromStr;

use gst::{DocumentNumber, Gstin, HsnCode, StateCode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    read_twice::<Gstin>(text);
    read_twice::<DocumentNumber>(text);
    read_twice::<HsnCode>(text);
    if let Ok(state) = StateCode::parse(text) {
        assert_eq!(StateCode::parse(&state.two_digits()), Ok(state));
    }
    if let Ok(gstin) = Gstin::with_check_digit(text) {
        assert!(gstin.check_digit_holds(), "{gstin}");
    }
    if let Some(day) = gst::ist::parse_slash_date(text) {
        assert_eq!(gst::ist::slash_date(day).to_string(), text);
    }
});

fn read_twice<T: FromStr + Display + PartialEq>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        let again = value.to_string().parse::<T>();
        assert!(again.is_ok_and(|again| again == value), "{text}");
    }
}
