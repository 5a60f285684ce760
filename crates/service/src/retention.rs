//! How long things are kept, and what is past its time.
//!
//! Section 36 of the CGST Act has records kept for 72 months from the due date of the annual
//! return of their year, which is 31 December after its end: what belongs to 2026-27 goes when 31
//! December 2033 is over. A document counts to the financial year in which it was acknowledged,
//! which is that of its date or a later one; so nothing goes earlier than the law allows, and
//! nothing that was registered late goes soon after.
//!
//! What is gone cannot be told from what never was, so that a document which is sent again would
//! get a second acknowledgement. Hence documents dated before the oldest year that is kept are
//! refused (2284), from the day before anything of the year goes.

use einvoice::facts::Policy;
use gst::{FinancialYear, ist};
use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp};
use store::retention::Expired;

use crate::clock::{earlier, moved};
use crate::irp::Irp;
use crate::settings::Settings;

/// The least that the law asks for, in months.
pub const DOCUMENTS_MONTHS_MIN: u32 = 72;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What is past its time at a moment.
pub fn expired(settings: &Settings, now: Timestamp) -> Vec<Expired> {
    let days = |count: u32| {
        moved(
            now,
            -DAY.saturating_mul(i32::try_from(count).unwrap_or(i32::MAX)),
        )
    };
    // A day later than documents of that time are refused, so that a clock that is a little behind
    // registers nothing anew.
    let yesterday = ist::date(moved(now, -DAY));
    let oldest = oldest_day_kept(yesterday, settings.retention.documents_months);
    let proofs_s = settings.otp.flow_life_s + settings.otp.proof_life_s;
    let mut all = vec![
        Expired::Messages(days(settings.retention.messages_days)),
        Expired::Feedback(days(settings.retention.feedback_days)),
        // A day later than each has ended: until then its use is told from an unknown one's.
        Expired::Sessions(moved(earlier(now, settings.session.absolute_s), -DAY)),
        Expired::ApiTokens(moved(now, -DAY)),
        Expired::Proofs(moved(earlier(now, proofs_s), -DAY)),
        Expired::CodeSends(earlier(now, settings.otp.window_s)),
    ];
    all.extend(begin_of(oldest).map(Expired::Documents));
    all
}

/// The first day of the oldest financial year that is kept on a day.
pub fn oldest_day_kept(today: Date, months: u32) -> Date {
    let mut year = FinancialYear::of(today);
    while last_day(year.previous(), months) >= today {
        year = year.previous();
    }
    Date::new(year.start_year(), 4, 1).unwrap_or(Date::MIN)
}

/// The last day on which a year's documents are kept.
fn last_day(year: FinancialYear, months: u32) -> Date {
    let due = year.annual_return_due();
    due.saturating_add(Span::new().months(months))
}

/// The first moment of a day in India.
fn begin_of(day: Date) -> Option<Timestamp> {
    ist::parse_date_time(&format!("{day} 00:00:00"))
}

impl Irp {
    /// The policy with the floor that deleting sets.
    pub(crate) fn policy_on(&self, today: Date) -> Policy {
        let settings = self.settings();
        let oldest = oldest_day_kept(today, settings.retention.documents_months);
        Policy {
            floor_date: settings.policy.floor_date.max(Some(oldest)),
            ..settings.policy.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_year_is_kept_72_months_from_its_annual_return() {
        // The return of 2019-20 was due on 31 December 2020.
        for (today, kept) in [
            (date(2026, 12, 31), date(2019, 4, 1)),
            (date(2027, 1, 1), date(2020, 4, 1)),
            (date(2027, 12, 31), date(2020, 4, 1)),
            (date(2028, 1, 1), date(2021, 4, 1)),
        ] {
            assert_eq!(oldest_day_kept(today, 72), kept, "{today}");
        }
        // One month more moves the end by one month.
        assert_eq!(oldest_day_kept(date(2027, 1, 31), 73), date(2019, 4, 1));
        assert_eq!(oldest_day_kept(date(2027, 2, 1), 73), date(2020, 4, 1));
    }

    #[test]
    fn documents_go_a_day_after_their_like_are_refused() {
        let settings = Settings::default();
        let documents = |now: &str| {
            let all = expired(&settings, now.parse().unwrap());
            let found = all.into_iter().find_map(|one| match one {
                Expired::Documents(before) => Some(before.to_string()),
                _ => None,
            });
            found.unwrap()
        };
        // Midnight between 1 and 2 January in India.
        let year_before = "2019-03-31T18:30:00Z";
        assert_eq!(documents("2027-01-01T18:29:59.999Z"), year_before);
        assert_eq!(documents("2027-01-01T18:30:00Z"), "2020-03-31T18:30:00Z");
    }
}
