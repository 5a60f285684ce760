//! 4038: the distance is too long for the two PIN codes.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::Finding;
use crate::rules::eway_bill::distance;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4038",
        kind: Kind::Rule,
        english: Words {
            title: "The distance is too long for the two PIN codes.",
            reason: "No way between the two PIN codes is that long. Within one PIN code it may \
                     be 100 km; no way at all is longer than 4,000 km.",
            fix: "Correct the distance, or give 0 to have it computed where the PIN codes \
                     differ.",
        },
        hindi: Words {
            title: "दूरी दोनों पिन कोड के हिसाब से बहुत अधिक है।",
            reason: "दोनों पिन कोडों के बीच कोई मार्ग इतना लंबा नहीं होता। एक ही पिन कोड में यह \
                     100 किमी तक हो सकती है; कोई मार्ग 4,000 किमी से लंबा नहीं होता।",
            fix: "दूरी सुधारें, या जहाँ पिन कोड अलग हों वहाँ गणना के लिए 0 दें।",
        },
        pointers: &["/EwbDtls/Distance", "/Distance"],
        since: None,
        source: "NIC e-Invoice API, list of error codes (4013, 4038)",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, facts: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let Some(limits) = distance::limits_in_force(consignment, facts) else {
        return;
    };
    let given = consignment.transport.distance_km;
    if given > *limits.end() {
        findings.push(distance::finding(&RULE.entry, consignment, &limits));
    }
}
