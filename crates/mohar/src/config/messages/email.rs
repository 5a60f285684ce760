//! The section about the mail server.

use std::path::PathBuf;

use gateways::email::{EmailSecurity, EmailSettings};

use super::{milliseconds, note, word};
use crate::config::reader::{Reader, Section};

/// A mail server and the files that belong to it.
#[derive(Clone, Debug)]
pub(crate) struct Email {
    /// How it is reached; the certificates are in their file.
    pub(crate) settings: EmailSettings,
    /// The file of the password.
    pub(crate) password_file: Option<PathBuf>,
    /// The file of the certificates that the server's is judged by.
    pub(crate) certificates_file: Option<PathBuf>,
}

pub(super) fn email(reader: &mut Reader<'_>, public_host: Option<String>) -> Option<Email> {
    let mut section = reader.section("email");
    let host = section.optional_text(
        "host",
        "The mail server's name, which its certificate has to have; left out, e-mails stay in the \
         outbox.",
    );
    let security = security(&mut section);
    let port = section.optional_number(
        "port",
        1..=65_535,
        "Its port; left out, 587 with starttls, 465 with tls, 25 with none.",
    );
    let hello_name = section.optional_text(
        "hello_name",
        "What the portal calls itself to it; left out, the host of server.public_url.",
    );
    let who = who(&mut section);
    let certificates_file = section.path(
        "certificates_file",
        "Certificates in PEM that the server's is judged by; left out, those of the system.",
    );
    let send_ms = section.number(
        "send_ms",
        30_000,
        1_000..=300_000,
        "How long an e-mail may take from the connection to the last answer.",
    );
    let Some(host) = host else {
        if who.from.is_some() || who.user.is_some() || who.password_file.is_some() {
            section.fault(
                "host",
                "this is needed, when anything else of [email] is set",
            );
        }
        return None;
    };
    let settings = EmailSettings {
        host,
        port: port
            .and_then(|port| u16::try_from(port).ok())
            .unwrap_or(match security {
                EmailSecurity::StartTls => 587,
                EmailSecurity::Tls => 465,
                EmailSecurity::None => 25,
            }),
        security,
        hello_name: hello_name.or(public_host).unwrap_or_default(),
        from: who.from.unwrap_or_default(),
        bounces_to: who.bounces_to,
        user: who.user,
        certificates_pem: None,
        send: milliseconds(send_ms),
    };
    note(&mut section, settings.faults(who.password_file.is_some()));
    Some(Email {
        settings,
        password_file: who.password_file,
        certificates_file,
    })
}

/// Who writes, and who the portal is at the server.
struct Who {
    from: Option<String>,
    bounces_to: Option<String>,
    user: Option<String>,
    password_file: Option<PathBuf>,
}

fn who(section: &mut Section<'_, '_>) -> Who {
    Who {
    from: section.optional_text(
        "from",
        "Who writes, such as \"Mohar <no-reply@irp.example.in>\".",
    ),
    bounces_to: section.optional_text(
        "bounces_to",
        "Where mail that cannot be delivered comes back to; left out, to the address of from.",
    ),
    user: section.optional_text("user", "Who the portal is there, if that is asked."),
    password_file: section.path(
        "password_file",
        "The file of the password that proves it: one line, readable by the portal's user only.",
    ),
    }
}

fn security(section: &mut Section<'_, '_>) -> EmailSecurity {
    let read = word(
        section,
        "security",
        (
            &["starttls", "tls", "none"],
            "\"starttls\", \"tls\" or \"none\"",
        ),
        "How the connection is kept from others' eyes. Without TLS mail goes to this machine only.",
    );
    match read.as_str() {
        "tls" => EmailSecurity::Tls,
        "none" => EmailSecurity::None,
        _ => EmailSecurity::StartTls,
    }
}
