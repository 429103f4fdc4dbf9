//! PROTOCOL.md, rows R: remote configuration, on a WebSocket and by polling, against the real binary.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;

use bytes::Bytes;
use proto::control::v1::config_drift::Reason;
use proto::control::v1::{GetConfigDriftRequest, GetEffectiveConfigRequest};
use proto::opamp::v1::{
    AgentConfigFile, AgentConfigMap, AgentToServer, EffectiveConfig, RemoteConfigStatus,
    RemoteConfigStatuses as Status, ServerToAgent, ServerToAgentFlags,
};
use tests::api::Api;
use tests::wire::PATIENCE;
use tests::wire::first::CAPABILITIES;
use tests::{By, Hand, Shared, until};
use tonic::Code;

static SERVER: Shared = Shared::new(&[("DROVER_NODE__APPLYING_S_MAX", "2")]);

const ACCEPTS_CONFIG: u64 = 0x2;
const PACKAGES: u64 = 0x8 | 0x10;

fn offered(message: &ServerToAgent) -> Option<Bytes> {
    message.remote_config.as_ref().map(|offer| offer.config_hash.clone())
}

fn says(hash: &Bytes, status: Status) -> AgentToServer {
    let failed = status == Status::Failed;
    let error_message = if failed { "no such receiver".to_owned() } else { String::new() };
    AgentToServer {
        remote_config_status: Some(RemoteConfigStatus {
            last_remote_config_hash: hash.clone(),
            status: status.into(),
            error_message,
        }),
        ..AgentToServer::default()
    }
}

/// Saves a config of this text, gives it to the agent, and waits until the agent is offered it.
async fn give(api: &Api, hand: &mut Hand, name: &str, text: &str) -> Bytes {
    let hash = api.save(name, text).await.unwrap();
    api.offer(hand.uid, name).await.unwrap();
    let this = |m: &ServerToAgent| offered(m).filter(|offered| *offered == hash);
    hand.hears("the config", this).await.unwrap()
}

#[tokio::test]
async fn r1_no_config_without_accepts_remote_config() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    api.save("r1", "a: 1").await.unwrap();
    api.save_packages("r1", &[]).await.unwrap();
    for by in By::BOTH {
        let bits = CAPABILITIES & !ACCEPTS_CONFIG | PACKAGES;
        let mut hand = Hand::known(&server, by, bits).await.unwrap();
        let refused = api.offer(hand.uid, "r1").await.unwrap_err();
        assert_eq!(refused.code(), Code::FailedPrecondition, "{refused}");
        assert!(refused.message().contains("AcceptsRemoteConfig"), "{refused}");
        api.assign("r1", &hand.selector()).await.unwrap();
        // Decided after the config was.
        api.assign_packages("r1", &hand.selector()).await.unwrap();
        hand.hears("the packages", |m| m.packages_available.clone()).await.unwrap();
        hand.report(AgentToServer::default()).await.unwrap();
        assert_eq!(hand.count(|m| m.remote_config.is_some()), 0, "{by:?}");
        // The bit may come in any message.
        hand.capabilities |= ACCEPTS_CONFIG;
        let reply = hand.ask(AgentToServer::default()).await.unwrap();
        assert!(reply.remote_config.is_some(), "{by:?}");
    }
}

#[tokio::test]
async fn r2_the_reply_to_another_hash_offers_the_config_and_to_the_same_does_not() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    for by in By::BOTH {
        let mut hand = Hand::known(&server, by, CAPABILITIES).await.unwrap();
        let hash = give(&api, &mut hand, "r2", "a: 1").await;
        let other = Bytes::from_static(&[7; 32]);
        let odd = Bytes::from_static(b"the agent's own");
        let none = Bytes::new();
        let rows = [
            (says(&hash, Status::Applied), false),
            (says(&other, Status::Applied), true),
            (says(&hash, Status::Applied), false),
            (says(&none, Status::Unset), true),
            (says(&hash, Status::Applying), false),
            (says(&odd, Status::Applied), true),
            (says(&hash, Status::Unset), false),
        ];
        for (number, (status, expected)) in rows.into_iter().enumerate() {
            let reply = hand.ask(status).await.unwrap();
            let expected = expected.then(|| hash.clone());
            assert_eq!(offered(&reply), expected, "{by:?}, report {number}");
        }
    }
}

