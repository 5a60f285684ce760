//! About, contact, privacy, terms, accessibility, site map.

use askama::Template;
use axum::Router;
use axum::routing::get;

use crate::page::{Answer, Page, ok};
use crate::portal::Portal;
use crate::shell::Shell;

/// A heading and its paragraphs.
struct Section {
    heading: String,
    paragraphs: Vec<String>,
}

/// A page of text.
#[derive(Template)]
#[template(path = "statement.html")]
struct StatementPage {
    shell: Shell,
    sections: Vec<Section>,
    email: Option<String>,
}

#[derive(Template)]
#[template(path = "sitemap.html")]
struct SitemapPage {
    shell: Shell,
}

/// Which page of text.
#[derive(Clone, Copy)]
enum Statement {
    About,
    Contact,
    Privacy,
    Terms,
    Accessibility,
}

/// A heading's key and its paragraphs' keys.
type Keys = &'static [(&'static str, &'static [&'static str])];

impl Statement {
    fn title(self) -> &'static str {
        match self {
            Self::About => "about-title",
            Self::Contact => "contact-title",
            Self::Privacy => "privacy-title",
            Self::Terms => "terms-title",
            Self::Accessibility => "accessibility-title",
        }
    }

    fn keys(self) -> Keys {
        match self {
            Self::About => &[
                ("about-what", &["about-what-1", "about-what-2"]),
                ("about-not", &["about-not-1"]),
                ("about-free", &["about-free-1"]),
            ],
            Self::Contact => &[
                ("contact-help", &["contact-help-1", "contact-help-2"]),
                ("contact-forgotten", &["contact-forgotten-1"]),
                ("contact-gst", &["contact-gst-1"]),
                ("contact-security", &["contact-security-1"]),
            ],
            Self::Privacy => &[
                (
                    "privacy-data",
                    &["privacy-data-1", "privacy-data-2", "privacy-data-3"],
                ),
                ("privacy-why", &["privacy-why-1"]),
                ("privacy-kept", &["privacy-kept-1", "privacy-kept-2"]),
                ("privacy-cookies", &["privacy-cookies-1"]),
                ("privacy-rights", &["privacy-rights-1"]),
            ],
            Self::Terms => &[
                ("terms-use", &["terms-use-1", "terms-use-2"]),
                ("terms-credentials", &["terms-credentials-1"]),
                ("terms-links", &["terms-links-1"]),
            ],
            Self::Accessibility => &[
                (
                    "accessibility-aim",
                    &["accessibility-aim-1", "accessibility-aim-2"],
                ),
                ("accessibility-known", &["accessibility-known-1"]),
                ("accessibility-tell", &["accessibility-tell-1"]),
            ],
        }
    }

    fn page(self, shell: Shell, email: Option<String>) -> StatementPage {
        let sections = self
            .keys()
            .iter()
            .map(|(heading, paragraphs)| Section {
                heading: shell.t(heading),
                paragraphs: paragraphs.iter().map(|key| shell.t(key)).collect(),
            })
            .collect();
        StatementPage {
            shell,
            sections,
            email,
        }
    }
}

/// Their routes.
pub(super) fn routes() -> Router<Portal> {
    let statement = |which: Statement| get(move |page: Page| async move { show(&page, which) });
    Router::new()
        .route("/about", statement(Statement::About))
        .route("/contact", statement(Statement::Contact))
        .route("/privacy", statement(Statement::Privacy))
        .route("/terms", statement(Statement::Terms))
        .route("/accessibility", statement(Statement::Accessibility))
        .route("/sitemap", get(sitemap))
}

fn show(page: &Page, which: Statement) -> Answer {
    let mut shell = page.shell(which.title());
    shell.indexed = true;
    let email = match which {
        Statement::Contact => page.portal.options.contact_email.clone(),
        _ => None,
    };
    ok(&which.page(shell, email))
}

async fn sitemap(page: Page) -> Answer {
    ok(&SitemapPage {
        shell: page.shell("foot-sitemap"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_pages_render() {
        samples::render(|shell| SitemapPage { shell });
        for which in [
            Statement::About,
            Statement::Contact,
            Statement::Privacy,
            Statement::Terms,
            Statement::Accessibility,
        ] {
            samples::render(|shell| which.page(shell, Some("help@irp.example".to_owned())));
        }
    }
}
