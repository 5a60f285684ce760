//! 3029: a GSTIN whose registration was not in force on the document's date.

use gst::RegistrationStatus;
use jiff::civil::Date;

use crate::catalogue::{Entry, Kind, Words};
use crate::facts::{Facts, Party, Standing};
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3029",
        kind: Kind::Rule,
        english: Words {
            title: "The GSTIN is not active.",
            reason: "A supplier's registration has to be in force on the document's date and \
                     not suspended, because a suspended person may not issue a tax invoice. A \
                     recipient's may be active or suspended.",
            fix: "Check the status on the GST common portal. If it is active there, fetch the \
                  GSTIN afresh and try again.",
        },
        hindi: Words {
            title: "यह GSTIN सक्रिय नहीं है।",
            reason: "दस्तावेज़ की तारीख़ को आपूर्तिकर्ता का पंजीकरण प्रभावी होना चाहिए और \
                     निलंबित नहीं होना चाहिए, क्योंकि निलंबित व्यक्ति कर इनवॉइस जारी नहीं कर \
                     सकता। प्राप्तकर्ता का पंजीकरण सक्रिय या निलंबित हो सकता है।",
            fix: "GST कॉमन पोर्टल पर स्थिति जाँचें। यदि वहाँ पंजीकरण सक्रिय है तो GSTIN का \
                  विवरण दोबारा प्राप्त करें और फिर प्रयास करें।",
        },
        pointers: &["/SellerDtls/Gstin", "/BuyerDtls/Gstin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 21A(3)",
    },
    check: Some(check),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let date = invoice.document.date;
    if let Party::Known(standing) = facts.seller
        && !may_supply(standing, date)
    {
        findings.push(not_active(
            "/SellerDtls/Gstin",
            ["supplier", "आपूर्तिकर्ता"],
            invoice.seller.gstin.as_str(),
            standing.status,
        ));
    }
    if let Party::Known(standing) = facts.buyer
        && !may_receive(standing, date)
    {
        findings.push(not_active(
            "/BuyerDtls/Gstin",
            ["recipient", "प्राप्तकर्ता"],
            invoice.buyer.id.as_str(),
            standing.status,
        ));
    }
}

/// Rule 21A(3) forbids taxable supplies under suspension, so only an active supplier may make
/// them; one whose registration has ended may still report what it made before.
fn may_supply(standing: &Standing, date: Date) -> bool {
    standing.status == RegistrationStatus::Active || ended_later(standing, date)
}

/// A suspended recipient goes on receiving supplies.
fn may_receive(standing: &Standing, date: Date) -> bool {
    standing.status == RegistrationStatus::Suspended || may_supply(standing, date)
}

/// Whether the registration has ended, but not before the document's date.
fn ended_later(standing: &Standing, date: Date) -> bool {
    let ended = matches!(
        standing.status,
        RegistrationStatus::Cancelled | RegistrationStatus::Deregistered
    );
    ended && standing.deregistered_on.is_some_and(|last| date <= last)
}

fn not_active(
    pointer: &str,
    [english, hindi]: [&str; 2],
    gstin: &str,
    status: RegistrationStatus,
) -> Finding {
    let word = status.gst_word();
    let hindi_word = hindi_status(status);
    Finding::new(&RULE.entry, pointer).with(Detail {
        english: format!("It is the {english}'s, {gstin}; its status is {word}.").into(),
        hindi: format!("यह {hindi} का है: {gstin}; इसकी स्थिति “{hindi_word}” है।").into(),
        found: Some(word.to_owned()),
        expected: Some(RegistrationStatus::Active.gst_word().to_owned()),
    })
}

fn hindi_status(status: RegistrationStatus) -> &'static str {
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
    use super::*;
    use jiff::ToSpan as _;

    use crate::rules::sample::{self, DOCUMENT_DATE, World};

    fn found(status: RegistrationStatus, ended_on: Option<Date>) -> Vec<String> {
        let mut standing = sample::standing();
        standing.status = status;
        standing.deregistered_on = ended_on;
        let mut world = World::new();
        world.seller = Party::Known(standing.clone());
        world.buyer = Party::Known(standing);
        world.pointers(&RULE, &sample::intra_state())
    }

    #[test]
    fn every_status_without_a_last_day() {
        let both = ["/SellerDtls/Gstin", "/BuyerDtls/Gstin"];
        assert!(found(RegistrationStatus::Active, None).is_empty());
        assert_eq!(
            found(RegistrationStatus::Suspended, None),
            ["/SellerDtls/Gstin"]
        );
        assert_eq!(found(RegistrationStatus::Cancelled, None), both);
        assert_eq!(found(RegistrationStatus::Deregistered, None), both);
        assert_eq!(found(RegistrationStatus::Inactive, None), both);
        assert_eq!(found(RegistrationStatus::Provisional, None), both);
    }

    #[test]
    fn a_document_of_the_last_day_is_accepted_and_one_of_the_next_is_not() {
        let cancelled = RegistrationStatus::Cancelled;
        assert!(found(cancelled, Some(DOCUMENT_DATE)).is_empty());
        assert_eq!(found(cancelled, Some(DOCUMENT_DATE - 1.day())).len(), 2);
    }

    #[test]
    fn a_last_day_does_not_help_an_inactive_registration() {
        assert_eq!(
            found(RegistrationStatus::Inactive, Some(DOCUMENT_DATE)).len(),
            2
        );
    }

    #[test]
    fn parties_that_are_not_on_record_are_left_to_another_rule() {
        let mut world = World::new();
        world.seller = Party::Unknown;
        world.buyer = Party::Unregistered;
        assert!(world.pointers(&RULE, &sample::intra_state()).is_empty());
    }
}
