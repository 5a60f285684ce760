//! Search: codes of goods and services, PIN codes, distances, taxpayers. For anybody, and without
//! scripts; the questions are in the address, except for those about a taxpayer.

mod distance;
mod hsn;
mod pin;
mod taxpayer;

use axum::Router;
use axum::routing::get;
use gst::PinCode;
use gst::masters::pin::Row;

use super::masters::state_name;
use crate::portal::Portal;
use crate::shell::Shell;

/// Most characters of a search that are looked at.
const WANTED_CHARACTERS_MAX: usize = 60;

/// Digits of a PIN code.
const PIN_DIGITS: usize = 6;

/// Their routes.
pub(super) fn routes() -> Router<Portal> {
    Router::new()
        .route("/search/hsn", get(hsn::show))
        .route("/search/pin", get(pin::show))
        .route("/search/distance", get(distance::show))
        .route(
            "/search/taxpayer",
            get(taxpayer::show_details).post(taxpayer::ask_details),
        )
        .route(
            "/search/e-invoice-status",
            get(taxpayer::show_enablement).post(taxpayer::ask_enablement),
        )
}

/// What was typed, without the spaces around it and without an end that nobody typed by hand.
fn typed(text: &str) -> String {
    text.trim().chars().take(WANTED_CHARACTERS_MAX).collect()
}

/// What was typed as a number, without the spaces that people put between its digits.
fn digits(text: &str) -> String {
    typed(text).split_whitespace().collect()
}

/// A whole PIN code.
fn whole_pin(digits: &str) -> Option<PinCode> {
    let whole = digits.len() == PIN_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    whole.then(|| digits.parse().ok()).flatten()
}

/// The states of a PIN code, one after the other.
fn states_of(row: &Row, shell: &Shell) -> String {
    let states: Vec<_> = row
        .states
        .iter()
        .map(|state| format!("{} ({})", state_name(state, shell), state.two_digits()))
        .collect();
    states.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_tidied_and_limited() {
        assert_eq!(typed("  rice "), "rice");
        assert_eq!(typed(&"x".repeat(99)).len(), WANTED_CHARACTERS_MAX);
        assert_eq!(digits(" 560 001 "), "560001");
        assert!(whole_pin("560001").is_some());
        for other in ["", "56000", "5600011", "+56000", "060001", "५६०००१"] {
            assert!(whole_pin(other).is_none(), "{other}");
        }
    }
}
