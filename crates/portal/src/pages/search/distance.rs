//! Search ▸ PIN-to-PIN distance, as e-way bills ask for it.

use askama::Template;
use gst::masters::{ROAD_PERCENT, distance_km, pin};
use gst::{Decimal, PinCode};

use super::super::masters::state_name;
use super::{digits, whole_pin};
use crate::form::Faults;
use crate::page::{Answer, Page, ok, unprocessable};
use crate::shell::Shell;

/// What was found out about a pair.
enum Distance {
    /// So many kilometres.
    Km(u32),
    /// Both ends are one PIN code.
    Within,
    /// Nobody knows where this one is.
    NoPlace(String),
}

struct Found {
    from: String,
    to: String,
    distance: Distance,
}

#[derive(Template)]
#[template(path = "search/distance.html")]
struct DistancePage {
    shell: Shell,
    faults: Faults,
    from: String,
    to: String,
    result: Option<Found>,
    factor: String,
}

/// `GET /{lang}/search/distance`.
pub(super) async fn show(page: Page) -> Answer {
    let mut shell = page.shell("nav-search-distance");
    shell.indexed = true;
    let (from, to) = (digits(&page.query("from")), digits(&page.query("to")));
    let shown = DistancePage::new(shell, from, to);
    if shown.faults.is_empty() {
        ok(&shown)
    } else {
        unprocessable(&shown)
    }
}

impl DistancePage {
    fn new(shell: Shell, from: String, to: String) -> Self {
        let asked = !from.is_empty() || !to.is_empty();
        let pair = (whole_pin(&from), whole_pin(&to));
        let mut faults = Faults::none();
        for (field, pin) in [("from", pair.0), ("to", pair.1)] {
            if asked && pin.is_none() {
                faults.add(field, shell.t("search-distance-form"));
            }
        }
        let result = match pair {
            (Some(from), Some(to)) => Some(Found {
                from: described(from, &shell),
                to: described(to, &shell),
                distance: between(from, to),
            }),
            _ => None,
        };
        let factor = Decimal::new(i64::from(ROAD_PERCENT), 2).normalize();
        Self {
            factor: factor.to_string(),
            faults,
            from,
            to,
            result,
            shell,
        }
    }
}

fn between(from: PinCode, to: PinCode) -> Distance {
    match distance_km(from, to) {
        Some(0) => Distance::Within,
        Some(km) => Distance::Km(km),
        None => {
            let unknown = if pin::place_or_district(from).is_none() {
                from
            } else {
                to
            };
            Distance::NoPlace(unknown.to_string())
        }
    }
}

/// `560001, Bengaluru, Karnataka`.
fn described(pin: PinCode, shell: &Shell) -> String {
    let row = pin::get(pin);
    let district = row.and_then(|row| row.district).map(str::to_owned);
    let states = pin::states_of(pin).map(|states| {
        let names: Vec<_> = states
            .set
            .iter()
            .map(|state| state_name(state, shell))
            .collect();
        names.join(" / ")
    });
    let parts = [Some(pin.to_string()), district, states];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::testing::TestPortal;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_with_every_outcome() {
        for (from, to) in [
            ("", ""),
            ("560001", "110001"),
            ("560001", "560001"),
            ("560001", "900001"),
            ("560001", "<x>"),
        ] {
            samples::render(|shell| DistancePage::new(shell, from.to_owned(), to.to_owned()));
        }
    }

    #[tokio::test]
    async fn kilometres_are_told_with_how_they_were_reckoned() {
        let portal = TestPortal::new(Vec::new()).await;
        let mut visitor = portal.visitor();
        let pins = ["560001", "110001"].map(|pin| pin.parse::<PinCode>().expect("a PIN code"));
        let km = distance_km(pins[0], pins[1]).expect("both are known");
        let seen = visitor
            .get("/en/search/distance?from=560001&to=110001")
            .await;
        assert!(seen.body.contains(&format!("{km} km")), "{}", seen.body);
        assert!(seen.body.contains("1.25") && seen.body.contains("Karnataka"));
        let seen = visitor
            .get("/en/search/distance?from=560001&to=900001")
            .await;
        assert!(seen.body.contains("900001") && !seen.body.contains(" km<"));
        let seen = visitor.get("/en/search/distance?from=560001&to=").await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(seen.body.contains("id=\"to-fault\"") && !seen.body.contains("id=\"from-fault\""));
    }
}
