//! Search ▸ Taxpayer and ▸ e-Invoice status of taxpayer: what the GST system publishes of a GSTIN.
//!
//! Both take one of the address's look-ups, as a registration does, so that nobody reads out the
//! GST master here. Never shown: mobile number, e-mail address, turnover, and the address but for
//! its state.

use askama::Template;
use axum::http::StatusCode;
use gst::{Gstin, RegistrationStatus, Taxpayer, ist};
use service::KnownTaxpayer;

use super::super::admission::{Challenge, admit, with_retry_after};
use super::super::flow::outcome::malformed;
use super::super::flow::{kind, status};
use super::super::masters::state_name;
use crate::form::{Faults, Form};
use crate::page::{Answer, Page, html, ok, unprocessable};
use crate::problem::Problem;
use crate::shell::Shell;

/// Most characters of what was typed that are shown again.
const TYPED_CHARACTERS_MAX: usize = 20;

/// What is asked of a GSTIN.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// Who it is.
    Details,
    /// Whether e-invoicing is enabled.
    Enablement,
}

/// One line of the answer.
struct Fact {
    name: String,
    value: String,
}

/// Whether e-invoicing is enabled, in a sentence.
struct Standing {
    enabled: bool,
    sentence: String,
    since: String,
}

#[derive(Template)]
#[template(path = "search/taxpayer.html")]
struct TaxpayerPage {
    shell: Shell,
    faults: Faults,
    lead: String,
    action: String,
    gstin: String,
    facts: Vec<Fact>,
    standing: Option<Standing>,
    fetched: String,
    challenge: Option<Challenge>,
}

/// `GET /{lang}/search/taxpayer`.
pub(super) async fn show_details(page: Page) -> Answer {
    ok(&TaxpayerPage::new(&page, Subject::Details))
}

/// `POST /{lang}/search/taxpayer`.
pub(super) async fn ask_details(page: Page, form: Form) -> Answer {
    ask(&page, &form, Subject::Details).await
}

/// `GET /{lang}/search/e-invoice-status`.
pub(super) async fn show_enablement(page: Page) -> Answer {
    ok(&TaxpayerPage::new(&page, Subject::Enablement))
}

/// `POST /{lang}/search/e-invoice-status`.
pub(super) async fn ask_enablement(page: Page, form: Form) -> Answer {
    ask(&page, &form, Subject::Enablement).await
}

async fn ask(page: &Page, form: &Form, subject: Subject) -> Answer {
    let mut shown = TaxpayerPage::new(page, subject);
    let typed = form.text("gstin");
    let repeated = typed.to_uppercase();
    shown.gstin = repeated.chars().take(TYPED_CHARACTERS_MAX).collect();
    let gstin = match read(typed, &shown.shell) {
        Ok(gstin) => gstin,
        Err(message) => return shown.refuse(message),
    };
    if let Err(wait_s) = admit(page, form).await {
        shown.challenge = Some(Challenge::new(page, wait_s)?);
        let response = html(StatusCode::TOO_MANY_REQUESTS, &shown);
        return Ok(with_retry_after(response, wait_s));
    }
    let known = look_up(page, &gstin, form.has("refresh")).await?;
    let Some(known) = known else {
        let message = shown.shell.t("outcome-unknown");
        return shown.refuse(message);
    };
    shown.tell(&known, subject, page);
    ok(&shown)
}

/// The GSTIN, or what is wrong with it. That costs no look-up: it needs nobody's answer.
fn read(typed: &str, shell: &Shell) -> Result<Gstin, String> {
    if typed.is_empty() {
        return Err(shell.t("search-gstin-missing"));
    }
    match Gstin::parse(typed) {
        Ok(gstin) if gstin.check_digit_holds() => Ok(gstin),
        Ok(gstin) => Err(malformed(typed, Some(gstin.expected_check_digit()), shell)),
        Err(_) => Err(malformed(typed, None, shell)),
    }
}

async fn look_up(
    page: &Page,
    gstin: &Gstin,
    afresh: bool,
) -> Result<Option<KnownTaxpayer>, Problem> {
    let irp = &page.portal.irp;
    let known = if afresh {
        irp.refresh_gstin(gstin).await?
    } else {
        irp.taxpayer_for(gstin).await?
    };
    Ok(known)
}

