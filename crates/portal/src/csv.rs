//! Comma-separated values, for spreadsheets and programs.

/// Makes spreadsheets read a file as UTF-8, without which they show Hindi as nonsense.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// Ends every row (RFC 4180).
pub(crate) const ROW_END: &str = "\r\n";

/// A cell. What a spreadsheet would take for a formula is made a text: cells may come from files
/// that somebody else has written.
pub(crate) fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if formula { "'" } else { "" };
    if formula || text.contains([',', '"', '\r', '\n']) {
        format!("\"{mark}{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// A row with its end.
pub(crate) fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    cells.join(",") + ROW_END
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_made_harmless() {
        assert_eq!(cell("KA/1"), "KA/1");
        assert_eq!(cell("a,b"), "\"a,b\"");
        assert_eq!(cell("a \"b\""), "\"a \"\"b\"\"\"");
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(cell("-1"), "\"'-1\"");
        assert_eq!(cell(""), "");
        assert_eq!(row(["a", "b,c", ""]), "a,\"b,c\",\r\n");
    }
}
