//! Which of the messages that waited in a backup are sent after its restoration.
//!
//! Codes are void: what they would prove ends with the restoration. Notices tell what the restored
//! register still holds, and whoever is told twice is better off than whoever is never told. As
//! always, none is sent later than `messages.give_up_s` after it was queued.

use jiff::Timestamp;
use seal::DataKeys;
use store::messages::NewMessage;

use crate::messages::OutgoingMessage;

/// Whether a message is a notice that was queued at `oldest` or later. What no key opens, and what
/// a version queued that sent nothing, is none.
pub fn is_sent_after_all(keys: &DataKeys, message: &NewMessage, oldest: Timestamp) -> bool {
    let is_notice = |outgoing: OutgoingMessage| {
        outgoing.kind.is_some() && outgoing.otp.is_none() && outgoing.expires_at.is_none()
    };
    message.created_at >= oldest
        && OutgoingMessage::open(keys, &message.sealed).is_some_and(is_notice)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use jiff::SignedDuration;
    use seal::{Keys, Randomness};
    use store::messages::Route;

    use super::*;
    use crate::messages::{CONTEXT, MessageKind};

    #[test]
    fn notices_are_sent_up_to_their_age_and_codes_never() {
        let queued_at: Timestamp = "2026-06-01T00:00:00Z".parse().unwrap();
        let randomness = Randomness::system();
        let keys = Keys::throw_away("Test", queued_at, &randomness);
        let sealed = |change: fn(&mut OutgoingMessage)| {
            let mut outgoing = OutgoingMessage {
                to: "9999912345".to_owned(),
                text: "x".to_owned(),
                otp: None,
                kind: Some(MessageKind::PasswordReplaced),
                values: Vec::new(),
                subject: None,
                expires_at: None,
            };
            change(&mut outgoing);
            let plain = serde_json::to_vec(&outgoing).unwrap();
            NewMessage {
                route: Route::Sms,
                sealed: keys.data.seal(&plain, CONTEXT, queued_at, &randomness),
                created_at: queued_at,
            }
        };
        let notice = sealed(|_| ());
        let later = queued_at + SignedDuration::from_millis(1);
        assert!(is_sent_after_all(&keys.data, &notice, queued_at));
        assert!(!is_sent_after_all(&keys.data, &notice, later));
        for other in [
            sealed(|code| code.otp = Some("123456".to_owned())),
            sealed(|code| code.expires_at = Some(Timestamp::MAX)),
            sealed(|old| old.kind = None),
            NewMessage {
                sealed: vec![1],
                ..notice
            },
        ] {
            assert!(!is_sent_after_all(&keys.data, &other, queued_at));
        }
    }
}
