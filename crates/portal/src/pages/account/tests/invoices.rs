//! The list of documents and one document.

use axum::http::StatusCode;
use serde_json::Value;

use super::*;

#[tokio::test]
async fn a_document_is_listed_shown_and_downloaded() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    for page in ["/en/dashboard", "/en/invoices"] {
        assert!(
            !visitor
                .get(page)
                .await
                .body
                .contains("class=\"table reflow\"")
        );
    }
    let irn = registered(&mut visitor).await;
    for page in [
        "/en/dashboard",
        "/hi/invoices",
        "/en/invoices?q=sample&type=INV&status=active",
    ] {
        let seen = visitor.get(page).await;
        assert!(seen.body.contains(&irn), "{page}");
    }
    let none = visitor.get("/en/invoices?status=cancelled").await;
    assert!(!none.body.contains(&irn));
    let wrong = visitor.get("/en/invoices?from=yesterday").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);

    let page = visitor.get(&format!("/en/invoices/{irn}")).await;
    assert_eq!(page.status, StatusCode::OK);
    for shown in [
        "Hand drill",
        "Banashankari Traders LLP",
        "₹ 15,635.00",
        &irn,
        "<svg class=\"qr\"",
    ] {
        assert!(page.body.contains(shown), "{shown}");
    }
    let signed = visitor
        .get(&format!("/en/invoices/{irn}/signed.json"))
        .await;
    let signed: Value = serde_json::from_str(&signed.body).expect("JSON");
    assert_eq!(
        (&signed["Irn"], &signed["Status"]),
        (&Value::from(irn.as_str()), &"ACT".into())
    );
    let picture = visitor.get(&format!("/en/invoices/{irn}/qr.svg")).await;
    assert_eq!(picture.headers["content-type"], "image/svg+xml");
}

#[tokio::test]
async fn pages_of_the_list_follow_each_other_without_gap_or_repetition() {
    let portal = portal().await;
    let mut visitor = logged_in(&portal, "malnad01").await;
    let mut samples = Vec::new();
    for _ in 0..27 {
        samples.push(visitor.get("/en/upload/sample").await.body);
    }
    upload(&mut visitor, &format!("[{}]", samples.join(","))).await;
    let irns = |body: &str| -> Vec<String> {
        let links = body.split("/en/invoices/").skip(1);
        links.map(|link| link.chars().take(64).collect()).collect()
    };
    let first = visitor.get("/en/invoices?q=SAMPLE").await;
    let (_, rest) = first
        .body
        .split_once("rel=\"next\" href=\"")
        .expect("older ones");
    let older = rest
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    assert!(older.contains("q=SAMPLE&before="), "{older}");
    let second = visitor.get(&older).await;
    let mut all = irns(&first.body);
    assert_eq!(all.len(), 25);
    all.extend(irns(&second.body));
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 27);
    assert!(!second.body.contains("rel=\"next\""));
}

#[tokio::test]
async fn somebody_else_s_documents_look_like_none() {
    let portal = portal().await;
    let mut owner = logged_in(&portal, "malnad01").await;
    let irn = registered(&mut owner).await;
    let mut other = logged_in(&portal, "other001").await;
    for end in ["", "/signed.json", "/qr.svg", "/cancel"] {
        let seen = other.get(&format!("/en/invoices/{irn}{end}")).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{end}");
        let nobody_s = format!("/en/invoices/{}{end}", "ab".repeat(32));
        let none = other.get(&nobody_s).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    }
    let fields = [("reason", "1"), ("remark", "mine now"), ("sure", "yes")];
    let to = format!("/en/invoices/{irn}/cancel");
    let seen = other.post("/en/upload", &to, &fields).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    assert!(!other.get("/en/invoices").await.body.contains(&irn));
    let found = other.get(&format!("/en/cancel?document={irn}")).await;
    assert_eq!(found.status, StatusCode::NOT_FOUND);
    assert_eq!(
        owner.get("/en/invoices/no-irn").await.status,
        StatusCode::NOT_FOUND
    );
}
