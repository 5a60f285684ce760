//! A supplier's documents, newest first, page by page.

use store::invoices::{InvoiceFilter, Listed};

use crate::actor::Actor;
use crate::fault::Trouble;
use crate::irp::Irp;

/// Rows of a page.
pub const PAGE_ROWS: u32 = 25;

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<Row = Listed> {
    /// The rows.
    pub rows: Vec<Row>,
    /// What to pass as `before` for the next page; `None` on the last one.
    pub next: Option<u64>,
}

impl Irp {
    /// The caller's documents with acknowledgement numbers below `before`, when that is given.
    pub async fn list_documents(
        &self,
        actor: &Actor,
        filter: &InvoiceFilter,
        before: Option<u64>,
    ) -> Result<Page, Trouble> {
        // One more than is shown tells whether there is another page.
        let listed = self
            .store()
            .list(&actor.gstin, filter, before, PAGE_ROWS + 1)
            .await;
        let rows = self.stored(listed)?;
        Ok(Page::of(rows, |last| last.summary.ack_number))
    }
}

impl<Row> Page<Row> {
    /// A page of what was asked for with one row more than is shown. `before` gives what a row is
    /// passed as.
    pub(crate) fn of(mut rows: Vec<Row>, before: impl Fn(&Row) -> u64) -> Self {
        let shown = PAGE_ROWS as usize;
        let more = rows.len() > shown;
        rows.truncate(shown);
        let next = rows.last().filter(|_| more).map(before);
        Self { rows, next }
    }
}
