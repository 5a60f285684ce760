//! Why a GSTIN cannot go on: the code, plain words, what to do next and where.

use einvoice::catalogue::{self, Entry};
use gst::{Gstin, GstinFault, ist, thresholds};
use service::Stop;

use super::{Flow, Step, crore};
use crate::page::Page;
use crate::shell::Shell;

/// The taxpayer search of the GST common portal.
const GST_SEARCH: &str = "https://services.gst.gov.in/services/searchtp";
/// The GST common portal.
const GST_PORTAL: &str = "https://www.gst.gov.in/";
/// The GST helpdesk.
const GST_HELPDESK: &str = "https://selfservice.gstsystem.in/";

/// A way on.
pub(crate) struct Way {
    /// Where to.
    pub href: String,
    /// What it is called.
    pub text: String,
    /// Whether it leaves this portal.
    pub external: bool,
}

/// Why it cannot go on, in the page's language.
pub(crate) struct Outcome {
    /// Four digits.
    pub code: &'static str,
    /// What is wrong.
    pub title: &'static str,
    /// Why.
    pub reason: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// The particulars of this GSTIN.
    pub particulars: Vec<String>,
    /// Where to do it.
    pub ways: Vec<Way>,
    /// Whose GSTIN it is, when known.
    pub name: Option<String>,
    /// When the details were last fetched, when known.
    pub fetched: Option<String>,
    /// Whether fetching them again may help.
    pub refreshable: bool,
    /// Whether it is no failure of the user's, and nothing that the GST master decides: already
    /// registered, already enabled, not registered yet.
    pub mild: bool,
}

impl Outcome {
    /// Of a stop.
    pub(crate) fn of(stop: &Stop, typed: &str, page: &Page, shell: &Shell) -> Self {
        let mut outcome = Self::of_entry(stop.entry, shell);
        outcome.particulars = particulars(stop, typed, page, shell);
        if let Some(known) = &stop.taxpayer {
            outcome.name = Some(known.taxpayer.legal_name.clone());
            outcome.fetched = Some(shell.moment(&known.fetched_at));
            outcome.refreshable = !outcome.mild;
        }
        outcome
    }

    /// Of a code alone.
    pub(crate) fn of_entry(entry: &'static Entry, shell: &Shell) -> Self {
        let words = shell.words(entry);
        Self {
            code: entry.code,
            title: words.title,
            reason: words.reason,
            fix: words.fix,
            particulars: Vec::new(),
            ways: ways(entry.code, shell),
            name: None,
            fetched: None,
            refreshable: false,
            mild: matches!(entry.code, "3027" | "3062" | "3073" | "3063" | "3045"),
        }
    }

    /// Of trouble on our side; `None` only if the catalogue has lost the code.
    pub(crate) fn of_trouble(reference: &str, shell: &Shell) -> Option<Self> {
        let mut outcome = Self::of_entry(catalogue::find("3020")?, shell);
        outcome.particulars = vec![shell.t1("outcome-reference", "reference", reference)];
        Some(outcome)
    }
}

fn particulars(stop: &Stop, typed: &str, page: &Page, shell: &Shell) -> Vec<String> {
    match stop.entry.code {
        "3030" => vec![malformed(typed, stop.expected_check_digit, shell)],
        "3046" => {
            let today = ist::date(page.now());
            let threshold = thresholds::e_invoice_above(today);
            threshold
                .map(|limit| shell.t1("outcome-threshold", "crore", crore(limit)))
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}

/// What exactly is wrong with the form of a GSTIN; the right check digit where only that is wrong.
pub(crate) fn malformed(typed: &str, expected: Option<char>, shell: &Shell) -> String {
    match Gstin::parse(typed) {
        Err(GstinFault::Length { found }) => shell.t1("outcome-length", "found", found),
        Err(GstinFault::Character { position, found }) => {
            let found = found.escape_debug();
            shell.t2("outcome-character", "position", position, "found", found)
        }
        Ok(gstin) => match expected {
            Some(expected) => {
                let found = gstin.as_str().chars().last().unwrap_or_default();
                shell.t2("outcome-check-digit", "expected", expected, "found", found)
            }
            None => shell.t("outcome-unknown"),
        },
    }
}

/// The links of a code, the most useful first.
fn ways(code: &str, shell: &Shell) -> Vec<Way> {
    let inside = |path: &str, text: String| Way {
        href: shell.url(path),
        text,
        external: false,
    };
    let outside = |href: &str, text: String| Way {
        href: href.to_owned(),
        text,
        external: true,
    };
    let portal = || outside(GST_PORTAL, shell.t("way-gst-portal"));
    let helpdesk = || outside(GST_HELPDESK, shell.t("way-gst-helpdesk"));
    let mut ways = match code {
        "3030" => vec![outside(GST_SEARCH, shell.t("way-gst-search"))],
        "3027" | "3062" | "3073" => vec![
            inside("/login", shell.t("way-login")),
            inside(Flow::Recover.path(Step::Identify), shell.t("way-forgotten")),
        ],
        "3046" => {
            let path = Flow::Enable.path(Step::Identify);
            vec![inside(path, shell.t("way-enablement"))]
        }
        "3063" | "3045" => {
            let path = Flow::Register.path(Step::Identify);
            vec![inside(path, shell.t("way-register"))]
        }
        "3012" => vec![outside(GST_PORTAL, shell.t("way-gst-amend"))],
        "3015" | "3064" | "3080" | "3092" => vec![helpdesk()],
        "3013" | "3016" | "3017" | "3029" | "3035" => vec![portal(), helpdesk()],
        _ => vec![inside("/contact", shell.t("way-contact"))],
    };
    let about = format!("/help/errors/{code}");
    ways.push(inside(&about, shell.t1("way-about-code", "code", code)));
    ways
}
