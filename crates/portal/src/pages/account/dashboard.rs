//! What a user sees first.

use askama::Template;
use service::Dashboard;

use super::rows::DocumentRow;
use crate::page::{Answer, SignedInPage, ok};
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "account/dashboard.html")]
struct DashboardPage {
    shell: Shell,
    user_id: String,
    gstin: String,
    company: Option<Company>,
    today: Figures,
    month: Figures,
    rows: Vec<DocumentRow>,
    since: String,
    earlier: Option<String>,
    until: String,
    idle_minutes: u32,
}

struct Company {
    legal_name: String,
    trade_name: String,
    e_invoice_enabled: bool,
}

struct Figures {
    registered: u64,
    cancelled: u64,
}

/// `GET /{lang}/dashboard`.
pub(crate) async fn show(signed_in_page: SignedInPage) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let actor = &signed_in.actor;
    let dashboard = page.portal.irp.dashboard(actor).await?;
    let shell = page.shell("dashboard-title");
    let figures = |counts: store::invoices::Counts| Figures {
        registered: counts.registered,
        cancelled: counts.cancelled,
    };
    ok(&DashboardPage {
        user_id: actor.user_name.clone(),
        gstin: actor.gstin.to_string(),
        company: company(&dashboard),
        today: figures(dashboard.today),
        month: figures(dashboard.month),
        rows: dashboard
            .latest
            .iter()
            .map(|listed| DocumentRow::of(listed, &shell))
            .collect(),
        since: shell.moment(&signed_in.created_at),
        earlier: signed_in.last_login_at.map(|at| shell.moment(&at)),
        until: shell.moment(&signed_in.absolute_until),
        idle_minutes: page.portal.irp.settings().session.idle_s.div_ceil(60),
        shell,
    })
}

/// Nothing, when the registry is down and there is no copy.
fn company(dashboard: &Dashboard) -> Option<Company> {
    let taxpayer = &dashboard.taxpayer.as_ref()?.taxpayer;
    Some(Company {
        legal_name: taxpayer.legal_name.clone(),
        trade_name: taxpayer.trade_name.clone().unwrap_or_default(),
        e_invoice_enabled: dashboard.e_invoice_enabled,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    fn page(shell: Shell, rows: Vec<DocumentRow>, company: Option<Company>) -> DashboardPage {
        DashboardPage {
            user_id: "vandana01".to_owned(),
            gstin: "29AAACM0000A1ZI".to_owned(),
            company,
            today: Figures {
                registered: 1,
                cancelled: 0,
            },
            month: Figures {
                registered: 12,
                cancelled: 2,
            },
            rows,
            since: "22/11/2026, 09:00 IST".to_owned(),
            earlier: None,
            until: "22/11/2026, 21:00 IST".to_owned(),
            idle_minutes: 15,
            shell,
        }
    }

    #[test]
    fn the_page_renders_in_both_languages() {
        samples::render(|shell| page(shell, Vec::new(), None));
        samples::render(|shell| {
            let company = Company {
                legal_name: "Malnad Tools Private Limited".to_owned(),
                trade_name: "Malnad Tools".to_owned(),
                e_invoice_enabled: false,
            };
            let rows = vec![DocumentRow::sample(false), DocumentRow::sample(true)];
            page(shell, rows, Some(company))
        });
    }
}
