//! The numbers that stand in columns for the words of the code, the same in every engine.
//!
//! A number once released keeps its meaning for ever.

use einvoice::DocumentType;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::line::Channel;
use crate::messages::{DeliveryState, Route};
use crate::proofs::Purpose;

/// A document type's number.
pub(crate) fn document_type_number(kind: DocumentType) -> i16 {
    match kind {
        DocumentType::Invoice => 1,
        DocumentType::CreditNote => 2,
        DocumentType::DebitNote => 3,
    }
}

/// The document type of a number.
pub(crate) fn document_type(number: i64) -> Option<DocumentType> {
    match number {
        1 => Some(DocumentType::Invoice),
        2 => Some(DocumentType::CreditNote),
        3 => Some(DocumentType::DebitNote),
        _ => None,
    }
}

/// A channel's number.
pub(crate) fn channel_number(channel: Channel) -> i16 {
    match channel {
        Channel::Api => 1,
        Channel::Upload => 2,
    }
}

/// The channel of a number.
pub(crate) fn channel(number: i64) -> Option<Channel> {
    match number {
        1 => Some(Channel::Api),
        2 => Some(Channel::Upload),
        _ => None,
    }
}

/// A purpose's number.
pub(crate) fn purpose_number(purpose: Purpose) -> i16 {
    match purpose {
        Purpose::Register => 1,
        Purpose::Enable => 2,
        Purpose::Recover => 3,
        Purpose::LogIn => 4,
    }
}

/// The purpose of a number.
pub(crate) fn purpose(number: i64) -> Option<Purpose> {
    match number {
        1 => Some(Purpose::Register),
        2 => Some(Purpose::Enable),
        3 => Some(Purpose::Recover),
        4 => Some(Purpose::LogIn),
        _ => None,
    }
}

/// A route's number.
pub(crate) fn route_number(route: Route) -> i16 {
    match route {
        Route::Sms => 1,
        Route::Email => 2,
    }
}

/// The route of a number.
pub(crate) fn route(number: i64) -> Option<Route> {
    match number {
        1 => Some(Route::Sms),
        2 => Some(Route::Email),
        _ => None,
    }
}

/// The number of a message that waits.
const MESSAGE_WAITING: i16 = 1;
/// The number of a message that was sent.
const MESSAGE_SENT: i16 = 2;
/// The number of a message that was given up.
const MESSAGE_GIVEN_UP: i16 = 3;

/// A message's state from its columns; `None` when they do not fit together.
pub(crate) fn delivery_state(
    number: i64,
    due_at: Timestamp,
    settled_at: Option<Timestamp>,
) -> Option<DeliveryState> {
    match (i16::try_from(number).ok()?, settled_at) {
        (MESSAGE_WAITING, None) => Some(DeliveryState::Waiting { due_at }),
        (MESSAGE_SENT, Some(at)) => Some(DeliveryState::Sent { at }),
        (MESSAGE_GIVEN_UP, Some(at)) => Some(DeliveryState::GivenUp { at }),
        _ => None,
    }
}

/// A day as the number yyyymmdd.
pub(crate) fn day_number(day: Date) -> i32 {
    i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day())
}

/// The day of a number yyyymmdd.
pub(crate) fn day(number: i64) -> Option<Date> {
    let year = i16::try_from(number / 10_000).ok()?;
    let month = i8::try_from(number / 100 % 100).ok()?;
    let day = i8::try_from(number % 100).ok()?;
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_number_comes_back_and_no_other_means_anything() {
        for n in -1..6_i64 {
            let back = [
                document_type(n).map(document_type_number),
                channel(n).map(channel_number),
                purpose(n).map(purpose_number),
                route(n).map(route_number),
            ];
            let known = [3, 2, 4, 2].map(|last| (1..=last).contains(&n));
            for (back, known) in back.into_iter().zip(known) {
                assert_eq!(back.map(i64::from), known.then_some(n));
            }
        }
    }

    #[test]
    fn days_are_legible_numbers() {
        assert_eq!(day_number(date(2024, 2, 29)), 20_240_229);
        assert_eq!(day(20_240_229), Some(date(2024, 2, 29)));
        assert_eq!(day(20_250_230), None);
    }
}