#[tokio::test]
async fn r3_the_hash_names_one_content_whoever_computes_it() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    let contents: [&[(&str, &[u8], &str)]; 6] = [
        &[("a", b"bc", "")],
        &[("ab", b"c", "")],
        &[("a", b"b", "c")],
        &[("a", b"", "bc")],
        &[("a", b"b", ""), ("c", b"", "")],
        &[("", b"abc", "")],
    ];
    let mut hand = Hand::known(&server, By::WebSocket, CAPABILITIES).await.unwrap();
    let mut hashes = BTreeSet::new();
    for content in contents {
        let hash = api.save_files("r3", content).await.unwrap();
        let reversed: Vec<_> = content.iter().rev().copied().collect();
        assert_eq!(api.save_files("r3-again", &reversed).await.unwrap(), hash);
        api.offer(hand.uid, "r3").await.unwrap();
        let told = hand.hears("the config", offered).await.unwrap();
        assert_eq!((told.len(), &told), (32, &hash));
        hand.say(says(&hash, Status::Applied)).await.unwrap();
        hashes.insert(hash);
    }
    assert_eq!(hashes.len(), contents.len());
}

#[tokio::test]
async fn r4_an_agent_that_cycles_applying_and_applied_is_offered_a_config_once() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    for by in By::BOTH {
        let mut hand = Hand::known(&server, by, CAPABILITIES).await.unwrap();
        let hash = give(&api, &mut hand, "r4", "a: 1").await;
        for number in 0..200 {
            let status = if number % 2 == 0 { Status::Applying } else { Status::Applied };
            hand.say(says(&hash, status)).await.unwrap();
        }
        // Comes after whatever the cycle has brought about.
        let next = give(&api, &mut hand, "r4", "a: 2").await;
        assert_eq!(hand.count(|m| offered(m) == Some(hash.clone())), 1, "{by:?}");
        assert_eq!(hand.count(|m| offered(m) == Some(next.clone())), 1, "{by:?}");
    }
}

#[tokio::test]
async fn r5_a_config_is_pushed_to_an_agent_that_says_nothing() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    let mut hand = Hand::known(&server, By::WebSocket, CAPABILITIES).await.unwrap();
    let hash = give(&api, &mut hand, "r5", "a: 1").await;
    // The first message was the answer to the only one it sent.
    assert_eq!(offered(&hand.heard[1]), Some(hash));
    assert_eq!(hand.heard.len(), 2);
}

async fn drift(api: &Api, hand: &Hand) -> Option<(Reason, String)> {
    let request = GetConfigDriftRequest { filter: hand.selector(), ..Default::default() };
    let page = api.configs().get_config_drift(request).await.unwrap().into_inner();
    let error = |status: &RemoteConfigStatus| status.error_message.clone();
    let of = |drift: &proto::control::v1::ConfigDrift| {
        (drift.reason(), drift.status.as_ref().map(error).unwrap_or_default())
    };
    page.agents.first().map(of)
}

#[tokio::test]
async fn r6_only_a_status_for_the_new_hash_ends_its_rollout() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    let mut hand = Hand::known(&server, By::WebSocket, CAPABILITIES).await.unwrap();
    let old = give(&api, &mut hand, "r6", "a: 1").await;
    hand.ask(says(&old, Status::Applied)).await.unwrap();
    let new = give(&api, &mut hand, "r6", "a: 2").await;
    let rows = [
        (says(&old, Status::Applied), Some((Reason::OtherConfig, ""))),
        (says(&new, Status::Failed), Some((Reason::Failed, "no such receiver"))),
        (says(&new, Status::Applying), Some((Reason::Applying, ""))),
    ];
    for (status, expected) in rows {
        hand.say(status).await.unwrap();
        let expected = expected.map(|(reason, error): (Reason, &str)| (reason, error.to_owned()));
        let shown = async || drift(&api, &hand).await == expected;
        until(&format!("drift is {expected:?}"), PATIENCE, shown).await.unwrap();
    }
    // It goes on applying: it is asked what became of that, once.
    let asks = |m: &ServerToAgent| {
        (m.flags & ServerToAgentFlags::ReportFullState as u64 != 0).then_some(())
    };
    hand.hears("ReportFullState", asks).await.unwrap();
    hand.report(says(&new, Status::Applied)).await.unwrap();
    until("no drift", PATIENCE, async || drift(&api, &hand).await.is_none()).await.unwrap();
    assert_eq!(hand.count(|m| asks(m).is_some()), 1);
    assert_eq!(hand.count(|m| offered(m) == Some(new.clone())), 1);
}

