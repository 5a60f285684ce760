//! E-mails by SMTP, to the server that takes an operator's mail out.

use std::fmt;
use std::time::{Duration, SystemTime};

use lettre::address::Envelope;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use service::MessageToSend;

use crate::fault::{SendFault, SettingFault};
use crate::loopback::is_loopback;

/// Answers of SMTP that say that a mailbox will never take a message: there is none, it is
/// elsewhere, it is full for good, its name is no name.
const NEVER: std::ops::RangeInclusive<u16> = 550..=553;

/// How a connection is kept from others' eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailSecurity {
    /// The connection begins in the clear and has to become TLS before anything is said (587).
    StartTls,
    /// TLS from the first byte (465).
    Tls,
    /// None: only to this machine.
    None,
}

/// How a mail server is reached.
#[derive(Clone)]
pub struct EmailSettings {
    /// Its name, which its certificate has to have.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from others' eyes.
    pub security: EmailSecurity,
    /// What the portal calls itself to it.
    pub hello_name: String,
    /// Who writes, such as `Mohar <no-reply@irp.example.in>`.
    pub from: String,
    /// Where mail that cannot be delivered comes back to, when that is another address.
    pub bounces_to: Option<String>,
    /// Who the portal is there.
    pub user: Option<String>,
    /// Certificates in PEM that the server's is judged by; `None`: the system's.
    pub certificates_pem: Option<Vec<u8>>,
    /// How long an e-mail may take from the connection to the last answer.
    pub send: Duration,
}

impl fmt::Debug for EmailSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("EmailSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

impl EmailSettings {
    /// All that is wrong.
    pub fn faults(&self, has_password: bool) -> Vec<SettingFault> {
        let mut faults = Vec::new();
        let mut wrong = |setting, words: &str| faults.push(SettingFault::new(setting, words));
        if self.security == EmailSecurity::None && !is_loopback(&self.host) {
            wrong("security", "without TLS mail goes to this machine only");
        }
        if !is_host_name(&self.host) {
            wrong("host", "this is to be a host's name or address");
        }
        if !is_host_name(&self.hello_name) {
            wrong(
                "hello_name",
                "this is to be a host's name, such as \"irp.example.in\"",
            );
        }
        if self.from.parse::<Mailbox>().is_err() {
            wrong(
                "from",
                "this is to be an address such as \"Mohar <no-reply@example.in>\"",
            );
        }
        let bounces = self.bounces_to.as_deref().map(str::parse::<Address>);
        if bounces.is_some_and(|parsed| parsed.is_err()) {
            wrong(
                "bounces_to",
                "this is to be an address such as \"bounces@example.in\"",
            );
        }
        if self.user.is_some() != has_password {
            wrong(
                "user",
                "user and password_file are set together or not at all",
            );
        }
        if self.tls().is_err() {
            wrong(
                "certificates_file",
                "this holds no certificates that can be used",
            );
        }
        faults
    }

    fn tls(&self) -> Result<Tls, Error> {
        if self.security == EmailSecurity::None {
            return Ok(Tls::None);
        }
        let mut parameters = TlsParameters::builder(self.host.clone());
        if let Some(pem) = &self.certificates_pem {
            parameters = parameters
                .certificate_store(CertificateStore::None)
                .add_root_certificate(Certificate::from_pem(pem)?);
        }
        let parameters = parameters.build()?;
        Ok(match self.security {
            EmailSecurity::StartTls => Tls::Required(parameters),
            _ => Tls::Wrapper(parameters),
        })
    }
}

/// Letters, digits and the signs of host names and of addresses.
fn is_host_name(text: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    !text.is_empty() && text.len() <= 253 && text.bytes().all(good)
}

/// A mail server.
pub struct EmailGateway {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    bounces_to: Address,
    send: Duration,
}

impl fmt::Debug for EmailGateway {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EmailGateway(…)")
    }
}

impl EmailGateway {
    /// The server as it is set, with the password of its user.
    ///
    /// # Errors
    /// All that is wrong with the settings.
    pub fn new(
        settings: &EmailSettings,
        password: Option<&str>,
    ) -> Result<Self, Vec<SettingFault>> {
        let faults = settings.faults(password.is_some());
        if !faults.is_empty() {
            return Err(faults);
        }
        let wrong = |setting, words: &str| vec![SettingFault::new(setting, words)];
        let from: Mailbox = settings
            .from
            .parse()
            .map_err(|_| wrong("from", "this is no address"))?;
        let bounces_to = match &settings.bounces_to {
            Some(address) => address
                .parse()
                .map_err(|_| wrong("bounces_to", "this is no address"))?,
            None => from.email.clone(),
        };
        let tls = settings
            .tls()
            .map_err(|_| wrong("certificates_file", "this cannot be used"))?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .timeout(Some(settings.send))
            .hello_name(ClientId::Domain(settings.hello_name.clone()));
        if let (Some(user), Some(password)) = (&settings.user, password) {
            builder = builder.credentials(Credentials::new(user.clone(), password.to_owned()));
        }
        Ok(Self {
            transport: builder.build(),
            from,
            bounces_to,
            send: settings.send,
        })
    }

