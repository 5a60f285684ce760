//! A token that claims to be signed: only the text that was signed may ever pass.
#![no_main]

use std::sync::OnceLock;

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use seal::{KeyRing, SigningKey, jws};

/// What the one genuine token says.
const DATA: &str = r#"{"Irn":"genuine"}"#;

struct World {
    ring: KeyRing,
    genuine: String,
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let key = SigningKey::generate("Fuzzing", Timestamp::UNIX_EPOCH);
        let input = jws::signing_input(key.key_id(), "Fuzzing", DATA);
        let signature = key.sign(input.as_bytes()).expect("a key in memory signs");
        let genuine = jws::compact(&input, &signature);
        World {
            ring: KeyRing::new(vec![key.public()]),
            genuine,
        }
    })
}

fuzz_target!(|spoil: (Vec<u8>, u16, u8)| {
    let world = world();
    let (bytes, place, byte) = spoil;
    if let Ok(text) = std::str::from_utf8(&bytes) {
        assert!(world.ring.verify(text).is_err(), "{text}");
    }
    // The genuine token with one byte changed and something put in.
    let mut token = world.genuine.clone().into_bytes();
    let place = usize::from(place) % token.len();
    token[place] = byte;
    token.splice(place..place, bytes.into_iter().take(8));
    if let Ok(token) = String::from_utf8(token)
        && let Ok(verified) = world.ring.verify(&token)
    {
        assert_eq!(verified.data, DATA, "{token}");
    }
});
