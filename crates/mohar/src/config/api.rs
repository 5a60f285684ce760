//! The section about NIC's API.

use service::settings::ApiSettings;

use super::pages::allowance;
use super::reader::Reader;
use super::use_cases::{size, whole};

const HOUR_S: u32 = 3_600;
const DAY_S: u32 = 24 * HOUR_S;
const MIB: u32 = 1024 * 1024;

/// Tokens, clients, bodies, authentications.
pub(super) fn api(reader: &mut Reader<'_>, default: &ApiSettings) -> ApiSettings {
    let mut section = reader.section("api");
    let settings = ApiSettings {
        token_life_s: section.number(
            "token_life_s",
            default.token_life_s,
            60..=7 * DAY_S,
            "Life of a token.",
        ),
        refresh_window_s: section.number(
            "refresh_window_s",
            default.refresh_window_s,
            1..=DAY_S,
            "A new token is made on demand only when the old one has at most this long to live.",
        ),
        old_token_grace_s: section.number(
            "old_token_grace_s",
            default.old_token_grace_s,
            0..=HOUR_S,
            "A token is still accepted this long after its end.",
        ),
        details_window_days: section.optional_number(
            "details_window_days",
            1..=3_650,
            "Documents older than this are not handed out through the API (2283); left out: at any \
             age.",
        ),
        clients_max: section.number(
            "clients_max",
            default.clients_max,
            1..=100,
            "Clients that a GSTIN may have at a time.",
        ),
        request_bytes_max: size(section.number(
            "request_bytes_max",
            whole(default.request_bytes_max),
            64 * 1024..=16 * MIB,
            "Largest request body.",
        )),
        authentications: allowance(
            &mut section,
            default.authentications,
            (
                "authentications_max",
                "Authentications, right or wrong, that an address may try. A provider's address \
                 logs all of its customers in.",
            ),
            (
                "authentications_window_s",
                "They are regained evenly over this time.",
            ),
        ),
    };
    if settings.refresh_window_s >= settings.token_life_s {
        section.fault(
            "refresh_window_s",
            "this is not shorter than api.token_life_s",
        );
    }
    settings
}
