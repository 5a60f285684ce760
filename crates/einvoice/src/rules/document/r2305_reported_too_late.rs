//! 2305: the document is older than the reporting limit allows.

use gst::{ist, thresholds};
use jiff::civil::date;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::{Facts, Party};
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2305",
        kind: Kind::Rule,
        english: Words {
            title: "The document is older than 30 days and can no longer be registered.",
            reason: "Suppliers whose turnover has reached the notified amount in any year \
                     since 2017-18 have to register invoices, credit notes and debit notes \
                     within 30 days of the document date.",
            fix: "This document cannot get an IRN any more. Register documents as they are \
                  made; if the turnover on record is wrong, have it corrected on the GST \
                  common portal.",
        },
        hindi: Words {
            title: "यह दस्तावेज़ 30 दिन से पुराना है और अब पंजीकृत नहीं हो सकता।",
            reason: "जिन आपूर्तिकर्ताओं का टर्नओवर 2017-18 के बाद किसी भी वर्ष में अधिसूचित \
                     राशि तक पहुँचा है, उन्हें इनवॉइस, क्रेडिट नोट और डेबिट नोट दस्तावेज़ की \
                     तारीख़ से 30 दिन के भीतर पंजीकृत करने होते हैं।",
            fix: "इस दस्तावेज़ को अब IRN नहीं मिल सकता। दस्तावेज़ बनते ही पंजीकृत करें; यदि \
                  दर्ज टर्नओवर ग़लत है तो उसे GST कॉमन पोर्टल पर ठीक कराएँ।",
        },
        pointers: &["/DocDtls/Dt"],
        since: Some(date(2023, 11, 1)),
        source: "GSTN advisory of 5 November 2024 (10 crore rupees from 1 April 2025; 100 \
                 crore from 1 November 2023)",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    if !facts.policy.reporting_limit || !is_under_the_limit(facts) {
        return;
    }
    let days = age_days(invoice, facts);
    if days <= i64::from(thresholds::REPORTING_LIMIT_DAYS) {
        return;
    }
    let given = ist::slash_date(invoice.document.date);
    let today = ist::slash_date(facts.today);
    findings.push(Finding::new(&RULE.entry, "/DocDtls/Dt").with(Detail {
        english: format!("It is dated {given}, {days} days before today, {today}.").into(),
        hindi: format!("इस पर {given} की तारीख़ है, जो आज ({today}) से {days} दिन पहले की है।").into(),
        found: Some(given),
        expected: Some(format!("{}..", ist::slash_date(first_day(facts)))),
    }));
}

/// Whether the supplier's turnover puts it under the limit that is in force today. What counts
/// is the day of reporting, not the document's date.
fn is_under_the_limit(facts: &Facts<'_>) -> bool {
    let Party::Known(standing) = facts.seller else {
        return false;
    };
    match (
        standing.turnover,
        thresholds::reporting_limit_from(facts.today),
    ) {
        (Some(turnover), Some(limit)) => turnover >= limit,
        _ => false,
    }
}

fn age_days(invoice: &Invoice, facts: &Facts<'_>) -> i64 {
    let age = facts.today.duration_since(invoice.document.date);
    age.as_hours() / 24
}

/// The earliest document date that is accepted today.
fn first_day(facts: &Facts<'_>) -> jiff::civil::Date {
    let limit = jiff::SignedDuration::from_hours(24 * i64::from(thresholds::REPORTING_LIMIT_DAYS));
    facts.today.saturating_sub(limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gst::Decimal;
    use jiff::civil::Date;

    use crate::rules::sample::{self, World};

    const CRORE: i64 = 10_000_000;

    fn found(dated: Date, today: Date, turnover: Option<Decimal>, enforced: bool) -> usize {
        let mut world = World::new();
        world.today = today;
        world.policy.reporting_limit = enforced;
        let mut standing = sample::standing();
        standing.turnover = turnover;
        world.seller = Party::Known(standing);
        let mut invoice = sample::intra_state();
        invoice.document.date = dated;
        world.pointers(&RULE, &invoice).len()
    }

    #[test]
    fn thirty_days_are_accepted_and_thirty_one_are_not() {
        let turnover = Some(Decimal::from(10 * CRORE));
        let today = date(2026, 6, 30);
        assert_eq!(found(date(2026, 5, 31), today, turnover, true), 0);
        assert_eq!(found(date(2026, 5, 30), today, turnover, true), 1);
        assert_eq!(found(date(2026, 5, 30), today, turnover, false), 0);
    }

    #[test]
    fn the_turnover_counts_from_the_notified_amount_on() {
        let today = date(2026, 6, 30);
        let old = date(2026, 1, 1);
        let just_under = Decimal::from(10 * CRORE) - Decimal::new(1, 2);
        assert_eq!(found(old, today, Some(just_under), true), 0);
        assert_eq!(found(old, today, None, true), 0);
        assert_eq!(found(old, today, Some(Decimal::from(10 * CRORE)), true), 1);
    }

    #[test]
    fn the_amount_is_the_one_in_force_on_the_day_of_reporting() {
        let turnover = Some(Decimal::from(50 * CRORE));
        let old = date(2024, 11, 1);
        assert_eq!(found(old, date(2025, 3, 31), turnover, true), 0);
        assert_eq!(found(old, date(2025, 4, 1), turnover, true), 1);
    }

    #[test]
    fn nothing_is_refused_for_a_supplier_that_is_not_on_record() {
        let mut world = World::new();
        world.seller = Party::Unknown;
        let mut invoice = sample::intra_state();
        invoice.document.date = date(2026, 1, 1);
        assert!(world.pointers(&RULE, &invoice).is_empty());
    }
}
