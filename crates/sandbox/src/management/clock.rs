//! The sandbox's clock: read it, move it forward, set it.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use gst::ist;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Management;
use super::problem::{Problem, Wrong};

/// Farthest that the clock is moved forward at once, in seconds: ten years.
const ADVANCE_S_MAX: i64 = 10 * 366 * 86_400;

/// The clock is set to years from GST's first to this one.
const YEARS: std::ops::RangeInclusive<i16> = 2017..=2099;

/// What the clock says.
#[derive(Debug, Serialize)]
pub(super) struct Reading {
    now: Timestamp,
    ist: String,
}

/// What to do with it: exactly one of the two.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    advance_s: Option<i64>,
    set: Option<Timestamp>,
}

/// What to do, checked.
#[derive(Debug, PartialEq)]
enum Move {
    Advance(SignedDuration),
    Set(Timestamp),
}

/// What the clock says.
pub(super) async fn read(State(management): State<Management>) -> Json<Reading> {
    Json(reading(&management))
}

/// Moves the clock and answers what it says then.
pub(super) async fn change(
    State(management): State<Management>,
    body: Bytes,
) -> Result<Json<Reading>, Problem> {
    let clock = management.irp.clock();
    match parse(&body)? {
        Move::Advance(by) => clock.advance(by),
        Move::Set(to) => clock.set(to),
    }
    Ok(Json(reading(&management)))
}

fn reading(management: &Management) -> Reading {
    let now = management.irp.now();
    Reading {
        now,
        ist: ist::date_time(now),
    }
}

fn parse(body: &[u8]) -> Result<Move, Problem> {
    let change: Change = serde_json::from_slice(body).map_err(|error| {
        let words = format!(
            "Send {{\"advance_s\": seconds}} or {{\"set\": \"2026-08-01T06:30:00Z\"}}: {error}."
        );
        Problem::one(StatusCode::BAD_REQUEST, "", &words)
    })?;
    match change {
        Change {
            advance_s: Some(seconds),
            set: None,
        } if (0..=ADVANCE_S_MAX).contains(&seconds) => {
            Ok(Move::Advance(SignedDuration::from_secs(seconds)))
        }
        Change {
            advance_s: Some(_),
            set: None,
        } => Err(Problem::members(vec![Wrong::new(
            "/advance_s",
            format!("The clock moves forward by 0 to {ADVANCE_S_MAX} seconds at once."),
        )])),
        Change {
            advance_s: None,
            set: Some(to),
        } => {
            if YEARS.contains(&ist::date(to).year()) {
                return Ok(Move::Set(to));
            }
            let (first, last) = YEARS.into_inner();
            let words = format!("The clock is set to a year from {first} to {last}.");
            Err(Problem::members(vec![Wrong::new("/set", words)]))
        }
        Change { .. } => Err(Problem::members(vec![Wrong::new(
            "",
            "Exactly one of advance_s and set is needed.",
        )])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_the_two_is_understood() {
        let hour = parse(br#"{"advance_s": 3600}"#).unwrap();
        assert_eq!(hour, Move::Advance(SignedDuration::from_hours(1)));
        let set = parse(br#"{"set": "2026-08-01T12:00:00+05:30"}"#).unwrap();
        assert_eq!(set, Move::Set("2026-08-01T06:30:00Z".parse().unwrap()));
    }

    #[test]
    fn limits_hold_at_the_edge() {
        let advance = |seconds: i64| parse(format!("{{\"advance_s\":{seconds}}}").as_bytes());
        assert!(advance(0).is_ok());
        assert!(advance(ADVANCE_S_MAX).is_ok());
        assert!(advance(ADVANCE_S_MAX + 1).is_err());
        assert!(advance(-1).is_err());
        assert!(parse(br#"{"set": "2017-01-01T00:00:00Z"}"#).is_ok());
        assert!(parse(br#"{"set": "2016-12-31T18:29:59Z"}"#).is_err());
        assert!(parse(br#"{"set": "2099-12-31T18:30:00Z"}"#).is_err());
    }

    #[test]
    fn neither_both_and_others_are_refused() {
        for body in [
            "{}",
            r#"{"advance_s":1,"set":"2026-08-01T00:00:00Z"}"#,
            r#"{"back_s":1}"#,
            r#"{"set":"noon"}"#,
            "",
        ] {
            assert!(parse(body.as_bytes()).is_err(), "{body}");
        }
    }
}
