use super::*;

#[test]
fn uuid_text_reads_back_with_and_without_hyphens_in_either_case() {
    let id: AgentId = "01926f3e-8c5a-7cc0-b2f1-0a1b2c3d4e5f".parse().unwrap();
    for text in ["01926f3e8c5a7cc0b2f10a1b2c3d4e5f", "01926F3E-8C5A-7CC0-B2F1-0A1B2C3D4E5F"] {
        assert_eq!(text.parse::<AgentId>(), Ok(id));
    }
    assert_eq!(id.to_string(), "01926f3e-8c5a-7cc0-b2f1-0a1b2c3d4e5f");
}

#[test]
fn misplaced_hyphens_and_wrong_lengths_are_refused() {
    for text in
        ["", "01926f3e", "0-1926f3e8c5a-7cc0-b2f1-0a1b2c3d4e5f", "zz926f3e8c5a7cc0b2f10a1b2c3d4e5f"]
    {
        assert_eq!(text.parse::<AgentId>(), Err(InvalidId), "{text}");
    }
}

#[test]
fn a_wire_uid_is_sixteen_bytes_and_not_nil() {
    for len in [0, 1, 15, 17, 26, 36] {
        assert!(AgentId::from_wire(&vec![1; len]).is_err(), "{len} bytes");
    }
    assert!(AgentId::from_wire(&[0; 16]).is_err());
    assert!(AgentId::from_wire(&[0xff; 16]).is_ok());
}

#[test]
fn the_shard_of_an_agent_depends_on_the_cluster_key() {
    let agent = AgentId::new([7; 16]);
    assert_eq!(Shard::of(agent, &[1; 16]), Shard::of(agent, &[1; 16]));
    assert_ne!(Shard::of(agent, &[1; 16]), Shard::of(agent, &[2; 16]));
    assert!(Shard::new(4096).is_err());
}