impl TaxpayerPage {
    fn new(page: &Page, subject: Subject) -> Self {
        let (title, lead, path) = match subject {
            Subject::Details => (
                "nav-search-taxpayer",
                "search-taxpayer-lead",
                "/search/taxpayer",
            ),
            Subject::Enablement => (
                "nav-search-status",
                "search-status-lead",
                "/search/e-invoice-status",
            ),
        };
        let mut shell = page.shell(title);
        shell.indexed = true;
        Self {
            lead: shell.t(lead),
            action: shell.url(path),
            faults: Faults::none(),
            gstin: String::new(),
            facts: Vec::new(),
            standing: None,
            fetched: String::new(),
            challenge: None,
            shell,
        }
    }

    fn refuse(mut self, message: String) -> Answer {
        self.faults = Faults::one("gstin", message);
        unprocessable(&self)
    }

    fn tell(&mut self, known: &KnownTaxpayer, subject: Subject, page: &Page) {
        self.fetched = self.shell.moment(&known.fetched_at);
        match subject {
            Subject::Details => self.facts = details(&known.taxpayer, &self.shell),
            Subject::Enablement => {
                self.facts = names(&known.taxpayer, &self.shell);
                let today = ist::date(page.now());
                self.standing = Some(standing(known, today, &self.shell));
            }
        }
    }
}

/// GSTIN, legal name and trade name.
fn names(taxpayer: &Taxpayer, shell: &Shell) -> Vec<Fact> {
    let trade_name = taxpayer.trade_name.clone().unwrap_or_default();
    facts([
        (shell.t("details-gstin"), taxpayer.gstin.to_string()),
        (shell.t("details-legal-name"), taxpayer.legal_name.clone()),
        (shell.t("details-trade-name"), trade_name),
    ])
}

/// What the GST system tells anybody.
fn details(taxpayer: &Taxpayer, shell: &Shell) -> Vec<Fact> {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| shell.day(&day)).unwrap_or_default();
    let state = state_name(taxpayer.address.state, shell).to_owned();
    let mut facts_told = names(taxpayer, shell);
    facts_told.extend(facts([
        (shell.t("search-state"), state),
        (shell.t("details-kind"), kind(taxpayer.kind, shell)),
        (
            shell.t("details-constitution"),
            taxpayer.constitution.clone(),
        ),
        (shell.t("details-status"), status(taxpayer.status, shell)),
        (
            shell.t("details-registered-on"),
            day(taxpayer.registered_on),
        ),
        (
            shell.t("search-deregistered-on"),
            day(taxpayer.deregistered_on),
        ),
    ]));
    facts_told
}

fn facts<const LINES: usize>(lines: [(String, String); LINES]) -> Vec<Fact> {
    let told = lines.into_iter().filter(|(_, value)| !value.is_empty());
    told.map(|(name, value)| Fact { name, value }).collect()
}

