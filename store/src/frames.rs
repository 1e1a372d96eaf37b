//! zstd frames: bodies before they are sealed, and what an engine keeps that only it
//! reads. Each thread keeps its working memory, which takes longer to set up than a
//! report takes to compress.

use std::cell::RefCell;
use std::io;

use zstd::bulk::{Compressor, Decompressor};

/// Compression level: fast, about 5 to 1 on FHIR JSON.
const LEVEL: i32 = 1;

thread_local! {
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// The bytes as a frame.
///
/// # Errors
/// When there is no memory for it.
pub fn compress(plain: &[u8]) -> io::Result<Vec<u8>> {
    COMPRESSOR.with_borrow_mut(|kept| {
        let compressor = match kept {
            Some(compressor) => compressor,
            None => kept.insert(Compressor::new(LEVEL)?),
        };
        compressor.compress(plain)
    })
}

/// The bytes of a frame, at most so many.
///
/// # Errors
/// When they are more, or it is no frame.
pub fn decompress(frame: &[u8], bytes_max: usize) -> io::Result<Vec<u8>> {
    let size = zstd::zstd_safe::get_frame_content_size(frame);
    let size = size
        .ok()
        .flatten()
        .and_then(|size| usize::try_from(size).ok());
    let bytes = size.unwrap_or(bytes_max).min(bytes_max);
    DECOMPRESSOR.with_borrow_mut(|kept| {
        let decompressor = match kept {
            Some(decompressor) => decompressor,
            None => kept.insert(Decompressor::new()?),
        };
        decompressor.decompress(frame, bytes)
    })
}

#[cfg(test)]
mod tests {
    use super::{compress, decompress};

    #[test]
    fn what_was_compressed_comes_back_whole_or_not_at_all() {
        for plain in [&b""[..], b"a report", &b" ".repeat(100_000)] {
            let frame = compress(plain).unwrap();
            assert_eq!(decompress(&frame, 100_000).unwrap(), plain);
            assert_eq!(
                decompress(&frame, plain.len() / 2).is_ok(),
                plain.is_empty()
            );
        }
        assert!(decompress(b"no frame", 100).is_err());
    }
}
