//! Cancelling, looking up, listing.

use gst::ist;
use service::PAGE_ROWS;
use store::invoices::InvoiceFilter;
use store::line::Channel;

use crate::world::{BUYER, DATED, SELLER, World, actor, codes};

#[tokio::test]
async fn a_document_can_be_cancelled_for_24_hours_to_the_second() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let first = world.issue(&seller, "KA/26/1").await.unwrap();
    let second = world.issue(&seller, "KA/26/2").await.unwrap();
    let acked_at = first.summary().acked_at;
    world.clock.set(acked_at);
    world.advance_s(86_400);
    let irn = first.irn().to_string();
    let cancelled = world
        .irp
        .cancel(&seller, &irn, "2", "Typing mistake")
        .await
        .unwrap();
    assert_eq!(
        (cancelled.irn, cancelled.at),
        (first.irn(), world.irp.now())
    );
    world.advance_s(1);
    let late = second.irn().to_string();
    assert_eq!(
        codes(world.irp.cancel(&seller, &late, "2", "Late").await),
        ["2270"]
    );
    // Cancelled stays told as cancelled, however late.
    assert_eq!(
        codes(world.irp.cancel(&seller, &irn, "2", "Again").await),
        ["9999"]
    );
    let kept = world.irp.document_by_irn(&seller, &irn).await.unwrap();
    assert_eq!(kept.cancellation().unwrap().remark, "Typing mistake");
    assert_eq!(kept.cancellation().unwrap().reason, 2);
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_reopen_the_window() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let first = world
        .issue(&seller, "KA/26/1")
        .await
        .unwrap()
        .irn()
        .to_string();
    world.advance_s(90_000);
    let second = world.issue(&seller, "KA/26/2").await.unwrap();
    world.advance_s(-80_000);
    assert_eq!(
        codes(world.irp.cancel(&seller, &first, "1", "x").await),
        ["2270"]
    );
    let irn = second.irn().to_string();
    let cancelled = world.irp.cancel(&seller, &irn, "1", "x").await.unwrap();
    assert_eq!(
        cancelled.at,
        second.summary().acked_at,
        "not before it was acknowledged"
    );
}

#[tokio::test]
async fn only_the_supplier_cancels_and_reads() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let buyer = actor(&world.account(BUYER, "Banash01").await, Channel::Api);
    let irn = world
        .issue(&seller, "KA/26/1")
        .await
        .unwrap()
        .irn()
        .to_string();
    assert_eq!(
        codes(world.irp.cancel(&buyer, &irn, "1", "x").await),
        ["2148"]
    );
    assert_eq!(
        codes(world.irp.document_by_irn(&buyer, &irn).await),
        ["2148"]
    );
    let nobodys = "0".repeat(64);
    assert_eq!(
        codes(world.irp.cancel(&seller, &nobodys, "1", "x").await),
        ["2148"]
    );
    assert_eq!(
        codes(world.irp.document_by_irn(&seller, &nobodys).await),
        ["2148"]
    );
    assert_eq!(
        codes(world.irp.document_by_irn(&seller, "0").await),
        ["5002"]
    );
    let upper = irn.to_uppercase();
    assert!(world.irp.document_by_irn(&seller, &upper).await.is_ok());
}

#[tokio::test]
async fn a_document_is_found_by_what_stands_on_it() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    let registered = world.issue(&seller, "KA/26/1").await.unwrap();
    let dated = ist::slash_date(DATED);
    let find = |kind, number, date| world.irp.document_by_details(&seller, kind, number, date);
    assert_eq!(find("INV", "KA/26/1", &dated).await.unwrap(), registered);
    assert_eq!(find("inv", "ka/26/1", &dated).await.unwrap(), registered);
    assert_eq!(codes(find("CRN", "KA/26/1", &dated).await), ["2154"]);
    assert_eq!(codes(find("INV", "KA/26/2", &dated).await), ["2154"]);
    assert_eq!(codes(find("INV", "KA/26/1", "08/06/2026").await), ["2154"]);
    assert_eq!(
        codes(find("X", "", "2026-06-09").await),
        ["5002", "5002", "5002"]
    );
}

#[tokio::test]
async fn the_api_shows_documents_for_as_many_days_as_are_set_and_the_pages_always() {
    let world = World::with(|settings| settings.api.details_window_days = Some(3)).await;
    let account = world.account(SELLER, "Malnad01").await;
    let (api, pages) = (
        actor(&account, Channel::Api),
        actor(&account, Channel::Upload),
    );
    let registered = world.issue(&api, "KA/26/1").await.unwrap();
    let irn = registered.irn().to_string();
    let dated = ist::slash_date(DATED);
    world.clock.set(registered.summary().acked_at);
    world.advance_s(3 * 86_400);
    assert!(world.irp.document_by_irn(&api, &irn).await.is_ok());
    world.advance_s(1);
    assert_eq!(codes(world.irp.document_by_irn(&api, &irn).await), ["2283"]);
    let by_details = world
        .irp
        .document_by_details(&api, "INV", "KA/26/1", &dated);
    assert_eq!(codes(by_details.await), ["2283"]);
    assert!(world.irp.document_by_irn(&pages, &irn).await.is_ok());
}

#[tokio::test]
async fn rejected_documents_are_never_there() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Api);
    assert_eq!(
        codes(world.irp.rejected_documents(&seller, "09/06/2026").await),
        ["3001"]
    );
    assert_eq!(
        codes(world.irp.rejected_documents(&seller, "yesterday").await),
        ["5002"]
    );
}

#[tokio::test]
async fn a_list_goes_page_by_page_and_the_dashboard_counts() {
    let world = World::new().await;
    let seller = actor(&world.account(SELLER, "Malnad01").await, Channel::Upload);
    let buyer = actor(&world.account(BUYER, "Banash01").await, Channel::Upload);
    for number in 1..=PAGE_ROWS {
        world.issue(&seller, &format!("KA/{number}")).await.unwrap();
    }
    let all = InvoiceFilter::default();
    let full = world.irp.list_documents(&seller, &all, None).await.unwrap();
    assert_eq!((full.rows.len(), full.next), (PAGE_ROWS as usize, None));
    world.advance_s(86_400);
    let newest = world.issue(&seller, "KA/NEW").await.unwrap();
    let first = world.irp.list_documents(&seller, &all, None).await.unwrap();
    assert_eq!(
        first.rows[0].summary.ack_number,
        newest.summary().ack_number
    );
    let rest = world
        .irp
        .list_documents(&seller, &all, first.next)
        .await
        .unwrap();
    assert_eq!((rest.rows.len(), rest.next), (1, None));
    assert!(
        world
            .irp
            .list_documents(&buyer, &all, None)
            .await
            .unwrap()
            .rows
            .is_empty()
    );
    let dashboard = world.irp.dashboard(&seller).await.unwrap();
    assert_eq!(dashboard.today.registered, 1);
    assert_eq!(dashboard.month.registered, u64::from(PAGE_ROWS) + 1);
    assert_eq!(dashboard.latest.len(), 5);
    assert!(dashboard.e_invoice_enabled);
    assert_eq!(dashboard.taxpayer.unwrap().taxpayer.gstin, seller.gstin);
}
