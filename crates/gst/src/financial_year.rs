//! Financial years.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};

use crate::text::serde_as_text;

/// A financial year: 1 April to 31 March, named by both its years: `2025-26`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinancialYear(i16);

/// A text that is not a financial year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a financial year is written like 2025-26")]
pub struct FinancialYearFault;

impl FinancialYear {
    /// The one that a day falls in.
    pub fn of(day: Date) -> Self {
        if day.month() >= 4 {
            Self(day.year())
        } else {
            Self(day.year() - 1)
        }
    }

    /// The one that begins on 1 April of this year.
    pub fn starting(year: i16) -> Self {
        Self(year)
    }

    /// The calendar year in which it begins.
    pub fn start_year(self) -> i16 {
        self.0
    }

    /// The day by which the annual return of the year is to be furnished: 31 December after its
    /// end (rule 80 of the CGST Rules). Records are kept from then on (section 36 of the Act).
    pub fn annual_return_due(self) -> Date {
        date(self.0 + 1, 12, 31)
    }

    /// The one before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0 - 1)
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:04}-{:02}",
            self.0,
            (self.0 + 1).rem_euclid(100)
        )
    }
}

impl FromStr for FinancialYear {
    type Err = FinancialYearFault;

    fn from_str(text: &str) -> Result<Self, FinancialYearFault> {
        let start = text.get(..4).ok_or(FinancialYearFault)?;
        if !start.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(FinancialYearFault);
        }
        let year = Self(start.parse().map_err(|_| FinancialYearFault)?);
        // Only one text names a year, so writing it again decides about the rest.
        if year.to_string() == text {
            Ok(year)
        } else {
            Err(FinancialYearFault)
        }
    }
}

serde_as_text!(FinancialYear);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_on_the_first_of_april() {
        assert_eq!(FinancialYear::of(date(2026, 3, 31)).to_string(), "2025-26");
        assert_eq!(FinancialYear::of(date(2026, 4, 1)).to_string(), "2026-27");
        assert_eq!(FinancialYear::of(date(2026, 1, 1)).start_year(), 2025);
    }

    #[test]
    fn the_annual_return_is_due_on_the_last_day_of_the_next_year() {
        let year = FinancialYear::of(date(2026, 3, 31));
        assert_eq!(year.annual_return_due(), date(2026, 12, 31));
    }

    #[test]
    fn text_comes_back() {
        for text in ["2019-20", "2025-26", "2099-00"] {
            let year = text.parse::<FinancialYear>().map(|year| year.to_string());
            assert_eq!(year.as_deref(), Ok(text));
        }
        for text in [
            "",
            "2025",
            "2025-27",
            "2025-2026",
            "25-26",
            "2025/26",
            "+025-26",
        ] {
            assert_eq!(
                text.parse::<FinancialYear>(),
                Err(FinancialYearFault),
                "{text}"
            );
        }
    }
}
