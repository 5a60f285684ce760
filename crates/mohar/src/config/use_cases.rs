//! The sections about the use cases and the pages: `service::Settings` and `PortalOptions`.

use std::path::PathBuf;

use einvoice::facts::Policy;
use jiff::civil::Date;
use portal::PortalOptions;
use service::Settings;
use service::settings::{
    CredentialSettings, LoginSettings, OtpSettings, SecondFactor, SessionSettings,
    TaxpayerSettings, UploadSettings,
};

use super::api::api;
use super::issuer::issuer;
use super::pages;
use super::reader::Reader;
use super::values::digit;

const HOUR_S: u32 = 3_600;
const DAY_S: u32 = 24 * HOUR_S;
const MIB: u32 = 1024 * 1024;

/// All of them; `portal_url` is set by the caller.
pub(super) fn settings(reader: &mut Reader<'_>) -> (Settings, PortalOptions) {
    let default = Settings::default();
    let issuer = issuer(reader, &default);
    let policy = policy(reader, &default);
    let windows = cancellation(reader, &default);
    let settings = Settings {
        brand: issuer.brand,
        issuer: issuer.name,
        sandbox: false,
        ack: issuer.ack,
        policy,
        cancel_window_s: windows.document_s,
        bill_cancel_window_s: windows.eway_bill_s,
        otp: otp(reader, &default.otp),
        login: login(reader, &default.login),
        session: session(reader, &default.session),
        api: api(reader, &default.api),
        upload: upload(reader, &default.upload),
        credentials: credentials(reader, &default.credentials),
        taxpayers: taxpayers(reader, &default.taxpayers),
        ..default
    };
    let portal = PortalOptions {
        contact_email: issuer.contact_email,
        ..pages::options(reader)
    };
    (settings, portal)
}

pub(super) fn size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

pub(super) fn whole(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn policy(reader: &mut Reader<'_>, default: &Settings) -> Policy {
    let mut section = reader.section("policy");
    let floor_date = section.parsed(
        "floor_date",
        (default.policy.floor_date, "a date such as \"2026-04-01\""),
        "Documents dated before this day are refused (2284).",
        |text| text.parse::<Date>().ok(),
    );
    let reporting_limit = section.flag(
        "reporting_limit",
        default.policy.reporting_limit,
        "Whether the 30-day reporting limit is enforced (2305).",
    );
    let upper_case_document_numbers = section.flag(
        "upper_case_document_numbers",
        default.policy.upper_case_document_numbers,
        "Whether document numbers are upper-cased before they are hashed and stored, as GSTN asks.",
    );
    let gross_amount = section.flag(
        "gross_amount",
        default.policy.gross_amount,
        "Whether an item's gross amount has to be quantity × unit price (2192).",
    );
    let hsn_digits = section.flag(
        "hsn_digits",
        default.policy.hsn_digits,
        "Whether the turnover decides how many digits an HSN code needs (2199).",
    );
    let hsn_kind = section.flag(
        "hsn_kind",
        default.policy.hsn_kind,
        "Whether an HSN code has to be of goods or of a service as the item says (2199).",
    );
    let eway_bill_distance = section.flag(
        "eway_bill_distance",
        default.policy.eway_bill_distance,
        "Whether the distance of an e-way bill has to fit its PIN codes (4013, 4038).",
    );
    Policy {
        floor_date,
        reporting_limit,
        upper_case_document_numbers,
        gross_amount,
        hsn_digits,
        hsn_kind,
        eway_bill_distance,
    }
}

/// For how long something may be cancelled.
struct Windows {
    document_s: u32,
    eway_bill_s: u32,
}

fn cancellation(reader: &mut Reader<'_>, default: &Settings) -> Windows {
    let mut section = reader.section("cancellation");
    Windows {
        document_s: section.number(
            "document_window_s",
            default.cancel_window_s,
            60..=30 * DAY_S,
            "How long after its acknowledgement a document may be cancelled.",
        ),
        eway_bill_s: section.number(
            "eway_bill_window_s",
            default.bill_cancel_window_s,
            60..=30 * DAY_S,
            "How long after it was made an e-way bill may be cancelled.",
        ),
    }
}

fn otp(reader: &mut Reader<'_>, default: &OtpSettings) -> OtpSettings {
    let mut section = reader.section("otp");
    OtpSettings {
        digits: digit(section.number(
            "digits",
            u32::from(default.digits),
            4..=8,
            "Digits of a one-time password.",
        )),
        life_s: section.number(
            "life_s",
            default.life_s,
            60..=HOUR_S,
            "How long it is good.",
        ),
        tries_max: section.number(
            "tries_max",
            default.tries_max,
            1..=20,
            "Codes that may be tried against one that was sent.",
        ),
        gap_s: section.number(
            "gap_s",
            default.gap_s,
            5..=HOUR_S,
            "Least time between two messages to one GSTIN.",
        ),
        sends_max: section.number(
            "sends_max",
            default.sends_max,
            1..=100,
            "Most messages to one GSTIN in a window.",
        ),
        window_s: section.number("window_s", default.window_s, 60..=7 * DAY_S, "The window."),
        flow_life_s: section.number(
            "flow_life_s",
            default.flow_life_s,
            60..=DAY_S,
            "How long a registration may take from its first step to the right code.",
        ),
        proof_life_s: section.number(
            "proof_life_s",
            default.proof_life_s,
            60..=DAY_S,
            "How long after that credentials may be chosen.",
        ),
    }
}

/// A second factor, by its name in the file.
#[derive(Clone, Copy)]
struct Named(SecondFactor);

impl Named {
    fn read(text: &str) -> Option<Self> {
        [SecondFactor::Off, SecondFactor::OneTimePassword]
            .map(Self)
            .into_iter()
            .find(|factor| factor.to_string() == text)
    }
}

impl std::fmt::Display for Named {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self.0 {
            SecondFactor::Off => "off",
            SecondFactor::OneTimePassword => "one-time password",
        })
    }
}

