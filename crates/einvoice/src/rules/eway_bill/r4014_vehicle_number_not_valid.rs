//! 4014: the vehicle number is not in one of its forms.

use crate::entry::{Entry, Grade, Kind, Status, Words};
use crate::eway_bill::{BillFacts, Consignment};
use crate::finding::{Detail, Finding};
use crate::rules::{Check, Rule};

pub(crate) static RULE: Rule = Rule {
    entry: Entry {
        code: "4014",
        kind: Kind::Rule,
        english: Words {
            title: "The vehicle number is not in one of its forms.",
            reason: "A registration mark has state, office, series and number (KA12AB1234, \
                     KA121234, 22BH1234AA); temporary numbers begin with TM or TR, those of the \
                     forces with DF, of Bhutan with BP, of Nepal with NP.",
            fix: "Correct the vehicle number; leave spaces and hyphens out.",
        },
        hindi: Words {
            title: "वाहन संख्या किसी मान्य स्वरूप में नहीं है।",
            reason: "पंजीकरण संख्या में राज्य, कार्यालय, शृंखला और अंक होते हैं (KA12AB1234, \
                     KA121234, 22BH1234AA); अस्थायी संख्या TM या TR से, सेना की DF से, भूटान की \
                     BP से और नेपाल की NP से आरंभ होती है।",
            fix: "वाहन संख्या सुधारें; रिक्त स्थान और हाइफ़न न लिखें।",
        },
        pointers: &["/EwbDtls/VehNo", "/VehNo"],
        since: None,
        source: "NIC e-Invoice API, list of error codes; CGST Rules 2017, rule 138",
        grade: Grade::Likely,
        status: Status::Raised,
    },
    check: Some(Check::EwayBill(check)),
};

fn check(consignment: &Consignment<'_>, _: &BillFacts<'_>, findings: &mut Vec<Finding>) {
    let Some(number) = &consignment.transport.vehicle_number else {
        return;
    };
    if !gst::is_vehicle_number(number) {
        findings.push(
            Finding::new(&RULE.entry, consignment.pointer("VehNo")).with(Detail {
                english: format!("{number} was found; KA12AB1234 would be one.").into(),
                hindi: format!("मिला: {number}; उदाहरण: KA12AB1234।").into(),
                found: Some(number.clone()),
                expected: None,
            }),
        );
    }
}
