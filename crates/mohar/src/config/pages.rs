//! The section about the pages: what one address may do.

use portal::{Allowance, PortalOptions, WorkOptions};

use super::reader::{Reader, Section};

const DAY_S: u32 = 86_400;

/// All of them but the address for help, which stands with the issuer.
pub(super) fn options(reader: &mut Reader<'_>) -> PortalOptions {
    let default = PortalOptions::default();
    let mut section = reader.section("portal");
    PortalOptions {
        look_ups: allowance(
            &mut section,
            default.look_ups,
            (
                "look_ups_max",
                "GSTIN look-ups that an address may make before it has to calculate.",
            ),
            (
                "look_ups_window_s",
                "They are regained evenly over this time.",
            ),
        ),
        logins: allowance(
            &mut section,
            default.logins,
            (
                "logins_max",
                "Logins, right or wrong, that an address may try on the pages.",
            ),
            (
                "logins_window_s",
                "They are regained evenly over this time.",
            ),
        ),
        name_checks: allowance(
            &mut section,
            default.name_checks,
            (
                "name_checks_max",
                "User Id availability checks that an address may make.",
            ),
            (
                "name_checks_window_s",
                "They are regained evenly over this time.",
            ),
        ),
        checks: allowance(
            &mut section,
            default.checks,
            (
                "checks_max",
                "Documents that an address may have checked without a login.",
            ),
            (
                "checks_window_s",
                "They are regained evenly over this time.",
            ),
        ),
        feedback: allowance(
            &mut section,
            default.feedback,
            (
                "feedback_max",
                "Pieces of feedback that an address may leave.",
            ),
            (
                "feedback_window_s",
                "They are regained evenly over this time.",
            ),
        ),
        work: work(&mut section, default.work),
        contact_email: None,
    }
}

pub(super) fn allowance(
    section: &mut Section<'_, '_>,
    default: Allowance,
    (count, count_words): (&'static str, &'static str),
    (window, window_words): (&'static str, &'static str),
) -> Allowance {
    Allowance::new(
        section.number(count, default.count.get(), 1..=1_000_000, count_words),
        section.number(window, default.window_s.get(), 1..=DAY_S, window_words),
    )
}

fn work(section: &mut Section<'_, '_>, default: WorkOptions) -> WorkOptions {
    WorkOptions {
        rounds: section.number(
            "work_rounds",
            default.rounds,
            100..=1_000_000,
            "The calculation for an address that has used up its look-ups: PBKDF2 rounds of one \
             guess.",
        ),
        guesses_max: section.number(
            "work_guesses_max",
            default.guesses_max,
            2..=100_000,
            "Most guesses that it takes; at least half of them are always needed.",
        ),
        life_s: section.number(
            "work_life_s",
            default.life_s,
            30..=DAY_S,
            "How long it may take.",
        ),
    }
}
