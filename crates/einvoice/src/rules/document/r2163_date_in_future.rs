//! 2163: the document is dated after today.

use gst::ist;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2163",
        kind: Kind::Rule,
        english: Words {
            title: "The document date is in the future.",
            reason: "A document can be registered on its date or later, never before it \
                     exists. Today is the date in India.",
            fix: "Correct the document date, or register the document when its date has come.",
        },
        hindi: Words {
            title: "दस्तावेज़ की तारीख़ भविष्य की है।",
            reason: "दस्तावेज़ अपनी तारीख़ को या उसके बाद ही पंजीकृत हो सकता है, उससे पहले \
                     नहीं। आज की तारीख़ भारतीय समय के अनुसार मानी जाती है।",
            fix: "दस्तावेज़ की तारीख़ सुधारें, या वह तारीख़ आने पर दस्तावेज़ पंजीकृत करें।",
        },
        pointers: &["/DocDtls/Dt"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 46",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let date = invoice.document.date;
    if date <= facts.today {
        return;
    }
    let (given, today) = (ist::slash_date(date), ist::slash_date(facts.today));
    findings.push(Finding::new(&RULE.entry, "/DocDtls/Dt").with(Detail {
        english: format!("It is dated {given}; today is {today}.").into(),
        hindi: format!("इस पर {given} की तारीख़ है; आज {today} है।").into(),
        found: Some(given),
        expected: Some(format!("..{today}")),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan as _;

    use crate::rules::sample::{self, TODAY};

    #[test]
    fn today_is_accepted_and_tomorrow_is_not() {
        let mut invoice = sample::intra_state();
        invoice.document.date = TODAY;
        assert!(sample::pointers(&RULE, &invoice).is_empty());
        invoice.document.date = TODAY + 1.day();
        assert_eq!(sample::pointers(&RULE, &invoice), ["/DocDtls/Dt"]);
    }
}
