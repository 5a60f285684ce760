//! 1012: the request has no client secret header.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1012",
        kind: Kind::Protocol,
        english: Words {
            title: "The header with the client secret is missing.",
            reason: "The client id alone does not prove which software calls.",
            fix: "Send the header client_secret with the secret from API access on the portal.",
        },
        hindi: Words {
            title: "क्लाइंट सीक्रेट वाला हेडर नहीं भेजा गया।",
            reason: "केवल क्लाइंट आईडी से यह सिद्ध नहीं होता कि अनुरोध किस सॉफ़्टवेयर का है।",
            fix: "पोर्टल के “API एक्सेस” में मिला सीक्रेट client_secret हेडर में भेजें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
