//! E-way bills asked for in uploaded documents, and what the results say of them.

use serde_json::Value;

use super::*;

#[tokio::test]
async fn results_carry_the_bill_and_why_there_is_none() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let sound = with_bill(&mut visitor, "KA01AB1234").await;
    let refused = with_bill(&mut visitor, "").await;
    let list = format!("[{sound}, {refused}]");
    let (address, results) = upload(&mut visitor, &list).await;
    let body = &results.body;
    let (_, link) = body
        .split_once("/en/eway-bills/9")
        .expect("a link to a bill");
    let number: String = ["9", &link[..11]].concat();
    assert_eq!(body.matches("class=\"tag good\"").count(), 2, "{body}");
    assert!(body.contains("/en/help/errors/4011"), "{body}");
    assert!(body.contains("/eway-bill\""), "it leads to making one");
    let problems = visitor.get(&format!("{address}?show=problems")).await;
    assert!(problems.body.contains("/en/help/errors/4011"));
    assert!(!problems.body.contains(&number));

    let csv = visitor.get(&format!("{address}/results.csv")).await;
    let row = |position: &str| {
        let mut rows = csv.body.lines();
        rows.find(|row| row.starts_with(position)).expect("a row")
    };
    let made = format!(",made,{number},2026-06-10 12:00:00,");
    assert!(row("1,").contains(&made), "{}", row("1,"));
    assert!(row("1,").contains(" 23:59:00,"), "{}", row("1,"));
    let second = row("2,");
    assert!(second.contains(",registered,") && second.contains(",4011,"));
    assert!(second.contains(",refused,,,"), "{second}");
    let json = visitor.get(&format!("{address}/results.json")).await;
    let results: Value = serde_json::from_str(&json.body).expect("JSON");
    assert_eq!(results[0]["Data"]["EwbNo"].to_string(), number);
    assert_eq!(results[0]["EwayBill"]["Outcome"], "made");
    assert_eq!(results[1]["Outcome"], "registered");
    assert_eq!(results[1]["Data"]["EwbNo"], Value::Null);
    let why = &results[1]["EwayBill"];
    assert_eq!(why["Outcome"], "refused");
    assert_eq!(why["Findings"][0]["ErrorCode"], "4011");
    assert_eq!(why["Findings"][0]["Pointer"], "/EwbDtls/VehNo");

    // What was refused with the document is made by its IRN.
    let irn = results[1]["Data"]["Irn"].as_str().unwrap();
    let page = format!("/en/invoices/{irn}/eway-bill");
    let fields = [
        ("mode", "1"),
        ("vehicle", "KA01AB1234"),
        ("vehicle-type", "R"),
    ];
    let seen = visitor.post(&page, &page, &fields).await;
    assert!(
        seen.location().starts_with("/en/eway-bills/"),
        "{}",
        seen.body
    );
}

#[tokio::test]
async fn results_of_documents_that_are_registered_already_carry_the_comparison() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let first = visitor.get("/en/upload/sample").await.body;
    upload(&mut visitor, &first).await;
    let changed = first.replace("Hand drill", "Electric drill");
    let (address, _) = upload(&mut visitor, &format!("[{first}, {changed}]")).await;
    let csv = visitor.get(&format!("{address}/results.csv")).await;
    let rows: Vec<&str> = csv.body.lines().collect();
    assert!(rows[1].ends_with(",equal,,,"), "{}", rows[1]);
    let end = ",different,/ItemList/0/PrdDesc,Hand drill,Electric drill";
    assert!(rows[2].ends_with(end), "{}", rows[2]);
    let json = visitor.get(&format!("{address}/results.json")).await;
    let results: Value = serde_json::from_str(&json.body).expect("JSON");
    assert_eq!(results[0]["Comparison"]["Outcome"], "equal");
    let difference = &results[1]["Comparison"]["Differences"][0];
    assert_eq!(difference["Pointer"], "/ItemList/0/PrdDesc");
    assert_eq!(difference["Uploaded"], "Electric drill");
}

/// An invoice to a recipient abroad, of the user's own.
fn export() -> String {
    let number = "EXP/26-27/1".parse().expect("a number");
    let day = jiff::civil::date(2026, 6, 10);
    let mut invoice = einvoice::example::export_invoice(&number, day);
    let gstin = taxpayer("29AAACM0000A1Z").gstin;
    invoice.seller = einvoice::example::seller_of(gstin);
    einvoice::example::pretty_request_json(&invoice)
}

