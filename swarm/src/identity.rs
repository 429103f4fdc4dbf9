//! Who a simulated agent is. Everything comes from a seed and a number, so a run can be repeated.

use fleet::{AgentId, Moment};
use proto::opamp::v1::{AgentDescription, AnyValue, KeyValue, any_value::Value};

/// Deterministic numbers (SplitMix64): the same seed gives the same run on every platform and
/// version.
#[derive(Debug, Clone)]
pub(crate) struct Sequence(u64);

impl Sequence {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// The fixed facts of one agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The uid it starts with. The server may assign another one later.
    pub uid: AgentId,
    /// Its number within the fleet, from 0.
    pub index: u32,
    /// `os.type`.
    pub os: &'static str,
    /// `region`.
    pub region: &'static str,
}

const SYSTEMS: [&str; 3] = ["linux", "windows", "darwin"];
const REGIONS: [&str; 4] = ["eu-west", "eu-north", "us-east", "ap-south"];

impl Identity {
    /// Agent number `index` of the fleet with this seed. The uid has the form of a UUIDv7 of the
    /// moment 0 plus `index` milliseconds; `prefix` (at most 6 bytes are used) replaces its first
    /// bytes.
    pub fn new(seed: u64, index: u32, prefix: &[u8]) -> Self {
        let mut numbers = Sequence::new(seed ^ (u64::from(index) << 32 | u64::from(index)));
        let mut bytes = [0; 16];
        bytes[2..6].copy_from_slice(&index.to_be_bytes());
        let random = (u128::from(numbers.next()) << 64 | u128::from(numbers.next())).to_be_bytes();
        bytes[6..].copy_from_slice(&random[6..]);
        for (byte, wanted) in bytes.iter_mut().take(6).zip(prefix) {
            *byte = *wanted;
        }
        bytes[6] = bytes[6] & 0x0f | 0x70;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        Self {
            uid: AgentId::new(bytes),
            index,
            os: SYSTEMS[index as usize % SYSTEMS.len()],
            region: REGIONS[index as usize % REGIONS.len()],
        }
    }

    /// Its name on the network, `host-000042`.
    pub fn host(&self) -> String {
        format!("host-{:06}", self.index)
    }

    pub(crate) fn numbers(&self, now: Moment) -> Sequence {
        Sequence::new(now.0 ^ u64::from(self.index).wrapping_mul(0x2545_f491_4f6c_dd1d))
    }

    pub(crate) fn description(&self, service: &Service) -> AgentDescription {
        let mut other = vec![
            text("os.type", self.os),
            text("host.name", &self.host()),
            text("region", self.region),
        ];
        if !service.padding.is_empty() {
            other.push(text("process.command_line", &service.padding));
        }
        AgentDescription {
            identifying_attributes: vec![
                text("service.name", &service.name),
                text("service.instance.id", &self.uid.to_string()),
                text("service.version", &service.version),
            ],
            non_identifying_attributes: other,
        }
    }
}

/// What all agents of a fleet say about themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// `service.name`.
    pub name: String,
    /// `service.version`.
    pub version: String,
    /// The value of one more attribute; it only makes the description as large as real ones are.
    pub padding: String,
}

fn text(key: &str, value: &str) -> KeyValue {
    let value = AnyValue { value: Some(Value::StringValue(value.to_owned())) };
    KeyValue { key: key.to_owned(), value: Some(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_agents_and_another_seed_others() {
        let uid = |seed, index| Identity::new(seed, index, &[]).uid;
        assert_eq!(uid(1, 7), uid(1, 7));
        assert_ne!(uid(1, 7), uid(2, 7));
        assert_ne!(uid(1, 7), uid(1, 8));
    }

    #[test]
    fn a_uid_is_a_version_7_uuid_and_bears_the_prefix() {
        let uid = Identity::new(1, 2, &[0xaa, 0xbb]).uid;
        assert_eq!(uid.as_bytes()[..2], [0xaa, 0xbb]);
        assert_eq!(uid.as_bytes()[6] >> 4, 7);
        assert_eq!(uid.as_bytes()[8] >> 6, 2);
    }
}
