//! What a user sees first.

use gst::ist;
use jiff::Timestamp;
use jiff::civil::Date;
use store::invoices::{Counts, InvoiceFilter, Listed};

use crate::actor::Actor;
use crate::fault::Trouble;
use crate::irp::Irp;
use crate::taxpayers::KnownTaxpayer;

/// Documents on the dashboard.
const LATEST_ROWS: u32 = 5;

/// What a user sees first.
#[derive(Clone, Debug, PartialEq)]
pub struct Dashboard {
    /// Documents since midnight in India.
    pub today: Counts,
    /// Documents since the first of the month in India.
    pub month: Counts,
    /// The taxpayer, when the GST master's copy can be had.
    pub taxpayer: Option<KnownTaxpayer>,
    /// Whether e-invoicing is enabled for it today.
    pub e_invoice_enabled: bool,
    /// The latest documents, newest first.
    pub latest: Vec<Listed>,
}

impl Irp {
    /// The dashboard of the caller's taxpayer.
    pub async fn dashboard(&self, actor: &Actor) -> Result<Dashboard, Trouble> {
        let today = ist::date(self.now());
        let store = self.store();
        let counts_today = store.counts(&actor.gstin, midnight(today)).await;
        let first = today.first_of_month();
        let counts_month = store.counts(&actor.gstin, midnight(first)).await;
        let all = InvoiceFilter::default();
        let latest = store.list(&actor.gstin, &all, None, LATEST_ROWS).await;
        // A registry that is down and a GSTIN that was never copied must not hide the rest.
        let taxpayer = self.taxpayer_for(&actor.gstin).await.ok().flatten();
        Ok(Dashboard {
            today: self.stored(counts_today)?,
            month: self.stored(counts_month)?,
            e_invoice_enabled: taxpayer
                .as_ref()
                .is_some_and(|known| known.e_invoice_enabled(today)),
            taxpayer,
            latest: self.stored(latest)?,
        })
    }
}

/// When a day begins in India.
pub(crate) fn midnight(day: Date) -> Timestamp {
    ist::parse_date_time(&format!("{day} 00:00:00")).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_begins_at_half_past_six_the_evening_before_in_utc() {
        let begin = midnight(date(2026, 3, 1));
        assert_eq!(begin.to_string(), "2026-02-28T18:30:00Z");
    }
}
