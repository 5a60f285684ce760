//! The three sections together.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::path::Path;

use gateways::email::EmailSecurity;
use gateways::sms::SmsMethod;
use service::messages::MessageKind;

use super::*;
use crate::config::tests::SMALLEST;
use crate::config::{Fault, parse};

fn read(more: &str) -> Result<Messages, Vec<String>> {
    let outcome = parse(&format!("{SMALLEST}{more}"), Path::new("/etc/mohar"));
    let told = |faults: Vec<Fault>| faults.iter().map(ToString::to_string).collect();
    outcome.config.map(|config| config.messages).map_err(told)
}

#[test]
fn without_gateways_everything_stays() {
    let messages = read("[messages]\ngive_up_s = 3600").unwrap();
    assert!(messages.sms.is_none() && messages.email.is_none());
    assert_eq!(messages.delivery.give_up_s, 3_600);
}

#[test]
fn gateways_are_read_with_what_is_left_out() {
    let email = "[email]\nhost = \"mail.example.in\"\nfrom = \"a@example.in\"\n";
    let messages = read(&format!("{SMS}{email}")).unwrap();
    let (sms, secret_file) = messages.sms.unwrap();
    assert_eq!((sms.method, secret_file), (SmsMethod::Get, None));
    assert_eq!(sms.template_ids[&MessageKind::Enabled], "5");
    let email = messages.email.unwrap().settings;
    assert_eq!((email.port, email.security), (587, EmailSecurity::StartTls));
    assert_eq!(email.hello_name, "127.0.0.1");
}

#[test]
fn what_is_wrong_is_told_with_its_setting() {
    let broken = SMS.replace("{text}", "{txt}").replace("\"5\"", "\"five\"");
    let faults = read(&broken).unwrap_err().join("\n");
    assert!(faults.contains("sms.url: there is no {txt}"), "{faults}");
    assert!(faults.contains("sms.template_enabled"), "{faults}");
    for (more, wanted) in [
        ("[sms]\nuser = \"mohar\"", "sms.url"),
        ("[email]\nfrom = \"a@example.in\"", "email.host"),
        ("[email]\nhost = \"mail.example.in\"", "email.from"),
        (
            "[email]\nhost = \"mail.example.in\"\nsecurity = \"none\"\nfrom = \"a@b.in\"",
            "email.security",
        ),
        ("[sms]\nmethod = \"PUT\"", "sms.method"),
    ] {
        let faults = read(more).unwrap_err().join("\n");
        assert!(faults.contains(wanted), "{more}: {faults}");
    }
}

/// Whatever kind of message lacks the template that it needs: it is told before a portal starts, and
/// which one.
#[test]
fn a_gateway_without_a_template_is_a_fault() {
    for kind in MessageKind::ALL {
        if !kind.needs_template() {
            continue;
        }
        let setting = format!("template_{} = ", kind.name());
        let lines = SMS.lines().filter(|line| !line.starts_with(&setting));
        let without: Vec<_> = lines.collect();
        assert_eq!(without.len() + 1, SMS.lines().count(), "{setting}");
        let faults = read(&without.join("\n")).unwrap_err();
        let wanted = format!("sms.template_{}", kind.name());
        assert!(
            faults.len() == 1 && faults[0].contains(&wanted) && faults[0].contains("OPERATIONS.md"),
            "{faults:?}"
        );
    }
}
