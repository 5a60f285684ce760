//! `GET /masters/{table}.csv` and `.json`: a whole table as a file.

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, HeaderValue};
use axum::response::Response;
use gst::masters::lines_of_table::{self, Line};
use gst::masters::overlay::Overlay;
use gst::masters::tables::{self, Table};
use serde_json::{Map, Value, json};

use crate::csv::{BYTE_ORDER_MARK, row};
use crate::problem::Problem;
use crate::published::{CSV, JSON, Published, Shelf};

/// The column that says whether an operator has laid a row over the table.
const LAID_OVER: &str = "laid_over";

/// What that column says of such a row in CSV; it is empty otherwise.
const YES: &str = "yes";

/// The overlay does not change while the program runs, so the files do not either.
static SHELF: Shelf = Shelf::empty();

/// A table as CSV or JSON.
pub(super) async fn serve(
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let made = SHELF.get(&file, || make(&file, Overlay::installed()));
    let mut response = made.ok_or(Problem::NotFound)?.answer(&headers);
    let disposition = format!("attachment; filename=\"{file}\"");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

fn make(file: &str, overlay: Option<&Overlay>) -> Option<Published> {
    let (id, extension) = file.split_once('.')?;
    let table = tables::find(id)?;
    let lines = || lines_of_table::lines(&table, overlay);
    match extension {
        "csv" => Some(Published::new(CSV, csv(&table, &lines()))),
        "json" => Some(Published::new(JSON, json(&table, &lines()))),
        _ => None,
    }
}

fn csv(table: &Table, lines: &[Line]) -> String {
    let mut text = String::from(BYTE_ORDER_MARK);
    let headings = table.columns.iter().copied();
    text.push_str(&row(headings.chain([LAID_OVER])));
    for line in lines {
        let mark = if line.laid_over { YES } else { "" };
        let cells = line.fields.iter().map(String::as_str);
        text.push_str(&row(cells.chain([mark])));
    }
    text
}

/// One row a line. Each is written before the next is made: all of them as values would take ten
/// times the memory of the file.
fn json(table: &Table, lines: &[Line]) -> String {
    let head = json!({
        "table": table.id,
        "as_of": table.origin.as_of.to_string(),
        "origin": table.origin.name,
        "count": lines.len(),
    });
    let mut text = head.to_string();
    // The head's closing bracket comes after the rows.
    text.pop();
    text.push_str(",\"rows\":[");
    for (index, line) in lines.iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&object(table, line).to_string());
    }
    text.push_str("\n]}\n");
    text
}

/// A row with its columns' names; what is not known or has no limit is null.
fn object(table: &Table, line: &Line) -> Value {
    let pairs = table.columns.iter().zip(&line.fields);
    let mut members: Map<String, Value> = pairs
        .map(|(column, field)| {
            let value = (!field.is_empty()).then_some(field.as_str());
            ((*column).to_owned(), value.into())
        })
        .collect();
    members.insert(LAID_OVER.to_owned(), line.laid_over.into());
    Value::Object(members)
}

#[cfg(test)]
mod tests {
    use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
    use axum::http::{Request, StatusCode};

    use super::*;
    use crate::testing::TestPortal;

    #[tokio::test]
    async fn every_table_is_there_as_csv_and_json_with_all_its_rows() {
        let portal = TestPortal::new(Vec::new()).await;
        let mut visitor = portal.visitor();
        for table in tables::all() {
            let id = table.id;
            let seen = visitor.get(&format!("/masters/{id}.csv")).await;
            assert_eq!(seen.status, StatusCode::OK, "{id}");
            assert_eq!(seen.headers[CONTENT_TYPE], CSV);
            assert_eq!(
                seen.headers[CONTENT_DISPOSITION],
                format!("attachment; filename=\"{id}.csv\"")
            );
            let text = seen.body.strip_prefix(BYTE_ORDER_MARK).expect("a mark");
            assert_eq!(text.lines().count(), table.count() + 1, "{id}");
            assert!(text.starts_with(&table.columns.join(",")), "{id}");
            let seen = visitor.get(&format!("/masters/{id}.json")).await;
            let json: Value = serde_json::from_str(&seen.body).expect("JSON");
            assert_eq!(json["count"], table.count(), "{id}");
            assert_eq!(json["rows"][0]["laid_over"], false);
        }
    }

    #[tokio::test]
    async fn a_file_has_a_tag_and_other_names_have_no_file() {
        let portal = TestPortal::new(Vec::new()).await;
        let mut visitor = portal.visitor();
        let seen = visitor.get("/masters/uqc.csv").await;
        assert_eq!(seen.headers[CACHE_CONTROL], "public, max-age=3600");
        let request = Request::get("/masters/uqc.csv").header("if-none-match", &seen.headers[ETAG]);
        let again = visitor.send(request, String::new()).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        for other in ["uqc", "uqc.xml", "port.csv", "uqc.csv.csv", "..%2Fuqc.csv"] {
            let seen = visitor.get(&format!("/masters/{other}")).await;
            assert_eq!(seen.status, StatusCode::NOT_FOUND, "{other}");
        }
    }

    #[test]
    fn what_an_operator_laid_over_is_marked_and_harmless() {
        let file = "uqc,MLN,2026-04-01,,=1+1,दस लाख\n";
        let overlay = Overlay::parse(file).expect("one right line");
        let table = tables::find("uqc").expect("a table");
        let lines = lines_of_table::lines(&table, Some(&overlay));
        let text = csv(&table, &lines);
        assert!(
            text.contains("\r\nMLN,\"'=1+1\",दस लाख,2026-04-01,,yes\r\n"),
            "{text}"
        );
        assert!(text.contains("\r\nKGS,Kilograms,किलोग्राम,,,\r\n"), "{text}");
        let json: Value = serde_json::from_str(&json(&table, &lines)).expect("JSON");
        let rows = json["rows"].as_array().expect("rows");
        let row = rows
            .iter()
            .find(|row| row["code"] == "MLN")
            .expect("the row");
        assert_eq!(row["english_name"], "=1+1");
        assert_eq!(
            (&row["until"], &row["laid_over"]),
            (&Value::Null, &json!(true))
        );
    }
}
