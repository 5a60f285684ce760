//! 2284: the document is dated before the day from which documents are taken.

use gst::ist;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::facts::Facts;
use crate::finding::{Detail, Finding};
use crate::invoice::Invoice;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2284",
        kind: Kind::Rule,
        english: Words {
            title: "The document is dated before the first day that this portal takes.",
            reason: "The portal takes documents from one day on; older ones belong to years that \
                     are closed.",
            fix: "Report an older document in the return; correct the date if it is wrong.",
        },
        hindi: Words {
            title: "दस्तावेज़ की तारीख़ उस दिन से पहले की है जिससे यह पोर्टल दस्तावेज़ लेता है।",
            reason: "पोर्टल एक निश्चित दिन से दस्तावेज़ लेता है; उससे पुराने दस्तावेज़ बंद \
                     वर्षों के हैं।",
            fix: "पुराने दस्तावेज़ को रिटर्न में बताएँ; तारीख़ ग़लत हो तो सुधारें।",
        },
        pointers: &["/DocDtls/Dt"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::Document(check)),
};

fn check(invoice: &Invoice, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let date = invoice.document.date;
    let Some(floor) = facts.policy.floor_date.filter(|floor| date < *floor) else {
        return;
    };
    let (given, first) = (ist::slash_date(date), ist::slash_date(floor));
    findings.push(Finding::new(&RULE.entry, "/DocDtls/Dt").with(Detail {
        english: format!("It is dated {given}; the first day is {first}.").into(),
        hindi: format!("इस पर {given} की तारीख़ है; पहला दिन {first} है।").into(),
        found: Some(given),
        expected: Some(format!("{first}..")),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan as _;

    use crate::rules::sample::{self, DOCUMENT_DATE, World};

    #[test]
    fn the_floor_itself_is_accepted_and_the_day_before_is_not() {
        let mut world = World::new();
        let invoice = sample::intra_state();
        assert!(world.pointers(&RULE, &invoice).is_empty());
        world.policy.floor_date = Some(DOCUMENT_DATE);
        assert!(world.pointers(&RULE, &invoice).is_empty());
        world.policy.floor_date = Some(DOCUMENT_DATE + 1.day());
        assert_eq!(world.pointers(&RULE, &invoice), ["/DocDtls/Dt"]);
    }
}
