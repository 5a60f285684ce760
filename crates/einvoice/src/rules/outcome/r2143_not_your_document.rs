//! 2143: the document belongs to another GSTIN.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "2143",
        kind: Kind::Outcome,
        english: Words {
            title: "This document does not belong to your GSTIN.",
            reason: "An IRN can be read or cancelled by the supplier who registered it, or by \
                     the e-commerce operator who did so for the supplier.",
            fix: "Sign in with the GSTIN that registered the document.",
        },
        hindi: Words {
            title: "यह दस्तावेज़ आपके GSTIN का नहीं है।",
            reason: "IRN को वही आपूर्तिकर्ता देख या रद्द कर सकता है जिसने उसे पंजीकृत किया \
                     हो, या वह ई-कॉमर्स ऑपरेटर जिसने उसकी ओर से किया हो।",
            fix: "उस GSTIN से लॉगिन करें जिससे दस्तावेज़ पंजीकृत हुआ था।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired {
            why: crate::rules::why::OTHERS,
        },
    },
    check: None,
};
