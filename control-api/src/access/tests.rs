use std::collections::BTreeSet;

use prost::Message;
use prost_types::FileDescriptorSet;
use proto::control::v1::DESCRIPTORS;

use super::*;

#[test]
fn every_rpc_of_the_api_has_one_row_and_every_row_an_rpc() {
    let files = FileDescriptorSet::decode(DESCRIPTORS).unwrap().file;
    let methods: BTreeSet<String> = files
        .iter()
        .flat_map(|file| file.service.iter().map(move |service| (file.package(), service)))
        .flat_map(|(package, service)| {
            let name = move |method: &str| format!("/{package}.{}/{method}", service.name());
            service.method.iter().map(move |method| name(method.name()))
        })
        .collect();
    let rows: Vec<_> = ROWS.iter().map(|row| row.method.to_owned()).collect();
    let unique: BTreeSet<_> = rows.iter().cloned().collect();
    assert_eq!(rows.len(), unique.len(), "two rows for one method");
    let own: BTreeSet<_> =
        unique.into_iter().filter(|method| method.starts_with("/drover.")).collect();
    assert_eq!(own, methods);
}

#[test]
fn who_waits_as_long_as_the_caller_says_has_permits_of_its_own() {
    let files = FileDescriptorSet::decode(DESCRIPTORS).unwrap().file;
    let has_wait = |name: &str| {
        let messages = files.iter().flat_map(|file| &file.message_type);
        let mut named = messages.filter(|message| name.ends_with(&format!(".{}", message.name())));
        named.any(|message| message.field.iter().any(|field| field.name() == "wait_seconds"))
    };
    let mut patient = 0;
    for service in files.iter().flat_map(|file| &file.service) {
        for method in &service.method {
            let row = find(&format!("/drover.control.v1.{}/{}", service.name(), method.name()));
            let waits = has_wait(method.input_type());
            assert_eq!(row.unwrap().pace == Pace::Patient, waits, "{}", method.name());
            patient += usize::from(waits);
        }
    }
    assert_eq!(patient, 2);
}

#[test]
fn only_health_is_open() {
    let open = ROWS.iter().filter(|row| row.permission == Open);
    let open: Vec<_> = open.map(|row| row.method).collect();
    assert_eq!(open, ["/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch"]);
}

#[test]
fn whoever_sees_a_whole_agent_may_see_its_effective_config() {
    let needed = |method: &str| find(method).unwrap().permission;
    let agent = needed("/drover.control.v1.AgentService/GetAgent");
    assert_eq!(agent, needed("/drover.control.v1.RemoteConfigService/GetEffectiveConfig"));
}

#[test]
fn methods_that_sound_like_changes_are_audited() {
    for row in ROWS {
        let name = row.method.rsplit('/').next().unwrap();
        let reads =
            ["Get", "List", "Count", "Watch", "Check", "Lint", "Subscribe", "ServerReflectionInfo"];
        let expected = if reads.iter().any(|verb| name.starts_with(verb)) { Read } else { Change };
        assert_eq!(row.effect, expected, "{}", row.method);
    }
}
