//! Protobuf without a schema: which fields a message has on the wire.

use anyhow::{Context, bail};
use bytes::{Buf, Bytes};

/// The fields of a message in their order; the second half is what a length-delimited one holds, empty for others.
///
/// # Errors
/// When it is no protobuf, or has a group.
pub fn fields(message: &Bytes) -> anyhow::Result<Vec<(u32, Bytes)>> {
    let mut rest = message.clone();
    let mut fields = Vec::new();
    while rest.has_remaining() {
        let key = varint(&mut rest)?;
        let (len, kept) = match key & 7 {
            0 => {
                varint(&mut rest)?;
                (0, false)
            }
            1 => (8, false),
            2 => (usize::try_from(varint(&mut rest)?)?, true),
            5 => (4, false),
            other => bail!("wire type {other}"),
        };
        let value = (len <= rest.len()).then(|| rest.split_to(len)).context("cut off")?;
        fields.push((u32::try_from(key >> 3)?, if kept { value } else { Bytes::new() }));
    }
    Ok(fields)
}

fn varint(rest: &mut Bytes) -> anyhow::Result<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = rest.try_get_u8()?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    bail!("a varint without an end")
}

/// A length-delimited field.
pub fn field(number: u32, value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for mut varint in [u64::from(number) << 3 | 2, value.len() as u64] {
        while varint >= 0x80 {
            bytes.push(varint as u8 | 0x80);
            varint >>= 7;
        }
        bytes.push(varint as u8);
    }
    bytes.extend_from_slice(value);
    bytes
}
