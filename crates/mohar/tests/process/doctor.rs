//! `mohar doctor` on installations that are well and that are not.

use std::fs;

use serde_json::Value;

use crate::support::portal::Installation;
use crate::support::{mohar, printed};

/// The exit code, and the verdicts by subject.
fn examined(installation: &Installation) -> (i32, Value) {
    let output = mohar(&["doctor", "--config", &installation.config(), "--json"]);
    let found: Vec<Value> = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", printed(&output.stderr)));
    let mut verdicts = Value::Null;
    for one in found {
        let good = one["verdict"] == "good";
        assert_eq!(good, one["advice"] == "", "{one}");
        verdicts[one["subject"].as_str().unwrap()] = one["verdict"].clone();
    }
    (output.status.code().unwrap(), verdicts)
}

#[tokio::test]
async fn an_installation_that_is_well() {
    let installation = Installation::new("");
    let (code, verdicts) = examined(&installation);
    assert_eq!(code, 0, "{verdicts}");
    for subject in [
        "kind",
        "open files",
        "signing key",
        "database",
        "registry",
        "clock",
    ] {
        assert_eq!(verdicts[subject], "good", "{verdicts}");
    }
    // It does not run, which may be meant.
    assert_eq!(verdicts["portal"], "warning");
    let text = mohar(&["doctor", "--config", &installation.config()]);
    let text = printed(&text.stdout);
    assert!(
        text.contains("warning  portal") && text.contains("→"),
        "{text}"
    );
}

#[tokio::test]
async fn what_is_wrong_is_named_each_for_itself() {
    let mut installation = Installation::new("");
    installation.registry.kill();
    fs::rename(installation.path("keys"), installation.path("lost")).unwrap();
    let (code, verdicts) = examined(&installation);
    assert_eq!(code, 1, "{verdicts}");
    for (subject, verdict) in [("keys", "bad"), ("registry", "bad"), ("database", "good")] {
        assert_eq!(verdicts[subject], verdict, "{verdicts}");
    }
    assert_eq!(verdicts["clock"], "warning");
}
