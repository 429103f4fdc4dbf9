//! What agents of this node said about their components, for agents of the same type that report the hash alone.

use proto::opamp::v1::AgentToServer;

use super::{Effect, Shards};
use crate::components::{Learned, is_bare};
use crate::selector::Claims;
use crate::{AgentId, Shard};

impl Shards {
    /// Agents of another worker of this node said this.
    pub fn learn(&mut self, learned: &Learned) {
        self.components.learn(learned);
    }

    /// Puts in what an agent left out because others of its type have said it, and learns what it says itself.
    pub(super) fn complete_components(
        &mut self,
        shard: Shard,
        id: AgentId,
        message: &mut AgentToServer,
    ) -> Option<Effect> {
        let reported = message.available_components.as_mut()?;
        let agent = self.shards.get(&shard)?.agents.get(&id)?;
        let stored = || agent.session.observed().description();
        let claims = match &message.agent_description {
            Some(description) => Claims::of(description),
            None => Claims::of(&stored()?),
        };
        let agent_type = claims.get("service.name")?.to_owned();
        if is_bare(reported) {
            if *agent.session.components_held() != reported.hash
                && let Some(known) = self.components.find(&agent_type, &reported.hash)
            {
                *reported = known;
            }
            return None;
        }
        let learned = Learned::new(&agent_type, reported);
        self.components.learn(&learned).then(|| Effect::Learned(learned))
    }
}
