//! Step 2: the details from the GST master, read-only; Update from GST Common Portal; Send OTP.

use askama::Template;
use axum::Extension;
use axum::http::StatusCode;
use axum::response::Response;
use gst::{RegistrationStatus, Taxpayer, TaxpayerType, contact};
use jiff::Timestamp;
use service::{Failure, Stage, Started};

use super::code::again_word;
use super::{Flow, Step, StepMark, identify};
use crate::form::Form;
use crate::notice::Notice;
use crate::page::{Answer, Page, html};
use crate::shell::Shell;

/// A taxpayer as pages show it: contact data masked, everything in the page's language.
pub(super) struct TaxpayerView {
    /// GSTIN.
    pub gstin: String,
    /// Legal name.
    pub legal_name: String,
    /// Trade name; empty when there is none.
    pub trade_name: String,
    /// Address in one line.
    pub address: String,
    /// Constitution of the business, in the master's words.
    pub constitution: String,
    /// Kind of registration.
    pub kind: String,
    /// Where the registration stands.
    pub status: String,
    /// Whether that is `Active`.
    pub active: bool,
    /// Day from which it counts; empty when unknown.
    pub registered_on: String,
    /// Masked; empty when there is none.
    pub mobile: String,
    /// Masked; empty when there is none.
    pub email: String,
    /// When all this was fetched.
    pub fetched: String,
}

impl TaxpayerView {
    /// Of a taxpayer.
    pub(super) fn of(taxpayer: &Taxpayer, fetched_at: Timestamp, shell: &Shell) -> Self {
        Self {
            gstin: taxpayer.gstin.to_string(),
            legal_name: taxpayer.legal_name.clone(),
            trade_name: taxpayer.trade_name.clone().unwrap_or_default(),
            address: address(taxpayer, shell),
            constitution: taxpayer.constitution.clone(),
            kind: kind(taxpayer.kind, shell),
            status: status(taxpayer.status, shell),
            active: taxpayer.status == RegistrationStatus::Active,
            registered_on: taxpayer
                .registered_on
                .map(|day| shell.day(&day))
                .unwrap_or_default(),
            mobile: taxpayer
                .mobile
                .as_deref()
                .map(contact::mask_mobile)
                .unwrap_or_default(),
            email: taxpayer
                .email
                .as_deref()
                .map(contact::mask_email)
                .unwrap_or_default(),
            fetched: shell.moment(&fetched_at),
        }
    }
}

fn address(taxpayer: &Taxpayer, shell: &Shell) -> String {
    let place = &taxpayer.address;
    let state = match shell.language {
        einvoice::catalogue::Language::English => place.state.english_name(),
        einvoice::catalogue::Language::Hindi => place.state.hindi_name(),
    };
    let parts = [
        place.building_number.as_str(),
        &place.floor,
        &place.building_name,
        &place.street,
        &place.locality,
        &place.district,
        state,
    ];
    let line = parts
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    match place.pin {
        Some(pin) => format!("{line} {}", pin.get()),
        None => line,
    }
}

/// What a kind of registration is called.
pub(in crate::pages) fn kind(kind: TaxpayerType, shell: &Shell) -> String {
    match kind {
        TaxpayerType::Regular => shell.t("kind-regular"),
        TaxpayerType::Composition => shell.t("kind-composition"),
        TaxpayerType::SezUnit => shell.t("kind-sez-unit"),
        TaxpayerType::SezDeveloper => shell.t("kind-sez-developer"),
        TaxpayerType::InputServiceDistributor => shell.t("kind-input-service-distributor"),
        TaxpayerType::TaxDeductor => shell.t("kind-tax-deductor"),
        TaxpayerType::TaxCollector => shell.t("kind-tax-collector"),
        TaxpayerType::UinHolder => shell.t("kind-uin-holder"),
        TaxpayerType::NonResident => shell.t("kind-non-resident"),
        TaxpayerType::Casual => shell.t("kind-casual"),
        TaxpayerType::Oidar => shell.t("kind-oidar"),
    }
}

/// What a standing of a registration is called.
pub(in crate::pages) fn status(status: RegistrationStatus, shell: &Shell) -> String {
    match status {
        RegistrationStatus::Active => shell.t("standing-active"),
        RegistrationStatus::Cancelled => shell.t("standing-cancelled"),
        RegistrationStatus::Deregistered => shell.t("standing-deregistered"),
        RegistrationStatus::Inactive => shell.t("standing-inactive"),
        RegistrationStatus::Provisional => shell.t("standing-provisional"),
        RegistrationStatus::Suspended => shell.t("standing-suspended"),
    }
}

