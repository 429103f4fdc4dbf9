//! WebSocket frames as RFC 6455 draws them, and as nobody should send them.

use bytes::{Buf, Bytes, BytesMut};

/// Opcodes of RFC 6455, section 5.2.
pub mod opcode {
    /// More of the message before.
    pub const CONTINUATION: u8 = 0;
    /// Text.
    pub const TEXT: u8 = 1;
    /// Binary.
    pub const BINARY: u8 = 2;
    /// The connection ends.
    pub const CLOSE: u8 = 8;
    /// Asks for a pong.
    pub const PING: u8 = 9;
    /// Answers a ping.
    pub const PONG: u8 = 10;
}

/// The RSV1 bit: the message is deflated (RFC 7692).
pub const RSV1: u8 = 0b100;

/// What a client masks with; any value does.
const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// One frame. Everything a sender could get wrong can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Whether the message ends here.
    pub fin: bool,
    /// The three reserved bits.
    pub rsv: u8,
    /// Four bits.
    pub opcode: u8,
    /// Whether the payload is masked; a client's must be, a server's must not.
    pub masked: bool,
    /// What it carries, unmasked.
    pub payload: Bytes,
}

impl Frame {
    /// A whole, masked message or control frame.
    pub fn new(opcode: u8, payload: impl Into<Bytes>) -> Self {
        Self { fin: true, rsv: 0, opcode, masked: true, payload: payload.into() }
    }

    /// A whole binary message.
    pub fn binary(payload: impl Into<Bytes>) -> Self {
        Self::new(opcode::BINARY, payload)
    }

    /// A Close frame.
    pub fn close(code: u16, reason: &str) -> Self {
        let payload = [&code.to_be_bytes()[..], reason.as_bytes()].concat();
        Self::new(opcode::CLOSE, payload)
    }

    /// The same, with more of the message to come.
    pub fn not_last(self) -> Self {
        Self { fin: false, ..self }
    }

    /// The same with these reserved bits.
    pub fn rsv(self, rsv: u8) -> Self {
        Self { rsv, ..self }
    }

    /// The same without a mask.
    pub fn unmasked(self) -> Self {
        Self { masked: false, ..self }
    }

    /// The bytes on the wire.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![u8::from(self.fin) << 7 | self.rsv << 4 | self.opcode];
        let mask_bit = u8::from(self.masked) << 7;
        let len = self.payload.len();
        match (u8::try_from(len), u16::try_from(len)) {
            (Ok(len @ 0..126), _) => bytes.push(mask_bit | len),
            (_, Ok(len)) => {
                bytes.push(mask_bit | 126);
                bytes.extend(len.to_be_bytes());
            }
            _ => {
                bytes.push(mask_bit | 127);
                bytes.extend((len as u64).to_be_bytes());
            }
        }
        if self.masked {
            bytes.extend(MASK);
            bytes.extend(
                self.payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask),
            );
        } else {
            bytes.extend_from_slice(&self.payload);
        }
        bytes
    }

    /// The first frame in what was read, if it is there in full. What a server sends has no mask.
    pub fn decode(read: &mut BytesMut) -> Option<Self> {
        let (&first, &second) = (read.first()?, read.get(1)?);
        let (head, len) = match second & 0x7f {
            126 => (4, u64::from(u16::from_be_bytes(read.get(2..4)?.try_into().ok()?))),
            127 => (10, u64::from_be_bytes(read.get(2..10)?.try_into().ok()?)),
            len => (2, u64::from(len)),
        };
        let len = usize::try_from(len).ok()?;
        if read.len() < head + len {
            return None;
        }
        read.advance(head);
        Some(Self {
            fin: first & 0x80 != 0,
            rsv: first >> 4 & 7,
            opcode: first & 15,
            masked: second & 0x80 != 0,
            payload: read.split_to(len).freeze(),
        })
    }
}
