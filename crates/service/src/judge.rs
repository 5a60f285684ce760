//! Who may register, who may enable e-invoicing for themselves, and who may recover an account.

use gst::{RegistrationStatus, TaxpayerType};
use jiff::civil::Date;
use store::proofs::Purpose;

use crate::codes;
use crate::taxpayers::KnownTaxpayer;

/// Why a taxpayer may not go on; `None` when it may. The first reason in this order counts, so
/// that the way out that is shown is the one that has to be gone first.
pub(crate) fn refusal(
    purpose: Purpose,
    known: &KnownTaxpayer,
    today: Date,
) -> Option<&'static str> {
    match purpose {
        Purpose::Register => may_not_register(known, today),
        Purpose::Enable => may_not_enable(known, today),
        Purpose::Recover => may_not_recover(known),
        // What a registration may do is judged when it does it.
        Purpose::LogIn => None,
    }
}

fn may_not_register(known: &KnownTaxpayer, today: Date) -> Option<&'static str> {
    let taxpayer = &known.taxpayer;
    not_active(taxpayer.status)
        .or_else(|| (!taxpayer.kind.may_register()).then_some(codes::KIND_NOT_ALLOWED))
        .or_else(|| needs_enablement(known, today).then_some(codes::NOT_ENABLED))
        .or_else(|| no_mobile(known))
}

fn may_not_enable(known: &KnownTaxpayer, today: Date) -> Option<&'static str> {
    let taxpayer = &known.taxpayer;
    match taxpayer.status {
        RegistrationStatus::Deregistered => Some(codes::DEREGISTERED_FOR_ENABLEMENT),
        status => not_active(status),
    }
    .or_else(|| (!taxpayer.kind.may_register()).then_some(codes::CANNOT_ENABLE))
    .or_else(|| {
        known
            .e_invoice_enabled(today)
            .then_some(codes::ALREADY_ENABLED)
    })
    .or_else(|| no_mobile(known))
}

/// Kind and turnover were judged when the account was made; it is not lost when they change.
fn may_not_recover(known: &KnownTaxpayer) -> Option<&'static str> {
    not_active(known.taxpayer.status).or_else(|| no_mobile(known))
}

fn not_active(status: RegistrationStatus) -> Option<&'static str> {
    match status {
        RegistrationStatus::Active => None,
        RegistrationStatus::Cancelled => Some(codes::CANCELLED),
        RegistrationStatus::Deregistered => Some(codes::DEREGISTERED),
        RegistrationStatus::Inactive => Some(codes::INACTIVE),
        RegistrationStatus::Provisional => Some(codes::PROVISIONAL),
        RegistrationStatus::Suspended => Some(codes::SUSPENDED),
    }
}

/// An e-commerce operator registers to report the supplies of others, whatever its own turnover.
fn needs_enablement(known: &KnownTaxpayer, today: Date) -> bool {
    known.taxpayer.kind != TaxpayerType::TaxCollector && !known.e_invoice_enabled(today)
}

