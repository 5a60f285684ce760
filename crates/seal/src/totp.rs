//! Codes of an authenticator app: RFC 6238 with HMAC-SHA-1, 30 seconds and six digits, which is
//! what every app takes without being told.
//!
//! SHA-1 is here because apps ignore any other algorithm that they are asked for. HMAC does not
//! rest on the collision resistance that SHA-1 has lost.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;

use crate::random::Randomness;

/// Bytes of a secret: as many as HMAC-SHA-1 gives back, as RFC 4226 recommends.
pub const SECRET_BYTES: usize = 20;

/// Seconds of a time step.
pub const STEP_S: i64 = 30;

/// Digits of a code.
pub const CODE_DIGITS: usize = 6;

/// One more than the largest code.
const CODES: u32 = 1_000_000;

/// The secret that an app and the portal share.
#[derive(Clone, PartialEq, Eq)]
pub struct Totp([u8; SECRET_BYTES]);

impl Totp {
    /// A new secret.
    pub fn random(random: &Randomness) -> Self {
        Self(random.bytes())
    }

    /// A secret from its bytes; nothing if there are not as many as a secret has.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Its bytes. A secret.
    pub fn as_bytes(&self) -> &[u8; SECRET_BYTES] {
        &self.0
    }

    /// Reads what [`Self::to_base32`] gives.
    pub fn from_base32(text: &str) -> Option<Self> {
        let bytes = BASE32_NOPAD.decode(text.as_bytes()).ok()?;
        Self::from_bytes(&bytes)
    }

    /// The form that an app is given: 32 capital letters and digits. A secret.
    pub fn to_base32(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// The time step of a moment.
    pub fn step(at: Timestamp) -> i64 {
        at.as_second().div_euclid(STEP_S)
    }

    /// The code of a time step.
    pub fn code(&self, step: i64) -> String {
        format!("{:0CODE_DIGITS$}", self.truncated(step) % CODES)
    }

    /// The time step whose code this is: the present one, the one before or the one after, as
    /// clocks differ, but none up to `used`. Every step is compared, each in constant time.
    pub fn step_of(&self, code: &str, now: i64, used: i64) -> Option<i64> {
        let mut found = None;
        for step in now.saturating_sub(1)..=now.saturating_add(1) {
            let right = verify_slices_are_equal(self.code(step).as_bytes(), code.as_bytes());
            if right.is_ok() && step > used && found.is_none() {
                found = Some(step);
            }
        }
        found
    }

    /// RFC 4226, 5.3: four of the bytes, chosen by the last one, without the sign.
    fn truncated(&self, step: i64) -> u32 {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let bytes = tag.as_ref();
        let offset = usize::from(bytes.last().map_or(0, |last| last & 0x0f));
        let chosen = bytes[offset..].iter().take(4);
        chosen.fold(0, |number, byte| number << 8 | u32::from(*byte)) & 0x7fff_ffff
    }
}

impl fmt::Debug for Totp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Totp(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of both RFCs' vectors.
    fn example() -> Totp {
        Totp::from_bytes(b"12345678901234567890").unwrap()
    }

    #[test]
    fn rfc_4226_appendix_d() {
        let truncated = [
            1_284_755_224,
            1_094_287_082,
            137_359_152,
            1_726_969_429,
            1_640_338_314,
            868_254_676,
            1_918_287_922,
            82_162_583,
            673_399_871,
            645_520_489,
        ];
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489",
        ];
        for ((counter, number), code) in (0..).zip(truncated).zip(codes) {
            assert_eq!(example().truncated(counter), number);
            assert_eq!(example().code(counter), code);
        }
    }

    #[test]
    fn rfc_6238_appendix_b() {
        for (second, code) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            let step = Totp::step(Timestamp::from_second(second).unwrap());
            let eight = format!("{:08}", example().truncated(step) % 100_000_000);
            assert_eq!(eight, code, "{second}");
            assert_eq!(example().code(step), code[2..], "{second}");
        }
    }

    #[test]
    fn a_code_is_good_in_its_step_and_the_ones_beside_it() {
        let code = example().code(1_000);
        for (now, found) in [
            (998, None),
            (999, Some(1_000)),
            (1_000, Some(1_000)),
            (1_001, Some(1_000)),
            (1_002, None),
        ] {
            assert_eq!(example().step_of(&code, now, 0), found, "{now}");
        }
    }

    #[test]
    fn a_step_that_was_used_and_those_before_it_are_not_found() {
        let code = example().code(1_000);
        assert_eq!(example().step_of(&code, 1_000, 999), Some(1_000));
        assert_eq!(example().step_of(&code, 1_000, 1_000), None);
        assert_eq!(example().step_of(&code, 1_000, 1_001), None);
        let next = example().code(1_001);
        assert_eq!(example().step_of(&next, 1_000, 1_000), Some(1_001));
    }

    #[test]
    fn other_texts_are_no_codes() {
        let code = example().code(1_000);
        for wrong in ["", "75522", "7552244", "５５５２２４", " 755224"] {
            assert_eq!(example().step_of(wrong, 0, -9), None, "{wrong}");
        }
        assert_eq!(example().step_of(&format!("{code} "), 1_000, 0), None);
        assert_eq!(example().step_of(&code, i64::MAX, 0), None);
        let other = Totp::random(&Randomness::seeded(1));
        assert_eq!(other.step_of(&code, 1_000, 0), None);
    }

    #[test]
    fn a_secret_is_written_and_read_and_does_not_print() {
        let text = example().to_base32();
        assert_eq!(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(Totp::from_base32(&text), Some(example()));
        for wrong in ["", "GEZDGNBV", "gezdgnbvgy3tqojqgezdgnbvgy3tqojq", "ü"] {
            assert_eq!(Totp::from_base32(wrong), None, "{wrong}");
        }
        assert_eq!(format!("{:?}", example()), "Totp(…)");
        assert_eq!(Totp::from_bytes(&[0; 19]), None);
    }
}
