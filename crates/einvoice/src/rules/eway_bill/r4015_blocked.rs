//! 4015: the supplier filed no returns and may not make e-way bills.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::facts::Party;
use crate::finding::{Detail, Finding};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4015",
        kind: Kind::Rule,
        english: Words {
            title: "E-way bills are blocked for the supplier's GSTIN.",
            reason: "Returns were not filed for two periods or more. Since 18 May 2021 that \
                     stops only what the defaulter supplies, not what it receives.",
            fix: "File the returns that are due; the block ends the day after.",
        },
        hindi: Words {
            title: "आपूर्तिकर्ता के GSTIN के लिए ई-वे बिल रोके गए हैं।",
            reason: "दो या अधिक अवधियों के रिटर्न नहीं भरे गए हैं। 18 मई 2021 से रोक केवल उसकी \
                     अपनी आपूर्ति पर है, उसे मिलने वाले माल पर नहीं।",
            fix: "बकाया रिटर्न भरें; अगले दिन रोक हट जाती है।",
        },
        pointers: &["/SellerDtls/Gstin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138E; \
                 Notification 15/2021 – Central Tax",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, facts: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    if let Party::Known(standing) = facts.supplier
        && standing.eway_bill_blocked
    {
        let gstin = consignment.invoice.seller.gstin;
        findings.push(Finding::new(&RULE.entry, "/SellerDtls/Gstin").with(Detail {
            english: format!("It is the supplier's: {gstin}.").into(),
            hindi: format!("यह आपूर्तिकर्ता का है: {gstin}।").into(),
            found: Some(gstin.to_string()),
            expected: None,
        }));
    }
}