fn login(reader: &mut Reader<'_>, default: &LoginSettings) -> LoginSettings {
    let mut section = reader.section("login");
    LoginSettings {
        tries_max: section.number(
            "tries_max",
            default.tries_max,
            1..=20,
            "Wrong passwords in a row that block an account, and wrong codes of an authenticator \
             app in a row that block its codes.",
        ),
        block_s: section.number(
            "block_s",
            default.block_s,
            1..=DAY_S,
            "How long it is blocked. Codes of an app: twice as long each time, a day at most.",
        ),
        refusal_floor_ms: section.number(
            "refusal_floor_ms",
            default.refusal_floor_ms,
            0..=5_000,
            "A refused login is not answered sooner, so that the time does not tell why.",
        ),
        second_factor: section
            .parsed(
                "second_factor",
                (
                    Some(Named(default.second_factor)),
                    "\"off\" or \"one-time password\"",
                ),
                "What is asked after the right password on the pages: a code that is sent to the \
                 registered mobile, or nothing. Whoever has set up an authenticator app is asked its \
                 code in any case. NIC's API has no place for either.",
                Named::read,
            )
            .map_or(default.second_factor, |Named(factor)| factor),
        code_sends_max: section.number(
            "code_sends_max",
            default.code_sends_max,
            1..=1_000,
            "Most messages with codes for logins to one GSTIN in the window of otp.window_s. They \
             are counted apart from those of otp.sends_max, which anybody can cause.",
        ),
    }
}

fn session(reader: &mut Reader<'_>, default: &SessionSettings) -> SessionSettings {
    let mut section = reader.section("session");
    let settings = SessionSettings {
        idle_s: section.number(
            "idle_s",
            default.idle_s,
            60..=DAY_S,
            "A browser session ends when it has not been used for this long.",
        ),
        absolute_s: section.number(
            "absolute_s",
            default.absolute_s,
            60..=7 * DAY_S,
            "It ends this long after its login in any case.",
        ),
        touch_gap_s: section.number(
            "touch_gap_s",
            default.touch_gap_s,
            1..=HOUR_S,
            "Its last use is written down at most this often.",
        ),
    };
    if settings.idle_s > settings.absolute_s {
        section.fault("idle_s", "this is longer than session.absolute_s");
    }
    if settings.touch_gap_s > settings.idle_s {
        section.fault("touch_gap_s", "this is longer than session.idle_s");
    }
    settings
}

fn upload(reader: &mut Reader<'_>, default: &UploadSettings) -> UploadSettings {
    let mut section = reader.section("upload");
    UploadSettings {
        file_bytes_max: size(section.number(
            "file_bytes_max",
            whole(default.file_bytes_max),
            64 * 1024..=64 * MIB,
            "Largest file that is uploaded on the portal.",
        )),
        documents_max: size(section.number(
            "documents_max",
            whole(default.documents_max),
            1..=10_000,
            "Most documents in one file.",
        )),
    }
}

fn credentials(reader: &mut Reader<'_>, default: &CredentialSettings) -> CredentialSettings {
    let mut section = reader.section("credentials");
    let argon2_permits = section.number(
        "argon2_permits",
        default.argon2_permits,
        1..=256,
        "Passwords that are hashed or checked at a time; each takes 19 MiB and a core.",
    );
    drop(section);
    CredentialSettings {
        argon2_permits,
        refused_file: passwords(reader),
        ..default.clone()
    }
}

fn passwords(reader: &mut Reader<'_>) -> Option<PathBuf> {
    reader.section("passwords").path(
        "refused_file",
        "A sorted file of passwords that nobody may choose, one a line, or of their SHA-1 as Have I \
         Been Pwned gives them out. Left out, none is refused for having been breached. \
         docs/SECURITY.md says how to get one.",
    )
}

fn taxpayers(reader: &mut Reader<'_>, default: &TaxpayerSettings) -> TaxpayerSettings {
    let mut section = reader.section("taxpayers");
    TaxpayerSettings {
        fresh_s: section.number(
            "fresh_s",
            default.fresh_s,
            60..=90 * DAY_S,
            "A copy of the GST master that is older is fetched anew when it is needed, and serves \
             on if that fails.",
        ),
        recheck_s: section.number(
            "recheck_s",
            default.recheck_s,
            1..=90 * DAY_S,
            "The same for a copy that says that the registration is not active.",
        ),
        standing_cache_s: section.number(
            "standing_cache_s",
            default.standing_cache_s,
            1..=HOUR_S,
            "How long a process trusts what it has just read of a taxpayer.",
        ),
        unknown_cache_s: section.number(
            "unknown_cache_s",
            default.unknown_cache_s,
            1..=HOUR_S,
            "How long a process remembers that the registry does not know a GSTIN.",
        ),
        afresh_gap_s: section.number(
            "afresh_gap_s",
            default.afresh_gap_s,
            1..=DAY_S,
            "Before a document is refused for a party's registration, the registry is asked about \
             it afresh; at most once in this time.",
        ),
    }
}
