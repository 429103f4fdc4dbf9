//! One agent as its owner knows it: the session, the socket that speaks for it, and what is stored of it.

use std::collections::VecDeque;
use std::time::Duration;

use proto::record::v1 as record;

use super::counts::{Before, Counts};
use super::csr::Requests;
use crate::capability::Capabilities;
use crate::link::{Attach, Message, Principal, SessionKey, Since, Transport};
use crate::session::{Session, Slot};
use crate::{AgentId, Digest, MemberId, Moment, Prefix, SocketId};

/// Who speaks for the agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Connection {
    Offline,
    /// A WebSocket. `link` is the gateway's link it was attached on; `left` after AgentDisconnect.
    Socket {
        gateway: MemberId,
        socket: SocketId,
        since: Since,
        attach: u32,
        link: u64,
        left: bool,
    },
    /// It polls; `every` is learned.
    Polling {
        gateway: MemberId,
        last: Moment,
        every: Duration,
    },
}

/// A second socket that claims the agent, until it is known whether the first still lives.
#[derive(Debug)]
pub(super) struct Challenger {
    pub(super) gateway: MemberId,
    pub(super) attach: Box<Attach>,
    /// Bounded by the gateway's window.
    pub(super) messages: VecDeque<Message>,
    /// `None` before the shard is READY: no ruling yet.
    pub(super) until: Option<Moment>,
    /// The gateway's link it was attached on.
    pub(super) link: u64,
    /// The new uid it was told to take.
    pub(super) rekeyed: Option<AgentId>,
}

/// What of an agent is in the store: a record is written when this changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) digest: [u8; 16],
    pub(super) capabilities: u64,
    pub(super) failed: [Option<Prefix>; 3],
    pub(super) settings_seen: Option<Prefix>,
    pub(super) certificate: Option<Digest>,
}

#[derive(Debug)]
pub(super) struct Agent {
    pub(super) session: Session,
    /// Boxed, because most agents have none.
    pub(super) row: Option<Box<record::Desired>>,
    /// The capability bits that what it should have was computed for.
    pub(super) resolved: Option<Capabilities>,
    pub(super) connection: Connection,
    pub(super) requests: Requests,
    /// The uid it was given because it asked for one.
    pub(super) temporary: Option<AgentId>,
    /// Nearly always empty; bounded by `CHALLENGERS_LEN_MAX`.
    pub(super) challengers: Vec<Challenger>,
    /// Messages announced by the last Attach that have not come yet: nothing is pushed before them.
    pub(super) replays: u32,
    /// Whether this owner has held the session since it owns the shard.
    pub(super) live: bool,
    /// Of an agent that polls: whose its polls are.
    pub(super) counts: Counts,
    /// What it was before the exchange whose message comes next.
    pub(super) before: Option<Box<Before>>,
    pub(super) transport: Option<Transport>,
    pub(super) certificate: Option<Digest>,
    pub(super) peer_address: String,
    pub(super) first_seen: Moment,
    pub(super) last_seen: Moment,
    /// When its presence was last told although nothing but `last_seen` had changed.
    pub(super) shown_at: Moment,
    pub(super) connected_since: Moment,
    pub(super) stored: Option<Stored>,
    /// Records stored so far, each spaced `store_every` from the one before, would last until then.
    pub(super) stored_until: Moment,
    pub(super) store_at: Option<Moment>,
    /// The shell was asked to store it and has not answered yet.
    pub(super) storing: bool,
    pub(super) timer: Option<Moment>,
}

impl Agent {
    pub(super) fn new(session: Session, now: Moment) -> Self {
        Self {
            session,
            row: None,
            resolved: None,
            connection: Connection::Offline,
            requests: Requests::default(),
            temporary: None,
            challengers: Vec::new(),
            replays: 0,
            live: false,
            counts: Counts::default(),
            before: None,
            transport: None,
            certificate: None,
            peer_address: String::new(),
            first_seen: now,
            last_seen: now,
            shown_at: now,
            connected_since: now,
            stored: None,
            stored_until: Moment(0),
            store_at: None,
            storing: false,
            timer: None,
        }
    }

    /// Whether it has never said anything here.
    pub(super) fn is_unheard(&self) -> bool {
        !self.live && self.session.sequence_num().is_none()
    }

    /// Whether it is nobody but somebody who asked for another uid: not stored, not shown.
    pub(super) fn is_temporary(&self) -> bool {
        self.temporary.is_some() && self.stored.is_none() && self.row.is_none()
    }

    /// Whether nothing is known of it: it never said anything that could be understood.
    pub(super) fn is_nobody(&self) -> bool {
        let unsaid = self.session.sequence_num().is_none();
        unsaid && self.stored.is_none() && !self.storing && self.row.is_none()
    }

    /// Whether it counts as connected.
    pub(super) fn connected(&self) -> bool {
        match self.connection {
            Connection::Offline => false,
            Connection::Socket { left, .. } => !left,
            Connection::Polling { .. } => true,
        }
    }

    /// Who its connection proved to be.
    pub(super) fn principal(&self) -> Principal {
        let peer_address = self.peer_address.clone();
        Principal { certificate: self.certificate, peer_address }
    }

    /// What it is now, before this exchange is attached.
    pub(super) fn before(&self, exchange: SessionKey) -> Before {
        Before {
            socket: exchange.socket,
            connection: self.connection,
            principal: self.principal(),
            last_seen: self.last_seen,
            connected_since: self.connected_since,
        }
    }

    /// The gateway that speaks for it.
    pub(super) fn gateway(&self) -> Option<MemberId> {
        match self.connection {
            Connection::Socket { gateway, .. } | Connection::Polling { gateway, .. } => {
                Some(gateway)
            }
            Connection::Offline => None,
        }
    }

    /// Whether this is the socket that speaks for the agent.
    pub(super) fn is_socket(&self, from: MemberId, key: SessionKey) -> bool {
        matches!(self.connection, Connection::Socket { gateway, socket, .. }
            if gateway == from && socket == key.socket)
    }

    /// What the store should hold.
    pub(super) fn storable(&self) -> Stored {
        Stored {
            digest: self.session.digest(),
            capabilities: self.session.capabilities().0,
            failed: Slot::ALL.map(|slot| self.session.failed(slot)),
            settings_seen: self.session.settings_seen(),
            certificate: self.certificate,
        }
    }
}
