//! Which document is the e-way bill for?

use super::super::find::{self, FindPage, Found};
use crate::page::{Answer, SignedInPage, html};

/// `GET /{lang}/eway-bills/generate`, with `document` an IRN or an acknowledgement number.
pub(super) async fn show(signed_in_page: SignedInPage) -> Answer {
    let SignedInPage { page, signed_in } = signed_in_page;
    let shell = page.shell("bill-find-title");
    let text = page.query("document").trim().to_owned();
    let found = find::find(&page.portal.irp, &signed_in.actor, &text).await?;
    if let Found::Document(irn) = found {
        return Ok(page.go(&format!("/invoices/{irn}/eway-bill")));
    }
    let find_page = FindPage {
        faults: found.faults(&shell),
        text,
        lead: shell.t("bill-find-lead"),
        action: "/eway-bills/generate",
        list: shell.t("bill-find-list"),
        list_query: "status=active&type=INV",
        shell,
    };
    Ok(html(found.status(), &find_page))
}
