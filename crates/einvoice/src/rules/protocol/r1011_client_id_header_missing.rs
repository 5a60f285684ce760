//! 1011: the request has no client id header.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1011",
        kind: Kind::Protocol,
        english: Words {
            title: "The header with the client id is missing.",
            reason: "Every call says in the header client_id which software makes it.",
            fix: "Send the header client_id with the id from API access on the portal.",
        },
        hindi: Words {
            title: "क्लाइंट आईडी वाला हेडर नहीं भेजा गया।",
            reason: "हर अनुरोध के client_id हेडर में बताया जाता है कि उसे किस सॉफ़्टवेयर ने \
                     भेजा है।",
            fix: "पोर्टल के “API एक्सेस” में मिली आईडी client_id हेडर में भेजें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
