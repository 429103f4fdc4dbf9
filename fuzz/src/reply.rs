//! What must hold for everything an agent is told, whatever it said.

use bytes::Bytes;
use fleet::AgentId;
use prost::Message;
use proto::opamp::v1::{ServerToAgent, ServerToAgentFlags};

/// Decodes what an agent is told and checks that it says one thing to one agent.
///
/// # Panics
/// When it does not.
pub(crate) fn check(agent: Option<AgentId>, bytes: &Bytes) -> ServerToAgent {
    let told = ServerToAgent::decode(bytes.clone()).expect("what the server says is protobuf");
    let named = AgentId::from_wire(&told.instance_uid).ok();
    assert!(named == agent || named.is_none(), "{named:?} is told what concerns {agent:?}");
    let bare = ServerToAgent { instance_uid: told.instance_uid.clone(), ..Default::default() };
    if let Some(error) = &told.error_response {
        let alone = ServerToAgent { error_response: Some(error.clone()), ..bare };
        assert_eq!(told, alone, "an error goes alone");
    } else if let Some(command) = told.command {
        let capabilities = told.capabilities;
        let alone = ServerToAgent { command: Some(command), capabilities, ..bare };
        assert_eq!(told, alone, "a command goes alone");
    }
    if let Some(offer) = &told.remote_config {
        assert_eq!(offer.config_hash.len(), 32, "an offer has its hash");
    }
    told
}

/// Whether it asks for the full state.
pub(crate) fn asks(told: &ServerToAgent) -> bool {
    told.flags & ServerToAgentFlags::ReportFullState as u64 != 0
}
