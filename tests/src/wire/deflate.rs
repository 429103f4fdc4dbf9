//! permessage-deflate payloads without context takeover (RFC 7692, section 7.2).

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress};

/// The tail that a sender leaves away and a receiver puts back.
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

/// Packs a message.
///
/// # Errors
/// When the packer fails.
pub fn pack(message: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut packer = Compress::new(Compression::best(), false);
    let mut packed = Vec::with_capacity(message.len() + 1_024);
    packer.compress_vec(message, &mut packed, FlushCompress::Sync)?;
    packed.truncate(packed.len().saturating_sub(TAIL.len()));
    Ok(packed)
}

/// Unpacks a message of at most this many bytes.
///
/// # Errors
/// When it is not packed so.
pub fn unpack(packed: &[u8], bytes_max: usize) -> anyhow::Result<Vec<u8>> {
    let mut message = Vec::with_capacity(bytes_max);
    let whole = [packed, &TAIL].concat();
    Decompress::new(false).decompress_vec(&whole, &mut message, FlushDecompress::Sync)?;
    Ok(message)
}
