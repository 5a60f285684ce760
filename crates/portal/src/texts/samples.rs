//! Renders a template as every kind of visitor would see it.

use askama::Template;
use einvoice::catalogue::Language;

use crate::shell::{Shell, User};

/// Pages must stay small enough for slow lines; style sheet and scripts come on top of this.
const PAGE_BYTES_MAX: usize = 100 * 1024;

/// Renders a page in both languages, logged in and not, and checks what every page owes.
pub(crate) fn render<T: Template>(make: impl Fn(Shell) -> T) {
    let user = User {
        user_name: "vandana01".to_owned(),
        gstin: "29AAACM0001A1ZX".parse().expect("a GSTIN"),
    };
    for language in Language::ALL {
        for user in [None, Some(user.clone())] {
            let html = make(Shell::sample(language, user))
                .render()
                .expect("the template renders");
            check(&html, language);
        }
    }
}

fn check(html: &str, language: Language) {
    assert!(html.contains(&format!("<html lang=\"{}\">", language.tag())));
    assert_eq!(html.matches("<h1").count(), 1, "one h1: {html}");
    assert_eq!(html.matches("<main").count(), 1, "one main");
    assert!(html.len() <= PAGE_BYTES_MAX, "{} bytes", html.len());
    assert!(!html.contains(" style=\""), "no inline style");
    assert!(!html.contains("<script>"), "no inline script");
    assert_eq!(
        html.matches("method=\"post\"").count(),
        html.matches("name=\"form_token\"").count(),
        "every form that posts carries the token"
    );
    for name in ["for", "aria-describedby"] {
        for rest in html.split(&format!(" {name}=\"")).skip(1) {
            for id in rest
                .split('"')
                .next()
                .unwrap_or_default()
                .split_whitespace()
            {
                assert!(
                    html.contains(&format!("id=\"{id}\"")),
                    "{name} points at {id}"
                );
            }
        }
    }
    let mut ids: Vec<&str> = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "ids are unique");
}
