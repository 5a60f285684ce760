#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn good() -> SmsSettings {
    let ids = MessageKind::ALL.map(|kind| (kind, "1107000000000000001".to_owned()));
    SmsSettings {
        url: "https://sms.example.in/v1/send?to={to}".to_owned(),
        method: SmsMethod::Post,
        headers: vec!["Authorization: Bearer {secret}".to_owned()],
        body: Some(r#"{"text":"{text}","template":"{template_id}"}"#.to_owned()),
        body_form: BodyForm::Json,
        user: None,
        entity_id: "1101000000000000001".to_owned(),
        header: "MOHARS".to_owned(),
        template_ids: ids.into_iter().collect(),
        country_prefix: "91".to_owned(),
        receipt_pointer: Some("/id".to_owned()),
        connect: SECOND,
        answer: SECOND,
    }
}

/// The settings that are told after a change.
fn told(change: impl FnOnce(&mut SmsSettings)) -> Vec<&'static str> {
    let mut settings = good();
    change(&mut settings);
    settings
        .faults(true)
        .iter()
        .map(|fault| fault.setting)
        .collect()
}

#[test]
fn good_settings_have_no_faults() {
    assert_eq!(good().faults(true), []);
    assert_eq!(
        told(|settings| {
            settings.method = SmsMethod::Get;
            settings.body = None;
            settings.headers = Vec::new();
            settings.url = "http://127.0.0.1:9/?to={to}&v={value_1}&key={secret}".to_owned();
        }),
        [""; 0]
    );
}

#[test]
fn every_setting_can_be_wrong() {
    let url = |text: &'static str| told(move |settings| text.clone_into(&mut settings.url));
    for wrong in [
        "http://sms.example.in/{to}",
        "ftp://sms.example.in/{to}",
        "https://{to}.example.in/",
        "https://sms.example.in{to}",
        "https://user:pass@sms.example.in/{to}",
        "{to}",
        "sms.example.in/{to}",
        "https://sms.example.in/{too}",
        "https://sms.example.in/",
    ] {
        assert!(url(wrong).contains(&"url"), "{wrong}");
    }
    let body = |text: &'static str| told(move |settings| settings.body = Some(text.to_owned()));
    assert_eq!(body(r#"{"text":{text}}"#), ["body"]);
    assert_eq!(body(r#"{"text":"{text}"#), ["body"]);
    assert_eq!(body(r#"{"text":"{txt}"}"#), ["body", "url"]);
    assert_eq!(
        told(|settings| settings.method = SmsMethod::Get),
        ["body", "url"]
    );
    for wrong in [
        "Authorization",
        "A b: {secret}",
        "X: {to}{secret}",
        "X: \u{7}{secret}",
    ] {
        let lines = vec![wrong.to_owned()];
        assert!(
            told(|settings| settings.headers = lines).contains(&"headers"),
            "{wrong}"
        );
    }
    for wrong in ["", "11x"] {
        assert_eq!(
            told(|settings| wrong.clone_into(&mut settings.entity_id)),
            ["entity_id"]
        );
    }
    for wrong in ["MO", "MOHARMOHARMO", "MO AR"] {
        assert_eq!(
            told(|settings| wrong.clone_into(&mut settings.header)),
            ["header"]
        );
    }
    let without = |settings: &mut SmsSettings| {
        settings.template_ids.remove(&MessageKind::Enabled);
    };
    assert_eq!(told(without), ["template_enabled"]);
    let prefix = |settings: &mut SmsSettings| "+91-".clone_into(&mut settings.country_prefix);
    assert_eq!(told(prefix), ["country_prefix"]);
    let pointer = |settings: &mut SmsSettings| settings.receipt_pointer = Some("id".to_owned());
    assert_eq!(told(pointer), ["receipt_pointer"]);
    assert_eq!(
        told(|settings| settings.headers = Vec::new()),
        ["secret_file"]
    );
    assert_eq!(good().faults(false)[0].setting, "secret_file");
    let user = |settings: &mut SmsSettings| settings.headers.push("X-User: {user}".to_owned());
    assert_eq!(told(user), ["user"]);
}

#[test]
fn later_notices_may_be_without_a_template() {
    for kind in MessageKind::ALL {
        let faults = told(|settings| {
            settings.template_ids.remove(&kind);
        });
        assert_eq!(faults.is_empty(), !kind.needs_template(), "{kind:?}");
        let faults = told(|settings| {
            settings.template_ids.insert(kind, "one".to_owned());
        });
        assert_eq!(faults, [template_setting(kind)]);
    }
}

#[test]
fn templates_have_their_limit() {
    let body = |length: usize| {
        let filler = "x".repeat(length - r#"["{text}",""]"#.len());
        told(|settings| settings.body = Some(format!(r#"["{{text}}","{filler}"]"#)))
    };
    assert_eq!(body(TEMPLATE_CHARS_MAX), [""; 0]);
    assert!(body(TEMPLATE_CHARS_MAX + 1).contains(&"body"));
}

#[test]
fn the_settings_of_templates_are_named_after_their_kinds() {
    for kind in MessageKind::ALL {
        assert_eq!(
            template_setting(kind).strip_prefix("template_").unwrap(),
            kind.name()
        );
    }
}

#[test]
fn no_secret_is_shown() {
    let mut settings = good();
    settings.url = "https://sms.example.in/?key=s3cret&to={to}".to_owned();
    assert!(!format!("{settings:?}").contains("s3cret"));
}
