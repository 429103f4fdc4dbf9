//! PROTOCOL.md, rows I1 and S5: peers of other versions, and nothing on the wire that the specification does not know.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;

use bytes::Bytes;
use fleet::AgentId;
use prost::Message as _;
use proto::opamp::v1::{
    AgentCapabilities as Bit, AgentToServer, AgentToServerFlags, AvailableComponents,
    ComponentHealth, ConnectionSettingsStatus, CustomCapabilities, KeyValue, PackageStatuses,
    RemoteConfigStatus, RemoteConfigStatuses, ServerToAgent,
};
use tests::wire::{Frame, field, fields, first, fresh_uid, heartbeat, http};
use tests::{Standalone, Wire};

/// What one version of the specification has.
struct Version {
    name: &'static str,
    /// The capability bits agents may have.
    bits: u64,
    /// The highest field of ServerToAgent.
    fields_max: u32,
    /// The flags of ServerToAgent.
    flags: u64,
}

/// `tomorrow` knows things that this server does not.
const VERSIONS: [Version; 4] = [
    Version { name: "v0.8", bits: 0x1fff, fields_max: 9, flags: 1 },
    Version { name: "v0.16", bits: 0xffff, fields_max: 11, flags: 3 },
    Version { name: "head", bits: 0xffff, fields_max: 11, flags: 3 },
    Version { name: "tomorrow", bits: 0xffff | 0xff << 20, fields_max: 11, flags: 3 },
];
/// Certificates and packages are other rows' business: nothing of theirs is offered here.
const SERVER_BITS: u64 = 0x7f;

/// A full report with every part the version has.
fn report(version: &Version, uid: AgentId) -> AgentToServer {
    let mut message = AgentToServer {
        capabilities: version.bits,
        package_statuses: Some(PackageStatuses::default()),
        ..first(uid)
    };
    if version.name != "v0.8" {
        message.custom_capabilities =
            Some(CustomCapabilities { capabilities: vec!["org.example.thing".to_owned()] });
        let hash = Bytes::from_static(b"all");
        message.available_components = Some(AvailableComponents { hash, ..Default::default() });
        message.connection_settings_status = Some(ConnectionSettingsStatus::default());
    }
    if version.name == "head" || version.name == "tomorrow" {
        let attributes = vec![KeyValue { key: "pipelines".to_owned(), value: None }];
        message.health = Some(ComponentHealth { attributes, ..message.health.unwrap() });
    }
    message
}

/// Its bytes, with what only tomorrow knows.
fn encoded(version: &Version, message: &AgentToServer) -> Vec<u8> {
    let mut bytes = message.encode_to_vec();
    if version.name == "tomorrow" {
        bytes.extend(field(16, b"a new part"));
        if message.health.is_some() {
            bytes.extend(field(5, &field(8, b"new in health")));
        }
        // flags: one bit nobody knows yet.
        bytes.extend(b"\x50\x80\x80\x01");
    }
    bytes
}

async fn ask(wire: &mut Wire, http_too: bool, message: &[u8]) -> Bytes {
    if http_too {
        let response = wire.request(&http::post("", message)).await.unwrap();
        assert_eq!(response.status, 200);
        return response.body;
    }
    wire.send(&Frame::binary([&[0], message].concat())).await.unwrap();
    wire.data().await.unwrap().payload.slice(1..)
}

fn understood(version: &Version, reply: &Bytes) -> ServerToAgent {
    let numbers: Vec<u32> = fields(reply).unwrap().into_iter().map(|(n, _)| n).collect();
    let known = 1..=version.fields_max;
    assert!(numbers.iter().all(|n| known.contains(n)), "{}: {numbers:?}", version.name);
    let message = ServerToAgent::decode(reply.clone()).unwrap();
    assert_eq!(message.error_response, None, "{}", version.name);
    assert_eq!(message.flags & !version.flags, 0, "{}: {:#x}", version.name, message.flags);
    assert_eq!(message.capabilities & !SERVER_BITS, 0, "{}: reserved bits", version.name);
    message
}

