use proto::opamp::v1::any_value::Value;
use proto::opamp::v1::{AnyValue, KeyValue};
use proto::route::v1::Transport;

use super::*;
use crate::{Epoch, MemberId, Moment};

const N1: MemberId = MemberId::new([1; 16]);
const N2: MemberId = MemberId::new([2; 16]);

fn agent(number: u8) -> AgentId {
    AgentId::new([number; 16])
}

fn shard(number: u32) -> Shard {
    Shard::new(number).unwrap()
}

fn epoch(revision: u64) -> Epoch {
    Epoch { generation: 1, revision: Revision(revision) }
}

fn observed(index: &mut Index, attributes: &[(&str, &str)], revision: u64) -> Observed {
    let attribute = |(key, value): &(&str, &str)| KeyValue {
        key: (*key).into(),
        value: Some(AnyValue { value: Some(Value::StringValue((*value).into())) }),
    };
    let description = AgentDescription {
        identifying_attributes: attributes.iter().map(attribute).collect(),
        non_identifying_attributes: Vec::new(),
    };
    Observed {
        record: Arc::new(record::Agent { capabilities: 2, ..Default::default() }),
        claims: index.claims(&description),
        config: None,
        healthy: Some(true),
        start_time_unix_nano: 0,
        revision: Revision(revision),
    }
}

fn apply(index: &mut Index, number: u8, attributes: &[(&str, &str)]) {
    let observed = observed(index, attributes, 1);
    index.apply_agent(agent(number), observed);
}

fn presence(number: u32, revision: u64, connected: bool) -> Presence {
    Presence {
        owner: N1,
        shard: shard(number),
        epoch: epoch(revision),
        stale: false,
        connected,
        last_seen: Moment(1_000),
        connected_since: Moment(500),
        gateway: None,
        transport: Transport::Websocket,
        healthy: None,
        start_time_unix_nano: 0,
        peer_address: String::new(),
        offered_config_hash: Bytes::new(),
        offers_sent: 0,
    }
}

/// The agents that a filter selects, by the number in their ids.
fn ids(index: &Index, filter: &str) -> Vec<u8> {
    let filter = Selector::parse_filter(filter).unwrap();
    index.matching(&filter, None).map(|entry| entry.agent.as_bytes()[0]).collect()
}

#[test]
fn agents_are_listed_in_order_filtered_and_paged() {
    let mut index = Index::default();
    for number in [5, 1, 4, 2, 3] {
        let os = if number % 2 == 0 { "linux" } else { "windows" };
        apply(&mut index, number, &[("os", os)]);
    }
    assert_eq!(ids(&index, ""), [1, 2, 3, 4, 5]);
    assert_eq!(ids(&index, "claim.os=windows"), [1, 3, 5]);
    let filter = Selector::parse("claim.os=windows").unwrap();
    let page: Vec<_> = index.list(&filter, Some(agent(1)), 1).map(|entry| entry.agent).collect();
    assert_eq!(page, [agent(3)]);
    let uid = format!("instance_uid={}", agent(4));
    assert_eq!(ids(&index, &uid), [4]);
}

#[test]
fn labels_come_from_the_row_and_a_row_alone_is_no_agent() {
    let mut index = Index::default();
    let labels = [("env".to_owned(), "prod".to_owned())].into();
    index.apply_row(agent(1), Arc::new(record::Desired { labels, ..Default::default() }));
    assert_eq!(ids(&index, ""), [] as [u8; 0]);
    assert!(index.get(agent(1)).is_none());
    assert!(index.row(agent(1)).is_some());
    apply(&mut index, 1, &[("env", "dev")]);
    assert_eq!(ids(&index, "label.env=prod"), [1]);
    assert_eq!(ids(&index, "claim.env=prod"), [] as [u8; 0]);
    index.delete_agent(agent(1));
    assert!(index.get(agent(1)).is_none());
    index.reset_rows([]);
    assert!(index.row(agent(1)).is_none());
}

#[test]
fn a_reset_removes_what_it_does_not_name() {
    let mut index = Index::default();
    apply(&mut index, 1, &[]);
    apply(&mut index, 2, &[]);
    let kept = observed(&mut index, &[("os", "linux")], 9);
    index.reset_agents([(agent(2), kept)]);
    assert_eq!(ids(&index, ""), [2]);
    assert_eq!(ids(&index, "claim.os"), [2]);
}

#[test]
fn counts_are_grouped_by_claim_label_or_field() {
    let mut index = Index::default();
    apply(&mut index, 1, &[("os", "linux")]);
    apply(&mut index, 2, &[("os", "linux")]);
    apply(&mut index, 3, &[]);
    index.reset_presence(shard(0), epoch(1), N1, [(agent(1), presence(0, 1, true))]);
    let all = Selector::default();
    let count = |key: &str| index.count(&all, Some(&Key::parse(key).unwrap())).unwrap();
    let groups = |pairs: &[(&str, u64)]| -> BTreeMap<String, u64> {
        pairs.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect()
    };
    assert_eq!(count("claim.os"), (3, groups(&[("", 1), ("linux", 2)])));
    assert_eq!(count("connected"), (3, groups(&[("false", 2), ("true", 1)])));
    assert_eq!(count("config_status"), (3, groups(&[("UNSET", 3)])));
    assert_eq!(index.count(&all, None), Ok((3, BTreeMap::new())));
}

