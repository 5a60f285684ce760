//! How far an amount may lie from what the portal computes.
//!
//! ERPs round at different steps, so an amount is never compared exactly. For a computed amount
//! the published rule accepts everything from one rupee below the whole rupee under it to one
//! rupee above the whole rupee over it, both ends included. The width therefore is 2 rupees for a
//! whole amount and 3 rupees for any other.
//!
//! Source: NIC, release note of 8 September 2020.

use gst::Decimal;

/// Whole rupees that are accepted beyond the rounding of the computed amount, on either side.
pub const MARGIN_RUPEES: Decimal = Decimal::ONE;

/// The lowest and the highest amount that are accepted for a computed one.
pub fn range(computed: Decimal) -> (Decimal, Decimal) {
    (
        computed.floor() - MARGIN_RUPEES,
        computed.ceil() + MARGIN_RUPEES,
    )
}

/// Whether `given` is accepted where `computed` is right.
pub fn accepts(computed: Decimal, given: Decimal) -> bool {
    let (lowest, highest) = range(computed);
    lowest <= given && given <= highest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rupees(paise: i64) -> Decimal {
        Decimal::new(paise, 2)
    }

    #[test]
    fn the_published_examples() {
        for (computed, lowest, highest) in [
            (234_534, 2344, 2347),
            (1_024_100, 10240, 10242),
            (1_024_161, 10240, 10243),
        ] {
            let expected = (Decimal::from(lowest), Decimal::from(highest));
            assert_eq!(range(rupees(computed)), expected);
        }
    }

    #[test]
    fn both_ends_are_accepted_and_one_paisa_beyond_is_not() {
        let computed = rupees(234_534);
        assert!(accepts(computed, rupees(234_400)));
        assert!(!accepts(computed, rupees(234_399)));
        assert!(accepts(computed, rupees(234_700)));
        assert!(!accepts(computed, rupees(234_701)));
    }

    #[test]
    fn zero_and_less_than_zero() {
        assert_eq!(range(Decimal::ZERO), (rupees(-100), rupees(100)));
        assert_eq!(range(rupees(-50)), (rupees(-200), rupees(100)));
    }

    proptest! {
        #[test]
        fn an_exact_amount_is_always_accepted(paise in -10_000_000_000_i64..10_000_000_000) {
            prop_assert!(accepts(rupees(paise), rupees(paise)));
        }

        #[test]
        fn one_rupee_off_is_accepted_and_more_than_two_never_is(
            paise in -10_000_000_000_i64..10_000_000_000,
            beyond in 201_i64..1_000_000,
        ) {
            let computed = rupees(paise);
            prop_assert!(accepts(computed, rupees(paise + 100)));
            prop_assert!(accepts(computed, rupees(paise - 100)));
            prop_assert!(!accepts(computed, rupees(paise + beyond)));
            prop_assert!(!accepts(computed, rupees(paise - beyond)));
        }

        #[test]
        fn the_width_is_two_rupees_for_whole_amounts_and_three_for_others(
            paise in -10_000_000_000_i64..10_000_000_000,
        ) {
            let (lowest, highest) = range(rupees(paise));
            let width = if paise % 100 == 0 { 2 } else { 3 };
            prop_assert_eq!(highest - lowest, Decimal::from(width));
        }
    }
}
