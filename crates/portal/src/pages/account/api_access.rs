//! API access: client ids for an ERP, the settings it needs, and the public keys.

use askama::Template;
use axum::http::StatusCode;
use service::{Actor, Failure};
use store::api_access::ApiClient;

use super::invoice::download;
use crate::form::Form;
use crate::notice::Notice;
use crate::page::{Answer, Page, SignedInPage, html, ok};
use crate::problem::Problem;
use crate::shell::Shell;

/// Letters and digits that make a form different from every other.
const FORM_CHARACTERS: usize = 24;

#[derive(Template)]
#[template(path = "account/api_access.html")]
struct ApiAccessPage {
    shell: Shell,
    fault: Option<String>,
    new: Option<NewClientView>,
    clients: Vec<ClientRow>,
    settings: Vec<Setting>,
    once: String,
    clients_max: u32,
}

/// Shown once: the portal keeps only the digest of the secret.
struct NewClientView {
    client_id: String,
    client_secret: String,
}

struct ClientRow {
    client_id: String,
    created_at: String,
    revoked_at: Option<String>,
}

/// A value that an ERP asks for.
struct Setting {
    id: &'static str,
    label: String,
    value: String,
}

/// `GET /{lang}/api-access`.
pub(crate) async fn show(signed_in_page: SignedInPage) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    ok(&api_access_page(&page, &signed_in.actor, None, None).await?)
}

/// `POST /{lang}/api-access`: makes a client and shows its secret, on this answer and never again.
///
/// There is no redirect, because then the secret would have to be kept for the next request.
/// Reloading posts the form again; as each form works once, that only leads back to the list.
pub(crate) async fn create(signed_in_page: SignedInPage, form: Form) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let actor = &signed_in.actor;
    let used_forms = &page.portal.memory.used_forms;
    if !used_forms.is_first(actor.account, form.text("once"), page.now()) {
        return Ok(page.go_with("/api-access", Notice::FormUsed));
    }
    match page.portal.irp.create_api_client(actor).await {
        Ok(new) => {
            let new = NewClientView {
                client_id: new.client_id,
                client_secret: new.client_secret,
            };
            ok(&api_access_page(&page, actor, Some(new), None).await?)
        }
        Err(Failure::Refused(refused)) => {
            let fault = page
                .shell("api-title")
                .t1("api-too-many", "max", refused.max);
            let page = api_access_page(&page, actor, None, Some(fault)).await?;
            Ok(html(StatusCode::CONFLICT, &page))
        }
        Err(Failure::Trouble(trouble)) => Err(trouble.into()),
    }
}

/// `POST /{lang}/api-access/revoke`.
pub(crate) async fn revoke(signed_in_page: SignedInPage, form: Form) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let client_id = form.text("client_id");
    let irp = &page.portal.irp;
    if irp.revoke_api_client(&signed_in.actor, client_id).await? {
        Ok(page.go_with("/api-access", Notice::ClientRevoked))
    } else {
        Err(Problem::NotFound)
    }
}

/// `GET /{lang}/api-access/login-key.pem`: for sealing the authentication request. Public.
pub(crate) async fn login_key(page: Page) -> Answer {
    let pem = page.portal.irp.login_public_key_pem();
    Ok(download("login-key.pem", "application/x-pem-file", pem))
}

/// `GET /{lang}/api-access/signing-certificate.pem`: for verifying signatures. Public.
pub(crate) async fn signing_certificate(page: Page) -> Answer {
    let pem = page.portal.irp.signing_certificate_pem();
    Ok(download(
        "signing-certificate.pem",
        "application/x-pem-file",
        pem,
    ))
}

async fn api_access_page(
    page: &Page,
    actor: &Actor,
    new: Option<NewClientView>,
    fault: Option<String>,
) -> Result<ApiAccessPage, Problem> {
    let shell = page.shell("api-title");
    let irp = &page.portal.irp;
    let clients = irp.api_clients(actor).await?;
    Ok(ApiAccessPage {
        fault,
        new,
        clients: clients
            .iter()
            .map(|client| client_row(client, &shell))
            .collect(),
        settings: settings(page, actor, &shell),
        once: irp.randomness().alphanumeric(FORM_CHARACTERS),
        clients_max: irp.settings().api.clients_max,
        shell,
    })
}

fn client_row(client: &ApiClient, shell: &Shell) -> ClientRow {
    ClientRow {
        client_id: client.client_id.clone(),
        created_at: shell.moment(&client.created_at),
        revoked_at: client.revoked_at.map(|at| shell.moment(&at)),
    }
}

fn settings(page: &Page, actor: &Actor, shell: &Shell) -> Vec<Setting> {
    let base = page.portal.irp.settings().portal_url.trim_end_matches('/');
    let setting = |id, label: String, value: String| Setting { id, label, value };
    vec![
        setting("base-url", shell.t("api-base-url"), base.to_owned()),
        setting("gstin", shell.t("api-gstin"), actor.gstin.to_string()),
        setting(
            "user-name",
            shell.t("api-user-name"),
            actor.user_name.clone(),
        ),
        setting(
            "jwks",
            shell.t("api-jwks"),
            format!("{base}/.well-known/jwks.json"),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    fn page(shell: Shell, new: Option<NewClientView>, clients: Vec<ClientRow>) -> ApiAccessPage {
        ApiAccessPage {
            fault: clients
                .is_empty()
                .then(|| shell.t1("api-too-many", "max", 10)),
            new,
            clients,
            settings: vec![Setting {
                id: "base-url",
                label: shell.t("api-base-url"),
                value: "http://127.0.0.1:8080".to_owned(),
            }],
            once: "a".repeat(FORM_CHARACTERS),
            clients_max: 10,
            shell,
        }
    }

    #[test]
    fn the_page_renders_in_both_languages() {
        samples::render(|shell| page(shell, None, Vec::new()));
        samples::render(|shell| {
            let row = |revoked: bool| ClientRow {
                client_id: "aB3".repeat(6),
                created_at: "02/06/2026, 12:00 IST".to_owned(),
                revoked_at: revoked.then(|| "03/06/2026, 12:00 IST".to_owned()),
            };
            let new = NewClientView {
                client_id: "aB3".repeat(6),
                client_secret: "s".repeat(32),
            };
            page(shell, Some(new), vec![row(false), row(true)])
        });
    }
}
