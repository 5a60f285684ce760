//! `GET /catalogue.json`: every code in both languages, for programs.

use axum::Router;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use einvoice::catalogue::{self, Entry, Family, Kind, Language, Words};
use serde_json::{Value, json};

use crate::portal::Portal;
use crate::problem::Problem;
use crate::published::{JSON, Published, Shelf};
use crate::shell::address;

static SHELF: Shelf = Shelf::empty();

/// Its route.
pub(crate) fn routes() -> Router<Portal> {
    Router::new().route("/catalogue.json", get(serve))
}

async fn serve(headers: HeaderMap) -> Response {
    let file = SHELF.get("catalogue", || {
        Some(Published::new(JSON, whole().to_string()))
    });
    file.map_or_else(
        || Problem::NotFound.into_response(),
        |file| file.answer(&headers),
    )
}

fn whole() -> Value {
    let codes: Vec<Value> = catalogue::entries().map(entry_json).collect();
    json!({ "version": env!("CARGO_PKG_VERSION"), "count": codes.len(), "codes": codes })
}

fn entry_json(entry: &'static Entry) -> Value {
    let page = |language| address(language, &format!("/help/errors/{}", entry.code));
    let why = entry.status.why();
    json!({
        "code": entry.code,
        "family": family_word(entry.family()),
        "kind": kind_word(entry.kind),
        "status": entry.status.word(),
        "why_not_raised": why.map(|why| json!({ "en": why.english, "hi": why.hindi })),
        "grade": entry.grade.word(),
        "since": entry.since.map(|day| day.to_string()),
        "source": entry.source,
        "pointers": entry.pointers,
        "en": words_json(&entry.english),
        "hi": words_json(&entry.hindi),
        "pages": { "en": page(Language::English), "hi": page(Language::Hindi) },
    })
}

fn words_json(words: &Words) -> Value {
    json!({ "title": words.title, "reason": words.reason, "fix": words.fix })
}

fn family_word(family: Family) -> &'static str {
    match family {
        Family::Vital => "vital",
        Family::Invoice => "invoice",
        Family::EwayBill => "eway-bill",
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Rule => "rule",
        Kind::Outcome => "outcome",
        Kind::Protocol => "protocol",
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
    use axum::http::{Request, StatusCode};

    use super::*;
    use crate::testing::TestPortal;

    #[tokio::test]
    async fn every_code_is_there_in_both_languages_with_pages_that_exist() {
        let portal = TestPortal::new(Vec::new()).await;
        let mut visitor = portal.visitor();
        let seen = visitor.get("/catalogue.json").await;
        assert_eq!(seen.status, StatusCode::OK);
        assert_eq!(seen.headers[CONTENT_TYPE], JSON);
        assert_eq!(seen.headers[CACHE_CONTROL], "public, max-age=3600");
        let json: Value = serde_json::from_str(&seen.body).expect("JSON");
        let codes = json["codes"].as_array().expect("a list");
        assert_eq!(codes.len(), catalogue::entries().count());
        assert_eq!(json["count"], codes.len());
        for (code, entry) in codes.iter().zip(catalogue::entries()) {
            assert_eq!(code["code"], entry.code);
            assert_eq!(code["hi"]["title"], entry.hindi.title);
            assert_eq!(code["en"]["fix"], entry.english.fix);
            assert_eq!(code["status"] == "raised", code["why_not_raised"].is_null());
        }
        for language in ["en", "hi"] {
            let page = codes[0]["pages"][language].as_str().expect("a path");
            assert_eq!(visitor.get(page).await.status, StatusCode::OK);
        }
    }

    #[tokio::test]
    async fn who_has_the_catalogue_is_not_sent_it_again() {
        let portal = TestPortal::new(Vec::new()).await;
        let mut visitor = portal.visitor();
        let seen = visitor.get("/catalogue.json").await;
        let request = Request::get("/catalogue.json").header("if-none-match", &seen.headers[ETAG]);
        let again = visitor.send(request, String::new()).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        assert_eq!(again.body, "");
        assert_eq!(again.headers[ETAG], seen.headers[ETAG]);
    }
}
