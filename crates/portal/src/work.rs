//! The calculation that stands in for a picture puzzle: ALTCHA's proof of work, self-hosted.
//!
//! Nobody has to see, hear or read anything; a browser with JavaScript solves it by itself, and
//! without JavaScript one waits instead. Each challenge is signed, expires by the portal's own
//! clock (not by altcha's, which reads the system's) and is good once.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use altcha::{
    Challenge, CreateChallengeOptions, Payload, VerifySolutionOptions, create_challenge,
    verify_solution,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use seal::Randomness;

use crate::options::WorkOptions;

/// Longest answer that is looked at.
const ANSWER_BYTES_MAX: usize = 4096;

/// Spent challenges remembered before the expired ones are thrown out.
const SPENT_MAX: usize = 10_000;

const EXPIRES: &str = "expires";

/// Gives out challenges and judges their solutions.
pub struct Work {
    options: WorkOptions,
    secret: String,
    randomness: Randomness,
    spent: Mutex<HashMap<String, Timestamp>>,
}

impl Work {
    /// With a secret that signs the challenges.
    pub fn new(options: WorkOptions, secret: String, randomness: Randomness) -> Self {
        Self {
            options,
            secret,
            randomness,
            spent: Mutex::new(HashMap::new()),
        }
    }

    /// A new challenge as JSON. `None` if altcha refuses the options.
    pub fn challenge(&self, now: Timestamp) -> Option<String> {
        let expires = now + SignedDuration::from_secs(i64::from(self.options.life_s));
        let half = self.options.guesses_max / 2;
        let counter = half + self.randomness.below(half.max(1));
        let expiry = serde_json::Value::String(expires.as_second().to_string());
        let challenge = create_challenge(CreateChallengeOptions {
            counter: Some(counter),
            cost: self.options.rounds,
            data: Some(BTreeMap::from([(EXPIRES.to_owned(), expiry)])),
            hmac_signature_secret: Some(self.secret.clone()),
            hmac_key_signature_secret: Some(self.secret.clone()),
            ..CreateChallengeOptions::default()
        })
        .ok()?;
        serde_json::to_string(&challenge).ok()
    }

    /// Whether an answer solves a challenge of ours that is neither expired nor spent; spends it.
    pub fn accepts(&self, answer: &str, now: Timestamp) -> bool {
        if answer.is_empty() || answer.len() > ANSWER_BYTES_MAX {
            return false;
        }
        let payload = STANDARD
            .decode(answer)
            .ok()
            .and_then(|json| serde_json::from_slice::<Payload>(&json).ok());
        let Some(payload) = payload else { return false };
        let Some(expires) = expiry(&payload.challenge).filter(|expires| now < *expires) else {
            return false;
        };
        let solved = verify_solution(VerifySolutionOptions {
            hmac_key_signature_secret: Some(self.secret.clone()),
            ..VerifySolutionOptions::new(&payload.challenge, &payload.solution, &self.secret)
        })
        .is_ok_and(|result| result.verified);
        let signature = payload.challenge.signature.unwrap_or_default();
        solved && self.spend(&signature, expires, now)
    }

    /// Notes a challenge as spent; `false` if it was.
    fn spend(&self, signature: &str, expires: Timestamp, now: Timestamp) -> bool {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.len() >= SPENT_MAX {
            spent.retain(|_, until| now < *until);
        }
        // Case folding: the signature is compared as hexadecimal, whatever its letter case.
        spent
            .insert(signature.to_ascii_lowercase(), expires)
            .is_none()
    }
}

fn expiry(challenge: &Challenge) -> Option<Timestamp> {
    let text = challenge.parameters.data.as_ref()?.get(EXPIRES)?.as_str()?;
    Timestamp::from_second(text.parse().ok()?).ok()
}

/// What the script in the browser does.
#[cfg(test)]
pub(crate) fn solve_for_tests(challenge: &str) -> String {
    let challenge: Challenge = serde_json::from_str(challenge).expect("a challenge");
    let solution = altcha::solve_challenge(altcha::SolveChallengeOptions::new(&challenge))
        .expect("parameters")
        .expect("a solution");
    STANDARD.encode(
        serde_json::to_string(&Payload {
            challenge,
            solution,
        })
        .expect("JSON"),
    )
}

#[cfg(test)]
mod tests {
    use super::solve_for_tests as solve;
    use super::*;

    fn work() -> Work {
        let options = WorkOptions {
            rounds: 1,
            guesses_max: 8,
            life_s: 60,
        };
        Work::new(options, "secret".to_owned(), Randomness::seeded(1))
    }

    #[test]
    fn a_solution_is_good_once() {
        let work = work();
        let answer = solve(&work.challenge(Timestamp::UNIX_EPOCH).expect("a challenge"));
        assert!(work.accepts(&answer, Timestamp::UNIX_EPOCH));
        assert!(!work.accepts(&answer, Timestamp::UNIX_EPOCH));
    }

    #[test]
    fn a_solution_is_good_until_its_last_second() {
        let work = work();
        let start = Timestamp::UNIX_EPOCH;
        let answer = solve(&work.challenge(start).expect("a challenge"));
        assert!(!work.accepts(&answer, start + SignedDuration::from_secs(60)));
        assert!(work.accepts(&answer, start + SignedDuration::from_secs(59)));
    }

    #[test]
    fn a_foreign_or_lazy_answer_is_refused() {
        let (start, work) = (Timestamp::UNIX_EPOCH, work());
        let other = Work::new(work.options, "other".to_owned(), Randomness::seeded(2));
        let foreign = solve(&other.challenge(start).expect("a challenge"));
        assert!(!work.accepts(&foreign, start));
        let challenge = work.challenge(start).expect("a challenge");
        let lazy =
            format!(r#"{{"challenge":{challenge},"solution":{{"counter":0,"derivedKey":"00"}}}}"#);
        for answer in [
            STANDARD.encode(lazy),
            String::new(),
            "?".repeat(ANSWER_BYTES_MAX + 1),
        ] {
            assert!(!work.accepts(&answer, start));
        }
    }
}
