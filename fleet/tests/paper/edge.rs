//! Gateways, links, sockets and agents of a paper cluster, and what nodes do for them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bytes::Bytes;
use fleet::link::{Claim, SessionKey, ToGateway, ToNode};
use fleet::ownership::MoveId;
use fleet::session::{InstructionId, Outcome};
use fleet::shards::Report;
use fleet::{AgentId, Epoch, Moment, Shard, SocketId};
use proto::record::v1 as record;

use crate::agent::Agent;
use crate::gateway::{Gateway, GatewayId, Line};
use crate::message::Place;
use crate::traffic::Planted;

#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// The next frame of a link arrives.
    Pump {
        gateway: GatewayId,
        node: Place,
        to_node: bool,
    },
    GatewayPoll(GatewayId),
    NodePoll(Place),
    NodeTick(Place),
    Load(Place, Claim),
    Store(Place, Claim, Box<Report>),
    HandOver(Place, MoveId),
    /// A write to a socket is done.
    Written(GatewayId, SocketId),
    Probed(GatewayId, SessionKey, Claim, bool),
    /// The next message on a socket arrives at its gateway.
    Up(GatewayId, SocketId),
    /// The next message on an agent's connection arrives.
    Down(usize, u64),
    Speak {
        agent: usize,
        conn: u64,
        beat: bool,
    },
    Connect {
        agent: usize,
        conn: u64,
    },
    PollTimeout {
        agent: usize,
        conn: u64,
    },
    /// The gateway finds out that a socket is gone.
    Gone(GatewayId, SocketId),
    GatewayStart(u8),
}

impl Event {
    /// The node that has to run for it to happen.
    pub(crate) const fn node(&self) -> Option<Place> {
        match self {
            Self::Pump { node, to_node: true, .. } => Some(*node),
            Self::NodePoll(place)
            | Self::NodeTick(place)
            | Self::Load(place, _)
            | Self::Store(place, ..)
            | Self::HandOver(place, _) => Some(*place),
            _ => None,
        }
    }
}

#[derive(Debug)]
pub(crate) enum NodeItem {
    Up(u64),
    Frame(u64, ToNode),
    Lost,
}

#[derive(Debug)]
pub(crate) enum GatewayItem {
    Frame(u64, ToGateway),
    Lost,
}

/// The link between one gateway and one node: what is on its way, in order.
#[derive(Debug, Default)]
pub(crate) struct Pair {
    /// The connection that lives, if one does, and the one each end believes in.
    pub(crate) alive: Option<u64>,
    pub(crate) node_end: Option<u64>,
    pub(crate) to_node: VecDeque<NodeItem>,
    pub(crate) to_gateway: VecDeque<GatewayItem>,
}

#[derive(Debug)]
pub(crate) struct Edge {
    pub(crate) planted: Planted,
    pub(crate) gateways: BTreeMap<GatewayId, Gateway>,
    /// Until when the store lists each gateway.
    pub(crate) listed: BTreeMap<GatewayId, Moment>,
    pub(crate) agents: Vec<Agent>,
    pub(crate) pairs: BTreeMap<(GatewayId, Place), Pair>,
    pub(crate) connections: u64,
    pub(crate) sockets: u64,
    pub(crate) up: BTreeMap<(GatewayId, SocketId), VecDeque<Bytes>>,
    pub(crate) down: BTreeMap<(usize, u64), VecDeque<Bytes>>,
    pub(crate) records: BTreeMap<(Shard, AgentId), record::Agent>,
    pub(crate) bodies: BTreeMap<fleet::Digest, Bytes>,
    pub(crate) revision: u64,
    pub(crate) orders: BTreeMap<InstructionId, (usize, Option<Outcome>)>,
    /// Restarts that were written to a socket whose agent had left it.
    pub(crate) lost: BTreeMap<usize, u64>,
    pub(crate) voiced: BTreeMap<AgentId, Epoch>,
    /// Lines that ended, whose messages may lack answers.
    pub(crate) ended: Vec<Line>,
}

impl Edge {
    pub(crate) fn new(agents: u8, pollers: u8, shards: u16, planted: Planted) -> Self {
        let shard = |index: u8| Shard::new(u32::from(index) % u32::from(shards)).unwrap();
        let agents = (0..agents + pollers)
            .map(|index| Agent::new(index, shard(index), index >= agents))
            .collect();
        Self {
            planted,
            gateways: BTreeMap::new(),
            listed: BTreeMap::new(),
            agents,
            pairs: BTreeMap::new(),
            connections: 0,
            sockets: 0,
            up: BTreeMap::new(),
            down: BTreeMap::new(),
            records: BTreeMap::new(),
            bodies: BTreeMap::new(),
            revision: 0,
            orders: BTreeMap::new(),
            lost: BTreeMap::new(),
            voiced: BTreeMap::new(),
            ended: Vec::new(),
        }
    }

    /// The agent that uses this socket now.
    pub(crate) fn user(&self, gateway: GatewayId, name: SocketId) -> Option<usize> {
        self.agents.iter().position(|agent| {
            agent.conn.as_ref().is_some_and(|c| c.gateway == gateway && c.socket == name)
        })
    }

    pub(crate) fn start_gateway(&mut self, index: u8) -> Option<GatewayId> {
        if self.gateways.keys().any(|id| id.index == index) {
            return None;
        }
        let run = self.listed.keys().filter(|id| id.index == index).count() as u8;
        let id = GatewayId { index, run };
        self.gateways.insert(id, Gateway::new(self.planted));
        self.listed.insert(id, Moment::NEVER);
        Some(id)
    }

    /// The connection is cut; each end finds out by itself.
    pub(crate) fn cut(&mut self, gateway: GatewayId, node: Place) -> bool {
        let Some(pair) = self.pairs.get_mut(&(gateway, node)) else { return false };
        if pair.alive.take().is_none() {
            return false;
        }
        pair.to_node.retain(|item| !matches!(item, NodeItem::Frame(..)));
        pair.to_gateway.retain(|item| !matches!(item, GatewayItem::Frame(..)));
        pair.to_node.push_back(NodeItem::Lost);
        pair.to_gateway.push_back(GatewayItem::Lost);
        true
    }

    /// An instruction ended.
    pub(crate) fn answered(&mut self, id: InstructionId, outcome: Outcome) {
        let (_, before) = self.orders.get_mut(&id).unwrap();
        assert_eq!(*before, None, "{id:?} was answered twice");
        *before = Some(outcome);
    }

    pub(crate) fn order(&mut self, agent: usize) -> InstructionId {
        let id = InstructionId(self.orders.len() as u64);
        self.orders.insert(id, (agent, None));
        id
    }

    /// Every agent on this gateway is without a connection.
    pub(crate) fn abandon(&mut self, gateway: GatewayId) -> BTreeSet<usize> {
        let mut left = BTreeSet::new();
        for (index, agent) in self.agents.iter_mut().enumerate() {
            if agent.conn.as_ref().is_some_and(|conn| conn.gateway == gateway) {
                agent.conn = None;
                left.insert(index);
            }
        }
        left
    }
}
