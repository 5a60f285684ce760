//! Whether a party's registration was in force on the document's date, and what is wrong if not.
//! Each answer has a code of its own.

use gst::{Gstin, RegistrationStatus, ist};
use jiff::civil::Date;

use crate::entry::Entry;
use crate::facts::{Facts, Party, Standing};
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;

/// What is wrong with a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Provisional, or suspended and the supplier's.
    NotActive,
    /// It ended before the document's date.
    EndedBefore,
    /// It ended, nobody knows when.
    EndUnknown,
    /// Inactive.
    Inactive,
    /// It ended, and had not begun on the document's date.
    EndedAndBeforeRegistration,
    /// It ended, and nobody knows when it began.
    EndedAndStartUnknown,
    /// It had not begun on the document's date.
    BeforeRegistration,
}

/// Whose registration it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Supplier,
    Recipient,
    Operator,
}

/// Pushes a finding for each party that has exactly this fault.
pub(super) fn check(
    fault: Fault,
    entry: &'static Entry,
    invoice: &Invoice,
    facts: &Facts<'_>,
    findings: &mut Vec<Finding>,
) {
    let date = invoice.document.date;
    let seller = invoice.seller.gstin.as_str();
    let buyer = invoice.buyer.id.as_str();
    let operator = invoice.transaction.ecommerce_gstin.as_ref();
    for (party, role, gstin) in [
        (Some(facts.seller), Role::Supplier, seller),
        (Some(facts.buyer), Role::Recipient, buyer),
        (
            facts.ecommerce,
            Role::Operator,
            operator.map_or("", Gstin::as_str),
        ),
    ] {
        // Facts about an operator that the document does not name are of no account.
        if let Some(Party::Known(standing)) = party
            && !gstin.is_empty()
            && fault_of(standing, role, date) == Some(fault)
        {
            findings.push(finding(entry, standing, role, gstin));
        }
    }
}

/// What is wrong with a registration on a day. Rule 21A(3) forbids taxable supplies under
/// suspension, but a suspended recipient goes on receiving them; and whoever's registration has
/// ended may still be party to what was supplied before.
fn fault_of(standing: &Standing, role: Role, date: Date) -> Option<Fault> {
    match standing.status {
        RegistrationStatus::Inactive => Some(Fault::Inactive),
        RegistrationStatus::Provisional => Some(Fault::NotActive),
        RegistrationStatus::Suspended if role == Role::Supplier => Some(Fault::NotActive),
        RegistrationStatus::Active | RegistrationStatus::Suspended => standing
            .registered_on
            .filter(|first| date < *first)
            .map(|_| Fault::BeforeRegistration),
        RegistrationStatus::Cancelled | RegistrationStatus::Deregistered => {
            match (standing.registered_on, standing.deregistered_on) {
                (_, None) => Some(Fault::EndUnknown),
                (_, Some(last)) if last < date => Some(Fault::EndedBefore),
                (None, _) => Some(Fault::EndedAndStartUnknown),
                (Some(first), _) if date < first => Some(Fault::EndedAndBeforeRegistration),
                _ => None,
            }
        }
    }
}

fn finding(entry: &'static Entry, standing: &Standing, role: Role, gstin: &str) -> Finding {
    let (pointer, english_role, hindi_role) = match role {
        Role::Supplier => ("/SellerDtls/Gstin", "supplier", "आपूर्तिकर्ता"),
        Role::Recipient => ("/BuyerDtls/Gstin", "recipient", "प्राप्तकर्ता"),
        Role::Operator => ("/TranDtls/EcmGstin", "e-commerce operator", "ई-कॉमर्स ऑपरेटर"),
    };
    let word = standing.status.gst_word();
    let hindi_word = hindi_status(standing.status);
    let registered = day(standing.registered_on, ["registered on", "पंजीकरण की तारीख़"]);
    let ended = day(standing.deregistered_on, ["ended on", "समाप्ति की तारीख़"]);
    let english = format!(
        "It is the {english_role}'s, {gstin}; its status is {word}{}{}.",
        registered[0], ended[0]
    );
    let hindi = format!(
        "यह {hindi_role} का है: {gstin}; स्थिति: {hindi_word}{}{}।",
        registered[1], ended[1]
    );
    Finding::new(entry, pointer).with(Detail {
        english: english.into(),
        hindi: hindi.into(),
        found: Some(word.to_owned()),
        expected: Some(RegistrationStatus::Active.gst_word().to_owned()),
    })
}

/// What a known day adds to the sentence in each language.
fn day(day: Option<Date>, names: [&str; 2]) -> [String; 2] {
    let Some(day) = day.map(ist::slash_date) else {
        return [String::new(), String::new()];
    };
    names.map(|name| format!("; {name} {day}"))
}

