//! The gateways of a real portal, and the workers that feed them from the outbox.

use gateways::{EmailGateway, Gateway, SettingFault, SmsGateway, Worker};
use service::Irp;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::Failure;
use crate::config::messages::Messages;
use crate::config::secret;
use crate::files;

/// Bytes of a file of certificates.
const CERTIFICATES_BYTES_MAX: u64 = 1024 * 1024;

/// The gateways that are set, with the secrets out of their files.
pub(crate) fn gateways(messages: &Messages) -> Result<Vec<Gateway>, Failure> {
    let mut gateways = Vec::new();
    if let Some((settings, secret_file)) = &messages.sms {
        let secret = secret_file.as_deref().map(secret::read).transpose()?;
        let gateway = SmsGateway::new(settings.clone(), secret.as_deref());
        gateways.push(Gateway::Sms(
            gateway.map_err(|faults| failure("sms", &faults))?,
        ));
    }
    if let Some(email) = &messages.email {
        let password = email
            .password_file
            .as_deref()
            .map(secret::read)
            .transpose()?;
        let mut settings = email.settings.clone();
        if let Some(file) = &email.certificates_file {
            settings.certificates_pem = Some(files::bytes(file, CERTIFICATES_BYTES_MAX)?);
        }
        let gateway = EmailGateway::new(&settings, password.as_deref());
        gateways.push(Gateway::Email(
            gateway.map_err(|faults| failure("email", &faults))?,
        ));
    }
    Ok(gateways)
}

fn failure(section: &str, faults: &[SettingFault]) -> Failure {
    let lines: Vec<_> = faults
        .iter()
        .map(|fault| format!("{section}.{fault}"))
        .collect();
    Failure(lines.join("\n"))
}

/// The workers of all gateways, until `stop` says so and what they have begun is done.
pub(crate) async fn deliver(
    irp: Irp,
    (gateways, messages): (Vec<Gateway>, Messages),
    stop: watch::Receiver<bool>,
) {
    let mut workers = JoinSet::new();
    for gateway in gateways {
        let worker = Worker::new(irp.clone(), gateway, messages.delivery);
        workers.spawn(worker.run(stop.clone()));
    }
    while let Some(ended) = workers.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "a worker for messages broke off");
        }
    }
}