#[tokio::test]
async fn r7_a_config_that_failed_and_was_rolled_back_is_held() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    for by in By::BOTH {
        let mut hand = Hand::known(&server, by, CAPABILITIES).await.unwrap();
        let good = give(&api, &mut hand, "r7-a", "a: 1").await;
        hand.ask(says(&good, Status::Applied)).await.unwrap();
        let bad = give(&api, &mut hand, "r7-b", "b: 1").await;
        hand.ask(says(&bad, Status::Failed)).await.unwrap();
        for _ in 0..5 {
            let reply = hand.ask(says(&good, Status::Applied)).await.unwrap();
            assert_eq!(offered(&reply), None, "{by:?}");
        }
        // Nor on a new connection.
        hand.reconnect(&server).await.unwrap();
        let reply = hand.report(says(&good, Status::Applied)).await.unwrap();
        assert_eq!(offered(&reply), None, "{by:?}");
        assert_eq!(hand.count(|m| offered(m) == Some(bad.clone())), 1, "{by:?}");
        api.retry(hand.uid).await.unwrap();
        assert_eq!(hand.hears("the retry", offered).await.unwrap(), bad, "{by:?}");
    }
}

#[tokio::test]
async fn r8_files_reach_the_agent_as_they_are() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    let many: Vec<String> = (0..1_000).map(|n| format!("file-{n}")).collect();
    let many: Vec<_> = many.iter().map(|name| (name.as_str(), &b"x"[..], "text/plain")).collect();
    let contents: [&[(&str, &[u8], &str)]; 4] = [
        &[("", b"the only one", "")],
        &[("größe/日本.yaml", b"a: 1", "text/yaml")],
        &[("binary", &[0, 0xff, 0xfe, 0x0a], "application/octet-stream"), ("empty", b"", "")],
        &many,
    ];
    // Agents stop what they run when there is no file, so that is not taken for a config.
    let empty = api.save_files("r8", &[]).await.unwrap_err();
    assert_eq!(empty.code(), Code::InvalidArgument, "{empty}");
    for by in By::BOTH {
        let mut hand = Hand::known(&server, by, CAPABILITIES).await.unwrap();
        for content in contents {
            let hash = api.save_files("r8", content).await.unwrap();
            api.offer(hand.uid, "r8").await.unwrap();
            let told = hand.hears("the config", |m| m.remote_config.clone()).await.unwrap();
            assert_eq!(told.config_hash, hash);
            let file = |(name, body, kind): &(&str, &[u8], &str)| {
                let body = Bytes::copy_from_slice(body);
                ((*name).to_owned(), AgentConfigFile { body, content_type: (*kind).to_owned() })
            };
            let config_map = content.iter().map(file).collect();
            assert_eq!(told.config, Some(AgentConfigMap { config_map }), "{by:?}");
            hand.say(says(&hash, Status::Applied)).await.unwrap();
        }
    }
}

#[tokio::test]
async fn r9_the_effective_config_is_kept_as_reported_and_never_logged() {
    let server = SERVER.get().await.unwrap();
    let api = server.control().unwrap();
    for by in By::BOTH {
        let mut hand = Hand::known(&server, by, CAPABILITIES).await.unwrap();
        let secret = format!("secret-of-{}", hand.uid);
        let body = format!("token: {secret}\n{}", "# filled\n".repeat(300_000));
        let file = |body: String, kind: &str| AgentConfigFile {
            body: body.into(),
            content_type: kind.to_owned(),
        };
        let map = AgentConfigMap {
            config_map: [
                ("a.yaml".to_owned(), file(body, "text/yaml")),
                (String::new(), file("b".to_owned(), "")),
            ]
            .into(),
        };
        let reported = EffectiveConfig { config_map: Some(map.clone()) };
        let message =
            AgentToServer { effective_config: Some(reported), ..AgentToServer::default() };
        hand.ask(message).await.unwrap();
        let request =
            GetEffectiveConfigRequest { instance_uid: hand.uid.to_string(), ..Default::default() };
        let shown = async || {
            let found = api.configs().get_effective_config(request.clone()).await;
            found.is_ok_and(|found| {
                found.into_inner().effective_config.and_then(|c| c.config_map).as_ref()
                    == Some(&map)
            })
        };
        until("the effective config is shown", PATIENCE, shown).await.unwrap();
        let whole = api.full(hand.uid).await.unwrap();
        assert_eq!(whole.effective_config, None, "{by:?}: too large for this");
        assert_eq!(whole.left_out[0].call, "GetEffectiveConfig", "{by:?}");
        assert!(!format!("{:?}", api.agent(hand.uid).await.unwrap()).contains(&secret));
        assert!(!server.log().contains(&secret), "{by:?}");
    }
}
