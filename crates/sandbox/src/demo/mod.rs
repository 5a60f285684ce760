//! The demonstration taxpayers: one for every outcome of registration, and what each shows.

mod rows;

use std::sync::LazyLock;

use gst::{Decimal, Gstin, RegistrationStatus, Taxpayer};
use jiff::civil::{Date, date};

use crate::{invent, well_known};

use rows::{ELIGIBLE, ENABLEMENT, MALFORMED, READY, Row, STOPPED};

/// Rupees in a lakh: the unit of the tables' turnovers.
const LAKH: i64 = 100_000;

/// When the registrations that ended did so.
const ENDED_ON: Date = date(2024, 3, 31);

/// Which page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TryAt {
    /// Registration ▸ Portal Login.
    Registration,
    /// Registration ▸ e-Invoice Enablement.
    Enablement,
    /// An ERP: both parties of an invoice through the API.
    Api,
}

/// A taxpayer, or a text that is none, and what it shows.
#[derive(Clone, Debug)]
pub struct Demonstration {
    /// What to type, as it is.
    pub gstin: String,
    /// The taxpayer; `None` when the text is no GSTIN that the registry knows.
    pub taxpayer: Option<Taxpayer>,
    /// What happens, in one sentence.
    pub shows: &'static str,
    /// NIC's code of that outcome, when it is one of the refusals.
    pub code: Option<&'static str>,
    /// Where to try it.
    pub try_at: TryAt,
}

/// The one that has an account from the start.
pub const ALREADY_REGISTERED: &str = "27AAKFS4411B1Z";

/// The one whose credentials an integrator is given.
pub const INTEGRATOR: &str = "29AAHCV5520M1Z";

static DEMONSTRATIONS: LazyLock<Vec<Demonstration>> = LazyLock::new(|| {
    let malformed = MALFORMED.iter().map(|(text, shows)| Demonstration {
        gstin: (*text).to_owned(),
        taxpayer: None,
        shows,
        code: Some("3030"),
        try_at: TryAt::Registration,
    });
    let well_known = well_known::GSTINS.iter().map(|text| well_known_row(text));
    let rows = [ELIGIBLE, STOPPED, ENABLEMENT].into_iter().flatten();
    rows.map(demonstration)
        .chain(malformed)
        .chain([demonstration(&READY)])
        .chain(well_known)
        .collect()
});

/// All of them, in the order in which a page lists them.
pub fn all() -> &'static [Demonstration] {
    &DEMONSTRATIONS
}

/// The GSTIN that begins with these fourteen characters of this file.
pub fn gstin(first14: &str) -> Gstin {
    Gstin::with_check_digit(first14).expect("the tables hold well-formed numbers; a test reads all")
}

fn demonstration(row: &Row) -> Demonstration {
    let gstin = gstin(row.first14);
    let invented = invent::taxpayer(&gstin);
    Demonstration {
        gstin: gstin.to_string(),
        taxpayer: invented.map(|invented| taxpayer(row, invented)),
        shows: row.shows,
        code: row.code,
        try_at: row.try_at,
    }
}

/// An invented taxpayer with what the row says of it.
fn taxpayer(row: &Row, invented: Taxpayer) -> Taxpayer {
    let ended = matches!(
        row.status,
        RegistrationStatus::Cancelled | RegistrationStatus::Deregistered
    );
    Taxpayer {
        legal_name: row.legal_name.to_owned(),
        trade_name: Some(row.trade_name.to_owned()).filter(|name| !name.is_empty()),
        kind: row.kind,
        status: row.status,
        deregistered_on: ended.then_some(ENDED_ON),
        turnover: row.lakh.map(|lakh| Decimal::from(lakh * LAKH)),
        mobile: invented.mobile.filter(|_| row.reachable),
        ..invented
    }
}

fn well_known_row(text: &str) -> Demonstration {
    Demonstration {
        gstin: text.to_owned(),
        taxpayer: Gstin::parse(text)
            .ok()
            .and_then(|gstin| invent::taxpayer(&gstin)),
        shows: "A test number that everybody uses. The API knows it although its check digit may \
                be wrong.",
        code: None,
        try_at: TryAt::Api,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_row_is_a_taxpayer_of_its_own() {
        let mut seen = HashSet::new();
        for row in all() {
            assert!(seen.insert(&row.gstin), "{} is there twice", row.gstin);
            assert!(row.shows.ends_with('.'), "{}", row.shows);
            let Some(taxpayer) = &row.taxpayer else {
                assert_eq!(row.code, Some("3030"));
                continue;
            };
            assert_eq!(taxpayer.gstin.as_str(), row.gstin);
            if row.try_at != TryAt::Api {
                assert!(taxpayer.gstin.check_digit_holds(), "{}", row.gstin);
            }
        }
    }

    #[test]
    fn every_refusal_of_registration_has_a_row() {
        let shown: HashSet<_> = all().iter().filter_map(|row| row.code).collect();
        for code in [
            "3012", "3013", "3014", "3015", "3016", "3017", "3027", "3030", "3035", "3046", "3063",
            "3064", "3080",
        ] {
            assert!(shown.contains(code), "{code}");
        }
        for status in RegistrationStatus::ALL {
            let has_row = |row: &Demonstration| {
                row.taxpayer
                    .as_ref()
                    .is_some_and(|one| one.status == status)
            };
            assert!(all().iter().any(has_row), "{status:?}");
        }
    }

    #[test]
    fn malformed_rows_are_near_misses() {
        let wrong = Gstin::parse(MALFORMED[0].0).unwrap();
        assert!(!wrong.check_digit_holds());
        assert!(Gstin::parse(MALFORMED[1].0).is_err());
    }

    #[test]
    fn mobiles_are_invented() {
        for taxpayer in all().iter().filter_map(|row| row.taxpayer.as_ref()) {
            if let Some(mobile) = &taxpayer.mobile {
                assert!(mobile.starts_with("99999"));
            }
        }
    }
}
