//! The allocator, and a setting of it.
//!
//! mimalloc gives memory that became free back only while something else is allocated. A portal
//! that has hashed a few passwords (19 MiB each) and is then left alone would keep all of that: 82
//! MB resident instead of 46, measured three seconds after the start of a sandbox. So pages are
//! given back when they become free. The cost per invoice does not change measurably.
//!
//! This is the one file with `unsafe`: the setting is that of a C library, which has no other way
//! in.

#![expect(unsafe_code, reason = "the allocator's setting is set by a C function")]

use libmimalloc_sys::{mi_option_set, mi_option_t};
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// `mi_option_purge_delay` of mimalloc 3, which the bindings do not name: milliseconds until free
/// pages are given back.
const PURGE_DELAY: mi_option_t = 15;

/// Sets the allocator up. To be called first.
pub(crate) fn set_up() {
    // SAFETY: the number is an option of the library that is linked in (the version is locked), and
    // no other thread runs yet. An option that it did not know would be ignored.
    unsafe { mi_option_set(PURGE_DELAY, 0) };
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::hint::black_box;

    const MEBIBYTE: usize = 1024 * 1024;

    /// Resident memory of this process.
    fn resident_mib() -> usize {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().nth(1));
        kib.unwrap().parse::<usize>().unwrap() / 1024
    }

    #[test]
    fn memory_that_became_free_is_given_back_at_once() {
        super::set_up();
        let before = resident_mib();
        let large = black_box(vec![1_u8; 256 * MEBIBYTE]);
        assert!(resident_mib() >= before + 200, "it was touched");
        drop(large);
        // Other tests of this process may hold some.
        assert!(resident_mib() <= before + 100, "it was given back");
    }
}