#[tokio::test]
async fn i1_agents_of_every_version_are_served_with_what_they_know() {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    let hash = api.push("base", "one: 1\n").await.unwrap();
    for version in &VERSIONS {
        for over_http in [false, true] {
            let what = format!("{}, HTTP: {over_http}", version.name);
            let uid = fresh_uid().unwrap();
            let mut wire = Wire::connect(&server).await.unwrap();
            if !over_http {
                wire.upgrade().await.unwrap();
            }
            let report = report(version, uid);
            let bytes = encoded(version, &report);
            let reply = understood(version, &ask(&mut wire, over_http, &bytes).await);
            let asked = reply.flags & 1;
            assert_eq!(asked, 0, "{what}: a first report of every part is complete");
            assert_eq!(reply.remote_config.unwrap().config_hash, hash, "{what}");
            let applied = RemoteConfigStatus {
                last_remote_config_hash: hash.clone(),
                status: RemoteConfigStatuses::Applied.into(),
                ..Default::default()
            };
            let status = AgentToServer {
                remote_config_status: Some(applied.clone()),
                capabilities: version.bits,
                ..heartbeat(uid, 2)
            };
            let bytes = encoded(version, &status);
            let reply = understood(version, &ask(&mut wire, over_http, &bytes).await);
            assert_eq!(reply.remote_config, None, "{what}");
            let shown = api.full(uid).await.unwrap();
            assert_eq!(shown.remote_config_status, Some(applied), "{what}");
            assert_eq!(shown.health, report.health, "{what}");
            assert_eq!(shown.custom_capabilities, report.custom_capabilities, "{what}");

            // One of the same version that can do less: it gets nothing it did not ask for.
            let uid = fresh_uid().unwrap();
            let less = Bit::ReportsStatus as u64;
            let plain = AgentToServer { capabilities: less, ..first(uid) };
            let bytes = encoded(version, &plain);
            let reply = understood(version, &ask(&mut wire, over_http, &bytes).await);
            let capabilities = reply.capabilities;
            let instance_uid = uid.to_bytes();
            let bare = ServerToAgent { instance_uid, capabilities, ..Default::default() };
            assert_eq!(reply, bare, "{what}: only the ack");
        }
    }
    // v0.8 and before had uids of 26 letters. They are told so, under their name.
    let mut wire = Wire::websocket(&server).await.unwrap();
    let instance_uid = Bytes::from_static(b"01ARZ3NDEKTSV4RRFFQ69G5FAV");
    let old = AgentToServer { instance_uid: instance_uid.clone(), ..Default::default() };
    let reply = wire.ask(&old).await.unwrap();
    assert_eq!(reply.instance_uid, instance_uid);
    let why = reply.error_response.unwrap().error_message;
    assert!(why.contains("16 bytes"), "{why}");
}

/// The fields of ServerToAgent and of what remote configs are made of, as the specification has them.
const KNOWN: [(&str, &[(u32, &str)]); 5] = [
    ("ServerToAgent", &[(3, "AgentRemoteConfig")]),
    ("AgentRemoteConfig", &[(1, "AgentConfigMap"), (2, "")]),
    ("AgentConfigMap", &[(1, "entry")]),
    ("entry", &[(1, ""), (2, "AgentConfigFile")]),
    ("AgentConfigFile", &[(1, ""), (2, "")]),
];

/// Fails on any field that the specification does not have; collects the top-level ones.
fn invented(kind: &str, message: &Bytes, seen: &mut BTreeSet<u32>) {
    let (_, known) = KNOWN.iter().find(|(name, _)| *name == kind).unwrap();
    for (number, value) in fields(message).unwrap() {
        let inside = known.iter().find(|(field, _)| *field == number);
        if kind == "ServerToAgent" {
            assert!((1..=11).contains(&number), "ServerToAgent has no field {number}");
            seen.insert(number);
        } else {
            assert!(inside.is_some(), "{kind} has no field {number}");
        }
        if let Some((_, kind)) = inside.filter(|(_, kind)| !kind.is_empty()) {
            invented(kind, &value, seen);
        }
    }
}

#[tokio::test]
async fn s5_nothing_is_signed_with_fields_of_our_own() {
    let server = Standalone::start().await.unwrap();
    let api = server.control().unwrap();
    let mut seen = BTreeSet::new();
    let uid = fresh_uid().unwrap();
    let mut socket = Wire::websocket(&server).await.unwrap();
    let mut say = async |bytes: &[u8]| {
        let reply = ask(&mut socket, false, bytes).await;
        invented("ServerToAgent", &reply, &mut seen);
    };
    let bits = first(uid).capabilities | Bit::AcceptsRestartCommand as u64;
    let own = |message: AgentToServer| AgentToServer { capabilities: bits, ..message };
    // Capabilities; ReportFullState; a bad message; a new uid.
    say(&own(first(uid)).encode_to_vec()).await;
    say(&own(heartbeat(uid, 7)).encode_to_vec()).await;
    say(b"\x00").await;
    let flags = AgentToServerFlags::RequestInstanceUid as u64;
    let other = AgentToServer { flags, ..first(fresh_uid().unwrap()) };
    say(&other.encode_to_vec()).await;
    // A remote config, and a command.
    api.push("base", "one: 1\n").await.unwrap();
    let pushed = socket.data().await.unwrap().payload.slice(1..);
    invented("ServerToAgent", &pushed, &mut seen);
    api.full(uid).await.unwrap();
    let (receipt, frame) = tokio::join!(api.restart(uid, 10), socket.data());
    receipt.unwrap();
    invented("ServerToAgent", &frame.unwrap().payload.slice(1..), &mut seen);
    assert_eq!(seen, BTreeSet::from([1, 2, 3, 6, 7, 8, 9]), "all of these were looked at");
}
