//! The text of every key, both ways. A golden test holds it still: it is a format on disk.

use fleet::{AgentId, Digest, MemberId, Shard};
use uuid::Uuid;

use super::revisions::Revised;
use crate::contract::Key;

pub(super) const MEMBERS: &str = "members/";
pub(super) const SHARDS: &str = "shards/";
pub(super) const AGENTS: &str = "agents/";
pub(super) const DESIRED: &str = "desired/";
pub(super) const CONFIGS: &str = "configs/";
pub(super) const PACKAGES: &str = "packages/";
pub(super) const SETTINGS: &str = "settings/";
pub(super) const ASSIGNMENTS: &str = "assignments/";
pub(super) const ALIASES: &str = "alias/";
pub(super) const CSRS: &str = "csrs/";
pub(super) const CUSTOM: &str = "custom/";
pub(super) const AUDIT: &str = "audit/";

pub(super) fn cluster() -> Key {
    Key::from("cluster/meta")
}

pub(super) fn member(id: MemberId) -> Key {
    Key::from(format!("{MEMBERS}{id}"))
}

pub(super) fn parse_member(key: &str) -> Option<MemberId> {
    key.strip_prefix(MEMBERS)?.parse().ok()
}

pub(super) fn shard(shard: Shard) -> Key {
    Key::from(format!("{SHARDS}{shard}"))
}

pub(super) fn parse_shard(key: &str) -> Option<Shard> {
    parse_number(key.strip_prefix(SHARDS)?)
}

pub(super) fn agents_of(shard: Shard) -> Key {
    Key::from(format!("{AGENTS}{shard}/"))
}

pub(super) fn agent(shard: Shard, agent: AgentId) -> Key {
    Key::from(format!("{AGENTS}{shard}/{agent}"))
}

pub(super) fn parse_agent(key: &str) -> Option<(Shard, AgentId)> {
    parse_placed(key.strip_prefix(AGENTS)?)
}

pub(super) fn blob(digest: Digest) -> Key {
    Key::from(format!("blobs/{digest}"))
}

pub(super) fn desired_of(shard: Shard) -> Key {
    Key::from(format!("{DESIRED}{shard}/"))
}

pub(super) fn desired(shard: Shard, agent: AgentId) -> Key {
    Key::from(format!("{DESIRED}{shard}/{agent}"))
}

pub(super) fn parse_desired(key: &str) -> Option<(Shard, AgentId)> {
    parse_placed(key.strip_prefix(DESIRED)?)
}

pub(super) fn revision<R: Revised>(name: &str, revision: u64) -> Key {
    Key::from(format!("{}{}/{revision:020}", R::FOLDER, escape(name)))
}

/// Sorts behind every revision of this name and before every other name that follows.
pub(super) fn after_revisions<R: Revised>(name: &str) -> Key {
    Key::from(format!("{}{}/~", R::FOLDER, escape(name)))
}

pub(super) fn parse_revision<R: Revised>(key: &str) -> Option<(String, u64)> {
    let (name, revision) = key.strip_prefix(R::FOLDER)?.split_once('/')?;
    Some((unescape(name)?, revision.parse().ok()?))
}

pub(super) fn assignment(name: &str) -> Key {
    Key::from(format!("{ASSIGNMENTS}{}", escape(name)))
}

pub(super) fn parse_assignment(key: &str) -> Option<String> {
    unescape(key.strip_prefix(ASSIGNMENTS)?)
}

pub(super) fn alias(shard: Shard, new: AgentId) -> Key {
    Key::from(format!("{ALIASES}{shard}/{new}"))
}

pub(super) fn parse_alias(key: &str) -> Option<(Shard, AgentId)> {
    parse_placed(key.strip_prefix(ALIASES)?)
}

pub(super) fn csr(shard: Shard, agent: AgentId) -> Key {
    Key::from(format!("{CSRS}{shard}/{agent}"))
}

pub(super) fn parse_csr(key: &str) -> Option<(Shard, AgentId)> {
    parse_placed(key.strip_prefix(CSRS)?)
}

pub(super) fn certificates_of(agent: AgentId) -> Key {
    Key::from(format!("certs/{agent}/"))
}

pub(super) fn certificate(agent: AgentId, serial: &str) -> Key {
    Key::from(format!("certs/{agent}/{}", escape(serial)))
}

pub(super) fn parse_certificate(key: &str) -> Option<String> {
    unescape(key.strip_prefix("certs/")?.split_once('/')?.1)
}

pub(super) fn custom(name: &str) -> Key {
    Key::from(format!("{CUSTOM}{}", escape(name)))
}

pub(super) fn parse_custom(key: &str) -> Option<String> {
    unescape(key.strip_prefix(CUSTOM)?)
}

pub(super) fn commands_of(agent: AgentId) -> Key {
    Key::from(format!("commands/{agent}/"))
}

pub(super) fn command(agent: AgentId, id: Uuid) -> Key {
    Key::from(format!("commands/{agent}/{id}"))
}

pub(super) fn parse_command(key: &str) -> Option<Uuid> {
    key.strip_prefix("commands/")?.split_once('/')?.1.parse().ok()
}

pub(super) fn audit(at_unix_ms: i64, id: Uuid) -> Key {
    Key::from(format!("{AUDIT}{:020}/{id}", at_unix_ms.max(0)))
}

/// Sorts before every entry of this moment and after all earlier ones.
pub(super) fn before_audit(at_unix_ms: i64) -> Key {
    Key::from(format!("{AUDIT}{:020}", at_unix_ms.max(0)))
}

pub(super) fn parse_audit(key: &str) -> Option<Uuid> {
    key.strip_prefix(AUDIT)?.split_once('/')?.1.parse().ok()
}

fn parse_placed(text: &str) -> Option<(Shard, AgentId)> {
    let (shard, agent) = text.split_once('/')?;
    Some((parse_number(shard)?, agent.parse().ok()?))
}

fn parse_number(text: &str) -> Option<Shard> {
    Shard::new(text.parse().ok()?).ok()
}

/// A name as one part of a key: everything but letters, digits, `.`, `_` and `-` becomes `%` and
/// two hex digits.
fn escape(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02x}"));
        }
    }
    text
}

fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