/// The word for a status in Hindi.
pub(in crate::rules) fn hindi_status(status: RegistrationStatus) -> &'static str {
    match status {
        RegistrationStatus::Active => "सक्रिय",
        RegistrationStatus::Cancelled => "रद्द",
        RegistrationStatus::Deregistered => "स्वप्रेरणा से रद्द",
        RegistrationStatus::Inactive => "निष्क्रिय",
        RegistrationStatus::Provisional => "अनंतिम",
        RegistrationStatus::Suspended => "निलंबित",
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;

    use super::*;
    use crate::rules::sample::{self, DOCUMENT_DATE};

    fn standing(status: RegistrationStatus, from: Option<Date>, to: Option<Date>) -> Standing {
        Standing {
            status,
            registered_on: from,
            deregistered_on: to,
            ..sample::standing()
        }
    }

    fn of_both(standing: &Standing) -> [Option<Fault>; 2] {
        [Role::Supplier, Role::Recipient].map(|role| fault_of(standing, role, DOCUMENT_DATE))
    }

    #[test]
    fn every_status_without_days() {
        use RegistrationStatus as S;
        let found = |status| of_both(&standing(status, None, None));
        assert_eq!(found(S::Active), [None, None]);
        assert_eq!(found(S::Suspended), [Some(Fault::NotActive), None]);
        assert_eq!(found(S::Provisional), [Some(Fault::NotActive); 2]);
        assert_eq!(found(S::Inactive), [Some(Fault::Inactive); 2]);
        assert_eq!(found(S::Cancelled), [Some(Fault::EndUnknown); 2]);
        assert_eq!(found(S::Deregistered), [Some(Fault::EndUnknown); 2]);
    }

    #[test]
    fn each_party_is_named_with_its_gstin() {
        let mut world = sample::World::new();
        let inactive = Party::Known(standing(RegistrationStatus::Inactive, None, None));
        (world.seller, world.buyer) = (inactive.clone(), inactive.clone());
        world.ecommerce = Some(inactive);
        let mut invoice = sample::intra_state();
        let said = |invoice: &Invoice| {
            let findings =
                world.findings(&crate::rules::party::r3076_gstin_inactive::RULE, invoice);
            let said = findings.into_iter().map(|found| {
                let Detail { english, hindi, .. } = found.detail;
                (found.pointer, english.into_owned(), hindi.into_owned())
            });
            said.collect::<Vec<_>>()
        };
        assert_eq!(said(&invoice).len(), 2);
        invoice.transaction.ecommerce_gstin = Some(sample::gstin(sample::OPERATOR));
        let expected = [
            ("/SellerDtls/Gstin", "supplier", "आपूर्तिकर्ता", sample::SELLER),
            ("/BuyerDtls/Gstin", "recipient", "प्राप्तकर्ता", sample::BUYER),
            (
                "/TranDtls/EcmGstin",
                "e-commerce operator",
                "ई-कॉमर्स ऑपरेटर",
                sample::OPERATOR,
            ),
        ];
        let found = said(&invoice);
        assert_eq!(found.len(), expected.len());
        for ((at, english, hindi), (pointer, role, hindi_role, gstin)) in found.iter().zip(expected)
        {
            assert_eq!(at, pointer);
            assert!(
                english.contains(role) && english.contains(gstin),
                "{english}"
            );
            assert!(
                hindi.contains(hindi_role) && hindi.contains(gstin),
                "{hindi}"
            );
        }
    }

    #[test]
    fn the_first_day_counts_and_the_day_before_does_not() {
        let (first, next) = (DOCUMENT_DATE, DOCUMENT_DATE + 1.day());
        let active = RegistrationStatus::Active;
        assert_eq!(of_both(&standing(active, Some(first), None)), [None; 2]);
        let early = [Some(Fault::BeforeRegistration); 2];
        assert_eq!(of_both(&standing(active, Some(next), None)), early);
        let ended = RegistrationStatus::Cancelled;
        let early = [Some(Fault::EndedAndBeforeRegistration); 2];
        assert_eq!(of_both(&standing(ended, Some(next), Some(next))), early);
    }

    #[test]
    fn the_last_day_counts_and_the_day_after_does_not() {
        let ended = RegistrationStatus::Deregistered;
        let from = sample::standing().registered_on;
        assert_eq!(
            of_both(&standing(ended, from, Some(DOCUMENT_DATE))),
            [None; 2]
        );
        let before = Some(DOCUMENT_DATE - 1.day());
        let found = of_both(&standing(ended, from, before));
        assert_eq!(found, [Some(Fault::EndedBefore); 2]);
        let unknown = [Some(Fault::EndedAndStartUnknown); 2];
        assert_eq!(
            of_both(&standing(ended, None, Some(DOCUMENT_DATE))),
            unknown
        );
    }
}