fn no_mobile(known: &KnownTaxpayer) -> Option<&'static str> {
    known.taxpayer.mobile.is_none().then_some(codes::NO_MOBILE)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use gst::{Decimal, FinancialYear, Gstin, PrincipalPlace, Taxpayer};
    use jiff::Timestamp;
    use jiff::civil::date;
    use store::taxpayers::Enablement;

    use super::*;

    const TODAY: Date = date(2026, 6, 10);
    const CRORE: i64 = 10_000_000;

    fn known() -> KnownTaxpayer {
        let gstin = Gstin::with_check_digit("29AAACM0000A1Z").unwrap();
        KnownTaxpayer {
            taxpayer: Taxpayer {
                gstin,
                legal_name: "Malnad Tools Private Limited".to_owned(),
                trade_name: None,
                constitution: "Private Limited Company".to_owned(),
                kind: TaxpayerType::Regular,
                status: RegistrationStatus::Active,
                registered_on: None,
                deregistered_on: None,
                address: PrincipalPlace {
                    building_name: String::new(),
                    building_number: String::new(),
                    floor: String::new(),
                    street: String::new(),
                    locality: String::new(),
                    district: String::new(),
                    pin: None,
                    state: gstin.state().unwrap(),
                },
                turnover: Some(Decimal::from(7 * CRORE)),
                mobile: Some("9999912345".to_owned()),
                email: None,
                blocked_for_eway_bill: false,
            },
            fetched_at: Timestamp::UNIX_EPOCH,
            source: store::taxpayers::RecordSource::Fetched,
            enablement: None,
        }
    }

    fn of(purpose: Purpose, change: impl FnOnce(&mut KnownTaxpayer)) -> Option<&'static str> {
        let mut known = known();
        change(&mut known);
        refusal(purpose, &known, TODAY)
    }

    fn register(change: impl FnOnce(&mut KnownTaxpayer)) -> Option<&'static str> {
        of(Purpose::Register, change)
    }

    fn enable(change: impl FnOnce(&mut KnownTaxpayer)) -> Option<&'static str> {
        of(Purpose::Enable, |known| {
            known.taxpayer.turnover = Some(Decimal::from(CRORE));
            change(known);
        })
    }

    #[test]
    fn an_active_large_taxpayer_with_a_mobile_may_register() {
        assert_eq!(register(|_| {}), None);
    }

    fn recover(change: impl FnOnce(&mut KnownTaxpayer)) -> Option<&'static str> {
        of(Purpose::Recover, change)
    }

    #[test]
    fn an_account_is_recovered_whatever_kind_and_turnover_are_now() {
        for kind in TaxpayerType::ALL {
            let changed = |known: &mut KnownTaxpayer| {
                known.taxpayer.kind = kind;
                known.taxpayer.turnover = None;
            };
            assert_eq!(recover(changed), None);
        }
    }

    #[test]
    fn every_status_has_its_code() {
        for (status, registering, enabling) in [
            (RegistrationStatus::Cancelled, "3013", "3013"),
            (RegistrationStatus::Deregistered, "3015", "3064"),
            (RegistrationStatus::Inactive, "3016", "3016"),
            (RegistrationStatus::Provisional, "3017", "3017"),
            (RegistrationStatus::Suspended, "3035", "3035"),
        ] {
            assert_eq!(
                register(|known| known.taxpayer.status = status),
                Some(registering)
            );
            assert_eq!(
                recover(|known| known.taxpayer.status = status),
                Some(registering)
            );
            assert_eq!(
                enable(|known| known.taxpayer.status = status),
                Some(enabling)
            );
        }
    }

    #[test]
    fn every_kind_is_judged() {
        for kind in TaxpayerType::ALL {
            let expected = (!kind.may_register()).then_some("3014");
            assert_eq!(register(|known| known.taxpayer.kind = kind), expected);
            let expected = (!kind.may_register()).then_some("3080");
            assert_eq!(enable(|known| known.taxpayer.kind = kind), expected);
        }
    }

    #[test]
    fn the_threshold_itself_is_not_above_it() {
        let paisa = Decimal::new(1, 2);
        let threshold = Decimal::from(5 * CRORE);
        let turnover =
            |turnover| move |known: &mut KnownTaxpayer| known.taxpayer.turnover = turnover;
        assert_eq!(register(turnover(Some(threshold))), Some("3046"));
        assert_eq!(register(turnover(Some(threshold + paisa))), None);
        assert_eq!(register(turnover(None)), Some("3046"));
        assert_eq!(enable(turnover(Some(threshold))), None);
        assert_eq!(enable(turnover(Some(threshold + paisa))), Some("3063"));
    }

    #[test]
    fn who_enabled_itself_may_register_and_need_not_enable_again() {
        let enabled = |known: &mut KnownTaxpayer| {
            known.taxpayer.turnover = None;
            known.enablement = Some(Enablement {
                financial_year: FinancialYear::starting(2025),
                turnover: Decimal::from(CRORE),
                at: Timestamp::UNIX_EPOCH,
            });
        };
        assert_eq!(register(enabled), None);
        assert_eq!(enable(enabled), Some("3063"));
    }

    #[test]
    fn an_operator_registers_whatever_its_turnover() {
        assert_eq!(
            register(|known| {
                known.taxpayer.kind = TaxpayerType::TaxCollector;
                known.taxpayer.turnover = None;
            }),
            None
        );
    }

    #[test]
    fn a_missing_mobile_is_told_last() {
        assert_eq!(register(|known| known.taxpayer.mobile = None), Some("3012"));
        assert_eq!(enable(|known| known.taxpayer.mobile = None), Some("3012"));
        assert_eq!(recover(|known| known.taxpayer.mobile = None), Some("3012"));
        assert_eq!(
            register(|known| {
                known.taxpayer.mobile = None;
                known.taxpayer.status = RegistrationStatus::Cancelled;
            }),
            Some("3013")
        );
    }
}
