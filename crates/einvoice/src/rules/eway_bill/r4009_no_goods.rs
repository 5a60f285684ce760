//! 4009: no item of the document is goods.

use crate::catalogue::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4009",
        kind: Kind::Outcome,
        english: Words {
            title: "No item of the document is goods.",
            reason: "An e-way bill accompanies goods; a document of services alone needs none.",
            fix: "Leave the e-way bill out, or correct the HSN code of the goods.",
        },
        hindi: Words {
            title: "दस्तावेज़ की कोई मद माल की नहीं है।",
            reason: "ई-वे बिल माल के साथ चलता है; केवल सेवाओं के दस्तावेज़ को इसकी आवश्यकता नहीं।",
            fix: "ई-वे बिल न माँगें, या माल का HSN कोड सुधारें।",
        },
        pointers: &["/ItemList/*/HsnCd", "/ItemList/*/IsServc"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Certain,
        status: Status::OnHold {
            why: why::EWAY_BILL,
        },
    },
    check: None,
};
