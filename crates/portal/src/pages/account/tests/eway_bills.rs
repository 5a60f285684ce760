//! E-way bills by IRN: made, shown, listed, cancelled.

use axum::http::StatusCode;
use jiff::SignedDuration;
use serde_json::Value;

use super::*;

pub(super) const BY_ROAD: [(&str, &str); 4] = [
    ("mode", "1"),
    ("vehicle", "ka 01 ab 1234"),
    ("vehicle-type", "R"),
    ("distance", ""),
];

const WHY: [(&str, &str); 3] = [
    ("reason", "2"),
    ("remark", "not sent <after> all"),
    ("sure", "yes"),
];

/// Makes an e-way bill of a document and gives its number.
pub(super) async fn make(visitor: &mut Visitor, irn: &str, fields: &[(&str, &str)]) -> String {
    let page = format!("/en/invoices/{irn}/eway-bill");
    let seen = visitor.post(&page, &page, fields).await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", seen.body);
    let (address, _) = seen.location().split_once('?').expect("a notice");
    let number = address.strip_prefix("/en/eway-bills/").expect("a bill");
    number.to_owned()
}

#[tokio::test]
async fn a_bill_is_made_of_a_document_shown_listed_and_downloaded() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let irn = registered(&mut visitor).await;
    let document = format!("/en/invoices/{irn}");
    let page = format!("{document}/eway-bill");
    let before = visitor.get(&document).await;
    assert!(before.body.contains(&page), "it offers to make one");
    visitor
        .get(&format!("/en/eway-bills/generate?document={irn}"))
        .await
        .leads_to(&page);
    let form = visitor.get(&page).await.body;
    assert!(!form.contains("ship-to"), "it is no export");
    let sent = visitor.post(&page, &page, &BY_ROAD).await;
    let location = sent.location().to_owned();
    assert!(
        location.ends_with("?notice=bill-made-computed"),
        "{location}"
    );
    let (address, _) = location.split_once('?').expect("a notice");
    let number = address.strip_prefix("/en/eway-bills/").expect("a bill");
    assert_eq!(number.len(), 12);

    let shown = visitor.get(address).await;
    let parts = [
        "KA01AB1234",
        "Banashankari Traders LLP",
        "₹ 15,635.00",
        "<svg class=\"qr\"",
        "id=\"bars\"",
        &document,
        number,
    ];
    for part in parts {
        assert!(shown.body.contains(part), "{part} is not in {}", shown.body);
    }
    for (page, part) in [
        ("/en/eway-bills", number),
        ("/hi/eway-bills", number),
        (&document, address),
    ] {
        assert!(visitor.get(page).await.body.contains(part), "{page}");
    }
    let after = visitor.get(&document).await;
    assert!(!after.body.contains(&page), "one at a time");
    let signed = visitor.get(&format!("{document}/signed.json")).await;
    let signed: Value = serde_json::from_str(&signed.body).expect("JSON");
    assert_eq!(signed["EwbNo"].to_string(), number);
    assert_eq!(signed["EwbDt"], "2026-06-10 12:00:00");
    let ends = signed["EwbValidTill"].as_str().unwrap();
    assert!(ends.ends_with(" 23:59:00"), "{ends}");
    // A second one, from a form that was open in another window.
    let token = visitor.token("/en/upload").await;
    let body = format!("form_token={token}&mode=1&vehicle=KA01AB1234&vehicle-type=R");
    let again = visitor.send_form(&page, body).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.body.contains("/en/help/errors/4002"),
        "{}",
        again.body
    );
    assert!(again.body.contains(address));
    assert!(!again.body.contains("name=\"vehicle\""), "there is no form");
}

#[tokio::test]
async fn a_transporter_alone_makes_part_a() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let irn = registered(&mut visitor).await;
    let transporter = taxpayer("27AAACE0000C1Z").gstin;
    let fields = [("transporter", transporter.as_str()), ("distance", "")];
    let number = make(&mut visitor, &irn, &fields).await;
    let shown = visitor.get(&format!("/en/eway-bills/{number}")).await;
    assert!(shown.body.contains("Part A only"), "{}", shown.body);
    let signed = visitor
        .get(&format!("/en/invoices/{irn}/signed.json"))
        .await;
    let signed: Value = serde_json::from_str(&signed.body).expect("JSON");
    assert_eq!(signed["EwbNo"].to_string(), number);
    assert_eq!(signed["EwbValidTill"], Value::Null);
}

