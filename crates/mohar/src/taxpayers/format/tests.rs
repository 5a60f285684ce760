//! Lines of both forms.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;

use gst::Gstin;

use super::*;

fn gstin() -> String {
    let gstin = Gstin::with_check_digit("29AAACM0000A1Z").unwrap();
    gstin.to_string()
}

fn csv(first: &str) -> Form {
    Form::Csv(header(first.as_bytes()).unwrap())
}

/// What is wrong with a line: places and words.
fn faults(form: &Form, line: &[u8]) -> Vec<LineFault> {
    RowReader::new(form).read(line).unwrap_err()
}

#[test]
fn columns_stand_in_any_order_and_texts_in_quotes() {
    let form = csv("Status,type , GSTIN,legal_name");
    let line = format!("Active,Regular,{},\"Rao, \"\"Sons\"\" & Co\"", gstin());
    let mut reader = RowReader::new(&form);
    for _ in 0..2 {
        let taxpayer = reader.read(line.as_bytes()).unwrap().unwrap();
        assert_eq!(taxpayer.legal_name, "Rao, \"Sons\" & Co");
        assert_eq!(taxpayer.gstin.as_str(), gstin());
    }
    for passed_over in [
        "",
        "  ",
        "# a remark, with \" in it",
        "Status,type , GSTIN,legal_name",
    ] {
        assert_eq!(reader.read(passed_over.as_bytes()).unwrap(), None);
    }
}

#[test]
fn a_first_line_names_every_column_once() {
    let told = |line: &str| header(line.as_bytes()).unwrap_err();
    assert!(told("gstin,legal_name,type").contains("status is missing"));
    assert!(told("gstin,legal_name,type,status,STATUS").contains("status stands twice"));
    let unknown = told("gstin,legal_name,type,status,9999912345");
    assert!(unknown.contains("field 5 names no column"), "{unknown}");
    assert!(!unknown.contains("99999"), "{unknown}");
}

#[test]
fn lines_that_cannot_be_taken_apart_are_told() {
    let form = csv("gstin,legal_name,type,status");
    for (line, words) in [
        (&b"29,a,Regular"[..], "has 3 fields and not 4"),
        (b"29,a,Regular,Active,", "has 5 fields and not 4"),
        (b"29,5\" pipes,Regular,Active", "not closed"),
        (b"29,\xff,Regular,Active", "UTF-8"),
    ] {
        let told = faults(&form, line);
        assert_eq!(told.len(), 1);
        assert!(told[0].1.contains(words), "{told:?}");
    }
    let told = faults(&form, b"29AAACM0000A1ZX,,Regular,Active");
    let places: Vec<_> = told.iter().map(|fault| fault.0).collect();
    assert_eq!(places, ["legal_name", "gstin"]);
}

#[test]
fn fields_are_counted_up_to_the_limit_and_not_beyond() {
    let mut splitter = Splitter::default();
    let line = |fields: usize| vec!["a"; fields].join(",").into_bytes();
    let most = line(COLUMNS_MAX);
    assert_eq!(splitter.split(&most).unwrap().len(), COLUMNS_MAX);
    for more in [COLUMNS_MAX + 1, COLUMNS_MAX + 2, 10 * COLUMNS_MAX] {
        let told = splitter.split(&line(more)).unwrap_err();
        assert!(told.what.contains("more than"), "{told}");
    }
    assert_eq!(splitter.split(&most).unwrap().len(), COLUMNS_MAX);
    let longest = "x".repeat(LINE_BYTES_MAX);
    assert_eq!(
        splitter.split(longest.as_bytes()).unwrap(),
        [longest.as_str()]
    );
}

#[test]
fn json_lines_are_told_by_pointer() {
    let mut answer = serde_json::json!({
        "gstin": gstin(), "lgnm": "Rao", "dty": "Regular", "sts": "Active",
        "pradr": { "addr": { "pncd": 1 } },
    });
    let line = answer.to_string();
    let form = Form::JsonLines;
    let told = faults(&form, line.as_bytes());
    assert_eq!(told[0].0, "/pradr/addr/pncd");
    answer["pradr"]["addr"]["pncd"] = 560_001.into();
    let mended = answer.to_string();
    let taxpayer = RowReader::new(&form).read(mended.as_bytes()).unwrap();
    assert_eq!(
        taxpayer.unwrap().address.pin.map(gst::PinCode::get),
        Some(560_001)
    );
    assert!(faults(&form, b"\xff")[0].1.contains("UTF-8"));
}

#[test]
fn files_of_an_import_have_one_form() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let told = |files: &[PathBuf]| Form::of(files).unwrap_err().to_string();
    let first = "gstin,legal_name,type,status\r\n";
    let one = file("one.csv", first.as_bytes());
    let two = file("two.CSV", format!("\u{feff}{first}").as_bytes());
    let other = file("other.csv", b"legal_name,gstin,type,status\n");
    let json = file("three.jsonl", b"{}\n");
    assert!(matches!(Form::of(&[one.clone(), two]), Ok(Form::Csv(_))));
    assert!(matches!(
        Form::of(std::slice::from_ref(&json)),
        Ok(Form::JsonLines)
    ));
    assert!(told(&[one.clone(), json]).contains("another form"));
    assert!(told(&[one, other]).contains("another first line"));
    let packed = file("packed.csv", &[0x1f, 0x8b, 8, 0]);
    assert!(told(&[packed]).contains("compressed"));
    let nameless = file("master", b"");
    assert!(told(&[nameless]).contains(".csv or .jsonl"));
    assert!(told(&[folder.path().join("missing.csv")]).contains("cannot read"));
}
