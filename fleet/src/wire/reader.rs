//! Reading protobuf records without decoding them. It refuses what the decoder refuses, and nothing
//! else: two readers that disagree about one message are how one agent speaks for another.

/// Bytes that are no protobuf message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// A varint is cut off, longer than ten bytes or over 64 bits.
    #[error("a varint is cut off or too long")]
    Varint,
    /// A field number is 0 or over 29 bits, or the wire type is 6 or 7.
    #[error("a field's number or wire type does not exist")]
    Key,
    /// A field's wire type is not the one the message gives it.
    #[error("field {0} has the wrong wire type")]
    WireType(u32),
    /// A length or a fixed-width value reaches past the end.
    #[error("a field reaches past the end of the message")]
    Overrun,
    /// A group ends that did not begin, or begins and does not end.
    #[error("a group does not match its end")]
    Group,
    /// Groups are nested more than the decoder allows.
    #[error("groups are nested too deeply")]
    GroupDepth,
}

/// How a record's payload is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wire {
    Varint,
    Fixed64,
    Length,
    GroupStart,
    GroupEnd,
    Fixed32,
}

/// Nested groups the decoder accepts in an unknown field (prost's recursion limit).
const GROUPS_MAX: u32 = 100;

/// A position in a message.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) const fn new(message: &'a [u8]) -> Self {
        Self { rest: message }
    }

    pub(super) const fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next record's field number and wire type.
    pub(super) fn key(&mut self) -> Result<(u32, Wire), Malformed> {
        let key = u32::try_from(self.varint()?).map_err(|_| Malformed::Key)?;
        let wire = match key & 7 {
            0 => Wire::Varint,
            1 => Wire::Fixed64,
            2 => Wire::Length,
            3 => Wire::GroupStart,
            4 => Wire::GroupEnd,
            5 => Wire::Fixed32,
            _ => return Err(Malformed::Key),
        };
        if key >> 3 == 0 { Err(Malformed::Key) } else { Ok((key >> 3, wire)) }
    }

    /// A length and that many bytes.
    pub(super) fn bytes(&mut self) -> Result<&'a [u8], Malformed> {
        let len = self.varint()?;
        self.take(usize::try_from(len).map_err(|_| Malformed::Overrun)?)
    }

    /// Moves past the payload of the record whose key was just read.
    pub(super) fn skip(&mut self, field: u32, wire: Wire) -> Result<(), Malformed> {
        self.skip_within(field, wire, GROUPS_MAX)
    }

    fn skip_within(&mut self, field: u32, wire: Wire, depth: u32) -> Result<(), Malformed> {
        if depth == 0 {
            return Err(Malformed::GroupDepth);
        }
        match wire {
            Wire::Varint => self.varint().map(drop),
            Wire::Fixed64 => self.take(8).map(drop),
            Wire::Fixed32 => self.take(4).map(drop),
            Wire::Length => self.bytes().map(drop),
            Wire::GroupEnd => Err(Malformed::Group),
            Wire::GroupStart => loop {
                let (inner, wire) = self.key()?;
                if wire == Wire::GroupEnd {
                    return if inner == field { Ok(()) } else { Err(Malformed::Group) };
                }
                self.skip_within(inner, wire, depth - 1)?;
            },
        }
    }

    fn varint(&mut self) -> Result<u64, Malformed> {
        let mut value = 0;
        for (index, byte) in self.rest.iter().take(10).enumerate() {
            value |= u64::from(byte & 0x7f) << (7 * index);
            if byte & 0x80 == 0 {
                // The tenth byte carries bit 63 alone.
                if index == 9 && *byte > 1 {
                    return Err(Malformed::Varint);
                }
                self.rest = &self.rest[index + 1..];
                return Ok(value);
            }
        }
        Err(Malformed::Varint)
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.rest.split_at_checked(len).ok_or(Malformed::Overrun)?;
        self.rest = rest;
        Ok(taken)
    }
}
