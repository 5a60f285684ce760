//! One text message, by every form of gateway.

use std::time::Duration;

use gateways::sms::{ANSWER_BYTES_MAX, BodyForm, SmsMethod, SmsSettings};
use gateways::{Gateway, SendFault, SmsGateway};
use service::messages::MessageKind;
use store::messages::Route;

use crate::http_server::{Answer, HttpServer};
use crate::world::{GSTIN, MOBILE, World};

const SECRET: &str = "s3cret&=\"<>";

/// A gateway that takes JSON and gives receipts.
pub(crate) fn json_settings(base: &str) -> SmsSettings {
    let id = |kind| (kind, format!("110700000000000000{}", kind as u8));
    SmsSettings {
        url: format!("{base}/v1/send"),
        method: SmsMethod::Post,
        headers: vec!["Authorization: Bearer {secret}".to_owned()],
        body: Some(
            r#"{"to":"{to}","text":"{text}","template":"{template_id}","entity":"{entity_id}",
               "sender":"{header}","reference":"{id}"}"#
                .to_owned(),
        ),
        body_form: BodyForm::Json,
        user: None,
        entity_id: "1101000000000000001".to_owned(),
        header: "MOHARS".to_owned(),
        template_ids: MessageKind::ALL.map(id).into_iter().collect(),
        country_prefix: "91".to_owned(),
        receipt_pointer: Some("/data/id".to_owned()),
        connect: Duration::from_secs(2),
        answer: Duration::from_secs(2),
    }
}

pub(crate) fn gateway(settings: SmsSettings) -> Gateway {
    Gateway::Sms(SmsGateway::new(settings, Some(SECRET)).unwrap())
}

#[tokio::test]
async fn a_code_arrives_with_everything_that_the_dlt_asks_for() {
    let (world, server) = (World::new().await, HttpServer::start().await);
    let code = world.code().await;
    let message = world.claimed(Route::Sms).await;
    let receipt = gateway(json_settings(&server.base)).send(&message).await;
    assert_eq!(receipt.unwrap().as_deref(), Some("R-1"));
    let asked = server.asked().remove(0);
    assert_eq!(
        (asked.method.as_str(), asked.uri.path()),
        ("POST", "/v1/send")
    );
    assert_eq!(asked.headers["content-type"], "application/json");
    assert_eq!(asked.headers["authorization"], format!("Bearer {SECRET}"));
    let body = asked.json();
    assert_eq!(body["to"], format!("91{MOBILE}"));
    assert_eq!(body["template"], "1107000000000000000");
    assert_eq!(
        (body["entity"].as_str(), body["sender"].as_str()),
        ("1101000000000000001", "MOHARS")
    );
    assert_eq!(body["reference"], message.id.to_string());
    assert_eq!(
        body["text"],
        MessageKind::CodeRegister
            .registered_text("Mohar")
            .replacen("{#numeric#}", &code, 1)
            .replacen("{#alphanumeric#}", GSTIN, 1)
            .replacen("{#numeric#}", "10", 1)
    );
}

/// What came with a later version may be without a template; it is not tried for ever.
#[tokio::test]
async fn a_notice_without_a_template_is_given_up_at_once() {
    let (world, server) = (World::new().await, HttpServer::start().await);
    world.code().await;
    let mut message = world.claimed(Route::Sms).await;
    message.kind = MessageKind::AuthenticatorOff;
    let mut settings = json_settings(&server.base);
    settings.template_ids.remove(&message.kind);
    let fault = gateway(settings).send(&message).await.unwrap_err();
    assert_eq!(fault, SendFault::NoTemplate);
    assert!(fault.is_final());
    assert_eq!(server.asked().len(), 0);
}

#[tokio::test]
async fn everything_can_stand_in_the_address() {
    let (world, server) = (World::new().await, HttpServer::start().await);
    let code = world.code().await;
    let message = world.claimed(Route::Sms).await;
    let settings = SmsSettings {
        url: format!(
            "{}/?u={{user}}&k={{secret}}&to={{to}}&m={{text}}&v={{value_1}}",
            server.base
        ),
        method: SmsMethod::Get,
        headers: Vec::new(),
        body: None,
        user: Some("मोहर".to_owned()),
        receipt_pointer: None,
        ..json_settings(&server.base)
    };
    assert_eq!(gateway(settings).send(&message).await, Ok(None));
    let asked = server.asked().remove(0);
    assert_eq!(asked.method, "GET");
    let query: Vec<(String, String)> = form(asked.uri.query().unwrap());
    let wanted = [
        ("u", "मोहर"),
        ("k", SECRET),
        ("to", &format!("91{MOBILE}")),
        ("m", &message.text),
        ("v", &code),
    ];
    let wanted = wanted.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(query, wanted);
    assert_eq!(asked.body, "");
}