#[test]
fn an_older_epoch_never_overwrites_a_newer_one() {
    let mut index = Index::default();
    index.reset_presence(shard(7), epoch(5), N2, [(agent(1), presence(7, 5, true))]);
    index.reset_presence(shard(7), epoch(4), N1, [(agent(1), presence(7, 4, false))]);
    index.apply_presence(agent(1), presence(7, 4, false));
    index.delete_presence(agent(1), shard(7), epoch(4));
    index.end_presence(shard(7), epoch(4));
    let entry = index.get(agent(1)).unwrap();
    assert!(entry.connected());
    let known = entry.presence.as_ref().unwrap();
    assert_eq!((known.owner, known.stale), (N2, false));
}

#[test]
fn a_snapshot_replaces_everything_of_its_shard_and_nothing_else() {
    let mut index = Index::default();
    apply(&mut index, 1, &[]);
    let old = [1, 2].map(|number| (agent(number), presence(7, 5, true)));
    index.reset_presence(shard(7), epoch(5), N1, old);
    index.reset_presence(shard(8), epoch(5), N1, [(agent(3), presence(8, 5, true))]);
    assert_eq!(ids(&index, "connected=true"), [1, 2, 3]);
    index.reset_presence(shard(7), epoch(6), N2, []);
    assert_eq!(ids(&index, "connected=true"), [3]);
    // Agent 1 has a record; agent 2 was known from its presence only.
    assert_eq!(ids(&index, ""), [1, 3]);
}

#[test]
fn a_lost_owner_makes_presence_stale_until_the_next_one_speaks() {
    let stale = |index: &Index| {
        let presence = index.get(agent(1)).unwrap().presence.as_ref().unwrap();
        (presence.connected, presence.stale)
    };
    let lose: [fn(&mut Index); 3] = [
        |index| index.claimed(shard(7), epoch(6)),
        |index| index.member_gone(N1),
        |index| index.end_presence(shard(7), epoch(5)),
    ];
    for lose in lose {
        let mut index = Index::default();
        index.reset_presence(shard(7), epoch(5), N1, [(agent(1), presence(7, 5, true))]);
        index.claimed(shard(7), epoch(5));
        index.member_gone(N2);
        assert_eq!(stale(&index), (true, false));
        lose(&mut index);
        assert_eq!(stale(&index), (true, true));
        index.apply_presence(agent(1), presence(7, 5, false));
        assert_eq!(stale(&index), (true, true), "the old owner has no voice any more");
        index.reset_presence(shard(7), epoch(6), N2, [(agent(1), presence(7, 6, true))]);
        assert_eq!(stale(&index), (true, false));
    }
}

#[test]
fn followers_see_each_changed_agent_once_and_not_every_heartbeat() {
    let mut index = Index::default();
    let start = index.position();
    for _ in 0..3 {
        apply(&mut index, 1, &[("os", "linux")]);
        apply(&mut index, 2, &[("os", "linux")]);
    }
    let (changed, position) = index.changed_since(start, 10).unwrap();
    assert_eq!(changed, [agent(1), agent(2)]);
    index.reset_presence(shard(7), epoch(5), N1, [(agent(1), presence(7, 5, true))]);
    let (changed, position) = index.changed_since(position, 10).unwrap();
    assert_eq!(changed, [agent(1)]);
    let seen = Presence { last_seen: Moment(9_000), ..presence(7, 5, true) };
    index.apply_presence(agent(1), seen);
    assert_eq!(index.changed_since(position, 10), Ok((vec![], position)));
    let last_seen = index.get(agent(1)).unwrap().presence.as_ref().unwrap().last_seen;
    assert_eq!(last_seen, Moment(9_000));
}

#[test]
fn followers_hear_of_vanished_agents_and_of_having_fallen_behind() {
    let mut index = Index::default();
    let start = index.position();
    apply(&mut index, 1, &[]);
    apply(&mut index, 2, &[]);
    index.delete_agent(agent(1));
    let (changed, position) = index.changed_since(start, 1).unwrap();
    assert_eq!(changed, [agent(2)]);
    assert_eq!(index.changed_since(position, 10).unwrap().0, [agent(1)]);
    for number in 0..20_000u32 {
        let mut uid = [9; 16];
        uid[..4].copy_from_slice(&number.to_be_bytes());
        let observed = observed(&mut index, &[], 1);
        index.apply_agent(AgentId::new(uid), observed);
        index.delete_agent(AgentId::new(uid));
    }
    assert_eq!(index.changed_since(start, 10), Err(Lagged));
    assert_eq!(index.changed_since(index.position(), 10), Ok((vec![], index.position())));
}

#[test]
fn equal_attribute_texts_share_memory_and_unused_ones_are_let_go() {
    let mut texts = Texts::default();
    let first = texts.intern("service.name");
    assert!(Arc::ptr_eq(&first, &texts.intern("service.name")));
    for number in 0..10_000 {
        texts.intern(&number.to_string());
    }
    assert!(Arc::strong_count(&first) == 2, "still interned");
    let again = texts.intern("service.name");
    assert!(Arc::ptr_eq(&first, &again));
}