#[derive(Template)]
#[template(path = "flow/details.html")]
struct DetailsPage {
    shell: Shell,
    steps: Vec<StepMark>,
    taxpayer: TaxpayerView,
    /// Only what is needed to see whose account it is and where the code will go.
    brief: bool,
    send: String,
    refresh: String,
    again: String,
    again_word: String,
    fault: Option<String>,
}

impl DetailsPage {
    fn new(page: &Page, flow: Flow, started: &Started, fault: Option<String>) -> Self {
        let mut shell = page.shell("details-title");
        flow.path(Step::Details).clone_into(&mut shell.path);
        let action = shell.url(flow.path(Step::Details));
        let query = flow.query(page);
        Self {
            steps: flow.marks(&shell, Step::Details),
            taxpayer: TaxpayerView::of(started.taxpayer(), started.fetched_at(), &shell),
            brief: matches!(flow, Flow::Recover | Flow::LogIn),
            send: format!("{action}/send{query}"),
            refresh: format!("{action}/refresh{query}"),
            again: shell.url(flow.path(Step::Identify)),
            again_word: again_word(flow, &shell),
            fault,
            shell,
        }
    }
}

/// `GET …/details`.
pub(super) async fn show(page: Page, Extension(flow): Extension<Flow>) -> Answer {
    match flow.stage(&page).await? {
        Stage::Started(started) => Ok(render(&page, flow, &started, None)),
        stage => Ok(flow.detour(&page, &stage, Step::Details)),
    }
}

/// `GET` of an address that forms are sent to: someone reloaded or switched the language.
pub(super) async fn back(page: Page, Extension(flow): Extension<Flow>) -> Answer {
    Ok(page.go(flow.path(Step::Details)))
}

/// The page, with what kept a code from being sent.
pub(super) fn render(
    page: &Page,
    flow: Flow,
    started: &Started,
    fault: Option<String>,
) -> Response {
    let status = match fault {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    html(status, &DetailsPage::new(page, flow, started, fault))
}

/// `POST …/details/refresh`: Update from GST Common Portal.
pub(super) async fn refresh(page: Page, Extension(flow): Extension<Flow>, _form: Form) -> Answer {
    let started = match flow.stage(&page).await? {
        Stage::Started(started) => started,
        stage => return Ok(flow.detour(&page, &stage, Step::Details)),
    };
    // Each fetch asks the registry, so it counts as a look-up.
    if let Err(retry_after_s) = page.portal.limits.look_ups.take(page.context.address).await {
        return Err(crate::problem::Problem::TooMany { retry_after_s });
    }
    match page.portal.irp.refresh_taxpayer(started).await {
        Ok(_) => Ok(flow.go(&page, Step::Details, Notice::Refreshed)),
        // The registry has lost the taxpayer; the code can still be sent to what is known.
        Err(Failure::Refused(_)) if flow == Flow::LogIn => {
            Ok(flow.go(&page, Step::Details, Notice::CodeNotSent))
        }
        Err(Failure::Refused(stop)) => identify::refuse(&page, flow, &stop),
        Err(Failure::Trouble(trouble)) => Err(trouble.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_with_everything_and_with_little() {
        for full in [true, false] {
            let some = |text: &str| if full { text.to_owned() } else { String::new() };
            samples::render(|shell| DetailsPage {
                steps: Flow::Enable.marks(&shell, Step::Details),
                brief: !full,
                taxpayer: TaxpayerView {
                    gstin: "29AAACM0001A1ZX".to_owned(),
                    legal_name: "Vandana Traders & Sons".to_owned(),
                    trade_name: some("Vandana"),
                    address: "1, Karnataka 560001".to_owned(),
                    constitution: some("Partnership"),
                    kind: kind(TaxpayerType::Regular, &shell),
                    status: status(RegistrationStatus::Active, &shell),
                    active: full,
                    registered_on: some("01/07/2017"),
                    mobile: some("99xxxxxx45"),
                    email: some("a******s@example.in"),
                    fetched: "22/11/2026".to_owned(),
                },
                send: "/en".to_owned(),
                refresh: "/en".to_owned(),
                again: "/en".to_owned(),
                again_word: again_word(Flow::Recover, &shell),
                fault: full.then(|| "no".to_owned()),
                shell,
            });
        }
    }
}