    /// How long one e-mail may take.
    pub(crate) fn send_duration_max(&self) -> Duration {
        self.send
    }

    /// Connects, greets and logs in, and says goodbye.
    pub(crate) async fn probe(&self) -> Result<(), SendFault> {
        let answers = self.transport.test_connection().await;
        let answers = answers.map_err(|error| fault(&error))?;
        answers.then_some(()).ok_or(SendFault::Unreachable)
    }

    /// Hands an e-mail over.
    pub(crate) async fn send(&self, message: &MessageToSend) -> Result<Option<String>, SendFault> {
        let email = self.email(message)?;
        let answer = self
            .transport
            .send(email)
            .await
            .map_err(|error| fault(&error))?;
        Ok(answer.message().next().map(ToOwned::to_owned))
    }

    fn email(&self, message: &MessageToSend) -> Result<Message, SendFault> {
        let to: Address = message.to.parse().map_err(|_| SendFault::BadRecipient)?;
        let envelope = Envelope::new(Some(self.bounces_to.clone()), vec![to.clone()])
            .map_err(|_| SendFault::BadRecipient)?;
        // The same whenever it is sent, so that a mailbox can tell doubles.
        let message_id = format!(
            "<mohar-{}-{}@{}>",
            message.id,
            message.queued_at.as_millisecond(),
            self.from.email.domain()
        );
        let automatic = HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        );
        Message::builder()
            .envelope(envelope)
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&message.subject)
            .date(SystemTime::from(message.queued_at))
            .message_id(Some(message_id))
            .header(ContentType::TEXT_PLAIN)
            .raw_header(automatic)
            .body(message.text.clone())
            .map_err(|_| SendFault::Unwritable)
    }
}

/// An error of the SMTP client, without its words: they may repeat the recipient.
fn fault(error: &Error) -> SendFault {
    match error.status().map(u16::from) {
        Some(status) if NEVER.contains(&status) => SendFault::BadRecipient,
        Some(status) => SendFault::Answered {
            status,
            retry_after_s: None,
        },
        None if error.is_timeout() => SendFault::TimedOut,
        None if error.is_tls() => SendFault::NotSecure,
        None if error.is_client() => SendFault::NotOffered,
        None => SendFault::Unreachable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> EmailSettings {
        EmailSettings {
            host: "mail.example.in".to_owned(),
            port: 587,
            security: EmailSecurity::StartTls,
            hello_name: "irp.example.in".to_owned(),
            from: "Mohar <no-reply@irp.example.in>".to_owned(),
            bounces_to: None,
            user: None,
            certificates_pem: None,
            send: Duration::from_secs(30),
        }
    }

    fn told(change: impl FnOnce(&mut EmailSettings)) -> Vec<&'static str> {
        let mut settings = good();
        change(&mut settings);
        let faults = settings.faults(false);
        faults.iter().map(|fault| fault.setting).collect()
    }

    #[test]
    fn good_settings_have_no_faults() {
        assert_eq!(told(|_| ()), [""; 0]);
        assert_eq!(
            told(|settings| {
                settings.security = EmailSecurity::None;
                "127.0.0.1".clone_into(&mut settings.host);
                settings.bounces_to = Some("bounces@example.in".to_owned());
            }),
            [""; 0]
        );
    }

    #[test]
    fn every_setting_can_be_wrong() {
        assert_eq!(
            told(|settings| settings.security = EmailSecurity::None),
            ["security"]
        );
        for wrong in ["", "mail example", "mail.example.in\r\nQUIT"] {
            assert!(told(|settings| wrong.clone_into(&mut settings.host)).contains(&"host"));
            let hello = told(|settings| wrong.clone_into(&mut settings.hello_name));
            assert_eq!(hello, ["hello_name"]);
        }
        for wrong in [
            "",
            "Mohar",
            "a@b@c",
            "Mohar <a@example.in>\r\nBcc: b@example.in",
        ] {
            assert_eq!(
                told(|settings| wrong.clone_into(&mut settings.from)),
                ["from"]
            );
            let bounces = told(|settings| settings.bounces_to = Some(wrong.to_owned()));
            assert_eq!(bounces, ["bounces_to"]);
        }
        assert_eq!(
            told(|settings| settings.user = Some("mohar".to_owned())),
            ["user"]
        );
        assert_eq!(good().faults(true)[0].setting, "user");
        let broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec();
        let certificates = told(|settings| settings.certificates_pem = Some(broken));
        assert_eq!(certificates, ["certificates_file"]);
    }
}
