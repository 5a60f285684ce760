//! 3092: the PAN is enabled at the five crore threshold already.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3092",
        kind: Kind::Outcome,
        english: Words {
            title: "The PAN is already enabled at the threshold of 5 crore rupees.",
            reason: "Another GSTIN of the same PAN has declared a turnover above 5 crore \
                     rupees; the turnover is one for the whole PAN.",
            fix: "Enter a turnover above 5 and below 10 crore rupees, or check what was \
                  declared before.",
        },
        hindi: Words {
            title: "यह PAN 5 करोड़ रुपये की सीमा पर पहले से सक्षम है।",
            reason: "इसी PAN के दूसरे GSTIN ने 5 करोड़ रुपये से अधिक का टर्नओवर घोषित किया है; \
                     टर्नओवर पूरे PAN का एक ही होता है।",
            fix: "5 से अधिक और 10 करोड़ रुपये से कम टर्नओवर भरें, या पहले क्या घोषित हुआ था यह \
                  जाँचें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: None,
};
