//! 4017: the document is too old for an e-way bill.
//!
//! The e-way bill system says 820. Of the codes of an IRP none is known to say it; 4017, for a date
//! that is not valid, is the nearest, and faults of form, which it is meant for, are named by 5002.

use gst::eway_bill::document_age_days_max;
use gst::ist;
use jiff::ToSpan as _;
use jiff::civil::date;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::{Detail, Finding};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4017",
        kind: Kind::Rule,
        english: Words {
            title: "The document is too old for an e-way bill.",
            reason: "Since 1 January 2025 an e-way bill is made only for a document dated \
                     within the last 180 days. The e-way bill system says 820 to this; 4017 is \
                     the nearest code of the portal.",
            fix: "Issue a document of today for goods that move now.",
        },
        hindi: Words {
            title: "दस्तावेज़ ई-वे बिल के लिए बहुत पुराना है।",
            reason: "1 जनवरी 2025 से ई-वे बिल केवल पिछले 180 दिनों के दस्तावेज़ पर बनता है। \
                     ई-वे बिल प्रणाली में इसका कोड 820 है; पोर्टल के कोडों में 4017 सबसे निकट \
                     है।",
            fix: "अब जाने वाले माल के लिए आज का दस्तावेज़ जारी करें।",
        },
        pointers: &["/DocDtls/Dt"],
        since: Some(date(2025, 1, 1)),
        source: "GSTN advisory of 17 December 2024 (180 days)",
        grade: Grade::Guess,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, facts: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let date = consignment.invoice.document.date;
    let Some(days_max) = document_age_days_max(facts.today) else {
        return;
    };
    let Ok(first) = facts.today.checked_sub(i64::from(days_max).days()) else {
        return;
    };
    if date < first {
        let (given, first) = (ist::slash_date(date), ist::slash_date(first));
        findings.push(Finding::new(&RULE.entry, "/DocDtls/Dt").with(Detail {
            english: format!("It is dated {given}; {first} would be the earliest today.").into(),
            hindi: format!("इस पर {given} की तारीख़ है; आज {first} से पहले की नहीं चलती।").into(),
            found: Some(given),
            expected: Some(format!("{first}..")),
        }));
    }
}
