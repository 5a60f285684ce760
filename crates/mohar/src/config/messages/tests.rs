//! The three sections together.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::path::Path;

use gateways::email::EmailSecurity;
use gateways::sms::SmsMethod;
use service::messages::MessageKind;

use super::*;
use crate::config::tests::SMALLEST;
use crate::config::{Fault, parse};

const SMS: &str = r#"
[sms]
url = "https://sms.example.in/send?to={to}&text={text}&id={template_id}"
method = "GET"
entity_id = "1101000000000000001"
header = "MOHARS"
template_code_register = "1"
template_code_enable = "2"
template_code_recover = "3"
template_code_log_in = "7"
template_account_created = "4"
template_enabled = "5"
template_password_replaced = "6"
"#;

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
