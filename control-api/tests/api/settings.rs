//! Connection settings: what is stored, what is shown, and who can be offered it.

use proto::control::v1::{
    AssignConnectionSettingsRequest, CreateConnectionSettingsRequest,
    CreateConnectionSettingsResponse, GetAgentRequest, GetConnectionSettingsRequest,
    GetConnectionSettingsStatusRequest, LintConnectionSettingsRequest,
    ListConnectionSettingsRequest, OfferConnectionSettingsRequest, OfferKind,
    RetryConnectionSettingsRequest,
};
use proto::opamp::v1::{
    ConnectionSettingsOffers, ConnectionSettingsStatus, ConnectionSettingsStatuses, Header,
    Headers, OpAmpConnectionSettings, OtherConnectionSettings, ProxyConnectionSettings,
    TelemetryConnectionSettings, TlsCertificate,
};
use proto::record::v1::Settings;
use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, Issuer, KeyPair};
use tonic::{Code, Status};

use crate::world::{CAPABLE, World, agent, reason, report};

fn headers(value: &str) -> Option<Headers> {
    let header = Header { key: "Authorization".into(), value: value.into() };
    Some(Headers { headers: vec![header] })
}

fn pair() -> TlsCertificate {
    let ca_key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let ca = params.self_signed(&ca_key).unwrap();
    let issuer = Issuer::new(params, &ca_key);
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["agent".into()]).unwrap();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let leaf = params.signed_by(&key, &issuer).unwrap();
    TlsCertificate {
        cert: leaf.pem().into(),
        private_key: key.serialize_pem().into(),
        ca_cert: ca.pem().into(),
    }
}

fn opamp() -> ConnectionSettingsOffers {
    let opamp = OpAmpConnectionSettings {
        destination_endpoint: "wss://gateway.example:4320/v1/opamp".into(),
        headers: headers("hunter2"),
        certificate: Some(pair()),
        heartbeat_interval_seconds: 30,
        proxy: Some(ProxyConnectionSettings {
            url: "http://proxy:3128".into(),
            connect_headers: headers("hunter3"),
        }),
        ..Default::default()
    };
    ConnectionSettingsOffers { opamp: Some(opamp), ..Default::default() }
}

fn telemetry() -> ConnectionSettingsOffers {
    let signal = |name: &str| {
        let destination_endpoint = format!("https://telemetry.example/v1/{name}");
        Some(TelemetryConnectionSettings { destination_endpoint, ..Default::default() })
    };
    ConnectionSettingsOffers {
        own_metrics: signal("metrics"),
        own_traces: signal("traces"),
        own_logs: signal("logs"),
        ..Default::default()
    }
}

fn other() -> ConnectionSettingsOffers {
    let lake = OtherConnectionSettings {
        other_settings: [("token".to_owned(), "hunter4".to_owned())].into(),
        ..Default::default()
    };
    let other_connections = [("lake".to_owned(), lake)].into();
    ConnectionSettingsOffers { other_connections, ..Default::default() }
}

async fn create(
    world: &World,
    name: &str,
    settings: ConnectionSettingsOffers,
) -> Result<CreateConnectionSettingsResponse, Status> {
    let request = CreateConnectionSettingsRequest {
        name: name.into(),
        settings: Some(settings),
        ..Default::default()
    };
    let created = world.settings().create_connection_settings(request).await;
    created.map(tonic::Response::into_inner)
}

#[tokio::test]
async fn secrets_go_into_the_store_and_nowhere_else() {
    let world = World::start().await;
    let (opamp, other) = (opamp(), other());
    let pair = opamp.opamp.as_ref().unwrap().certificate.clone().unwrap();
    let created = create(&world, "prod", opamp.clone()).await.unwrap();
    assert_eq!((created.created, &created.warnings), (true, &Vec::new()));
    create(&world, "lake", other.clone()).await.unwrap();
    let get = GetConnectionSettingsRequest { name: "prod".into(), revision: 0 };
    let shown = world.settings().get_connection_settings(get).await.unwrap().into_inner();
    assert_eq!(shown.kind(), OfferKind::OpampSettings);
    let certificate = &shown.certificates[0];
    assert_eq!((certificate.connection.as_str(), certificate.fingerprint.len()), ("opamp", 64));
    assert!(certificate.not_after.is_some());
    let content = shown.settings.clone().unwrap().opamp.unwrap();
    let header = &content.headers.as_ref().unwrap().headers[0];
    assert_eq!((header.key.as_str(), header.value.as_str()), ("Authorization", "***"));
    assert_eq!(content.certificate.as_ref().unwrap().cert, pair.cert);
    let list = ListConnectionSettingsRequest::default();
    let listed = world.settings().list_connection_settings(list).await.unwrap().into_inner();
    assert_eq!(listed.connection_settings.len(), 2);
    let key = String::from_utf8(pair.private_key.to_vec()).unwrap();
    let key = key.lines().nth(1).unwrap();
    let everything = format!("{created:?}{shown:?}{listed:?}{:?}", world.audit().await);
    for secret in ["hunter", key] {
        assert!(!everything.contains(secret), "{secret}");
    }
    let stored = world.records.get_revision::<Settings>("prod", None).await.unwrap().unwrap().0;
    assert_eq!(stored.settings, Some(opamp));
    assert_eq!(stored.hash, shown.hash);
    // What was shown cannot be stored over the secrets by mistake.
    let status = create(&world, "prod", shown.settings.unwrap()).await.unwrap_err();
    assert_eq!(reason(&status), "INVALID_ARGUMENT");
    let mut masked = other;
    masked.other_connections.get_mut("lake").unwrap().other_settings =
        [("token".to_owned(), "***".to_owned())].into();
    assert!(create(&world, "lake", masked).await.unwrap_err().message().contains("***"));
}

