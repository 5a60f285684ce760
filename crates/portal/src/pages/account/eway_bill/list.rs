//! The list of the e-way bills of the user's documents, newest first.

use askama::Template;

use super::view::BillRow;
use crate::page::{Answer, SignedInPage, ok};
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "account/eway_bill/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<BillRow>,
    older: Option<u64>,
    is_first: bool,
}

/// `GET /{lang}/eway-bills`.
pub(super) async fn show(signed_in_page: SignedInPage) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let before: Option<u64> = page.query("before").parse().ok();
    let irp = &page.portal.irp;
    let listed = irp.eway_bills(&signed_in.actor, before).await?;
    let shell = page.shell("bills-title");
    let now = page.now();
    ok(&ListPage {
        rows: listed
            .rows
            .iter()
            .map(|bill| BillRow::of(bill, now, &shell))
            .collect(),
        older: listed.next,
        is_first: before.is_none(),
        shell,
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{cancelled, part_a, sample};
    use super::*;
    use crate::texts::samples;

    #[test]
    fn the_page_renders_in_both_languages() {
        samples::render(|shell| ListPage {
            rows: Vec::new(),
            older: None,
            is_first: true,
            shell,
        });
        samples::render(|shell| {
            let bills = [sample(), part_a(), cancelled()];
            ListPage {
                rows: bills
                    .iter()
                    .map(|bill| BillRow::of(bill, bill.made_at, &shell))
                    .collect(),
                older: Some(910_000_000_001),
                is_first: false,
                shell,
            }
        });
    }
}
