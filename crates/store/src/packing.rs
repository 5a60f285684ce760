//! How the text of a signed invoice is packed into its row.
//!
//! The text is small and its member names outweigh its values, so it is compressed against a
//! fixed dictionary: a typical text. Rows name their format, and a format once released never
//! changes, its dictionary included: rows written under it have to be read for ever.

use std::cell::RefCell;
use std::sync::OnceLock;

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

use crate::{StoreError, StoreResult};

/// Format 1: one zstd frame with its content size, against dictionary 1.
const ZSTD_DICTIONARY_1: i64 = 1;
/// Dictionary 1, raw content. Frozen.
static DICTIONARY_1: &[u8] = include_bytes!("packing/dictionary_1.txt");
/// Level 3 packs a one-item invoice in half the time of level 6 and into a seventh more room, a
/// few per cent of its row: a busy server has rather the time.
const LEVEL: i32 = 3;
/// Longest text. The API takes 2 MiB of JSON; escapes can make the canonical text longer.
const TEXT_BYTES_MAX: usize = 16 << 20;

/// A packed text, as its row holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Packed {
    pub(crate) format: i64,
    pub(crate) bytes: Vec<u8>,
}

/// Packs a text. Costs some ten microseconds: done by the caller of an engine, never by the
/// thread that writes.
pub(crate) fn pack(text: &str) -> StoreResult<Packed> {
    static PREPARED: OnceLock<EncoderDictionary<'static>> = OnceLock::new();
    thread_local! {
        static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    }
    if text.len() > TEXT_BYTES_MAX {
        return Err(StoreError::Corrupt(format!(
            "an invoice text of {} bytes; the most is {TEXT_BYTES_MAX}",
            text.len()
        )));
    }
    let bytes = COMPRESSOR.with_borrow_mut(|compressor| {
        let compressor = match compressor {
            Some(compressor) => compressor,
            none => {
                let prepared =
                    PREPARED.get_or_init(|| EncoderDictionary::copy(DICTIONARY_1, LEVEL));
                none.insert(Compressor::with_prepared_dictionary(prepared)?)
            }
        };
        compressor.compress(text.as_bytes())
    });
    Ok(Packed {
        format: ZSTD_DICTIONARY_1,
        bytes: bytes.map_err(|fault| StoreError::Unavailable(format!("compressing: {fault}")))?,
    })
}

/// Unpacks a text.
pub(crate) fn unpack(packed: &Packed) -> StoreResult<String> {
    static PREPARED: OnceLock<DecoderDictionary<'static>> = OnceLock::new();
    thread_local! {
        static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
    }
    if packed.format != ZSTD_DICTIONARY_1 {
        return Err(damaged(format!("unknown payload format {}", packed.format)));
    }
    let size = zstd::zstd_safe::get_frame_content_size(&packed.bytes)
        .ok()
        .flatten()
        .and_then(|size| usize::try_from(size).ok())
        .filter(|size| *size <= TEXT_BYTES_MAX)
        .ok_or_else(|| damaged("no plausible size"))?;
    let bytes = DECOMPRESSOR.with_borrow_mut(|decompressor| {
        let decompressor = match decompressor {
            Some(decompressor) => decompressor,
            none => {
                let prepared = PREPARED.get_or_init(|| DecoderDictionary::copy(DICTIONARY_1));
                none.insert(Decompressor::with_prepared_dictionary(prepared)?)
            }
        };
        decompressor.decompress(&packed.bytes, size)
    });
    String::from_utf8(bytes.map_err(damaged)?).map_err(damaged)
}

fn damaged(what: impl std::fmt::Display) -> StoreError {
    StoreError::Corrupt(format!("an invoice's payload is damaged: {what}"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_comes_back(text in any::<String>()) {
            prop_assert_eq!(unpack(&pack(&text).unwrap()).unwrap(), text);
        }
    }

    /// A row written by the first release. If this fails, stored invoices have become unreadable.
    #[test]
    fn a_text_packed_by_the_first_release_is_still_read() {
        let packed = Packed {
            format: 1,
            bytes: FIRST_RELEASE.to_vec(),
        };
        assert_eq!(
            unpack(&packed).unwrap(),
            r#"{"AckNo":912510000000001,"AckDt":"2025-11-22 10:00:00","Version":"1.1"}"#
        );
    }

    /// `pack` of the text above.
    const FIRST_RELEASE: &[u8] = &[
        40, 181, 47, 253, 32, 71, 205, 0, 0, 80, 53, 49, 53, 45, 49, 49, 45, 50, 50, 125, 5, 0,
        245, 133, 12, 0, 103, 224, 28, 216, 216, 63, 39, 172,
    ];

    #[test]
    fn damage_is_an_error() {
        let mut packed = pack("{\"AckNo\":1}").unwrap();
        packed.format = 2;
        assert!(matches!(unpack(&packed), Err(StoreError::Corrupt(_))));
        packed.format = 1;
        packed.bytes.truncate(4);
        assert!(matches!(unpack(&packed), Err(StoreError::Corrupt(_))));
        packed.bytes.clear();
        assert!(matches!(unpack(&packed), Err(StoreError::Corrupt(_))));
    }

    #[test]
    fn the_longest_text_is_packed_and_one_byte_more_is_not() {
        let longest = "x".repeat(TEXT_BYTES_MAX);
        assert_eq!(unpack(&pack(&longest).unwrap()).unwrap(), longest);
        assert!(pack(&(longest + "x")).is_err());
    }
}
