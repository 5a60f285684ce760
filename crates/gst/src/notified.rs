//! Goods and services that the rules of an invoice treat in their own way, each as a row with the
//! day that it began.

use jiff::civil::{Date, date};

use crate::HsnCode;

/// What an HSN code begins with, and since when such goods or services are notified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The first digits of the code.
    pub begins_with: &'static str,
    /// First digits of codes among these that are not meant.
    pub except: &'static [&'static str],
    /// The first document date.
    pub since: Date,
    /// Where that is written.
    pub source: &'static str,
}

/// Goods that are taxed on their retail sale price, so that the tax does not follow from the
/// taxable value: pan masala and tobacco. The six rows of the table in notification 19/2025, which
/// rule 31D repeats. It leaves out bidis, which have codes of their own, and leaves of tobacco in
/// heading 2401, which have none: with those, only the description would tell.
pub const RETAIL_SALE_PRICE: &[Row] = &[
    retail("21069020", &[]),
    retail("2401", &[]),
    retail("2402", &[]),
    retail("2403", &["2403192"]),
    retail("24041100", &[]),
    retail("24041900", &[]),
];

/// Transport of goods, and services that support it: the place of supply may be outside India
/// although the recipient is here.
pub const TRANSPORT: &[Row] = &[
    row("9965", TRANSPORT_SINCE, TRANSPORT_SOURCE),
    row("9968", TRANSPORT_SINCE, TRANSPORT_SOURCE),
];

const RETAIL_SALE_PRICE_SINCE: Date = date(2026, 2, 1);
const RETAIL_SALE_PRICE_SOURCE: &str = "Notifications 19/2025 and 20/2025 – Central Tax of 31 December 2025 (G.S.R. 949(E), 950(E)); \
     CGST Rules 2017, rule 31D";
const TRANSPORT_SINCE: Date = date(2023, 1, 1);
const TRANSPORT_SOURCE: &str = "IGST Act 2017, section 12(8); NIC e-Invoice API, January 2023";

const fn retail(begins_with: &'static str, except: &'static [&'static str]) -> Row {
    Row {
        begins_with,
        except,
        since: RETAIL_SALE_PRICE_SINCE,
        source: RETAIL_SALE_PRICE_SOURCE,
    }
}

const fn row(begins_with: &'static str, since: Date, source: &'static str) -> Row {
    Row {
        begins_with,
        except: &[],
        since,
        source,
    }
}

/// Whether tax on these goods is on their retail sale price in a document of this day.
pub fn is_on_retail_sale_price(hsn: &HsnCode, on: Date) -> bool {
    has(RETAIL_SALE_PRICE, hsn, on)
}

/// Whether this is transport whose place of supply may be outside India on this day.
pub fn is_transport(hsn: &HsnCode, on: Date) -> bool {
    has(TRANSPORT, hsn, on)
}

fn has(rows: &[Row], hsn: &HsnCode, on: Date) -> bool {
    let code = hsn.as_str();
    rows.iter().any(|row| {
        let excepted = row.except.iter().any(|digits| code.starts_with(digits));
        row.since <= on && code.starts_with(row.begins_with) && !excepted
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn hsn(code: &str) -> HsnCode {
        HsnCode::parse(code).unwrap()
    }

    #[test]
    fn tobacco_and_pan_masala_from_their_day_on() {
        let (before, since) = (date(2026, 1, 31), date(2026, 2, 1));
        for code in ["21069020", "2402", "24022090", "24031910", "24041100"] {
            assert!(is_on_retail_sale_price(&hsn(code), since), "{code}");
            assert!(!is_on_retail_sale_price(&hsn(code), before), "{code}");
        }
        for code in [
            "21069030", "210690", "2404", "24049100", "24031921", "24031929",
        ] {
            assert!(!is_on_retail_sale_price(&hsn(code), since), "{code}");
        }
    }

    #[test]
    fn transport_and_no_other_service() {
        let day = date(2026, 6, 1);
        assert!(is_transport(&hsn("996521"), day));
        assert!(is_transport(&hsn("9968"), day));
        assert!(!is_transport(&hsn("996411"), day));
        assert!(!is_transport(&hsn("996521"), date(2022, 12, 31)));
    }
}
