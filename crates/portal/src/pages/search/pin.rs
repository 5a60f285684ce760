//! Search ▸ PIN code: where a PIN code lies, and which a state has.

use askama::Template;
use gst::masters::lines_of_table::{FoundPin, pins};
use gst::masters::overlay::Overlay;
use gst::masters::pin::{self, Basis, Coordinates, Row};
use gst::{Decimal, PinCode, StateCode};

use super::super::masters::state_name;
use super::super::paging::Pages;
use super::{PIN_DIGITS, digits, states_of, whole_pin};
use crate::form::Faults;
use crate::page::{Answer, Page, ok, unprocessable};
use crate::shell::Shell;

/// Codes of states that have become part of others, and those that no PIN code lies in.
const WITHOUT_PINS: [u8; 4] = [25, 28, 96, 97];

struct StateChoice {
    code: String,
    name: &'static str,
    chosen: bool,
}

/// What is known of one PIN code.
struct PinView {
    pin: String,
    states: String,
    district: String,
    place: String,
    /// Known only from its first three digits.
    by_neighbours: bool,
    laid_over: bool,
}

struct PinRow {
    pin: String,
    states: String,
    district: &'static str,
    laid_over: bool,
}

#[derive(Template)]
#[template(path = "search/pin.html")]
struct PinPage {
    shell: Shell,
    faults: Faults,
    digits: String,
    states: Vec<StateChoice>,
    one: Option<PinView>,
    /// Nobody knows the PIN code.
    unknown: bool,
    rows: Vec<PinRow>,
    pages: Pages,
    path: String,
}

/// `GET /{lang}/search/pin`.
pub(super) async fn show(page: Page) -> Answer {
    let mut shell = page.shell("nav-search-pin");
    shell.indexed = true;
    let (digits, state) = (digits(&page.query("pin")), page.query("state"));
    let shown = PinPage::new(shell, digits, &state, &page.query("page"));
    if shown.faults.is_empty() {
        ok(&shown)
    } else {
        unprocessable(&shown)
    }
}

impl PinPage {
    fn new(shell: Shell, digits: String, state: &str, page: &str) -> Self {
        let state = StateCode::parse(state).ok();
        let mut shown = Self {
            states: choices(state, &shell),
            path: shell.url("/search/pin"),
            faults: Faults::none(),
            one: None,
            unknown: false,
            rows: Vec::new(),
            pages: Pages::default(),
            digits,
            shell,
        };
        let digits = shown.digits.clone();
        let well_formed = digits.len() <= PIN_DIGITS
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        if !well_formed {
            let message = shown.shell.t("search-pin-form");
            shown.faults = Faults::one("pin", message);
        } else if let Some(pin) = whole_pin(&digits) {
            shown.one = PinView::of(pin, &shown.shell);
            shown.unknown = shown.one.is_none();
        } else if !digits.is_empty() || state.is_some() {
            shown.list(&digits, state, page);
        }
        shown
    }

    fn list(&mut self, digits: &str, state: Option<StateCode>, page: &str) {
        let found = pins(digits, state, Overlay::installed());
        let code = state.map(StateCode::two_digits).unwrap_or_default();
        let query = [("pin", digits), ("state", code.as_str())];
        self.pages = Pages::of(page, found.len(), &query);
        let shown = self.pages.of_rows(&found).iter();
        self.rows = shown.map(|found| pin_row(found, &self.shell)).collect();
    }
}

fn choices(chosen: Option<StateCode>, shell: &Shell) -> Vec<StateChoice> {
    let all = StateCode::ALL.iter();
    all.filter(|state| !WITHOUT_PINS.contains(&state.number()))
        .map(|state| StateChoice {
            code: state.two_digits(),
            name: state_name(*state, shell),
            chosen: chosen == Some(*state),
        })
        .collect()
}

fn pin_row(found: &FoundPin, shell: &Shell) -> PinRow {
    PinRow {
        pin: found.row.pin.to_string(),
        states: states_of(&found.row, shell),
        district: found.row.district.unwrap_or_default(),
        laid_over: found.laid_over,
    }
}

impl PinView {
    /// Of a PIN code; `None` if nobody knows it.
    fn of(pin: PinCode, shell: &Shell) -> Option<Self> {
        let states = pin::states_of(pin)?;
        let known = pin::get(pin);
        let row = known.unwrap_or(Row {
            pin,
            states: states.set,
            place: None,
            district: None,
        });
        Some(Self {
            pin: pin.to_string(),
            states: states_of(&row, shell),
            district: row.district.unwrap_or_default().to_owned(),
            place: row.place.map(written).unwrap_or_default(),
            by_neighbours: states.basis == Basis::FirstThreeDigits,
            laid_over: pins(&pin.to_string(), None, Overlay::installed())
                .iter()
                .any(|found| found.laid_over),
        })
    }
}

/// `12.9716° N, 77.5946° E`, which maps understand in every language.
fn written(place: Coordinates) -> String {
    let degrees = |e4: i32| Decimal::new(i64::from(e4).abs(), 4);
    let (north, east) = (place.latitude_e4, place.longitude_e4);
    let (north_word, east_word) = (
        if north < 0 { 'S' } else { 'N' },
        if east < 0 { 'W' } else { 'E' },
    );
    format!(
        "{}° {north_word}, {}° {east_word}",
        degrees(north),
        degrees(east)
    )
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::testing::TestPortal;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_with_everything_it_can_find() {
        for (digits, state) in [
            ("", ""),
            ("560001", ""),
            ("560999", ""),
            ("900001", ""),
            ("5600", ""),
            ("", "29"),
            ("9", "29"),
            ("x", "99"),
        ] {
            samples::render(|shell| PinPage::new(shell, digits.to_owned(), state, ""));
        }
    }

    #[test]
    fn places_are_written_for_maps() {
        let place = |latitude_e4, longitude_e4| Coordinates {
            latitude_e4,
            longitude_e4,
        };
        assert_eq!(written(place(129_716, 775_946)), "12.9716° N, 77.5946° E");
        assert_eq!(written(place(-1, -10_000)), "0.0001° S, 1.0000° W");
    }

    #[tokio::test]
    async fn a_pin_code_a_state_and_what_is_neither() {
        let portal = TestPortal::new(Vec::new()).await;
        let mut visitor = portal.visitor();
        let seen = visitor.get("/en/search/pin?pin=560+001").await;
        assert!(seen.body.contains("Karnataka (29)") && seen.body.contains("° N"));
        let seen = visitor.get("/hi/search/pin?pin=&state=29").await;
        assert!(seen.body.contains("कर्नाटक (29)") && seen.body.contains("page=2"));
        assert!(seen.body.contains("state=29"));
        let seen = visitor.get("/en/search/pin?pin=900001").await;
        assert!(seen.body.contains("Nothing is refused"));
        for wrong in ["12345678", "abc", "0110"] {
            let seen = visitor.get(&format!("/en/search/pin?pin={wrong}")).await;
            assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
    }
}
