//! 3024: the current password is wrong.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::rules::Rule;
use crate::rules::why;

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3024",
        kind: Kind::Outcome,
        english: Words {
            title: "The current password is wrong.",
            reason: "Before a password is changed, the current one has to be given.",
            fix: "Enter the current password again, or use Forgot password.",
        },
        hindi: Words {
            title: "वर्तमान पासवर्ड ग़लत है।",
            reason: "पासवर्ड बदलने से पहले वर्तमान पासवर्ड देना होता है।",
            fix: "वर्तमान पासवर्ड फिर से भरें, या “पासवर्ड भूल गए” चुनें।",
        },
        pointers: &[],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Certain,
        status: Status::Retired { why: why::ON_PAGE },
    },
    check: None,
};