#[tokio::test]
async fn equal_settings_make_no_new_revision_and_a_name_keeps_its_kind() {
    let world = World::start().await;
    let first = create(&world, "own", telemetry()).await.unwrap();
    let same = create(&world, "own", telemetry()).await.unwrap();
    let mut changed = telemetry();
    changed.own_logs.as_mut().unwrap().headers = headers("x");
    let next = create(&world, "own", changed.clone()).await.unwrap();
    let revision = |answer: &CreateConnectionSettingsResponse| {
        (answer.created, answer.connection_settings.as_ref().unwrap().revision)
    };
    assert_eq!((revision(&first), revision(&same)), ((true, 1), (false, 1)));
    assert_eq!(revision(&next), (true, 2));
    let status = create(&world, "own", other()).await.unwrap_err();
    assert!(status.message().contains("OWN_TELEMETRY"), "{status}");
    let request = CreateConnectionSettingsRequest {
        name: "own".into(),
        settings: Some(telemetry()),
        expected_revision: 1,
        ..Default::default()
    };
    let status = world.settings().create_connection_settings(request).await.unwrap_err();
    assert_eq!(status.code(), Code::Aborted);
}

#[tokio::test]
async fn lint_says_what_create_would_and_stores_nothing() {
    let config = control_api::Config { offer_bytes_max: 20_000, ..Default::default() };
    let world = World::with(config).await;
    let change = |change: fn(&mut OpAmpConnectionSettings)| {
        let mut settings = opamp();
        change(settings.opamp.as_mut().unwrap());
        settings
    };
    let certificate = |change: fn(&mut TlsCertificate)| {
        let mut settings = opamp();
        change(settings.opamp.as_mut().unwrap().certificate.as_mut().unwrap());
        settings
    };
    let wrong = [
        (change(|opamp| opamp.destination_endpoint.clear()), "endpoint"),
        (ConnectionSettingsOffers { own_logs: None, ..telemetry() }, "own_logs"),
        (ConnectionSettingsOffers { own_logs: telemetry().own_logs, ..opamp() }, "own telemetry"),
        (ConnectionSettingsOffers::default(), "other_connections"),
        (certificate(|pair| pair.private_key = self::pair().private_key), "belong"),
        (certificate(|pair| pair.ca_cert = self::pair().ca_cert), "not good for a client"),
        (certificate(|pair| pair.cert = "-----".into()), "cert holds no certificate"),
    ];
    for (settings, expected) in wrong {
        let request = LintConnectionSettingsRequest {
            settings: Some(settings.clone()),
            allow_incomplete: true,
        };
        let found = world.settings().lint_connection_settings(request).await.unwrap().into_inner();
        assert!(found.errors.iter().any(|why| why.contains(expected)), "{expected}: {found:?}");
        let status = create(&world, "x", settings).await.unwrap_err();
        assert_eq!(reason(&status), "INVALID_ARGUMENT");
        assert!(status.message().contains(expected), "{expected}: {status}");
    }
    let careless = change(|opamp| {
        opamp.destination_endpoint = "ws://h".into();
        (opamp.certificate, opamp.headers) = (None, None);
        opamp.heartbeat_interval_seconds = 0;
    });
    for (allow_incomplete, errors, warnings) in [(true, 0, 4), (false, 3, 2)] {
        let request =
            LintConnectionSettingsRequest { settings: Some(careless.clone()), allow_incomplete };
        let found = world.settings().lint_connection_settings(request).await.unwrap().into_inner();
        assert_eq!((found.errors.len(), found.warnings.len()), (errors, warnings), "{found:?}");
    }
    let status = create(&world, "x", careless).await.unwrap_err();
    assert!(status.message().contains("allow_incomplete"), "{status}");
    let without_ca = certificate(|pair| pair.ca_cert.clear());
    let status = create(&world, "x", without_ca).await.unwrap_err();
    assert!(status.message().contains("ca_cert"), "{status}");
    let large = change(|opamp| opamp.headers = headers(&"x".repeat(20_000)));
    let status = create(&world, "x", large).await.unwrap_err();
    assert_eq!(reason(&status), "TOO_LARGE");
    assert!(status.message().contains("20000"), "{status}");
    let list = ListConnectionSettingsRequest::default();
    let listed = world.settings().list_connection_settings(list).await.unwrap().into_inner();
    assert_eq!(listed.connection_settings, []);
}

