//! The keys are a format on disk: this text may not change.

use fleet::Digest;
use proto::record::v1::{Config, PackageSet, Settings};
use uuid::Uuid;

use super::super::key;
use super::{agent, member, shard};

#[test]
fn keys_are_written_as_the_design_says() {
    let uuid = Uuid::from_bytes([0xab; 16]);
    let golden = [
        (key::cluster(), "cluster/meta"),
        (key::member(member(1)), "members/01010101-0101-0101-0101-010101010101"),
        (key::shard(shard(7)), "shards/0007"),
        (key::shard(shard(4095)), "shards/4095"),
        (key::agents_of(shard(7)), "agents/0007/"),
        (key::agent(shard(7), agent(2)), "agents/0007/02020202-0202-0202-0202-020202020202"),
        (
            key::blob(Digest::of(b"")),
            "blobs/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ),
        (key::alias(shard(7), agent(2)), "alias/0007/02020202-0202-0202-0202-020202020202"),
        (key::custom("com.a.b/v2"), "custom/com.a.b%2fv2"),
        (key::desired_of(shard(7)), "desired/0007/"),
        (key::desired(shard(7), agent(2)), "desired/0007/02020202-0202-0202-0202-020202020202"),
        (key::revision::<Config>("base", 12), "configs/base/00000000000000000012"),
        (key::revision::<Config>("a/b c%", 1), "configs/a%2fb%20c%25/00000000000000000001"),
        (key::after_revisions::<Config>("base"), "configs/base/~"),
        (key::revision::<PackageSet>("base", 1), "packages/base/00000000000000000001"),
        (key::revision::<Settings>("base", 1), "settings/base/00000000000000000001"),
        (key::assignment("every-1.x_y"), "assignments/every-1.x_y"),
        (key::commands_of(agent(2)), "commands/02020202-0202-0202-0202-020202020202/"),
        (
            key::command(agent(2), uuid),
            "commands/02020202-0202-0202-0202-020202020202/abababab-abab-abab-abab-abababababab",
        ),
        (
            key::audit(1_764_000_000_123, uuid),
            "audit/00000001764000000123/abababab-abab-abab-abab-abababababab",
        ),
        (key::before_audit(5), "audit/00000000000000000005"),
    ];
    for (key, text) in golden {
        assert_eq!(&*key.0, text);
    }
}

#[test]
fn what_is_written_is_read_back() {
    let uuid = Uuid::from_bytes([0xab; 16]);
    for name in ["base", "a/b", "100%", "größe", "", "~"] {
        let key = key::revision::<Config>(name, 9);
        assert_eq!(key::parse_revision::<Config>(&key.0), Some((name.to_owned(), 9)));
        assert_eq!(key::parse_revision::<Settings>(&key.0), None);
        assert_eq!(key::parse_assignment(&key::assignment(name).0), Some(name.to_owned()));
    }
    assert_eq!(key::parse_member(&key::member(member(1)).0), Some(member(1)));
    assert_eq!(key::parse_shard(&key::shard(shard(7)).0), Some(shard(7)));
    let placed = Some((shard(7), agent(2)));
    assert_eq!(key::parse_agent(&key::agent(shard(7), agent(2)).0), placed);
    assert_eq!(key::parse_desired(&key::desired(shard(7), agent(2)).0), placed);
    assert_eq!(key::parse_command(&key::command(agent(2), uuid).0), Some(uuid));
    assert_eq!(key::parse_audit(&key::audit(1, uuid).0), Some(uuid));
}

#[test]
fn text_that_is_no_key_is_refused() {
    for text in ["", "shards/", "shards/4096", "shards/x", "members/1", "agents/0001"] {
        assert_eq!(key::parse_shard(text), None);
        assert_eq!(key::parse_member(text), None);
        assert_eq!(key::parse_agent(text), None);
    }
    assert_eq!(key::parse_assignment("assignments/%f"), None);
    assert_eq!(key::parse_assignment("assignments/%ff"), None);
}