#[tokio::test]
async fn all_findings_stand_beside_their_fields_and_what_was_written_is_kept() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let irn = registered(&mut visitor).await;
    let faults_at = |body: &str| -> Vec<String> {
        let ids = body.split("<div id=\"").skip(1);
        let ids = ids.filter_map(|rest| rest.split('"').next());
        ids.filter(|id| id.ends_with("-fault"))
            .map(ToOwned::to_owned)
            .collect()
    };
    for language in ["en", "hi"] {
        let page = format!("/{language}/invoices/{irn}/eway-bill");
        // Faults of form.
        let wrong = [
            ("vehicle", "no"),
            ("distance", "4001"),
            ("document-date", "tomorrow"),
            ("transporter", "29AAACM"),
            ("dispatch-pin", "12 <34"),
        ];
        let seen = visitor.post(&page, &page, &wrong).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        let faults = faults_at(&seen.body);
        for (field, value) in wrong {
            assert!(faults.contains(&format!("{field}-fault")), "{faults:?}");
            let value = value.replace('<', "&#60;");
            assert!(seen.body.contains(&format!("value=\"{value}\"")), "{value}");
        }
        // What is missing below a place that is given in part is told there too.
        assert!(
            faults.contains(&"dispatch-name-fault".to_owned()),
            "{faults:?}"
        );
        assert!(seen.body.contains("<details class=\"more\" open>"));
        // Faults against the rules.
        let broken = [
            ("mode", "1"),
            ("document-number", "GR-7"),
            ("document-date", "11/06/2026"),
        ];
        let seen = visitor.post(&page, &page, &broken).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        let faults = faults_at(&seen.body);
        for field in ["vehicle", "document-date"] {
            assert!(faults.contains(&format!("{field}-fault")), "{faults:?}");
        }
        assert!(seen.body.contains("value=\"1\" selected"));
    }
    let none = visitor.get("/en/eway-bills").await;
    assert!(!none.body.contains("<td"));
}

#[tokio::test]
async fn an_active_bill_blocks_cancelling_its_document() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let irn = registered(&mut visitor).await;
    let cancel_document = format!("/en/invoices/{irn}/cancel");
    let token = visitor.token(&cancel_document).await;
    let number = make(&mut visitor, &irn, &BY_ROAD).await;
    let cancel_bill = format!("/en/eway-bills/{number}/cancel");

    let blocked = visitor.get(&cancel_document).await;
    assert!(blocked.body.contains(&cancel_bill));
    assert!(!blocked.body.contains("name=\"remark\""));
    let body = format!("form_token={token}&reason=2&remark=x&sure=yes");
    let refused = visitor.send_form(&cancel_document, body).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("/en/help/errors/2230"));
    assert!(refused.body.contains(&cancel_bill));

    let seen = visitor.post(&cancel_bill, &cancel_bill, &WHY).await;
    seen.leads_to(&format!("/en/eway-bills/{number}?notice=bill-cancelled"));
    let bill = visitor.get(&format!("/en/eway-bills/{number}")).await;
    assert!(
        bill.body
            .contains("Order cancelled: not sent &#60;after&#62; all")
    );
    assert!(bill.body.contains("CANCELLED"));
    let document = visitor.get(&format!("/en/invoices/{irn}")).await;
    assert!(
        document.body.contains(&number),
        "the last one is still told of"
    );
    assert!(
        document
            .body
            .contains(&format!("/en/invoices/{irn}/eway-bill"))
    );
    let signed = visitor
        .get(&format!("/en/invoices/{irn}/signed.json"))
        .await;
    let signed: Value = serde_json::from_str(&signed.body).expect("JSON");
    assert_eq!(signed["EwbNo"], Value::Null);
    let again = visitor.get(&cancel_bill).await;
    assert!(!again.body.contains("name=\"remark\""));
    let body = format!("form_token={token}&reason=1&remark=again&sure=yes");
    let again = visitor.send_form(&cancel_bill, body).await;
    assert_eq!(again.status, StatusCode::CONFLICT);

    let seen = visitor.post(&cancel_document, &cancel_document, &WHY).await;
    seen.leads_to(&format!("/en/invoices/{irn}?notice=cancelled"));
    let page = visitor.get(&format!("/en/invoices/{irn}/eway-bill")).await;
    assert!(page.body.contains("id=\"hindrance\""));
    assert!(!page.body.contains("name=\"vehicle\""));
}

#[tokio::test]
async fn reason_remark_and_confirmation_are_asked_for() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let irn = registered(&mut visitor).await;
    let number = make(&mut visitor, &irn, &BY_ROAD).await;
    let page = format!("/en/eway-bills/{number}/cancel");
    let seen = visitor.post(&page, &page, &[("remark", " ")]).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    for fault in ["reason-fault", "remark-fault", "sure-fault"] {
        assert!(seen.body.contains(fault), "{fault}");
    }
    let (longest, too_long) = ("अ".repeat(50), "अ".repeat(51));
    let fields = |remark| [("reason", "4"), ("remark", remark), ("sure", "yes")];
    let seen = visitor.post(&page, &page, &fields(&too_long)).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("remark-fault") && seen.body.contains(&too_long));
    let seen = visitor.post(&page, &page, &fields(&longest)).await;
    seen.leads_to(&format!("/en/eway-bills/{number}?notice=bill-cancelled"));
}

