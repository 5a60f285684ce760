//! Where random bytes come from: the operating system, or a seed when a run must be repeatable.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::{hmac, rand};

/// A source of random bytes, cheap to clone and shared by the clones.
///
/// RSA keys are always generated from the operating system's randomness, whatever this is.
#[derive(Clone)]
pub struct Randomness(Source);

#[derive(Clone)]
enum Source {
    System,
    Seeded(Arc<Seeded>),
}

/// HMAC-SHA256 in counter mode. Each request takes one number of the counter, so that two threads
/// never get the same bytes.
struct Seeded {
    key: hmac::Key,
    requests: AtomicU64,
}

/// Letters and digits, without signs that a header or an address would have to escape.
const LETTERS_AND_DIGITS: &[u8; 62] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const DIGITS: &[u8; 10] = b"0123456789";

impl Randomness {
    /// The operating system's randomness, through AWS-LC.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// The same bytes on every run: for tests and for a sandbox that must be repeatable. Anyone who
    /// knows the seed knows every secret drawn from it.
    pub fn seeded(seed: u64) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &seed.to_be_bytes());
        Self(Source::Seeded(Arc::new(Seeded {
            key,
            requests: AtomicU64::new(0),
        })))
    }

    /// Fills a buffer.
    ///
    /// # Panics
    /// If the operating system has no randomness to give; nothing safe can be done then.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that asks the operating system for randomness"
    )]
    pub fn fill(&self, buffer: &mut [u8]) {
        match &self.0 {
            Source::System => rand::fill(buffer)
                .expect("the operating system gives random bytes; nothing is safe without them"),
            Source::Seeded(seeded) => seeded.fill(buffer),
        }
    }

    /// An array of random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A number below `bound`, each equally likely; 0 when `bound` is 0.
    pub fn below(&self, bound: u32) -> u32 {
        if bound == 0 {
            return 0;
        }
        // Numbers past the last whole multiple of the bound would make the small results likelier.
        let usable = u32::MAX - u32::MAX % bound;
        loop {
            let number = u32::from_be_bytes(self.bytes());
            if number < usable {
                return number % bound;
            }
        }
    }

    /// Letters and digits.
    pub fn alphanumeric(&self, length: usize) -> String {
        self.text(LETTERS_AND_DIGITS, length)
    }

    /// Decimal digits, leading zeros included.
    pub fn digits(&self, length: usize) -> String {
        self.text(DIGITS, length)
    }

    fn text(&self, alphabet: &[u8], length: usize) -> String {
        let usable = 256 - 256 % alphabet.len();
        let mut text = String::with_capacity(length);
        while text.len() < length {
            for byte in self.bytes::<32>() {
                let index = usize::from(byte);
                if index < usable && text.len() < length {
                    text.push(char::from(alphabet[index % alphabet.len()]));
                }
            }
        }
        text
    }
}

impl Seeded {
    fn fill(&self, buffer: &mut [u8]) {
        let request = self.requests.fetch_add(1, Ordering::Relaxed);
        for (block, chunk) in (0_u64..).zip(buffer.chunks_mut(32)) {
            let mut context = hmac::Context::with_key(&self.key);
            context.update(&request.to_be_bytes());
            context.update(&block.to_be_bytes());
            let tag = context.sign();
            chunk.copy_from_slice(&tag.as_ref()[..chunk.len()]);
        }
    }
}

impl fmt::Debug for Randomness {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.0 {
            Source::System => "Randomness(system)",
            Source::Seeded(_) => "Randomness(seeded)",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn one_seed_gives_one_sequence_and_clones_share_it() {
        let first = Randomness::seeded(7);
        let second = Randomness::seeded(7);
        assert_eq!(first.bytes::<70>(), second.bytes::<70>());
        let clone = first.clone();
        assert_ne!(clone.bytes::<32>(), first.bytes::<32>());
        assert_ne!(
            Randomness::seeded(8).bytes::<32>(),
            Randomness::seeded(7).bytes::<32>()
        );
    }

    #[test]
    fn threads_never_share_bytes() {
        let random = Randomness::seeded(1);
        let drawn: Vec<[u8; 16]> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| (0..500).map(|_| random.bytes()).collect::<Vec<_>>()))
                .collect();
            workers
                .into_iter()
                .flat_map(|worker| worker.join().unwrap())
                .collect()
        });
        assert_eq!(drawn.iter().collect::<HashSet<_>>().len(), 2000);
    }

    #[test]
    fn numbers_stay_below_the_bound_and_reach_every_value() {
        for random in [Randomness::system(), Randomness::seeded(3)] {
            let seen: HashSet<u32> = (0..400).map(|_| random.below(6)).collect();
            assert_eq!(seen, (0..6).collect());
            assert_eq!(random.below(1), 0);
            assert_eq!(random.below(0), 0);
        }
    }

    #[test]
    fn texts_have_the_length_and_the_alphabet() {
        let random = Randomness::system();
        for length in [0, 1, 25, 33, 200] {
            let text = random.alphanumeric(length);
            assert_eq!(text.len(), length);
            assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        }
        let digits = random.digits(600);
        assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!(digits.bytes().collect::<HashSet<_>>().len(), 10);
    }
}
