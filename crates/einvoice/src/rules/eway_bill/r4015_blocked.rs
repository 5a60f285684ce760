//! 4015: e-way bills are blocked for a party of the document.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4015",
        kind: Kind::Outcome,
        english: Words {
            title: "E-way bills are blocked for a party of the document.",
            reason: "Returns were not filed for several periods.",
            fix: "File the returns that are due; the block ends with them.",
        },
        hindi: Words {
            title: "दस्तावेज़ के किसी पक्ष के लिए ई-वे बिल रोके गए हैं।",
            reason: "कई अवधियों के रिटर्न नहीं भरे गए हैं।",
            fix: "बकाया रिटर्न भरें; उसी से रोक हटती है।",
        },
        pointers: &["/SellerDtls/Gstin", "/BuyerDtls/Gstin"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