#[tokio::test]
async fn the_window_of_a_bill_closes_after_24_hours() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let (first, second) = (
        registered(&mut visitor).await,
        registered(&mut visitor).await,
    );
    let first = make(&mut visitor, &first, &BY_ROAD).await;
    let second = make(&mut visitor, &second, &BY_ROAD).await;
    let page = format!("/en/eway-bills/{first}/cancel");
    let shown = visitor.get(&page).await;
    assert!(shown.body.contains("24 h 0 min are left"), "{}", shown.body);
    portal.irp.clock().advance(SignedDuration::from_hours(24));
    let mut visitor = logged_in(&portal, "malnad01").await;
    let at_the_limit = visitor.post(&page, &page, &WHY).await;
    assert_eq!(at_the_limit.status, StatusCode::SEE_OTHER);
    let page = format!("/en/eway-bills/{second}/cancel");
    let token = visitor.token(&page).await;
    portal.irp.clock().advance(SignedDuration::from_secs(1));
    let shown = visitor.get(&page).await;
    assert!(shown.body.contains("within 24 hours"), "{}", shown.body);
    assert!(!shown.body.contains("name=\"remark\""));
    let body = format!("form_token={token}&reason=1&remark=late&sure=yes");
    let seen = visitor.send_form(&page, body).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    assert!(seen.body.contains("within 24 hours"));
}

#[tokio::test]
async fn somebody_else_s_bills_look_like_none() {
    let portal = portal().await;
    let mut owner = logged_in(&portal, "malnad01").await;
    let irn = registered(&mut owner).await;
    let number = make(&mut owner, &irn, &BY_ROAD).await;
    let mut other = logged_in(&portal, "other001").await;
    let nobody_s = "199999999999";
    for end in ["", "/cancel"] {
        for number in [&number, nobody_s] {
            let seen = other.get(&format!("/en/eway-bills/{number}{end}")).await;
            assert_eq!(seen.status, StatusCode::NOT_FOUND, "{number}{end}");
            assert!(!seen.body.contains("KA01AB1234"));
        }
    }
    let to = format!("/en/eway-bills/{number}/cancel");
    let seen = other.post("/en/upload", &to, &WHY).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    let make_page = format!("/en/invoices/{irn}/eway-bill");
    let seen = other.get(&make_page).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    let seen = other.post("/en/upload", &make_page, &BY_ROAD).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    assert!(!other.get("/en/eway-bills").await.body.contains(&number));
    let found = format!("/en/eway-bills/generate?document={irn}");
    assert_eq!(other.get(&found).await.status, StatusCode::NOT_FOUND);
    for odd in ["1", "91000000000x", "0910000000001", "%2B91000000001"] {
        let seen = owner.get(&format!("/en/eway-bills/{odd}")).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{odd}");
    }
    let nobody = portal.visitor().get("/en/eway-bills").await;
    assert!(nobody.location().starts_with("/en/login"));
}

#[tokio::test]
async fn forms_without_their_token_do_nothing() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let irn = registered(&mut visitor).await;
    let page = format!("/en/invoices/{irn}/eway-bill");
    let body = "mode=1&vehicle=KA01AB1234&vehicle-type=R".to_owned();
    let seen = visitor.send_form(&page, body).await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
    let number = make(&mut visitor, &irn, &BY_ROAD).await;
    let page = format!("/en/eway-bills/{number}/cancel");
    let body = "reason=1&remark=x&sure=yes".to_owned();
    let seen = visitor.send_form(&page, body).await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
    let shown = visitor.get(&format!("/en/eway-bills/{number}")).await;
    assert!(shown.body.contains("tag good"), "it is active still");
}

#[tokio::test]
async fn pages_of_the_list_follow_each_other_without_gap_or_repetition() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let mut samples = Vec::new();
    for _ in 0..27 {
        samples.push(with_bill(&mut visitor, "KA01AB1234").await);
    }
    upload(&mut visitor, &format!("[{}]", samples.join(","))).await;
    let numbers = |body: &str| -> Vec<String> {
        let links = body.split("class=\"code\" href=\"/en/eway-bills/").skip(1);
        links.map(|link| link.chars().take(12).collect()).collect()
    };
    let first = visitor.get("/en/eway-bills").await;
    let (_, rest) = first
        .body
        .split_once("rel=\"next\" href=\"")
        .expect("older ones");
    let older = rest.split('"').next().unwrap();
    let second = visitor.get(older).await;
    let mut all = numbers(&first.body);
    assert_eq!(all.len(), 25);
    all.extend(numbers(&second.body));
    let newest_first = all.is_sorted_by(|one, next| one > next);
    assert!(newest_first, "{all:?}");
    assert_eq!(all.len(), 27);
    assert!(!second.body.contains("rel=\"next\""));
}
