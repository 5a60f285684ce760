//! 1005: the token has expired or is another account's.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "1005",
        kind: Kind::Protocol,
        english: Words {
            title: "The token is not valid.",
            reason: "It has expired, or it was not issued to this GSTIN, user name and client \
                     id together.",
            fix: "Authenticate again and use the new token with the same GSTIN, user name and \
                  client id.",
        },
        hindi: Words {
            title: "टोकन मान्य नहीं है।",
            reason: "उसकी अवधि समाप्त हो गई है, या वह इस GSTIN, यूज़र नाम और क्लाइंट आईडी के \
                     लिए जारी नहीं हुआ था।",
            fix: "फिर से प्रमाणीकरण करें और नए टोकन को उसी GSTIN, यूज़र नाम और क्लाइंट आईडी के \
                  साथ भेजें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Raised,
    },
    check: None,
};
