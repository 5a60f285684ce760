//! The short lists of codes that the form of the invoice itself fixes.

use askama::Template;
use einvoice::DocumentType;
use gst::{RegistrationStatus, TaxpayerType};

use crate::page::{Answer, Page, ok};
use crate::pages::flow;
use crate::shell::Shell;

struct CodeList {
    id: &'static str,
    title: String,
    rows: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "masters/codes.html")]
struct CodesPage {
    shell: Shell,
    lists: Vec<CodeList>,
}

/// `GET /{lang}/masters/codes`.
pub(super) async fn show(page: Page) -> Answer {
    let mut shell = page.shell("masters-codes");
    shell.indexed = true;
    ok(&CodesPage::new(shell))
}

impl CodesPage {
    fn new(shell: Shell) -> Self {
        let lists = vec![
            document_types(&shell),
            supply_types(&shell),
            cancel_reasons(&shell),
            bill_cancel_reasons(&shell),
            transport_modes(&shell),
            vehicle_types(&shell),
            port_kinds(&shell),
            taxpayer_types(&shell),
            standings(&shell),
        ];
        Self { shell, lists }
    }
}

fn list<const ROWS: usize>(
    id: &'static str,
    title: String,
    rows: [(&str, String); ROWS],
) -> CodeList {
    let rows = rows.map(|(code, text)| (code.to_owned(), text));
    CodeList {
        id,
        title,
        rows: rows.into(),
    }
}

fn document_types(shell: &Shell) -> CodeList {
    let rows = [
        (DocumentType::Invoice.code(), shell.t("kind-invoice")),
        (DocumentType::CreditNote.code(), shell.t("kind-credit-note")),
        (DocumentType::DebitNote.code(), shell.t("kind-debit-note")),
    ];
    list("document-type", shell.t("field-document-type"), rows)
}

fn supply_types(shell: &Shell) -> CodeList {
    let rows = [
        ("B2B", shell.t("supply-b2b")),
        ("SEZWP", shell.t("supply-sez-with")),
        ("SEZWOP", shell.t("supply-sez-without")),
        ("EXPWP", shell.t("supply-export-with")),
        ("EXPWOP", shell.t("supply-export-without")),
        ("DEXP", shell.t("supply-deemed-export")),
    ];
    list("supply-type", shell.t("field-supply-type"), rows)
}

fn cancel_reasons(shell: &Shell) -> CodeList {
    let rows = [
        ("1", shell.t("reason-duplicate")),
        ("2", shell.t("reason-mistake")),
        ("3", shell.t("reason-order-cancelled")),
        ("4", shell.t("reason-other")),
    ];
    list("cancel-reason", shell.t("masters-cancel-reason"), rows)
}

/// In another order than those of an invoice.
fn bill_cancel_reasons(shell: &Shell) -> CodeList {
    let rows = [
        ("1", shell.t("reason-duplicate")),
        ("2", shell.t("reason-order-cancelled")),
        ("3", shell.t("reason-mistake")),
        ("4", shell.t("reason-other")),
    ];
    list(
        "bill-cancel-reason",
        shell.t("masters-bill-cancel-reason"),
        rows,
    )
}

fn transport_modes(shell: &Shell) -> CodeList {
    let rows = [
        ("1", shell.t("masters-mode-road")),
        ("2", shell.t("masters-mode-rail")),
        ("3", shell.t("masters-mode-air")),
        ("4", shell.t("masters-mode-ship")),
    ];
    list("transport-mode", shell.t("masters-mode"), rows)
}

fn vehicle_types(shell: &Shell) -> CodeList {
    let rows = [
        ("R", shell.t("masters-vehicle-regular")),
        ("O", shell.t("masters-vehicle-over-dimensional")),
    ];
    list("vehicle-type", shell.t("masters-vehicle"), rows)
}

fn port_kinds(shell: &Shell) -> CodeList {
    let rows = [
        ("1", shell.t("masters-port-sea")),
        ("4", shell.t("masters-port-air")),
        ("6", shell.t("masters-port-inland")),
        ("B", shell.t("masters-port-land")),
        ("2, 5", shell.t("masters-port-other")),
    ];
    list("port", shell.t("masters-port"), rows)
}

fn taxpayer_types(shell: &Shell) -> CodeList {
    let rows = TaxpayerType::ALL.map(|kind| (kind.nic_code(), flow::kind(kind, shell)));
    list("taxpayer-type", shell.t("details-kind"), rows)
}

/// One row for each code: the two ends of a registration have one together.
fn standings(shell: &Shell) -> CodeList {
    let mut rows: Vec<(String, String)> = Vec::new();
    for status in RegistrationStatus::ALL {
        let (code, word) = (status.nic_code(), flow::status(status, shell));
        match rows.iter_mut().find(|(known, _)| known == code) {
            Some((_, words)) => *words = format!("{words}; {word}"),
            None => rows.push((code.to_owned(), word)),
        }
    }
    CodeList {
        id: "standing",
        title: shell.t("details-status"),
        rows,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_and_no_list_has_a_code_twice() {
        samples::render(CodesPage::new);
        let shell = Shell::sample(einvoice::Language::English, None);
        for list in CodesPage::new(shell).lists {
            let mut codes: Vec<_> = list.rows.iter().map(|(code, _)| code).collect();
            codes.sort();
            codes.dedup();
            assert_eq!(codes.len(), list.rows.len(), "{}", list.id);
        }
    }
}
