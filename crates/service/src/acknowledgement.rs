//! Acknowledgement numbers, e-way bill numbers, and the time of both.

use gst::ist;
use jiff::Timestamp;
use store::StoreResult;
use store::eway_bills::{BillNumber, BillNumberBlock, BillSeries, EwayBills};
use store::invoices::Invoices;
use store::line::{AckBlock, AckNumber, AckSeries};
use tokio::sync::Mutex;

use crate::clock::whole_seconds;
use crate::settings::AckSettings;

/// What this process knows of its numbers and of the time of the latest that it gave out.
#[derive(Default)]
pub(crate) struct AckNumbers(Mutex<State>);

#[derive(Default)]
struct State {
    /// The block being used, and the year of its series.
    block: Option<(i16, AckBlock)>,
    /// The block of e-way bill numbers being used. Their series has no year.
    bill_block: Option<BillNumberBlock>,
    /// The latest acknowledgement, once it was read from the store, or e-way bill.
    latest: Option<Timestamp>,
    latest_was_read: bool,
}

impl AckNumbers {
    /// The next number, and the time of the acknowledgement: now, in whole seconds, but never
    /// before an earlier acknowledgement. A clock that is set back stands still in here until it
    /// has caught up.
    ///
    /// One caller at a time. The store is asked only for the first number and at the end of a
    /// block; whoever waits meanwhile needs a number of the new block anyway.
    pub(crate) async fn take<S: Invoices + ?Sized>(
        &self,
        store: &S,
        settings: &AckSettings,
        now: Timestamp,
    ) -> StoreResult<(AckNumber, Timestamp)> {
        let mut state = self.0.lock().await;
        let acked_at = state.time(store, now).await?;
        let year = ist::date(acked_at).year();
        let number = loop {
            let ready = state
                .block
                .as_mut()
                .filter(|(block_year, _)| *block_year == year)
                .and_then(|(_, block)| block.take());
            if let Some(number) = ready {
                break number;
            }
            let series = AckSeries {
                irp: settings.irp_digit,
                node: settings.node_digit,
                year,
            };
            let count = settings.block.max(1);
            let block = store.reserve_ack_numbers(series, count).await?;
            state.block = Some((year, block));
        };
        state.latest = Some(acked_at);
        Ok((number, acked_at))
    }

    /// The next e-way bill number, and the time of the bill: by the same rules.
    pub(crate) async fn take_bill<S: Invoices + EwayBills + ?Sized>(
        &self,
        store: &S,
        settings: &AckSettings,
        now: Timestamp,
    ) -> StoreResult<(BillNumber, Timestamp)> {
        let mut state = self.0.lock().await;
        let made_at = state.time(store, now).await?;
        let number = loop {
            let ready = state.bill_block.as_mut().and_then(BillNumberBlock::take);
            if let Some(number) = ready {
                break number;
            }
            let series = BillSeries {
                irp: settings.irp_digit,
                node: settings.node_digit,
            };
            let count = settings.block.max(1);
            state.bill_block = Some(store.reserve_bill_numbers(series, count).await?);
        };
        state.latest = Some(made_at);
        Ok((number, made_at))
    }

    /// The time of what is done to a document that was acknowledged: by the same rule.
    pub(crate) async fn time<S: Invoices + ?Sized>(
        &self,
        store: &S,
        now: Timestamp,
    ) -> StoreResult<Timestamp> {
        self.0.lock().await.time(store, now).await
    }
}

impl State {
    /// Now in whole seconds, or the time of the latest that was given out when that is later.
    async fn time<S: Invoices + ?Sized>(
        &mut self,
        store: &S,
        now: Timestamp,
    ) -> StoreResult<Timestamp> {
        if !self.latest_was_read {
            self.latest = store.latest_acked_at().await?;
            self.latest_was_read = true;
        }
        let now = whole_seconds(now);
        Ok(self.latest.map_or(now, |latest| latest.max(now)))
    }
}