fn standing(known: &KnownTaxpayer, today: jiff::civil::Date, shell: &Shell) -> Standing {
    let active = known.taxpayer.status == RegistrationStatus::Active;
    let enabled = known.e_invoice_enabled(today);
    let sentence = match (enabled, active) {
        (true, true) => shell.t("search-status-enabled"),
        (true, false) => {
            let word = status(known.taxpayer.status, shell);
            shell.t1("search-status-not-active", "status", word)
        }
        (false, _) => shell.t("search-status-not-enabled"),
    };
    let since = match (&known.enablement, enabled) {
        (Some(enablement), true) => {
            let day = shell.day(&ist::date(enablement.at));
            shell.t1("search-status-since", "date", day)
        }
        (None, true) => shell.t("search-status-by-turnover"),
        (_, false) => String::new(),
    };
    Standing {
        enabled: enabled && active,
        sentence,
        since,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{NO_REGISTRY, TestPortal, taxpayer};
    use crate::texts::samples;
    use crate::{Allowance, PortalOptions};

    const TAXPAYER: &str = "/en/search/taxpayer";
    const STATUS: &str = "/en/search/e-invoice-status";

    fn sample(shell: Shell, full: bool) -> TaxpayerPage {
        let taxpayer = taxpayer("29AAACM0001A1Z");
        TaxpayerPage {
            lead: shell.t("search-status-lead"),
            action: shell.url("/search/taxpayer"),
            faults: if full {
                Faults::none()
            } else {
                Faults::one("gstin", shell.t("search-gstin-missing"))
            },
            gstin: "29<".to_owned(),
            facts: if full {
                details(&taxpayer, &shell)
            } else {
                Vec::new()
            },
            standing: full.then(|| Standing {
                enabled: false,
                sentence: shell.t("search-status-not-enabled"),
                since: shell.t("search-status-by-turnover"),
            }),
            fetched: "22/11/2026".to_owned(),
            challenge: (!full).then(|| Challenge {
                json: "{\"a\":1}".to_owned(),
                wait_s: 60,
            }),
            shell,
        }
    }

    #[test]
    fn the_page_renders_with_everything_and_with_little() {
        for full in [true, false] {
            samples::render(|shell| sample(shell, full));
        }
    }

    #[tokio::test]
    async fn a_taxpayer_is_told_without_what_is_its_own() {
        let known = taxpayer("29AAACM0001A1Z");
        let gstin = known.gstin.to_string().to_lowercase();
        let portal = TestPortal::new(vec![known]).await;
        let mut visitor = portal.visitor();
        for page in [TAXPAYER, STATUS] {
            let seen = visitor.post(page, page, &[("gstin", &gstin)]).await;
            assert_eq!(seen.status, StatusCode::OK);
            assert!(seen.body.contains("Malnad Tools Private Limited"));
            for own in [
                "99999",
                "malnad.example",
                "MG Road",
                "560001",
                "70000000",
                "7,00,00,000",
            ] {
                assert!(!seen.body.contains(own), "{page} tells {own}");
            }
        }
        let seen = visitor.post(TAXPAYER, TAXPAYER, &[("gstin", &gstin)]).await;
        assert!(seen.body.contains("Karnataka") && seen.body.contains("01/07/2017"));
        let seen = visitor.post(STATUS, STATUS, &[("gstin", &gstin)]).await;
        assert!(
            seen.body.contains("e-Invoicing is enabled"),
            "{}",
            seen.body
        );
    }

    #[tokio::test]
    async fn who_is_small_is_not_enabled_and_who_is_cancelled_is_told_so() {
        let small = Taxpayer {
            turnover: Some(1.into()),
            ..taxpayer("29AAACM0002A1Z")
        };
        let ended = Taxpayer {
            status: RegistrationStatus::Cancelled,
            deregistered_on: Some(jiff::civil::date(2025, 3, 31)),
            ..taxpayer("29AAACM0003A1Z")
        };
        let gstins = [small.gstin.to_string(), ended.gstin.to_string()];
        let portal = TestPortal::new(vec![small, ended]).await;
        let mut visitor = portal.visitor();
        let seen = visitor.post(STATUS, STATUS, &[("gstin", &gstins[0])]).await;
        assert!(seen.body.contains("not enabled"));
        assert!(seen.body.contains("/en/registration/enablement"));
        let seen = visitor.post(STATUS, STATUS, &[("gstin", &gstins[1])]).await;
        assert!(seen.body.contains("Cancelled"));
        let seen = visitor
            .post(TAXPAYER, TAXPAYER, &[("gstin", &gstins[1])])
            .await;
        assert!(seen.body.contains("31/03/2025"));
    }

    #[tokio::test]
    async fn what_is_no_gstin_costs_nothing_and_look_ups_are_counted() {
        let known = taxpayer("29AAACM0001A1Z");
        let gstin = known.gstin.to_string();
        let options = PortalOptions {
            look_ups: Allowance::new(2, 600),
            ..PortalOptions::default()
        };
        let portal = TestPortal::with(vec![known], NO_REGISTRY, options).await;
        let mut visitor = portal.visitor();
        for wrong in ["", "29", "29AAACM0001A1Z0", "29AAACM0001A1ZXX"] {
            let seen = visitor.post(TAXPAYER, TAXPAYER, &[("gstin", wrong)]).await;
            assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(seen.body.contains("id=\"gstin-fault\""));
        }
        for page in [TAXPAYER, STATUS] {
            let seen = visitor.post(page, page, &[("gstin", &gstin)]).await;
            assert_eq!(seen.status, StatusCode::OK, "both share the allowance");
        }
        let seen = visitor.post(STATUS, STATUS, &[("gstin", &gstin)]).await;
        assert_eq!(seen.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(seen.headers.contains_key("retry-after"));
        assert!(seen.body.contains("data-challenge") && !seen.body.contains("Malnad"));
    }

    #[tokio::test]
    async fn a_registry_that_is_down_is_said() {
        let portal = TestPortal::new(Vec::new()).await;
        let gstin = taxpayer("29AAACM0009A1Z").gstin.to_string();
        let mut visitor = portal.visitor();
        let seen = visitor.post(TAXPAYER, TAXPAYER, &[("gstin", &gstin)]).await;
        assert_eq!(seen.status, StatusCode::SERVICE_UNAVAILABLE);
    }
}
