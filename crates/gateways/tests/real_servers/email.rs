//! One e-mail, to every kind of mail server.

use std::time::Duration;

use gateways::email::{EmailSecurity, EmailSettings};
use gateways::{EmailGateway, Gateway, SendFault};
use service::MessageToSend;
use store::messages::Route;

use crate::smtp_server::{Manner, SmtpServer};
use crate::world::{EMAIL, World};

pub(crate) fn settings(server: &SmtpServer, security: EmailSecurity) -> EmailSettings {
    EmailSettings {
        host: "localhost".to_owned(),
        port: server.port,
        security,
        hello_name: "irp.example.in".to_owned(),
        from: "Mohar <no-reply@irp.example.in>".to_owned(),
        bounces_to: Some("bounces@irp.example.in".to_owned()),
        user: None,
        certificates_pem: Some(server.certificate_pem.clone().into_bytes()),
        send: Duration::from_secs(5),
    }
}

pub(crate) fn gateway(settings: &EmailSettings) -> Gateway {
    Gateway::Email(EmailGateway::new(settings, None).unwrap())
}

async fn message(world: &World) -> MessageToSend {
    world.code().await;
    world.claimed(Route::Email).await
}

#[tokio::test]
async fn an_email_says_it_in_both_languages_and_says_who_writes() {
    let (world, server) = (World::new().await, SmtpServer::start(Manner::Plain).await);
    let code = world.code().await;
    let message = world.claimed(Route::Email).await;
    let gateway = gateway(&settings(&server, EmailSecurity::None));
    let receipt = gateway.send(&message).await.unwrap();
    assert_eq!(receipt.as_deref(), Some("2.0.0 queued as Q1"));
    // The same mail once more can be told from another one.
    gateway.send(&message).await.unwrap();
    let mails = server.mails();
    let mail = &mails[0];
    assert_eq!(mail.hello, "irp.example.in");
    assert!(
        mail.from.starts_with("FROM:<bounces@irp.example.in>"),
        "{}",
        mail.from
    );
    assert_eq!(mail.to, [format!("TO:<{EMAIL}>")]);
    assert_eq!(mail.header("From"), "Mohar <no-reply@irp.example.in>");
    assert_eq!(mail.header("To"), EMAIL);
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    let id = mail.header("Message-ID");
    assert!(id.starts_with(&format!("<mohar-{}-", message.id)), "{id}");
    assert!(id.ends_with("@irp.example.in>"), "{id}");
    assert_eq!(mails[1].header("Message-ID"), id);
    assert_eq!(mails[1].header("Date"), mail.header("Date"));
    assert!(!mail.header("Subject").contains(&code));
    let text = mail.text().replace("\r\n", "\n");
    assert_eq!(text, message.text);
    let (english, hindi) = text.split_once("\n\n").unwrap();
    assert!(english.starts_with(&format!("{code} is your code")));
    assert!(hindi.starts_with(&code) && hindi.contains("पंजीकरण"));
}

#[tokio::test]
async fn tls_begins_at_once_or_on_demand_and_protects_the_login() {
    let world = World::new().await;
    let message = message(&world).await;
    for (manner, security) in [
        (Manner::StartTls, EmailSecurity::StartTls),
        (Manner::Tls, EmailSecurity::Tls),
    ] {
        let server = SmtpServer::start(manner).await;
        let mut settings = settings(&server, security);
        settings.user = Some("mohar".to_owned());
        let gateway = EmailGateway::new(&settings, Some("s3cret")).unwrap();
        Gateway::Email(gateway).send(&message).await.unwrap();
        let mail = server.mails().remove(0);
        assert!(mail.is_secure);
        assert_eq!(mail.login.as_deref(), Some("mohar s3cret"));

        // A certificate that nobody vouches for, and one of another name.
        let stranger = SmtpServer::start(Manner::Plain).await;
        settings.certificates_pem = Some(stranger.certificate_pem.into_bytes());
        let gateway = EmailGateway::new(&settings, Some("s3cret")).unwrap();
        let outcome = Gateway::Email(gateway).send(&message).await;
        assert!(is_no_connection(&outcome), "{outcome:?}");
        settings.certificates_pem = Some(server.certificate_pem.clone().into_bytes());
        settings.host = "127.0.0.1".to_owned();
        let gateway = EmailGateway::new(&settings, Some("s3cret")).unwrap();
        let outcome = Gateway::Email(gateway).send(&message).await;
        assert!(is_no_connection(&outcome), "{outcome:?}");
        assert_eq!(server.mails().len(), 1);
    }
}

fn is_no_connection(outcome: &Result<Option<String>, SendFault>) -> bool {
    matches!(outcome, Err(SendFault::NotSecure | SendFault::Unreachable))
}

#[tokio::test]
async fn every_failure_is_told_without_naming_anybody() {
    let world = World::new().await;
    let message = message(&world).await;
    let plain = SmtpServer::start(Manner::Plain).await;
    let gateway_of = |server: &SmtpServer, security| {
        let mut settings = settings(server, security);
        settings.send = Duration::from_millis(500);
        gateway(&settings)
    };
    let gateway = gateway_of(&plain, EmailSecurity::None);

    plain.to_next_mail("451 4.3.0 accounts@malnadtools.example has to wait");
    let refused = gateway.send(&message).await.unwrap_err();
    assert_eq!(
        refused,
        SendFault::Answered {
            status: 451,
            retry_after_s: None
        }
    );
    assert!(!format!("{refused} {refused:?}").contains(EMAIL));
    plain.to_recipient("550 5.1.1 no such user");
    assert_eq!(gateway.send(&message).await, Err(SendFault::BadRecipient));
    let mut nobody = message.clone();
    nobody.to = "a@example.in>\r\nRCPT TO:<b@example.in".to_owned();
    assert_eq!(gateway.send(&nobody).await, Err(SendFault::BadRecipient));
    assert_eq!(plain.mails().len(), 0);

    let outcome = gateway_of(&plain, EmailSecurity::StartTls)
        .send(&message)
        .await;
    assert_eq!(outcome, Err(SendFault::NotOffered));
    let silent = SmtpServer::start(Manner::Silent).await;
    let outcome = gateway_of(&silent, EmailSecurity::None)
        .send(&message)
        .await;
    assert_eq!(outcome, Err(SendFault::TimedOut));
    let mut gone = settings(&silent, EmailSecurity::None);
    gone.port = 1;
    let outcome = crate::email::gateway(&gone).send(&message).await;
    assert_eq!(outcome, Err(SendFault::Unreachable));
}

/// Connects, speaks TLS, greets, and sends nothing.
#[tokio::test]
async fn a_probe_reaches_the_server_and_sends_nothing() {
    for (manner, security) in [
        (Manner::Plain, EmailSecurity::None),
        (Manner::StartTls, EmailSecurity::StartTls),
        (Manner::Tls, EmailSecurity::Tls),
    ] {
        let server = SmtpServer::start(manner).await;
        let mut settings = settings(&server, security);
        assert_eq!(gateway(&settings).probe().await, Ok(()));
        assert!(server.mails().is_empty());
        if security != EmailSecurity::None {
            // Judged by another authority it is somebody else.
            let other = SmtpServer::start(Manner::Plain).await;
            settings.certificates_pem = Some(other.certificate_pem.clone().into_bytes());
            assert!(gateway(&settings).probe().await.is_err());
        }
    }
}
