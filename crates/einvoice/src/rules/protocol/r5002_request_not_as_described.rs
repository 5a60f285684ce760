//! 5002: the request is not as the schema describes it.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "5002",
        kind: Kind::Protocol,
        english: Words {
            title: "The request is not as its description asks.",
            reason: "It is not valid JSON, or a member is missing, too long, out of its range \
                     or not in its pattern; each such member is named.",
            fix: "Correct the members that are named and send the request again.",
        },
        hindi: Words {
            title: "अनुरोध निर्धारित रूप में नहीं है।",
            reason: "यह मान्य JSON नहीं है, या कोई सदस्य नहीं दिया गया है, बहुत लंबा है, अपनी \
                     सीमा से बाहर है या निर्धारित स्वरूप में नहीं है; ऐसे हर सदस्य का नाम दिया \
                     गया है।",
            fix: "बताए गए सदस्यों को सुधारकर अनुरोध फिर भेजें।",
        },
        pointers: &[],
        since: None,
        source: "INV-01 schema version 1.1, Notification 60/2020 – Central Tax of 30 July 2020",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
