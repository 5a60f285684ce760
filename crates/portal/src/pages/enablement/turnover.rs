//! Step 4: the financial year and its turnover.

use askama::Template;
use einvoice::catalogue;
use gst::{Decimal, FinancialYear, ist, thresholds};
use service::{EnableRefused, EnablementForm, Failure, MobileProved, Stage};

use crate::form::{Faults, Form};
use crate::notice::Notice;
use crate::page::{Answer, Page, ok, unprocessable};
use crate::pages::flow::{Flow, RUPEES_IN_A_CRORE, Step, StepMark, crore};
use crate::shell::Shell;

const FLOW: Flow = Flow::Enable;
const YEAR: &str = "financial_year";
const TURNOVER: &str = "turnover";

/// The code of a turnover that cannot be declared.
const OUT_OF_RANGE: &str = "3093";

/// Most characters of a turnover as it is typed.
const TYPED_CHARACTERS_MAX: usize = 32;

/// Most digits before the point. Rupees given in place of crore are caught by their range.
const CRORE_DIGITS_MAX: usize = 15;

/// Most digits after the point: to the paisa.
const FRACTION_DIGITS_MAX: usize = 9;

#[derive(Template)]
#[template(path = "enablement/turnover.html")]
struct TurnoverPage {
    shell: Shell,
    steps: Vec<StepMark>,
    faults: Faults,
    gstin: String,
    legal_name: String,
    years: Vec<String>,
    year: String,
    turnover: String,
    threshold: String,
    action: String,
}

impl TurnoverPage {
    fn new(page: &Page, proved: &MobileProved) -> Self {
        let shell = page.shell("turnover-title");
        let irp = &page.portal.irp;
        let threshold = thresholds::e_invoice_above(ist::date(page.now()));
        Self {
            steps: FLOW.marks(&shell, Step::Last),
            faults: Faults::none(),
            gstin: proved.gstin().to_string(),
            legal_name: proved.taxpayer().legal_name.clone(),
            years: irp
                .enablement_years()
                .iter()
                .map(FinancialYear::to_string)
                .collect(),
            year: String::new(),
            turnover: String::new(),
            threshold: threshold.map(crore).unwrap_or_default(),
            action: shell.url(FLOW.path(Step::Last)),
            shell,
        }
    }
}

/// `GET …/turnover`.
pub(super) async fn show(page: Page) -> Answer {
    match FLOW.stage(&page).await? {
        Stage::MobileProved(proved) => ok(&TurnoverPage::new(&page, &proved)),
        stage => Ok(FLOW.detour(&page, &stage, Step::Last)),
    }
}

/// `POST …/turnover`.
pub(super) async fn submit(page: Page, form: Form) -> Answer {
    let proved = match FLOW.stage(&page).await? {
        Stage::MobileProved(proved) => proved,
        stage => return Ok(FLOW.detour(&page, &stage, Step::Last)),
    };
    let mut shown = TurnoverPage::new(&page, &proved);
    shown.year = form.text(YEAR).chars().take(TYPED_CHARACTERS_MAX).collect();
    shown.turnover = form
        .text(TURNOVER)
        .chars()
        .take(TYPED_CHARACTERS_MAX)
        .collect();
    let year = shown.year.parse::<FinancialYear>().ok();
    let year = year.filter(|year| page.portal.irp.enablement_years().contains(year));
    if year.is_none() {
        shown
            .faults
            .add(YEAR, shown.shell.t("turnover-year-missing"));
    }
    let turnover = parse_crore(&shown.turnover);
    if turnover.is_none() {
        shown
            .faults
            .add(TURNOVER, shown.shell.t("turnover-malformed"));
    }
    let (Some(financial_year), Some(turnover)) = (year, turnover) else {
        return unprocessable(&shown);
    };
    let filled = EnablementForm {
        financial_year,
        turnover,
    };
    match page.portal.irp.enable(proved, filled).await {
        Ok(_) => Ok(page.go(FLOW.path(Step::Done))),
        Err(Failure::Refused(refused)) => refuse(&page, shown, &refused),
        Err(Failure::Trouble(trouble)) => Err(trouble.into()),
    }
}

fn refuse(page: &Page, mut shown: TurnoverPage, refused: &EnableRefused) -> Answer {
    match refused {
        EnableRefused::YearNotOffered(_) => {
            shown
                .faults
                .add(YEAR, shown.shell.t("turnover-year-missing"));
        }
        EnableRefused::TurnoverOutOfRange(_) => {
            let message = match catalogue::find(OUT_OF_RANGE) {
                Some(entry) => {
                    let words = shown.shell.words(entry);
                    format!("{} {} ({})", words.title, words.fix, entry.code)
                }
                None => shown.shell.t("turnover-malformed"),
            };
            shown.faults.add(TURNOVER, message);
        }
        EnableRefused::Outcome(_) => {
            let response = page.go_with(FLOW.path(Step::Identify), Notice::AlreadyEnabled);
            return Ok(page.without_cookie(response, FLOW.cookie()));
        }
        EnableRefused::ProofSpent => return Ok(FLOW.start_again(page)),
    }
    unprocessable(&shown)
}

/// Crore rupees, `1,207.25`, with or without commas, spaces and a rupee sign; gives rupees.
fn parse_crore(text: &str) -> Option<Decimal> {
    let plain: String = text
        .trim()
        .trim_start_matches('₹')
        .chars()
        .filter(|sign| *sign != ',' && *sign != ' ')
        .collect();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, "0"));
    let digits = |part: &str, max: usize| {
        (1..=max).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !digits(whole, CRORE_DIGITS_MAX) || !digits(fraction, FRACTION_DIGITS_MAX) {
        return None;
    }
    let crore = plain.parse::<Decimal>().ok()?;
    crore
        .checked_mul(Decimal::from(RUPEES_IN_A_CRORE))
        .filter(|rupees| !rupees.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn crore_are_read_as_people_write_them() {
        let read = |text: &str| parse_crore(text).map(|rupees| rupees.normalize().to_string());
        assert_eq!(read("7.25").as_deref(), Some("72500000"));
        assert_eq!(read("₹ 1,207.5").as_deref(), Some("12075000000"));
        assert_eq!(read("0.000000001").as_deref(), Some("0.01"));
        assert!(read(&"9".repeat(CRORE_DIGITS_MAX)).is_some());
        let too_long = "9".repeat(CRORE_DIGITS_MAX + 1);
        for text in [
            "",
            "0",
            "-5",
            "5 crore",
            "1.0000000001",
            "1.",
            ".5",
            "1e9",
            &too_long,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_page_renders() {
        for faults in [false, true] {
            samples::render(|shell| TurnoverPage {
                steps: FLOW.marks(&shell, Step::Last),
                faults: if faults {
                    let mut wrong = Faults::one(YEAR, shell.t("turnover-year-missing"));
                    wrong.add(TURNOVER, shell.t("turnover-malformed"));
                    wrong
                } else {
                    Faults::none()
                },
                gstin: "29AAACM0001A1ZX".to_owned(),
                legal_name: "Vandana Traders".to_owned(),
                years: vec!["2025-26".to_owned(), "2024-25".to_owned()],
                year: "2024-25".to_owned(),
                turnover: "7.5".to_owned(),
                threshold: "5".to_owned(),
                action: "/en".to_owned(),
                shell,
            });
        }
    }
}