#[tokio::test]
async fn exported_goods_go_to_a_place_in_india() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let (_, results) = upload(&mut visitor, &export()).await;
    let page = format!("/en/invoices/{}/eway-bill", irn_in(&results.body));
    let by_road = [
        ("mode", "1"),
        ("vehicle", "KA01AB1234"),
        ("vehicle-type", "R"),
    ];
    let seen = visitor.post(&page, &page, &by_road).await;
    assert_eq!(seen.status, 422);
    assert!(seen.body.contains("id=\"ship-to-"), "{}", seen.body);
    assert!(
        seen.body.contains("ship-to-address-1-fault"),
        "{}",
        seen.body
    );
    let mut fields = by_road.to_vec();
    fields.extend([
        ("ship-to-address-1", "Port office"),
        ("ship-to-place", "Kochi"),
        ("ship-to-pin", "682003"),
        ("ship-to-state", "32"),
    ]);
    let seen = visitor.post(&page, &page, &fields).await;
    let location = seen.location().to_owned();
    assert!(location.starts_with("/en/eway-bills/"), "{}", seen.body);
    let shown = visitor.get(&location).await;
    for part in ["Kochi", "682003", "Outward supply: export"] {
        assert!(shown.body.contains(part), "{part}");
    }
}

#[tokio::test]
async fn a_note_is_no_document_for_an_e_way_bill() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let sample = visitor.get("/en/upload/sample").await.body;
    let note = sample.replace("\"INV\"", "\"CRN\"");
    let (_, results) = upload(&mut visitor, &note).await;
    let irn = irn_in(&results.body);
    let document = visitor.get(&format!("/en/invoices/{irn}")).await;
    let page = format!("/en/invoices/{irn}/eway-bill");
    assert!(!document.body.contains(&page), "it is not offered");
    let seen = visitor.get(&page).await;
    assert!(seen.body.contains("id=\"hindrance\""));
    let fields = [("mode", "1"), ("vehicle", "KA01AB1234")];
    let seen = visitor.post("/en/upload", &page, &fields).await;
    assert_eq!(seen.status, 422);
    assert!(seen.body.contains("id=\"refused\""), "{}", seen.body);
}

#[tokio::test]
async fn many_bills_are_made_from_a_file_each_on_its_own() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let (one, two) = (
        registered(&mut visitor).await,
        registered(&mut visitor).await,
    );
    let request = |irn: &str, vehicle: &str| {
        serde_json::json!({
            "Irn": irn, "TransMode": "1", "Distance": 0, "VehNo": vehicle, "VehType": "R",
        })
    };
    let file = serde_json::json!([
        request(&one, "KA01AB1234"),
        request(&two, "1"),
        7,
        request(&one, "KA01AB1234"),
        request(&"5a".repeat(32), "KA01AB1234"),
    ]);
    let sent = send_file(&mut visitor, "/en/eway-bills/upload", &file.to_string()).await;
    let address = finished(&mut visitor, sent).await;
    let results = visitor.get(&address).await.body;
    assert_eq!(
        results.matches("class=\"tag good\"").count(),
        1,
        "{results}"
    );
    assert_eq!(results.matches("class=\"tag bad\"").count(), 4, "{results}");
    for part in ["/VehNo", "/en/help/errors/4002", &one, &two] {
        assert!(results.contains(part), "{part}: {results}");
    }
    let csv = visitor.get(&format!("{address}/results.csv")).await.body;
    assert!(csv.contains(&format!("\r\n1,,,,made,{one},,,")), "{csv}");
    assert!(
        csv.contains(&format!("\r\n2,,,,refused,{two},,,5002,")),
        "{csv}"
    );
    let json = visitor.get(&format!("{address}/results.json")).await.body;
    let results: Value = serde_json::from_str(&json).expect("JSON");
    let number = results[0]["Data"]["EwbNo"].to_string();
    assert_eq!(results[0]["Data"]["EwbDt"], "2026-06-10 12:00:00");
    assert_eq!(results[1]["EwayBill"]["Findings"][0]["Pointer"], "/VehNo");
    let list = visitor.get("/en/eway-bills").await.body;
    assert!(list.contains(&number) && !list.contains(&two));
    // Somebody else's file about the same documents makes nothing.
    let mut other = logged_in(&portal, "other001").await;
    let file = request(&two, "KA01AB1234").to_string();
    let sent = send_file(&mut other, "/en/eway-bills/upload", &file).await;
    let address = finished(&mut other, sent).await;
    let results = other.get(&address).await.body;
    assert_eq!(
        results.matches("class=\"tag good\"").count(),
        0,
        "{results}"
    );
}