#[tokio::test]
async fn each_kind_needs_its_capability_and_is_refused_by_its_name() {
    let world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    for (name, settings) in [("prod", opamp()), ("own", telemetry()), ("lake", other())] {
        create(&world, name, settings).await.unwrap();
    }
    let offer = |name: &str| OfferConnectionSettingsRequest {
        instance_uid: agent(1).to_string(),
        settings_name: name.into(),
        ..Default::default()
    };
    let kinds = [
        ("prod", "AcceptsOpAMPConnectionSettings", 0x0100),
        ("own", "ReportsOwnTraces, ReportsOwnMetrics, ReportsOwnLogs", 0x0020 | 0x0040 | 0x0080),
        ("lake", "AcceptsOtherConnectionSettings", 0x0200),
    ];
    for (name, bits, _) in kinds {
        let status = world.settings().offer_connection_settings(offer(name)).await.unwrap_err();
        assert_eq!(status.code(), Code::FailedPrecondition);
        assert_eq!(reason(&status), "MISSING_CAPABILITY");
        assert!(status.message().contains(bits), "{status}");
        let assign =
            AssignConnectionSettingsRequest { settings_name: name.into(), ..Default::default() };
        let assigned = world.settings().assign_connection_settings(assign).await.unwrap();
        let assigned = assigned.into_inner();
        assert_eq!((assigned.matched_agents, assigned.incapable_agents), (1, 1), "{name}");
    }
    let all = kinds.iter().fold(CAPABLE, |all, (_, _, bit)| all | bit);
    let revision = world.report(&node, epoch, agent(1), &report(all & !0x0080, &[])).await;
    world.sees_connected(agent(1), revision).await;
    for (name, ..) in kinds {
        let offered = world.settings().offer_connection_settings(offer(name)).await.unwrap();
        let lacks: &[&str] = if name == "own" { &["ReportsOwnLogs"] } else { &[] };
        assert_eq!(offered.into_inner().missing_capabilities, lacks);
    }
    let row =
        || async { world.records.get_desired(world.shard(agent(1)), agent(1)).await.unwrap() };
    let names = row().await.unwrap().0;
    let names = [names.opamp_settings, names.own_telemetry, names.other_connections];
    assert_eq!(names.map(|of| of.unwrap().name), ["prod", "own", "lake"]);
    for clear in [OfferKind::OpampSettings, OfferKind::OwnTelemetry, OfferKind::OtherConnections] {
        let request = OfferConnectionSettingsRequest { clear: clear.into(), ..offer("") };
        world.settings().offer_connection_settings(request).await.unwrap();
    }
    let status = world.settings().offer_connection_settings(offer("")).await.unwrap_err();
    assert_eq!(reason(&status), "INVALID_ARGUMENT");
    let retry = RetryConnectionSettingsRequest { instance_uid: agent(1).to_string() };
    world.settings().retry_connection_settings(retry).await.unwrap();
    let row = row().await.unwrap().0;
    assert_eq!((row.opamp_settings, row.own_telemetry, row.settings_retry), (None, None, 1));
}

#[tokio::test]
async fn the_status_is_what_the_agent_should_have_and_what_it_reported() {
    let world = World::start().await;
    let (node, epoch) = world.connected(agent(1)).await;
    let status = ConnectionSettingsStatus {
        last_connection_settings_hash: b"hash".to_vec().into(),
        status: ConnectionSettingsStatuses::Failed.into(),
        error_message: "refused".into(),
    };
    let mut message = report(CAPABLE | 0x0100, &[]);
    message.connection_settings_status = Some(status.clone());
    world.report(&node, epoch, agent(1), &message).await;
    let mut last = 0;
    for (name, settings) in [("prod", opamp()), ("own", telemetry())] {
        create(&world, name, settings).await.unwrap();
        let assign =
            AssignConnectionSettingsRequest { settings_name: name.into(), ..Default::default() };
        let assigned = world.settings().assign_connection_settings(assign).await.unwrap();
        last = assigned.into_inner().revision;
    }
    let request = GetConnectionSettingsStatusRequest {
        instance_uid: agent(1).to_string(),
        min_revision: last,
    };
    let found = world.settings().get_connection_settings_status(request).await.unwrap();
    let found = found.into_inner();
    assert_eq!(found.status, Some(status));
    let desired: Vec<_> = found.desired.iter().map(|d| (d.kind(), d.assignment.as_str())).collect();
    assert_eq!(desired, [(OfferKind::OpampSettings, "prod"), (OfferKind::OwnTelemetry, "own")]);
    assert_eq!(found.desired_hash.len(), 32);
    assert_eq!(
        found.missing_capabilities,
        ["ReportsOwnTraces", "ReportsOwnMetrics", "ReportsOwnLogs"]
    );
    let request = GetAgentRequest { instance_uid: agent(1).to_string(), ..Default::default() };
    let shown = world.agents().get_agent(request).await.unwrap().into_inner();
    assert_eq!(shown.desired, found.desired);
}
