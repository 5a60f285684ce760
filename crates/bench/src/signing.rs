//! The yardstick: what one RSA-2048 signature costs on this machine, in this run.

use jiff::Timestamp;
use seal::SigningKey;

use crate::process::Observed;

/// Signatures of each thread: enough for the kernel's hundredths of a second to be exact to one
/// per cent.
const SIGNATURES: u32 = 4_000;

/// Processor time of one signature by the library and the key type that the portal uses, in µs.
///
/// All cores sign at once, because they are all busy when the portal is measured: two threads
/// that share a core, a cache or a power budget take longer each.
pub(crate) fn cpu_us_per_signature() -> f64 {
    let key = SigningKey::generate("Bench", Timestamp::UNIX_EPOCH);
    let text = vec![b'x'; 1_500];
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let own = Observed::own();
    let before = own.cpu_s().unwrap_or_default();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                for _ in 0..SIGNATURES {
                    let _ = std::hint::black_box(key.sign(std::hint::black_box(&text)));
                }
            });
        }
    });
    let spent = own.cpu_s().unwrap_or_default() - before;
    let threads = u32::try_from(threads).unwrap_or(1);
    spent * 1e6 / f64::from(SIGNATURES * threads)
}