#[tokio::test]
async fn a_form_and_xml_carry_the_same() {
    let (world, server) = (World::new().await, HttpServer::start().await);
    world.code().await;
    let message = world.claimed(Route::Sms).await;
    let settings = |body: &str, body_form| SmsSettings {
        body: Some(body.to_owned()),
        body_form,
        headers: Vec::new(),
        ..json_settings(&server.base)
    };
    let body = "k={secret}&to={to}&m={text}";
    gateway(settings(body, BodyForm::Form))
        .send(&message)
        .await
        .unwrap();
    let body = "<sms key=\"{secret}\" to=\"{to}\">{text}</sms>";
    gateway(settings(body, BodyForm::Xml))
        .send(&message)
        .await
        .unwrap();
    let asked = server.asked();
    assert_eq!(
        asked[0].headers["content-type"],
        "application/x-www-form-urlencoded"
    );
    let fields = form(&asked[0].body);
    assert_eq!(fields[0], ("k".to_owned(), SECRET.to_owned()));
    assert_eq!(fields[2], ("m".to_owned(), message.text.clone()));
    assert_eq!(asked[1].headers["content-type"], "application/xml");
    let xml = format!(
        "<sms key=\"s3cret&amp;=&quot;&lt;&gt;\" to=\"91{MOBILE}\">{}</sms>",
        message.text
    );
    assert_eq!(asked[1].body, xml);
}

/// The fields of a form, by another reader than the one that wrote them.
fn form(text: &str) -> Vec<(String, String)> {
    let url = format!("http://x/?{text}");
    let url = reqwest::Url::parse(&url).unwrap();
    url.query_pairs().into_owned().collect()
}

#[tokio::test]
async fn every_failure_is_told_without_naming_anybody() {
    let (world, server) = (World::new().await, HttpServer::start().await);
    world.code().await;
    let message = world.claimed(Route::Sms).await;
    let settings = SmsSettings {
        answer: Duration::from_millis(400),
        ..json_settings(&server.base)
    };
    let gateway = gateway(settings.clone());
    let refused = |status, retry_after_s| SendFault::Answered {
        status,
        retry_after_s,
    };
    let receipt =
        |filler: usize| format!(r#"{{"data":{{"id":"R"}},"x":"{}"}}"#, "x".repeat(filler));
    let room = ANSWER_BYTES_MAX - receipt(0).len();
    let elsewhere = Answer::of(302, "").with("location", "/elsewhere");
    for (answer, wanted) in [
        (Answer::of(503, MOBILE), Err(refused(503, None))),
        (
            Answer::of(429, "").with("retry-after", "120"),
            Err(refused(429, Some(120))),
        ),
        (elsewhere, Err(refused(302, None))),
        (
            Answer::of(200, r#"{"error":"no balance"}"#),
            Err(SendFault::NoReceipt),
        ),
        (
            Answer::of(200, r#"{"data":{"id":""}}"#),
            Err(SendFault::NoReceipt),
        ),
        (Answer::of(200, "<html>"), Err(SendFault::NoReceipt)),
        (Answer::of(200, &receipt(room)), Ok(Some("R".to_owned()))),
        (
            Answer::of(200, &receipt(room + 1)),
            Err(SendFault::NoReceipt),
        ),
        (
            Answer::of(202, r#"{"data":{"id":77}}"#),
            Ok(Some("77".to_owned())),
        ),
        (
            Answer::of(200, &receipt(0)).after(2_000),
            Err(SendFault::TimedOut),
        ),
    ] {
        server.next(answer);
        let outcome = gateway.send(&message).await;
        if let Err(fault) = &outcome {
            let words = format!("{fault} {fault:?}");
            assert!(
                !words.contains(MOBILE) && !words.contains("s3cret"),
                "{words}"
            );
        }
        assert_eq!(outcome, wanted);
    }
    assert_eq!(server.asked().len(), 10, "no redirect was followed");

    let gone = SmsSettings {
        url: "http://127.0.0.1:1/send".to_owned(),
        ..settings
    };
    let outcome = crate::sms::gateway(gone).send(&message).await;
    assert_eq!(outcome, Err(SendFault::Unreachable));
    let mut nobody = message;
    nobody.to = "99999\n1234".to_owned();
    assert_eq!(gateway.send(&nobody).await, Err(SendFault::BadRecipient));
    assert!(!format!("{gateway:?} {nobody:?}").contains("s3cret"));
}

/// Asks for a head, whatever is answered; neither the address's values nor the secret go with it.
#[tokio::test]
async fn a_probe_reaches_the_gateway_and_tells_it_nothing() {
    let server = HttpServer::start().await;
    server.next(Answer::of(404, ""));
    let mut settings = json_settings(&server.base);
    settings.url = format!("{}/send?key={{secret}}&to={{to}}", server.base);
    let gateway = gateway(settings);
    assert_eq!(gateway.probe().await, Ok(()));
    let asked = server.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(
        (asked[0].method.as_str(), asked[0].uri.to_string().as_str()),
        ("HEAD", "/")
    );
    assert!(!asked[0].headers.contains_key("authorization"));
    drop(server);
    assert_eq!(gateway.probe().await, Err(SendFault::Unreachable));
}
