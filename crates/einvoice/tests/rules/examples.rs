//! Every rule's examples: `tests/examples/<code>.json` lists documents that the rule rejects and
//! documents next to them that it accepts, each as changes to a document that breaks no rule.

use einvoice::Finding;
use einvoice::catalogue::Language;
use einvoice::rules::{self, Check, Rule};
use gst::Decimal;
use serde_json::Value;

use crate::support::{Example, codes, parse, read, set};

/// The rules that check documents, with their example files.
fn with_examples() -> impl Iterator<Item = (&'static Rule, Value)> {
    rules::ALL
        .iter()
        .filter(|rule| matches!(rule.check, Some(Check::Document(_))))
        .map(|rule| {
            let code = rule.entry.code;
            let file = read(&format!("{code}.json"));
            (
                *rule,
                file.unwrap_or_else(|| panic!("{code} has no examples")),
            )
        })
}

fn examples(file: &Value, list: &str, code: &str) -> Vec<Example> {
    let examples = file[list].as_array().expect("a list of examples");
    assert!(!examples.is_empty(), "{code} has no {list} example");
    examples.iter().map(Example::of).collect()
}

fn findings(example: &Example, without: Option<&Rule>) -> Vec<Finding> {
    let kept = rules::ALL
        .iter()
        .copied()
        .filter(|rule| without.is_none_or(|left_out| left_out.entry.code != rule.entry.code));
    rules::findings_of(kept, &example.invoice(), &example.world.facts())
}

#[test]
fn what_a_rule_rejects_it_rejects_alone() {
    for (rule, file) in with_examples() {
        let code = rule.entry.code;
        for example in examples(&file, "rejected", code) {
            let found = findings(&example, None);
            assert_eq!(
                codes(&found),
                [code],
                "{}: {:?}",
                example.why,
                messages(&found)
            );
        }
    }
}

/// A rule that never fires would fail here: its rejected example would still be refused by
/// another rule, or by none.
#[test]
fn without_the_rule_its_rejected_examples_pass() {
    for (rule, file) in with_examples() {
        for example in examples(&file, "rejected", rule.entry.code) {
            let found = findings(&example, Some(rule));
            assert!(found.is_empty(), "{}: {:?}", example.why, messages(&found));
        }
    }
}

/// The example file says how a document is mended as the entry's fix asks for.
#[test]
fn what_is_rejected_passes_when_it_is_repaired() {
    for (rule, file) in with_examples() {
        for rejected in file["rejected"].as_array().unwrap() {
            let repaired = Example::repaired(rejected);
            let found = findings(&repaired, None);
            let code = rule.entry.code;
            let messages = messages(&found);
            assert!(found.is_empty(), "{code}, {}: {messages:?}", repaired.why);
        }
    }
}

/// Every amount of the sample that NIC publishes, moved by two rupees, breaks the rule that guards
/// it.
#[test]
fn amounts_of_the_published_sample_are_guarded() {
    let file = read("passing.json").unwrap();
    let sample = Example::of(&file[0]);
    for (pointer, code) in [
        ("/ItemList/0/TotAmt", "2193"),
        ("/ItemList/0/Discount", "2193"),
        ("/ItemList/0/AssAmt", "2193"),
        ("/ItemList/0/IgstAmt", "2235"),
        ("/ItemList/0/CgstAmt", "2174"),
        ("/ItemList/0/SgstAmt", "2174"),
        ("/ItemList/0/CesAmt", "2266"),
        ("/ItemList/0/CesNonAdvlAmt", "2194"),
        ("/ItemList/0/StateCesAmt", "2267"),
        ("/ItemList/0/StateCesNonAdvlAmt", "2194"),
        ("/ItemList/0/OthChrg", "2194"),
        ("/ItemList/0/TotItemVal", "2194"),
        ("/ValDtls/AssVal", "2182"),
        ("/ValDtls/SgstVal", "2183"),
        ("/ValDtls/CgstVal", "2184"),
        ("/ValDtls/IgstVal", "2185"),
        ("/ValDtls/CesVal", "2186"),
        ("/ValDtls/StCesVal", "2187"),
        ("/ValDtls/Discount", "2189"),
        ("/ValDtls/OthChrg", "2189"),
        ("/ValDtls/RndOffAmt", "2189"),
        ("/ValDtls/TotInvVal", "2189"),
    ] {
        let before: Decimal = sample
            .document
            .pointer(pointer)
            .unwrap()
            .to_string()
            .parse()
            .unwrap();
        for rupees in [2, -2] {
            let after = before + Decimal::from(rupees);
            // Only the rounding may be less than zero.
            if after < Decimal::ZERO && pointer != "/ValDtls/RndOffAmt" {
                continue;
            }
            let mut document = sample.document.clone();
            let moved = serde_json::from_str(&after.to_string()).unwrap();
            set(&mut document, pointer, moved);
            let invoice = parse(&document, pointer);
            let found = rules::findings(&invoice, &sample.world.facts());
            assert!(
                codes(&found).contains(&code),
                "{pointer} {after}: {:?}",
                codes(&found)
            );
        }
    }
}

#[test]
fn what_a_rule_accepts_every_rule_accepts() {
    for (rule, file) in with_examples() {
        for example in examples(&file, "accepted", rule.entry.code) {
            let found = findings(&example, None);
            assert!(found.is_empty(), "{}: {:?}", example.why, messages(&found));
        }
    }
}

#[test]
fn documents_that_have_to_pass() {
    let file = read("passing.json").unwrap();
    for example in file.as_array().unwrap().iter().map(Example::of) {
        let found = findings(&example, None);
        assert!(found.is_empty(), "{}: {:?}", example.why, messages(&found));
        einvoice::check(example.invoice(), &example.world.facts()).unwrap();
    }
}

/// A finding points at something that is there, or at a member of something that is, and within
/// what its entry says that it talks about.
#[test]
fn pointers_lead_into_the_document() {
    for (rule, file) in with_examples() {
        for example in examples(&file, "rejected", rule.entry.code) {
            for finding in findings(&example, None) {
                let (parent, _) = finding.pointer.rsplit_once('/').unwrap();
                let document = &example.document;
                assert!(document.pointer(parent).is_some(), "{}", finding.pointer);
                let pattern = with_stars(&finding.pointer);
                assert!(rule.entry.pointers.contains(&pattern.as_str()), "{pattern}");
            }
        }
    }
}

#[test]
fn particulars_are_sentences_in_both_languages() {
    for (rule, file) in with_examples() {
        for example in examples(&file, "rejected", rule.entry.code) {
            for finding in findings(&example, None) {
                let english = finding.message(Language::English);
                assert!(english.ends_with('.'), "{english}");
                let hindi = finding.message(Language::Hindi);
                assert!(hindi.ends_with('।'), "{hindi}");
                let detail = &finding.detail;
                assert_eq!(
                    detail.english.is_empty(),
                    detail.hindi.is_empty(),
                    "{english}"
                );
            }
        }
    }
}

pub(crate) fn messages(findings: &[Finding]) -> Vec<String> {
    let message = |finding: &Finding| {
        let text = finding.message(Language::English);
        format!("{} {}: {text}", finding.code(), finding.pointer)
    };
    findings.iter().map(message).collect()
}

/// The pointer with `*` for an item's index.
pub(crate) fn with_stars(pointer: &str) -> String {
    let segments = pointer.split('/').map(|segment| {
        let is_index = !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
        if is_index { "*" } else { segment }
    });
    segments.collect::<Vec<_>>().join("/")
}
