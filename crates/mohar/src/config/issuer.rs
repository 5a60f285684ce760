//! The section about who signs: the name, the numbers' digits, whom to write to.

use service::Settings;
use service::settings::AckSettings;

use super::reader::Reader;
use super::values::digit;

/// What the section says.
pub(super) struct Issuer {
    pub(super) brand: String,
    pub(super) name: String,
    pub(super) ack: AckSettings,
    pub(super) contact_email: Option<String>,
}

/// Reads it.
pub(super) fn issuer(reader: &mut Reader<'_>, default: &Settings) -> Issuer {
    let mut section = reader.section("issuer");
    let name = section.optional_text(
        "name",
        "The issuer that every signed invoice and QR code names (iss). Never another portal's \
         name; not to be changed once documents are signed.",
    );
    match name.as_deref() {
        None => section.fault(
            "name",
            "this is needed: the name under which documents are signed",
        ),
        Some(sandbox::ISSUER) => section.fault("name", "this is the name of every sandbox"),
        Some("NIC" | "NIC Sandbox") => section.fault("name", "this is another portal's name"),
        Some(_) => {}
    }
    let brand = section.text("brand", &default.brand, "The portal's name on its pages.");
    let contact_email = section.parsed(
        "contact_email",
        (None, "an e-mail address"),
        "For help and for reports of weaknesses, on the contact page.",
        |text| {
            let (name, host) = text.split_once('@')?;
            let good =
                !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace);
            good.then(|| text.to_owned())
        },
    );
    let irp_digit = section.number(
        "irp_digit",
        u32::from(default.ack.irp_digit),
        1..=9,
        "First digit of acknowledgement numbers, given to each IRP by GSTN.",
    );
    let node_digit = section.number(
        "node_digit",
        u32::from(default.ack.node_digit),
        0..=9,
        "Second digit of acknowledgement numbers. One for each database: processes that share one \
         have the same.",
    );
    let block = section.number(
        "ack_block",
        default.ack.block,
        1..=100_000,
        "Acknowledgement numbers that a process reserves at once. What it has not used when it \
         dies is a gap.",
    );
    Issuer {
        brand,
        name: name.unwrap_or_default(),
        ack: AckSettings {
            irp_digit: digit(irp_digit),
            node_digit: digit(node_digit),
            block,
        },
        contact_email,
    }
}
