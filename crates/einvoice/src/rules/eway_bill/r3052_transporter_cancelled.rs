//! 3052: the transporter's registration has ended.

use gst::RegistrationStatus;
use jiff::civil::Date;

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::facts::{Party, Standing};
use crate::finding::{Detail, Finding};
use crate::rules::party::standing;
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "3052",
        kind: Kind::Rule,
        english: Words {
            title: "The transporter's registration has ended.",
            reason: "Goods are handed over to a transporter whose registration is in force.",
            fix: "Name another transporter, or check the status on the GST common portal.",
        },
        hindi: Words {
            title: "परिवहनकर्ता का पंजीकरण समाप्त हो चुका है।",
            reason: "माल उसी परिवहनकर्ता को सौंपा जाता है जिसका पंजीकरण प्रभावी हो।",
            fix: "दूसरा परिवहनकर्ता दें, या GST कॉमन पोर्टल पर स्थिति जाँचें।",
        },
        pointers: &["/EwbDtls/TransId", "/TransId"],
        since: None,
        source: "NIC e-Invoice API, list of error codes",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, facts: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let (Some(id), Some(Party::Known(standing))) =
        (consignment.transport.transporter_id, facts.transporter)
    else {
        return;
    };
    if !has_ended(standing, facts.today) {
        return;
    }
    let status = standing.status.gst_word();
    let hindi_status = standing::hindi_status(standing.status);
    findings.push(
        Finding::new(&RULE.entry, consignment.pointer("TransId")).with(Detail {
            english: format!("The status of {id} is {status}.").into(),
            hindi: format!("{id} की स्थिति: {hindi_status}।").into(),
            found: Some(status.to_owned()),
            expected: Some(RegistrationStatus::Active.gst_word().to_owned()),
        }),
    );
}

fn has_ended(standing: &Standing, today: Date) -> bool {
    match standing.status {
        RegistrationStatus::Inactive => true,
        RegistrationStatus::Cancelled | RegistrationStatus::Deregistered => {
            standing.deregistered_on.is_none_or(|last| last < today)
        }
        RegistrationStatus::Active
        | RegistrationStatus::Provisional
        | RegistrationStatus::Suspended => false,
    }
}
