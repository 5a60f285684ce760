//! Long lists, a page at a time, addressed by number so that they work without scripts.

/// Rows of a list on one page. More would not fit into a page's bytes on a slow line.
pub(super) const ROWS_ON_A_PAGE: usize = 50;

/// Where one is in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pages {
    /// All rows.
    pub total: usize,
    /// The first row shown, counted from one; zero where there is none.
    pub first: usize,
    /// The last row shown.
    pub last: usize,
    /// The query of the page before, where there is one.
    pub previous: Option<String>,
    /// The query of the page after, where there is one.
    pub next: Option<String>,
}

impl Pages {
    /// The page with this number as the query has it; what is no number, or too large, is brought
    /// to one that exists. `query` is the rest of the query.
    pub(super) fn of(wanted: &str, total: usize, query: &[(&str, &str)]) -> Self {
        let count = total.div_ceil(ROWS_ON_A_PAGE).max(1);
        let number = wanted.parse().unwrap_or(1).clamp(1, count);
        let before = (number - 1) * ROWS_ON_A_PAGE;
        let to = |number: usize| {
            let mut address = form_urlencoded::Serializer::new(String::new());
            let given = query.iter().filter(|(_, value)| !value.is_empty());
            address.extend_pairs(given);
            address.append_pair("page", &number.to_string());
            address.finish()
        };
        Self {
            total,
            first: (before + 1).min(total),
            last: (before + ROWS_ON_A_PAGE).min(total),
            previous: (number > 1).then(|| to(number - 1)),
            next: (number < count).then(|| to(number + 1)),
        }
    }

    /// The rows of this page.
    pub(super) fn of_rows<'a, T>(&self, rows: &'a [T]) -> &'a [T] {
        let first = self.first.saturating_sub(1);
        rows.get(first..self.last).unwrap_or_default()
    }

    /// `1–50`, for a sentence.
    pub(super) fn range(&self) -> String {
        format!("{}–{}", self.first, self.last)
    }

    /// Whether the list goes over several pages.
    pub(super) fn several(&self) -> bool {
        self.previous.is_some() || self.next.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_one_page_and_one_row_more() {
        let one = Pages::of("", ROWS_ON_A_PAGE, &[]);
        assert!(!one.several());
        assert_eq!((one.first, one.last), (1, ROWS_ON_A_PAGE));
        let two = Pages::of("2", ROWS_ON_A_PAGE + 1, &[("q", "a b"), ("state", "")]);
        assert_eq!(
            (two.first, two.last),
            (ROWS_ON_A_PAGE + 1, ROWS_ON_A_PAGE + 1)
        );
        assert_eq!(two.previous.as_deref(), Some("q=a+b&page=1"));
        assert_eq!(two.next, None);
        let rows: Vec<usize> = (0..=ROWS_ON_A_PAGE).collect();
        assert_eq!(two.of_rows(&rows), [ROWS_ON_A_PAGE]);
        assert_eq!(one.of_rows(&rows).len(), ROWS_ON_A_PAGE);
    }

    #[test]
    fn any_number_leads_to_a_page_that_exists() {
        for (wanted, first) in [("0", 1), ("-1", 1), ("x", 1), ("99", 51), ("1", 1)] {
            assert_eq!(Pages::of(wanted, 60, &[]).first, first, "{wanted}");
        }
        let none = Pages::of("1", 0, &[]);
        assert_eq!((none.first, none.last, none.several()), (0, 0, false));
        assert!(none.of_rows::<u8>(&[]).is_empty());
    }
}
