//! What agents do in a paper cluster.

use std::time::Duration;

use bytes::Bytes;
use fleet::SocketId;
use prost::Message as _;
use proto::opamp::v1::ServerToAgent;

use crate::edge::Event;
use crate::gateway::GatewayId;
use crate::world::World;

const fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

impl World {
    pub(crate) fn on_agent_event(&mut self, event: Event) {
        match event {
            Event::Down(agent, conn) => self.down(agent, conn),
            Event::Speak { agent, conn, beat } => self.speak(agent, conn, beat),
            Event::Connect { agent, conn } => self.connect(agent, conn),
            Event::PollTimeout { agent, conn } => {
                let waits = self.edge.agents[agent].conn.is_some();
                if waits && self.edge.agents[agent].conns == conn {
                    self.leave(agent, ms(50));
                }
            }
            _ => {}
        }
    }

    /// Connects an agent that has no connection.
    fn connect(&mut self, index: usize, conn: u64) {
        let agent = &self.edge.agents[index];
        if agent.conn.is_some() || agent.conns != conn {
            return;
        }
        let ids: Vec<GatewayId> = self.edge.gateways.keys().copied().collect();
        if ids.is_empty() {
            return self.later(self.now + ms(500), Event::Connect { agent: index, conn });
        }
        let id = ids[self.rng.below(ids.len() as u64) as usize];
        self.edge.sockets += 1;
        let name = SocketId(self.edge.sockets);
        let agent = &mut self.edge.agents[index];
        agent.connect(id, name);
        let conn = agent.conns;
        if let Some(gateway) = self.edge.gateways.get_mut(&id) {
            gateway.open(name, agent.uid, agent.shard, agent.http);
        }
        if agent.http {
            let data = agent.unanswered.clone().unwrap_or_else(|| agent.message());
            agent.unanswered = Some(data.clone());
            self.to_gateway(id, name, data);
            self.later(self.now + ms(8_000), Event::PollTimeout { agent: index, conn });
        } else {
            self.speak(index, conn, true);
        }
    }

    /// The agent's connection is gone and the agent knows; it connects again at once.
    pub(crate) fn disconnect(&mut self, index: usize) {
        let agent = &mut self.edge.agents[index];
        if agent.conn.take().is_none() {
            return;
        }
        let conn = agent.conns;
        self.lose(index, conn);
        let at = self.now + ms(self.rng.below(300));
        self.later(at, Event::Connect { agent: index, conn });
    }

    /// The agent drops its connection; the gateway finds out after `notice`.
    pub(crate) fn leave(&mut self, index: usize, notice: Duration) {
        let Some(conn) = self.edge.agents[index].conn.clone() else { return };
        self.disconnect(index);
        self.later(self.now + notice, Event::Gone(conn.gateway, conn.socket));
    }

    /// What was on its way to a connection that is gone never arrives.
    fn lose(&mut self, index: usize, conn: u64) {
        for data in self.edge.down.remove(&(index, conn)).unwrap_or_default() {
            self.count_lost(index, &data);
        }
    }

    fn count_lost(&mut self, index: usize, data: &Bytes) {
        let message = ServerToAgent::decode(data.clone()).unwrap();
        if message.command.is_some() {
            *self.edge.lost.entry(index).or_default() += 1;
        }
    }

    fn speak(&mut self, index: usize, conn: u64, beat: bool) {
        let agent = &mut self.edge.agents[index];
        let Some(current) = agent.conn.clone().filter(|_| agent.conns == conn) else { return };
        if beat {
            let at = self.now + ms(4_000 + self.rng.below(6_000));
            self.later(at, Event::Speak { agent: index, conn, beat: true });
        }
        let agent = &mut self.edge.agents[index];
        if beat || agent.due.any() {
            let data = agent.message();
            self.to_gateway(current.gateway, current.socket, data);
        }
    }

    /// Something happened to an agent that it reports soon.
    pub(crate) fn report_soon(&mut self, index: usize) {
        let agent = &self.edge.agents[index];
        if agent.http || !agent.due.any() {
            return;
        }
        let conn = agent.conns;
        let at = self.now + ms(20 + self.rng.below(3_000));
        self.later(at, Event::Speak { agent: index, conn, beat: false });
    }

    fn to_gateway(&mut self, id: GatewayId, name: SocketId, data: Bytes) {
        self.edge.up.entry((id, name)).or_default().push_back(data);
        let at = self.soon();
        self.later(at, Event::Up(id, name));
    }

    pub(crate) fn to_agent(&mut self, id: GatewayId, name: SocketId, data: Bytes) {
        // Written to a socket whose agent has left it without anybody knowing yet.
        let Some(index) = self.edge.user(id, name) else {
            let gateway = self.edge.gateways.get(&id);
            let line = gateway.and_then(|g| g.lines.values().find(|line| line.name == name));
            let uid = line.map(|line| line.agent);
            if let Some(index) = self.edge.agents.iter().position(|a| Some(a.uid) == uid) {
                self.count_lost(index, &data);
            }
            return;
        };
        let conn = self.edge.agents[index].conns;
        self.edge.down.entry((index, conn)).or_default().push_back(data);
        let at = self.soon();
        self.later(at, Event::Down(index, conn));
    }

    fn down(&mut self, index: usize, conn: u64) {
        let down = self.edge.down.get_mut(&(index, conn));
        let Some(data) = down.and_then(|down| down.pop_front()) else { return };
        let agent = &self.edge.agents[index];
        if agent.conns != conn || agent.conn.is_none() {
            // The connection ended while it was on its way.
            return self.count_lost(index, &data);
        }
        let agent = &mut self.edge.agents[index];
        agent.on_message(&data);
        let switches = std::mem::take(&mut agent.due.switch);
        if agent.http {
            agent.unanswered = None;
            agent.conn = None;
            let wait = if agent.due.any() { 50 + self.rng.below(1_000) } else { 5_000 };
            self.later(self.now + ms(wait), Event::Connect { agent: index, conn });
        } else if switches {
            self.leave(index, ms(20));
        } else {
            self.report_soon(index);
        }
    }
}
