//! Indian standard time, and the ways in which dates and amounts are written.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use crate::Decimal;

/// Seconds that India is ahead of UTC, all year.
const AHEAD_SECONDS: i32 = 5 * 3600 + 30 * 60;

fn offset() -> Offset {
    Offset::from_seconds(AHEAD_SECONDS).expect("five and a half hours are a valid offset")
}

/// The date in India.
pub fn date(at: Timestamp) -> Date {
    offset().to_datetime(at).date()
}

/// Date and time in India: `yyyy-MM-dd HH:mm:ss`.
pub fn date_time(at: Timestamp) -> String {
    let there = offset().to_datetime(at);
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
        there.year(),
        there.month(),
        there.day(),
        there.hour(),
        there.minute(),
        there.second()
    )
}

/// Reads what [`date_time`] writes.
pub fn parse_date_time(text: &str) -> Option<Timestamp> {
    let (day, time) = text.split_once(' ')?;
    let [year, month, day] = numbers(day, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    let narrow = |number: i16| i8::try_from(number).ok();
    let there = DateTime::new(
        year,
        narrow(month)?,
        narrow(day)?,
        narrow(hour)?,
        narrow(minute)?,
        narrow(second)?,
        0,
    )
    .ok()?;
    offset().to_timestamp(there).ok()
}

/// The last minute of a day in India, which is how the e-way bill system writes the midnight that
/// ends it; `None` after the last day that a timestamp can tell.
pub fn last_minute(day: Date) -> Option<Timestamp> {
    offset().to_timestamp(day.at(23, 59, 0, 0)).ok()
}

/// A date as documents carry it: `dd/MM/yyyy`.
pub fn slash_date(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// Reads `dd/MM/yyyy`; `None` for any other form and for days that no calendar has.
pub fn parse_slash_date(text: &str) -> Option<Date> {
    let [day, month, year] = numbers(text, '/', [2, 2, 4])?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Three numbers of so many digits each.
fn numbers(text: &str, separator: char, digits: [usize; 3]) -> Option<[i16; 3]> {
    let mut parts = text.split(separator);
    let mut found = [0; 3];
    for (number, digits) in found.iter_mut().zip(digits) {
        let part = parts.next()?;
        let well_formed = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        if !well_formed {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(found)
}

/// An amount with its digits grouped as in India: `1,23,456.00`. The decimals stay as they are.
pub fn indian_grouping(amount: &Decimal) -> String {
    let plain = amount.abs().to_string();
    let (whole, decimals) = match plain.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (plain.as_str(), None),
    };
    let mut text = String::with_capacity(plain.len() + plain.len() / 2 + 1);
    if amount.is_sign_negative() && !amount.is_zero() {
        text.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        let left = whole.len() - index;
        // The last three digits are one group, and the rest are groups of two.
        if index > 0 && (left == 3 || (left > 3 && left % 2 == 1)) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(decimals) = decimals {
        text.push('.');
        text.push_str(decimals);
    }
    text
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn day_begins_five_and_a_half_hours_before_utc() {
        let before: Timestamp = "2026-03-31T18:29:59Z".parse().unwrap();
        let after: Timestamp = "2026-03-31T18:30:00Z".parse().unwrap();
        assert_eq!(slash_date(date(before)), "31/03/2026");
        assert_eq!(slash_date(date(after)), "01/04/2026");
        assert_eq!(date_time(after), "2026-04-01 00:00:00");
    }

    #[test]
    fn last_minute_of_a_day() {
        let day = parse_slash_date("01/04/2026").unwrap();
        assert_eq!(date_time(last_minute(day).unwrap()), "2026-04-01 23:59:00");
        assert_eq!(last_minute(Date::MAX), None);
    }

    #[test]
    fn dates_that_no_calendar_has_are_refused() {
        for text in [
            "31/02/2025",
            "29/02/2025",
            "00/01/2025",
            "01/13/2025",
            "32/01/2025",
        ] {
            assert_eq!(parse_slash_date(text), None, "{text}");
        }
        for text in [
            "",
            "1/1/2025",
            "2025-01-01",
            "01/01/25",
            "01/01/2025 ",
            "+1/01/2025",
        ] {
            assert_eq!(parse_slash_date(text), None, "{text}");
        }
        assert_eq!(
            slash_date(parse_slash_date("29/02/2024").unwrap()),
            "29/02/2024"
        );
    }

    #[test]
    fn other_times_are_refused() {
        for text in [
            "",
            "2026-04-01",
            "2026-04-01T00:00:00",
            "2026-04-01 24:00:00",
        ] {
            assert_eq!(parse_date_time(text), None, "{text}");
        }
    }

    #[test]
    fn grouping() {
        let cases = [
            ("0", "0"),
            ("-0.00", "0.00"),
            ("999.50", "999.50"),
            ("1000", "1,000"),
            ("99999", "99,999"),
            ("123456.00", "1,23,456.00"),
            ("-12345678.9", "-1,23,45,678.9"),
            ("99999999999999.98", "9,99,99,99,99,99,999.98"),
        ];
        for (plain, grouped) in cases {
            assert_eq!(indian_grouping(&plain.parse().unwrap()), grouped);
        }
    }

    proptest! {
        #[test]
        fn time_comes_back(second in 0_i64..4_000_000_000) {
            let at = Timestamp::from_second(second).unwrap();
            prop_assert_eq!(parse_date_time(&date_time(at)), Some(at));
        }

        #[test]
        fn date_comes_back(second in 0_i64..4_000_000_000) {
            let day = date(Timestamp::from_second(second).unwrap());
            prop_assert_eq!(parse_slash_date(&slash_date(day)), Some(day));
        }

        #[test]
        fn grouping_only_adds_commas(paise in any::<i64>()) {
            let amount = Decimal::new(paise, 2);
            prop_assert_eq!(indian_grouping(&amount).replace(',', ""), amount.to_string());
        }
    }
}
