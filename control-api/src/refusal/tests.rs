use super::*;

fn check(refusal: Refusal, code: Code, reason: &str, metadata: &[(&str, &str)]) {
    let status = to_status(&refusal);
    assert_eq!(status.code(), code, "{refusal}");
    let details = status.get_error_details();
    let info = details.error_info().unwrap();
    assert_eq!((info.reason.as_str(), info.domain.as_str()), (reason, "drover.dev"));
    for (key, value) in metadata {
        assert_eq!(info.metadata.get(*key).map(String::as_str), Some(*value), "{reason} {key}");
    }
    let retry = matches!(code, Code::Unavailable | Code::ResourceExhausted);
    assert_eq!(details.retry_info().is_some(), retry, "{reason}");
    assert!(!status.message().is_empty());
}

#[test]
fn each_refusal_has_its_code_reason_and_subject() {
    let agent = AgentId::new([7; 16]);
    let uid = agent.to_string();
    let about = [("instance_uid", uid.as_str())];
    check(Refusal::AgentNotFound(agent), Code::NotFound, "AGENT_NOT_FOUND", &about);
    let refusal = Refusal::AgentNotConnected(agent);
    check(refusal, Code::FailedPrecondition, "AGENT_NOT_CONNECTED", &about);
    let capability = "AcceptsRestartCommand".to_owned();
    let refusal = Refusal::MissingCapability { agent, capability };
    let subject = [("capability", "AcceptsRestartCommand")];
    check(refusal, Code::FailedPrecondition, "MISSING_CAPABILITY", &subject);
    let why = selector::Selector::parse("env=prod").unwrap_err();
    let refusal = Refusal::InvalidSelector { field: "filter", why };
    let subject = [("field", "filter"), ("at", "0")];
    check(refusal, Code::InvalidArgument, "INVALID_SELECTOR", &subject);
    let refusal = Refusal::ConfigNotFound("no config is named a".into());
    check(refusal, Code::NotFound, "CONFIG_NOT_FOUND", &[]);
    let refusal = Refusal::OwnerUnreachable("gone".into());
    check(refusal, Code::Unavailable, "OWNER_UNREACHABLE", &[]);
    check(Refusal::Behind(Revision(9)), Code::Unavailable, "REPLICA_BEHIND", &[("revision", "9")]);
    check(Refusal::TooManyCalls, Code::ResourceExhausted, "TOO_MANY_CALLS", &[]);
    check(Refusal::TimedOut, Code::DeadlineExceeded, "CALL_TIMED_OUT", &[]);
    check(Refusal::TooManyWatches, Code::ResourceExhausted, "TOO_MANY_WATCHES", &[]);
    check(Refusal::WrongToken, Code::Unauthenticated, "WRONG_TOKEN", &[]);
}

#[test]
fn store_errors_say_whether_trying_again_helps() {
    let cases = [
        (StoreError::Conflict(Revision(3)), Code::Aborted, "ABORTED"),
        (StoreError::Unavailable("no leader".into()), Code::Unavailable, "STORE_UNAVAILABLE"),
        (StoreError::LeaseEnded, Code::Unavailable, "STORE_UNAVAILABLE"),
        (StoreError::TooLarge("2 MiB".into()), Code::InvalidArgument, "TOO_LARGE"),
        (StoreError::Corrupt { key: "a".into(), why: "b".into() }, Code::DataLoss, "STORE_CORRUPT"),
    ];
    for (error, code, reason) in cases {
        check(Refusal::Store(error), code, reason, &[]);
    }
}
