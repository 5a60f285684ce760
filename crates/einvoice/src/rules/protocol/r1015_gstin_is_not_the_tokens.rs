//! 1015: the GSTIN header is not the token's GSTIN.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1015",
        kind: Kind::Protocol,
        english: Words {
            title: "The GSTIN in the header is not the one the token was issued to.",
            reason: "A token is good for one GSTIN only.",
            fix: "Send the GSTIN you authenticated with, or authenticate for the other GSTIN.",
        },
        hindi: Words {
            title: "हेडर का GSTIN वह नहीं है जिसके लिए टोकन जारी हुआ था।",
            reason: "एक टोकन केवल एक GSTIN के लिए होता है।",
            fix: "वही GSTIN भेजें जिससे प्रमाणीकरण किया था, या दूसरे GSTIN के लिए अलग से \
                  प्रमाणीकरण करें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
